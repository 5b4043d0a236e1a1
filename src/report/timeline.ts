import { durationText } from './durations.ts';
import { courseOf, type Phase } from './phases.ts';
import type { Attempt } from './report.ts';

/** More would not be readable. */
const MAX_BARS = 40;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** A shorter span has hardly a full minute to put on its axis. */
const MIN_PICTURE = 2 * MINUTE;

/** On a phone, where a picture is 150 pixels wide, labels are at least 37 apart: wider than each of them. */
const MAX_TICKS = 4;

/** A bar as a share of the picture that can still be seen. */
const MIN_BAR = 1 / 100;

/** What an axis can be divided into evenly. */
const TICKS: readonly (readonly [ms: number, name: string])[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => [count * MINUTE, `${count}minute`] as const),
  ...[1, 2, 3, 6, 12].map((count) => [count * HOUR, `${count}hour`] as const),
  [DAY, '1day'],
];

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

interface Bar {
  readonly phase: Phase;
  readonly from: number;
  readonly to: number;
}

/** How the attempts went: as a Gantt chart in Mermaid, or in words where a picture would say nothing. */
export type Timeline =
  | { readonly kind: 'picture'; readonly source: string }
  | { readonly kind: 'words'; readonly lines: readonly string[] };

/** Only words of ours stand in it. Undefined while there is nothing to tell, or too much. */
export function timelineOf(attempts: readonly Attempt[]): Timeline | undefined {
  const sections = attempts
    .map((attempt, index) => {
      return { title: attempts.length > 1 ? `Attempt ${index + 1}` : 'Run', bars: barsOf(attempt) };
    })
    .filter(({ bars }) => bars.length > 0);
  const bars = sections.flatMap((section) => section.bars);
  if (bars.length === 0 || bars.length > MAX_BARS) return undefined;
  const span = Math.max(...bars.map(({ to }) => to)) - Math.min(...bars.map(({ from }) => from));
  if (bars.length === 1 || span < MIN_PICTURE) {
    const lines = sections.map((section) => `${section.title}: ${section.bars.map(wordsOf).join(' · ')}`);
    return { kind: 'words', lines };
  }
  const drawn = sections.flatMap((section) => [
    `section ${section.title}`,
    ...section.bars.map((bar) => drawnBar(bar, span)),
  ]);
  const lines = ['dateFormat x', ...axisOf(span), 'todayMarker off', ...drawn];
  return { kind: 'picture', source: ['gantt', ...lines.map((line) => `  ${line}`)].join('\n') };
}

/** Left to itself, Mermaid writes so many labels over each other that none can be read. */
function axisOf(span: number): string[] {
  const [tick, interval] = TICKS.find(([ms]) => span / ms <= MAX_TICKS) ?? [WEEK, '1week'];
  return [`axisFormat ${tick < DAY ? '%H:%M' : '%b %d'}`, `tickInterval ${interval}`];
}

/** The duration stands in the label, since bars beside one of hours have no width that anybody could read. */
function drawnBar(bar: Bar, span: number): string {
  const to = Math.max(bar.to, bar.from + Math.ceil(span * MIN_BAR));
  return `${wordsOf(bar)} :${TAGS[bar.phase]}, ${bar.from}, ${to}`;
}

function wordsOf({ phase, from, to }: Bar): string {
  return `${LABELS[phase]} ${durationText((to - from) / SECOND)}`;
}

function barsOf({ run, history, timeline }: Attempt): Bar[] {
  const { marks } = courseOf(run, history, timeline);
  return marks.flatMap(({ phase, at }, index) => {
    const to = marks[index + 1]?.at;
    return phase === 'ended' || to === undefined ? [] : [{ phase, from: at, to }];
  });
}
