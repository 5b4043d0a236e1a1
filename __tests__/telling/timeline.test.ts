import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { decodeRun } from '../../src/oz/decode.ts';
import { durationsOf, durationText } from '../../src/report/durations.ts';
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

const MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

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
    ['an hour', HOUR, '15minute', '%H:%M'],
    ['six hours', 6 * HOUR, '2hour', '%H:%M'],
    ['a day', DAY, '6hour', '%H:%M'],
    ['three days', 3 * DAY, '1day', '%b %d'],
    ['a week', 7 * DAY, '1week', '%b %d'],
  ])('of %s has so few labels that none touches the next on a phone', (_name, seconds, interval, format) => {
    const picture = pictureOf([attempt(30, seconds - 30)]);
    expect(picture).toContain(`\n  axisFormat ${format}\n  tickInterval ${interval}\n  todayMarker off\n`);
    const [, count = '', unit = ''] = /^(\d+)(\w+)$/.exec(interval) ?? [];
    expect((seconds * 1000) / (Number(count) * (MS[unit] ?? 0))).toBeLessThanOrEqual(4);
  });

  it('of several attempts has a section for each', () => {
    expect(pictureOf([attempt(5, 600), attempt(5, 600, 700)])).toMatch(
      /section Attempt 1\n[\s\S]*section Attempt 2\n/,
    );
  });

  it('of a bar without width still draws it, as wide as can be seen', () => {
    expect(pictureOf([attempt(0, 600)])).toContain(`  Queued 0 s :done, ${NOON}, ${NOON + 6000}\n`);
  });

  it('says nothing where there is nothing to tell', () => {
    expect(timelineOf([])).toBeUndefined();
    expect(timelineOf([{ runId: undefined, run: undefined, history: [] }])).toBeUndefined();
  });
});

describe('a picture', () => {
  runInThisContext(readFileSync(fileURLToPath(import.meta.resolve('@mermaid-js/tiny')), 'utf8'));
  const { mermaid } = globalThis as unknown as { mermaid: { parse(source: string): Promise<unknown> } };

  it.each([20 * MINUTE, 6 * HOUR, 3 * DAY, 30 * DAY])(
    'of %d seconds is one that Mermaid reads',
    async (seconds) => {
      const picture = pictureOf([attempt(5, seconds), attempt(30, 600, seconds + 60)]);
      await expect(mermaid.parse(picture)).resolves.toMatchObject({ diagramType: 'gantt' });
      await expect(mermaid.parse(picture.replace('dateFormat', 'dateForm'))).rejects.toThrow();
    },
  );
});

/** Seconds after noon, by the server's clock, as the API writes them. */
function serverTimes(seconds: Record<string, number>): Record<string, string> {
  const times = Object.entries(seconds).map(([name, after]) => [
    name,
    new Date(NOON + after * 1000).toISOString(),
  ]);
  return Object.fromEntries(times);
}

function attemptWith(state: string, seconds: Record<string, number>, history: Attempt['history']): Attempt {
  const run = decodeRun({ run_id: 'run-1', state, ...serverTimes(seconds) });
  return { runId: 'run-1', run, history };
}

function wordsOf(attempt: Attempt): readonly string[] {
  const timeline = timelineOf([attempt]);
  return timeline?.kind === 'words' ? timeline.lines : expect.unreachable('no words');
}

/** As a fact has it. */
function textOf(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : durationText(seconds);
}

describe("the durations of the timeline are those of the facts, by the server's clock", () => {
  const seen = (...stages: Attempt['history'][number]['stage'][]): Attempt['history'] =>
    stages.map((stage, index) => ({ state: stage.toUpperCase(), stage, at: NOON + 1000 + index * 2600 }));
  const times = { created_at: 0, started_at: 1.4, finished_at: 7, updated_at: 30 };

  it.each([
    ['seen from its start', seen('queued', 'working', 'ended')],
    ['taken up while it worked', seen('working', 'ended')],
    ['taken up after its end', seen('ended')],
    ['that was quicker than the polling', seen('queued', 'ended')],
  ])('of a run %s', (_name, history) => {
    const attempt = attemptWith('SUCCEEDED', times, history);
    const { queuedSeconds, runSeconds } = durationsOf(attempt.run, history);
    expect(wordsOf(attempt)).toEqual([
      `Run: Queued ${textOf(queuedSeconds)} · Working ${textOf(runSeconds)}`,
    ]);
    expect([queuedSeconds, runSeconds]).toEqual([1, 6]);
  });

  it('of a run that is blocked', () => {
    const history = seen('queued', 'working', 'blocked');
    const attempt = attemptWith('BLOCKED', { created_at: 0, started_at: 2, updated_at: 5 }, history);
    expect(durationsOf(attempt.run, history)).toMatchObject({ queuedSeconds: 2, runSeconds: 3 });
    expect(wordsOf(attempt)).toEqual(['Run: Queued 2 s · Working 3 s']);
  });

  it('of a run that never started', () => {
    const history = seen('queued', 'ended');
    const attempt = attemptWith('CANCELLED', { created_at: 0, updated_at: 9 }, history);
    expect(durationsOf(attempt.run, history)).toMatchObject({ queuedSeconds: 9, runSeconds: undefined });
    expect(wordsOf(attempt)).toEqual(['Run: Queued 9 s']);
  });

  it('of a run that told when its sandbox was set up', () => {
    const at = (seconds: number) => NOON + seconds * 1000;
    const timeline = [
      { type: 'oz_run_created', at: at(0) },
      { type: 'oz_run_claimed', at: at(4) },
      { type: 'worker_container_ready', at: at(5) },
      { type: 'agent_started', at: at(7) },
    ];
    const history = seen('ended');
    const attempt = { ...attemptWith('SUCCEEDED', { finished_at: 20 }, history), timeline };
    expect(durationsOf(attempt.run, history, timeline)).toEqual({
      queueSeconds: 7,
      queuedSeconds: 4,
      setUpSeconds: 3,
      runSeconds: 13,
    });
    expect(wordsOf(attempt)).toEqual(['Run: Queued 4 s · Set-up 3 s · Working 13 s']);
  });

  it('runs forwards, whatever the clocks say', () => {
    const history = seen('queued', 'working', 'blocked', 'working', 'ended');
    const attempt = attemptWith('SUCCEEDED', { created_at: 90, started_at: 91, finished_at: 95 }, history);
    expect(wordsOf(attempt)).toEqual(['Run: Queued 1 s · Working 0 s · Blocked 0 s · Working 4 s']);
  });
});
