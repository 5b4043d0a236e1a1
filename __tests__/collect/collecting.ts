import { plan } from '../emulator/oz/artifacts.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { loadEvent } from '../events/load.ts';
import { type Job, type JobOptions, NUMBER, type Stage } from '../support/dist-step.ts';

export const LIST = 'GET /agent/runs';
export const GRAPHQL = 'POST /graphql';
const STATUS = 'oz/review';

/** Head of the pull request of the default event. */
export const HEAD = 'ec26c3e57ca3a959ca5aad62de7213c562f8c821';

/** A run that has left something: a step waits a while for one that has left nothing. */
export const SUCCEEDED: LifeStep = { state: 'SUCCEEDED', artifacts: [plan('plan-1', 'Plan', 'A plan')] };

/** Goes on until somebody reads it by hand. */
export function until(...end: LifeStep[]): [LifeStep, ...LifeStep[]] {
  return [{ state: 'INPROGRESS', reads: 1 }, ...end];
}

/** A step that does not wait for its run; its id. */
export async function startRun(stage: Stage, inputs: Record<string, string> = {}): Promise<string> {
  const job = await stage.runMain({ with: { wait: 'false', status: STATUS, summary: 'false', ...inputs } });
  if (job.outputs.outcome !== 'started') throw new Error(job.log);
  return job.outputs['run-id'] ?? '';
}

/** The run comes to the next step of its life. */
export function moveOn({ emulator }: Stage, runId: string): void {
  emulator.oz.run(runId)?.read();
}

/** A collecting step, on an event that is about nothing. */
export function collect(stage: Stage, options: JobOptions = {}): Promise<Job> {
  return stage.runMain({
    event: loadEvent('schedule'),
    ...options,
    with: { mode: 'collect', prompt: '', 'poll-interval-seconds': '', ...options.with },
  });
}

export interface Row {
  readonly run_id: string;
  readonly outcome: string;
  readonly issue_number: number | null;
  readonly run_url: string;
  readonly pull_request_url: string | null;
}

export function concluded(job: Job): Row[] {
  return JSON.parse(job.outputs.runs ?? '') as Row[];
}

/** What was said at a place: each comment's marker and headline, and the statuses of the head. */
export function said({ emulator }: Stage, number = NUMBER): { comments: string[]; statuses: string[] } {
  return {
    comments: emulator.github.comments(number).map(({ body }) => /^### (.*)$/m.exec(body)?.[1] ?? body),
    statuses: (emulator.github.statuses.get(HEAD) ?? []).map(
      ({ state, description }) => `${state}: ${description}`,
    ),
  };
}

/** Requests that changed anything. */
export function writes({ emulator }: Stage): string[] {
  return emulator.requests
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql'))
    .map(({ method, path }) => `${method} ${path}`);
}
