import { entryOf } from '../lib/json.ts';
import type { StateChange } from '../model.ts';
import type { Attempt } from './report.ts';

/** Sections of one bar would tell nothing; very many would not be readable. */
const MAX_BARS = 40;

type Phase = StateChange['stage'] | 'set-up';

const LABELS: Readonly<Record<Phase, string>> = {
  queued: 'Queued',
  'set-up': 'Set-up',
  working: 'Working',
  blocked: 'Blocked',
  ended: 'Ended',
  unknown: 'Other',
};

const TAGS: Readonly<Record<Phase, string>> = {
  queued: 'done',
  'set-up': 'done',
  working: 'active',
  blocked: 'crit',
  ended: 'done',
  unknown: 'done',
};

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

/**
 * A Gantt chart in Mermaid, which GitHub draws: a section for each attempt, a bar for each stretch of the same kind.
 * Only words of ours stand in it. Undefined while there is nothing to draw.
 */
export function timelineOf(attempts: readonly Attempt[]): string | undefined {
  const sections = attempts.map(barsOf);
  const bars = sections.flat().length;
  if (bars === 0 || bars > MAX_BARS) return undefined;
  const lines = sections.flatMap((section, index) => {
    return section.length > 0
      ? [`  section ${attempts.length > 1 ? `Attempt ${index + 1}` : 'Run'}`, ...section]
      : [];
  });
  return ['gantt', '  dateFormat x', '  axisFormat %H:%M:%S', ...lines].join('\n');
}

function barsOf({ run, history, timeline = [] }: Attempt): string[] {
  const told = timeline.flatMap(({ type, at }) => {
    const stage = entryOf(PHASES, type);
    return stage === undefined ? [] : [{ stage, at }];
  });
  // The last event may not have arrived yet.
  const end = run?.stage === 'ended' ? run.finishedAt : undefined;
  const isOpen = told.length > 0 && told.at(-1)?.stage !== 'ended' && end !== undefined;
  const moments = isOpen ? [...told, { stage: 'ended' as const, at: end }] : told;
  const stretches = stretchesOf(moments.length > 1 ? moments : history);
  return stretches.map(({ stage, from, to }) => {
    const tag = TAGS[stage];
    // A bar without width is not drawn.
    return `  ${LABELS[stage]} :${tag}, ${from}, ${Math.max(to, from + 1000)}`;
  });
}

function stretchesOf(
  moments: readonly { stage: Phase; at: number }[],
): { stage: Phase; from: number; to: number }[] {
  const stretches: { stage: Phase; from: number; to: number }[] = [];
  moments.forEach(({ stage, at }, index) => {
    const to = moments[index + 1]?.at;
    const last = stretches.at(-1);
    if (last?.stage === stage && last.to === at) last.to = to ?? last.to;
    else if (stage !== 'ended' && to !== undefined) stretches.push({ stage, from: at, to });
  });
  return stretches;
}
