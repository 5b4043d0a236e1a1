import type { StateChange } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import type { RunEvent } from '../oz/newer.ts';
import type { RunReport } from './report.ts';

type Durations = Pick<RunReport, 'queueSeconds' | 'setUpSeconds' | 'runSeconds'>;

/**
 * By the server's clock where it says; else as seen from here, which is later by up to one polling interval. A run that
 * never started queued until it ended.
 */
export function durationsOf(
  run: Run | undefined,
  history: readonly StateChange[],
  timeline: readonly RunEvent[] = [],
): Durations {
  const timeOf = (type: string) => timeline.find((event) => event.type === type)?.at;
  const created = run?.createdAt ?? timeOf('oz_run_created') ?? history[0]?.at;
  const begun = run?.startedAt ?? timeOf('agent_started');
  const started = begun ?? history.find(({ stage }) => stage === 'working')?.at;
  // Each duration by one clock.
  const isSeenFromHere = begun === undefined && started !== undefined;
  const ended = isSeenFromHere ? history.at(-1)?.at : endOf(run, history);
  const isOver = run !== undefined && ['ended', 'blocked'].includes(run.stage);
  return {
    queueSeconds: seconds(created, started ?? (isOver ? ended : undefined)),
    setUpSeconds: seconds(timeOf('oz_run_claimed'), timeOf('agent_started')),
    runSeconds: seconds(started, isOver ? ended : undefined),
  };
}

/** `updated_at` moves on when artifacts come late, so what the first reading of the end said of it counts. */
function endOf(run: Run | undefined, history: readonly StateChange[]): number | undefined {
  const finishedAt = run?.stage === 'ended' ? run.finishedAt : undefined;
  return finishedAt ?? history.at(-1)?.updatedAt ?? run?.updatedAt ?? history.at(-1)?.at;
}

function seconds(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, Math.round((to - from) / 1000));
}

/** `59 s`, `12 min 5 s`, `1 h 2 min`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}
