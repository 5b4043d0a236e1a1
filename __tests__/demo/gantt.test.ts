import { expect, it } from 'vitest';
import { ganttToSvg } from './gantt.ts';

const SOURCE = `gantt
  dateFormat x
  axisFormat %H:%M
  tickInterval 2minute
  todayMarker off
  section Run <1>
  Queued 1 min :done, 1767268800000, 1767268860000
  Working 7 min :active, 1767268860000, 1767269280000`;

it('draws sections, bars to scale and a time axis', () => {
  const svg = ganttToSvg(SOURCE)?.markup ?? '';
  expect(svg).toContain('>Run &lt;1&gt;</text>');
  const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect((widths[1] ?? 0) / (widths[0] ?? 1)).toBeCloseTo(7, 1);
  const ticks = [...svg.matchAll(/>(\d\d:\d\d)<\/text>/g)].map(([, time]) => time);
  expect(ticks).toEqual(['12:00', '12:02', '12:04', '12:06', '12:08']);
});

it.each(['graph TD', 'gantt\n  title nothing', 'gantt\n  Bar :done, today, 3d'])(
  'leaves %j alone',
  (source) => {
    expect(ganttToSvg(source)).toBeUndefined();
  },
);

it('draws one instant as well', () => {
  expect(ganttToSvg('gantt\n  section A\n  B :crit, 5, 5')?.markup).not.toContain('NaN');
});
