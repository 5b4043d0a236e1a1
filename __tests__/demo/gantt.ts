import { type Html, html } from './html.ts';

interface Bar {
  label: string;
  tag: string;
  /** In ms since the epoch. */
  from: number;
  to: number;
}

interface Section {
  title: string;
  bars: Bar[];
}

// In units of the drawing, which is as wide as the page.
const WIDTH = 940;
const LEFT = 110;
const RIGHT = 30;
const ROW = 30;
const BAR = 22;
const TOP = 14;
const AXIS = 30;

/** Close to Mermaid's own colours. */
const FILLS: Readonly<Record<string, string>> = { done: '#d3d3d3', active: '#bfc7ff', crit: '#ff8888' };

/**
 * A Gantt chart in Mermaid with times in ms since the epoch, drawn much as GitHub draws it: sections, bars, and a time
 * axis in UTC. Undefined for any other diagram.
 */
export function ganttToSvg(source: string): Html | undefined {
  if (!/^gantt\n/.test(source)) return undefined;
  const sections = sectionsOf(source);
  const bars = sections.flatMap((section) => section.bars);
  if (bars.length === 0) return undefined;
  const from = Math.min(...bars.map((bar) => bar.from));
  const to = Math.max(...bars.map((bar) => bar.to));
  const x = (time: number) => LEFT + ((time - from) / (to - from || 1)) * (WIDTH - LEFT - RIGHT);
  const bottom = TOP + bars.length * ROW;
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + AXIS}" role="img" aria-label="Timeline" font-size="12" font-family="inherit">
${axis({ from, to, ...axisOf(source) }, x, bottom)}${drawn(sections, x)}</svg>`;
}

function sectionsOf(source: string): Section[] {
  const sections: Section[] = [];
  for (const line of source.split('\n')) {
    const title = /^\s*section (.+)$/.exec(line)?.[1];
    if (title !== undefined) sections.push({ title, bars: [] });
    const [, label, tag, from, to] = /^\s*(.+?) :(\w+), (\d+), (\d+)$/.exec(line) ?? [];
    if (label === undefined || tag === undefined) continue;
    sections.at(-1)?.bars.push({ label, tag, from: Number(from), to: Number(to) });
  }
  return sections;
}

function drawn(sections: readonly Section[], x: (time: number) => number): Html[] {
  let row = 0;
  return sections.flatMap(({ title, bars }) => {
    const middle = TOP + (row + bars.length / 2) * ROW;
    const head = html`<text x="12" y="${middle}" dominant-baseline="central" font-weight="600" fill="currentColor">${title}</text>
`;
    const shapes = bars.map((bar) => {
      const y = TOP + row * ROW + (ROW - BAR) / 2;
      row += 1;
      return barToSvg(bar, x(bar.from), x(bar.to), y);
    });
    return [head, ...shapes];
  });
}

/** The label stands in its bar, or beside one that is too short for it. */
function barToSvg({ label, tag }: Bar, left: number, right: number, y: number): Html {
  const width = Math.max(right - left, 3);
  const isInside = width > label.length * 8 + 12;
  const place = isInside ? left + width / 2 : left + width + 6;
  const [anchor, colour] = isInside ? ['middle', '#1f2328'] : ['start', 'currentColor'];
  return html`<rect x="${left.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3" fill="${FILLS[tag] ?? '#8a90dd'}"/>
<text x="${place.toFixed(1)}" y="${y + BAR / 2}" dominant-baseline="central" text-anchor="${anchor}" fill="${colour}">${label}</text>
`;
}

interface Axis {
  from: number;
  to: number;
  /** In ms: between two ticks. */
  step: number;
  /** As strftime has it. */
  format: string;
}

const UNITS: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

function axisOf(source: string): Pick<Axis, 'step' | 'format'> {
  const [, count, unit = ''] = /^\s*tickInterval ([1-9]\d*)(\w+)$/m.exec(source) ?? [];
  const [, format = '%H:%M'] = /^\s*axisFormat (.+)$/m.exec(source) ?? [];
  return { step: Number(count ?? 1) * (UNITS[unit] ?? 60_000), format };
}

function axis({ from, to, step, format }: Axis, x: (time: number) => number, bottom: number): Html[] {
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => {
    const time = first + index * step;
    const place = x(time).toFixed(1);
    return html`<line x1="${place}" y1="${TOP}" x2="${place}" y2="${bottom}" stroke="currentColor" stroke-opacity=".15"/>
<text x="${place}" y="${bottom + 16}" text-anchor="middle" fill="currentColor" fill-opacity=".7">${formatted(time, format)}</text>
`;
  });
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function formatted(time: number, format: string): string {
  const date = new Date(time);
  const iso = date.toISOString();
  return format
    .replaceAll('%H', iso.slice(11, 13))
    .replaceAll('%M', iso.slice(14, 16))
    .replaceAll('%a', DAYS[date.getUTCDay()] ?? '');
}
