import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/report/report.ts';
import { timelineOf } from '../../src/report/timeline.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A run that queued and worked for so many seconds, as seen from here. */
function attempt(queued: number, worked: number, start = 0): Attempt {
  const at = (seconds: number) => NOON + (start + seconds) * 1000;
  return {
    runId: 'run-1',
    run: undefined,
    history: [
      { state: 'QUEUED', stage: 'queued', at: at(0) },
      { state: 'INPROGRESS', stage: 'working', at: at(queued) },
      { state: 'SUCCEEDED', stage: 'ended', at: at(queued + worked) },
    ],
  };
}

function pictureOf(attempts: readonly Attempt[]): string {
  const timeline = timelineOf(attempts);
  return timeline?.kind === 'picture' ? timeline.source : expect.unreachable('no picture');
}

const MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

describe('the timeline', () => {
  it('of seconds is in words', () => {
    expect(timelineOf([attempt(3, 17)])).toEqual({
      kind: 'words',
      lines: ['Run: Queued 3 s · Working 17 s'],
    });
    expect(timelineOf([attempt(3, 17), attempt(1, 5, 30)])).toEqual({
      kind: 'words',
      lines: ['Attempt 1: Queued 3 s · Working 17 s', 'Attempt 2: Queued 1 s · Working 5 s'],
    });
  });

  it('of one bar is in words, however long it is', () => {
    const { history, ...rest } = attempt(0, 2 * HOUR);
    const lines = ['Run: Working 2 h'];
    expect(timelineOf([{ ...rest, history: history.slice(1) }])).toEqual({ kind: 'words', lines });
  });

  it('of 20 minutes is a picture with few, whole labels, the durations in its bars', () => {
    const from = NOON + 4 * MINUTE * 1000;
    expect(pictureOf([attempt(4 * MINUTE, 16 * MINUTE)])).toBe(
      [
        'gantt',
        '  dateFormat x',
        '  axisFormat %H:%M',
        '  tickInterval 5minute',
        '  todayMarker off',
        '  section Run',
        `  Queued 4 min :done, ${NOON}, ${from}`,
        `  Working 16 min :active, ${from}, ${from + 16 * MINUTE * 1000}`,
      ].join('\n'),
    );
  });

  it.each([
    ['two minutes', 2 * MINUTE, '1minute', '%H:%M'],
    ['an hour', HOUR, '10minute', '%H:%M'],
    ['six hours', 6 * HOUR, '1hour', '%H:%M'],
    ['a day', DAY, '6hour', '%a %H:%M'],
    ['three days', 3 * DAY, '12hour', '%a %H:%M'],
    ['a week', 7 * DAY, '1day', '%a %H:%M'],
  ])('of %s has at most seven labels', (_name, seconds, interval, format) => {
    const picture = pictureOf([attempt(30, seconds - 30)]);
    expect(picture).toContain(`\n  axisFormat ${format}\n  tickInterval ${interval}\n  todayMarker off\n`);
    const [, count = '', unit = ''] = /^(\d+)(\w+)$/.exec(interval) ?? [];
    expect((seconds * 1000) / (Number(count) * (MS[unit] ?? 0))).toBeLessThanOrEqual(7);
  });

  it('of several attempts has a section for each', () => {
    expect(pictureOf([attempt(5, 600), attempt(5, 600, 700)])).toMatch(
      /section Attempt 1\n[\s\S]*section Attempt 2\n/,
    );
  });

  it('of a bar without width still draws it', () => {
    expect(pictureOf([attempt(0, 600)])).toContain(`  Queued 0 s :done, ${NOON}, ${NOON + 1000}\n`);
  });

  it('says nothing where there is nothing to tell', () => {
    expect(timelineOf([])).toBeUndefined();
    expect(timelineOf([{ runId: undefined, run: undefined, history: [] }])).toBeUndefined();
  });
});
