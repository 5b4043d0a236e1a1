import { entryOf } from '../lib/json.ts';
import type { StateChange } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import type { RunEvent } from '../oz/newer.ts';

export type Phase = StateChange['stage'] | 'set-up';

/** A phase begins. In ms since the epoch. */
interface Mark {
  readonly phase: Phase;
  readonly at: number;
}

/** What a run went through: facts and timeline take their durations from it. */
export interface Course {
  /** Oldest first, each phase unlike the one before. */
  readonly marks: readonly Mark[];
  /** Whether the last mark is the end of the run, or of what it does without a person. */
  readonly isOver: boolean;
}

/** What begins with an event of the server's timeline; others, and newer ones, begin nothing. */
const PHASES: Readonly<Record<string, Phase>> = {
  oz_run_created: 'queued',
  oz_run_claimed: 'set-up',
  worker_container_ready: 'set-up',
  agent_started: 'working',
  oz_run_blocked: 'blocked',
  oz_run_done: 'ended',
  oz_run_cancelled: 'ended',
  oz_run_failed: 'ended',
  oz_run_errored: 'ended',
};

/** By the server's clock where it says; else as seen from here, which is later by up to one polling interval. */
export function courseOf(
  run: Run | undefined,
  history: readonly StateChange[],
  timeline: readonly RunEvent[] = [],
): Course {
  const told = timeline.flatMap(({ type, at }): Mark[] => {
    const phase = entryOf(PHASES, type);
    return phase === undefined ? [] : [{ phase, at }];
  });
  const timeOf = (phase: Phase) => told.find((mark) => mark.phase === phase)?.at;
  const begun = run?.startedAt ?? timeOf('working');
  const seen = history.map(({ stage, at, updatedAt = at }) => {
    return { phase: stage, at: begun === undefined ? at : updatedAt };
  });
  const marks = changesOf(told.length > 1 ? told : seen);
  const started = withStart(withCreation(marks, run?.createdAt ?? timeOf('queued')), begun);
  if (run === undefined || !(run.stage === 'ended' || run.stage === 'blocked'))
    return { marks: inOrder(started), isOver: false };
  // The work by one clock.
  const isSeenFromHere = begun === undefined && started.some(({ phase }) => phase === 'working');
  const end = isSeenFromHere ? history.at(-1)?.at : endOf(run, history);
  return { marks: inOrder(withEnd(started, run.stage, end)), isOver: true };
}

function changesOf(marks: readonly Mark[]): Mark[] {
  return marks.filter(({ phase }, index) => phase !== marks[index - 1]?.phase);
}

function withCreation(marks: readonly Mark[], at: number | undefined): readonly Mark[] {
  if (at === undefined) return marks;
  return [{ phase: 'queued', at }, ...(marks[0]?.phase === 'queued' ? marks.slice(1) : marks)];
}

/** A short start is over before anybody has seen it. */
function withStart(marks: readonly Mark[], at: number | undefined): readonly Mark[] {
  if (at === undefined) return marks;
  const start = { phase: 'working', at } as const;
  const index = marks.findIndex(({ phase }) => phase === 'working');
  if (index >= 0) return marks.with(index, start);
  const next = marks.findIndex(({ phase }) => phase !== 'queued' && phase !== 'set-up');
  return marks.toSpliced(next < 0 ? marks.length : next, 0, start);
}

/** The last event may not have arrived yet. */
function withEnd(marks: readonly Mark[], phase: Phase, at: number | undefined): readonly Mark[] {
  const last = marks.at(-1);
  const end = at ?? last?.at;
  if (end === undefined) return marks;
  return [...(last?.phase === phase ? marks.slice(0, -1) : marks), { phase, at: end }];
}

/** `updated_at` moves on when artifacts come late, so what the first reading of the end said of it counts. */
function endOf(run: Run, history: readonly StateChange[]): number | undefined {
  const finishedAt = run.stage === 'ended' ? run.finishedAt : undefined;
  return finishedAt ?? history.at(-1)?.updatedAt ?? run.updatedAt ?? history.at(-1)?.at;
}

/** What was seen between start and end is moved there: the clocks of two machines differ. */
function inOrder(marks: readonly Mark[]): Mark[] {
  const start = marks.findIndex(({ phase }) => phase === 'working');
  let earliest = Number.NEGATIVE_INFINITY;
  return marks.map(({ phase, at }, index) => {
    const latest = marks.at(index < start ? start : -1)?.at ?? at;
    earliest = Math.max(earliest, Math.min(at, latest));
    return { phase, at: earliest };
  });
}
