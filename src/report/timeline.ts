import type { StateChange } from '../model.ts';
import type { Attempt } from './report.ts';

/** Sections of one bar would tell nothing; very many would not be readable. */
const MAX_BARS = 40;

const LABELS: Readonly<Record<StateChange['stage'], string>> = {
  queued: 'Queued',
  working: 'Working',
  blocked: 'Blocked',
  ended: 'Ended',
  unknown: 'Other',
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

function barsOf({ history }: Attempt): string[] {
  const stretches: { stage: StateChange['stage']; from: number; to: number }[] = [];
  history.forEach(({ stage, at }, index) => {
    const to = history[index + 1]?.at;
    const last = stretches.at(-1);
    if (last?.stage === stage) last.to = to ?? last.to;
    else if (stage !== 'ended' && to !== undefined) stretches.push({ stage, from: at, to });
  });
  return stretches.map(({ stage, from, to }) => {
    const tag = { queued: 'done', working: 'active', blocked: 'crit', ended: 'done', unknown: 'done' }[stage];
    // A bar without width is not drawn.
    return `  ${LABELS[stage]} :${tag}, ${from}, ${Math.max(to, from + 1000)}`;
  });
}
