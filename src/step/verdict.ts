import { entryOf } from '../lib/json.ts';
import type { Run } from '../oz/decode.ts';
import { type OzError, remedyFor } from '../oz/problem.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import { canonicalState } from '../oz/states.ts';
import type { Check, Outcome, SkippedReason, Trouble } from '../report/report.ts';

/** What a step comes to. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly trouble?: Trouble;
  readonly skippedReason?: SkippedReason;
  /** Whether nothing is to be said about it on the pull request: a stranger may have caused it. */
  readonly isQuiet?: boolean;
  /** What `mode: check` found out. */
  readonly checks?: readonly Check[];
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  ERROR: 'error',
  CANCELLED: 'cancelled',
  BLOCKED: 'blocked',
};

/** For a run that is over, BLOCKED included. */
export function verdictOnRun(run: Run, { requirePullRequest }: { requirePullRequest: boolean }): Verdict {
  const outcome = entryOf(OUTCOMES, canonicalState(run.state)) ?? 'lost';
  if (outcome !== 'succeeded') return { outcome, trouble: troubleOfRun(run) };
  if (!requirePullRequest || pullRequestsOf(run).length > 0) return { outcome };
  return {
    outcome: 'no-pull-request',
    trouble: {
      code: 'no_pull_request',
      message: 'The run succeeded, but opened no pull request, which `require-pull-request` asks for.',
      remedy:
        "Read the agent's final message: it may have found nothing to change, or lack the right to push.",
    },
  };
}

/** The run's own account of why it ended badly. */
function troubleOfRun({ state, status, stage }: Run): Trouble {
  const remedies = [
    // Its advice is for refused requests.
    status?.code && status.code !== 'invalid_request' ? remedyFor(status.code) : '',
    stage === 'blocked' ? 'Open the session, answer the agent, then attach to the run again.' : '',
    status?.retryable ? 'The server says that a new run may succeed.' : '',
  ];
  return {
    code: status?.code ?? canonicalState(state).toLowerCase(),
    message: status?.message || `The run ended as ${state}, and the server does not say why.`,
    remedy: remedies.filter(Boolean).join(' ') || 'Open the run to see what happened.',
    retryable: status?.retryable,
  };
}

/** For a request that failed. */
export function troubleOf(error: OzError): Trouble {
  const { code, message, remedy, traceId, retryable } = error;
  return { code, message: `${message}.`, remedy, traceId, retryable };
}

/** For a look-up that failed before anything was started: the cause, then what follows. A wrong key is a cause alone. */
export function refusedLookUp(error: OzError, consequence: string): Verdict {
  const trouble = troubleOf(error);
  const isKeyRefused = error.kind === 'problem' && error.status === 401;
  return refused(isKeyRefused ? trouble : { ...trouble, message: `${trouble.message} ${consequence}` });
}

export function refused(trouble: Trouble): Verdict {
  return { outcome: 'refused', trouble };
}

export function lost(trouble: Trouble): Verdict {
  return { outcome: 'lost', trouble };
}

/** `budget`: the one that ran out. */
export function timedOut(budget: 'queue' | 'run', fate: string): Verdict {
  const what =
    budget === 'queue'
      ? 'The agent did not start to work within `queue-timeout-minutes`.'
      : 'The run did not settle within `run-timeout-minutes`.';
  return {
    outcome: 'timed-out',
    trouble: {
      code: `${budget}_timeout`,
      message: `${what} ${fate}`,
      remedy:
        budget === 'queue'
          ? 'Look whether the team is at its limit of concurrent agents, or raise the budget.'
          : 'Raise the budget, give the agent a smaller task, or use `wait: false` and collect the result later with `mode: attach`.',
    },
  };
}
