import { expect, it } from 'vitest';
import { ganttToSvg } from './gantt.ts';

const SOURCE = `gantt
  dateFormat x
  axisFormat %H:%M:%S
  section Run <1>
  Queued :done, 1767268800000, 1767268801000
  Working :active, 1767268801000, 1767268808000`;

it('draws sections, bars to scale and a time axis', () => {
  const svg = ganttToSvg(SOURCE)?.markup ?? '';
  expect(svg).toContain('>Run &lt;1&gt;</text>');
  const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect((widths[1] ?? 0) / (widths[0] ?? 1)).toBeCloseTo(7, 1);
  expect(svg).toContain('>12:00:00</text>');
  expect(svg).toContain('>12:00:08</text>');
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
