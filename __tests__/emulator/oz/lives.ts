import { pullRequest } from './artifacts.ts';
import { says, Talk } from './conversation.ts';
import { type Life, type LifeContext, type LifeStep, liveOut } from './life.ts';

/** How long a step lasts, given its share in tenths of the whole run. */
export type Pace = (tenths: number) => Pick<LifeStep, 'reads' | 'ms'>;

/** Each step is seen once: deterministic, whatever the timing. */
export const byReads: Pace = () => ({ reads: 1 });

/** A whole run in `ms` of world time. */
export function byTime(ms: number): Pace {
  return (tenths) => ({ ms: (tenths * ms) / 10 });
}

export const USAGE = {
  inference_cost: 12.5,
  compute_cost: 3.25,
  platform_cost: 1,
  inference_cost_usd: 0.125,
  compute_cost_usd: 0.0325,
  platform_cost_usd: 0.01,
  total_tokens: 48_213,
  model_token_usage: [{ model_id: 'large-thinker', total_tokens: 48_213, usage_type: 'primary_agent' }],
};

const DONE = 'I changed `src/index.ts`, ran the tests and opened a pull request.';

export function pullRequestOf({ repository }: LifeContext, number = 42): ReturnType<typeof pullRequest> {
  return pullRequest(`https://github.com/${repository}/pull/${number}`, 'oz/repair-the-parser');
}

function begin(pace: Pace): LifeStep[] {
  return [
    { state: 'QUEUED', ...pace(1) },
    { state: 'CLAIMED', ...pace(1) },
  ];
}

function work({ runId, request }: LifeContext, pace: Pace): LifeStep[] {
  const talk = new Talk(`${runId}-work`).user(request.prompt ?? '').assistant('I look at the code first.');
  const early = talk.steps();
  const late = talk.command('npm test', '42 passed').steps();
  return [
    ...begin(pace),
    { state: 'INPROGRESS', conversation: early, ...pace(4) },
    { state: 'INPROGRESS', conversation: late, ...pace(4) },
  ];
}

function ending(context: LifeContext, pace: Pace, text: string, end: LifeStep): LifeStep[] {
  const steps = work(context, pace);
  const said = steps.at(-1)?.conversation;
  const conversation = [...(Array.isArray(said) ? said : []), ...says(`${context.runId}-end`, text)];
  return [...steps, { conversation, set: { request_usage: USAGE, run_time: 'PT8S' }, ...end }];
}

export function succeedsWithPullRequest(pace: Pace): Life {
  return (context) =>
    ending(context, pace, DONE, { state: 'SUCCEEDED', artifacts: [pullRequestOf(context)] });
}

export function succeedsWithoutPullRequest(pace: Pace): Life {
  return (context) => ending(context, pace, 'There was nothing to change.', { state: 'SUCCEEDED' });
}

export function fails(pace: Pace): Life {
  const error = {
    message: 'The agent could not make the tests pass',
    error_code: 'invalid_request',
    retryable: false,
  };
  return (context) => ending(context, pace, 'I could not make the tests pass.', { state: 'FAILED', error });
}

export function errorsRetryably(pace: Pace): Life {
  const error = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };
  return (context) => [...work(context, pace), { state: 'ERROR', error }];
}

export function blocks(pace: Pace): Life {
  const error = { message: 'The agent asks: which of the two databases do you mean?' };
  return (context) =>
    ending(context, pace, 'Which of the two databases do you mean?', { state: 'BLOCKED', error });
}

/** A run that waits for a person, is answered and ends well. Nothing tells the two kinds of BLOCKED apart. */
export function blocksForAWhile(pace: Pace): Life {
  return (context) => {
    const [queued, claimed, ...steps] = liveOut(succeedsWithPullRequest(pace), context);
    const error = { message: 'The agent asks: may I push?' };
    const working: LifeStep = { state: 'INPROGRESS', ...pace(1) };
    return [
      ...[queued, claimed].filter((step) => step !== undefined),
      working,
      { state: 'BLOCKED', error, ...pace(2) },
      ...steps,
    ];
  };
}

export function neverStarts(): Life {
  return [{ state: 'QUEUED' }];
}

export function neverEnds(pace: Pace): Life {
  return (context) => [...work(context, pace).slice(0, -1), { state: 'INPROGRESS' }];
}

/** Works until somebody cancels it, and costs 2.5 credits more at each step. */
export function runsUpABill(pace: Pace): Life {
  return (context) => {
    const [queued, claimed, working, ...rest] = work(context, pace);
    const early = [queued, claimed].filter((step) => step !== undefined);
    const bills = [2.5, 5, 7.5, 10, 12.5].map((credits): LifeStep => {
      const request_usage = { inference_cost: credits / 2, compute_cost: credits / 2 };
      return { ...working, state: 'INPROGRESS', ...pace(2), set: { request_usage } };
    });
    const last: LifeStep = { ...rest.at(-1), state: 'INPROGRESS' };
    return [...early, ...bills, { ...last, reads: Infinity, ms: Infinity }];
  };
}

export function cancelledElsewhere(pace: Pace): Life {
  const error = { message: 'Cancelled by Grace in the web app' };
  return (context) => [...work(context, pace), { state: 'CANCELLED', error }];
}

export function unknownState(pace: Pace): Life {
  return (context) => {
    const end = succeedsWithPullRequest(pace);
    const steps = typeof end === 'function' ? end(context) : end;
    return [...begin(pace), { state: 'REHEARSING', ...pace(2) }, ...steps.slice(2)];
  };
}

export function lateArtifacts(pace: Pace): Life {
  return (context) => [
    ...ending(context, pace, `${DONE} See ${pullRequestOf(context).item.data.url}.`, {
      state: 'SUCCEEDED',
      ...pace(2),
    }),
    { state: 'SUCCEEDED', ...pace(1) },
    { state: 'SUCCEEDED', artifacts: [pullRequestOf(context)] },
  ];
}

export function atCapacity(pace: Pace): Life {
  return (context) => {
    const end = succeedsWithPullRequest(pace);
    const [, ...steps] = typeof end === 'function' ? end(context) : end;
    return [{ state: 'QUEUED', atCapacity: true, ...pace(3) }, { state: 'QUEUED', ...pace(1) }, ...steps];
  };
}
