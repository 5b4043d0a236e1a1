import { describe, expect } from 'vitest';
import { type Start, startRun } from '../../src/runs/start.ts';
import type { AnswerFault, Fault } from '../emulator/http/faults.ts';
import { outOfCredits, problemFault, tooManyRequests } from '../emulator/known-faults.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { MINUTE, type VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const CREATE = 'POST /agent/runs';
const LIST = 'GET /agent/runs';
const REQUEST = {
  startId: 'start-1',
  prompt: 'Repair the parser',
  skill: undefined,
  parentRunId: undefined,
  sentAt: new VirtualClock().wall(),
  serverSentAt: undefined,
};
const BODY = {
  prompt: REQUEST.prompt,
  metadata: { start_id: REQUEST.startId, github_repository: 'octo-org/octo-repo' },
};

async function start(
  step: VirtualStep,
  request: Partial<typeof REQUEST> = {},
): Promise<{ result: Start; sent: boolean[]; ambiguous: number }> {
  const sent: boolean[] = [];
  let ambiguous = 0;
  const hooks = {
    sending: (resent: boolean) => sent.push(resent),
    ambiguous: () => {
      ambiguous += 1;
      // To be saved before anything else happens.
      expect(step.emulator.requests.at(-1)?.route).toBe(CREATE);
    },
  };
  const deps = { ...step.deps, oz: step.impatient };
  const result = await startRun({ ...REQUEST, ...request }, BODY, deps, step.within(5 * MINUTE), hooks);
  return { result, sent, ambiguous };
}

const creates = (step: VirtualStep) => step.requests(CREATE).length;
const runs = (step: VirtualStep) => [...step.emulator.oz.runs.keys()];

const empty = (status: number): AnswerFault => ({ name: `${status}`, status, body: '' });
const problem = (status: number): Fault => problemFault(status, 'internal_error');

/** Answers after which a run may exist; with an effect, and without one. */
const AMBIGUOUS: [string, Fault][] = [
  ...[408, 500, 502, 503, 504, 520, 522, 524, 529, 599].map((status): [string, Fault] => [
    `${status}, no body`,
    empty(status),
  ]),
  ...[500, 502, 503, 504].map((status): [string, Fault] => [`${status}, problem details`, problem(status)]),
  ...['0', '3', '30'].map((seconds): [string, Fault] => [
    `503 with Retry-After ${seconds}`,
    { ...empty(503), headers: { 'Retry-After': seconds } },
  ]),
  ["a gateway's page", { kind: 'html', status: 502 }],
  ['200 without an id', { status: 200, body: { state: 'QUEUED' } }],
  ['200 with an empty id', { status: 200, body: { run_id: '', task_id: null } }],
  ['200 with a page', { kind: 'html', status: 200 }],
  ['200 with nothing', { status: 200, body: '' }],
];

describe('a create request with an ambiguous answer', () => {
  it.for(AMBIGUOUS)('%s: adopts the run that it made', async ([, fault], { step }) => {
    step.emulator.faults.set(CREATE, { ...fault, effect: true } as Fault);
    const { result, sent, ambiguous } = await start(step);
    expect(result).toMatchObject({ kind: 'started', run: { id: runs(step)[0] } });
    expect([creates(step), runs(step).length, sent, ambiguous]).toEqual([1, 1, [false], 1]);
    expect(step.said().join('\n')).toContain(`run ${runs(step)[0]} carries its start_id`);
  });

  it.for(AMBIGUOUS)(
    '%s: sends it again, under the same start_id, when two looks found none',
    async ([, fault], { step }) => {
      step.emulator.faults.set(CREATE, { ...fault, effect: false } as Fault);
      const { result, sent } = await start(step);
      expect(result).toMatchObject({ kind: 'started', run: { id: runs(step)[0] } });
      expect([creates(step), runs(step).length, sent]).toEqual([2, 1, [false, true]]);
      const [first, second] = step.requests(CREATE).map(({ request }) => request.body);
      expect(second).toEqual(first);
    },
  );

  const LOST: [string, Fault, Fault][] = [
    ['a reset', { kind: 'reset-after' }, { kind: 'reset' }],
    ['no answer', { kind: 'hang', effect: true }, { kind: 'hang', effect: false }],
  ];
  it.for(LOST)('%s: one run, whether it had its effect or not', async ([, after, before], { step }) => {
    step.emulator.faults.add(CREATE, before, after);
    const { result } = await start(step);
    expect(result).toMatchObject({ kind: 'started' });
    expect([creates(step), runs(step).length]).toEqual([2, 1]);
  });

  it.for([{ kind: 'truncate' }, { kind: 'broken-json' }] as const)(
    '$kind: adopts',
    async (fault, { step }) => {
      step.emulator.faults.add(CREATE, fault);
      const { result } = await start(step);
      expect(result).toMatchObject({ kind: 'started', run: { id: runs(step)[0] } });
      expect([creates(step), runs(step).length]).toEqual([1, 1]);
    },
  );

  it('looks a second time a little later', async ({ step }) => {
    step.emulator.faults.set(CREATE, { kind: 'late-effect', ms: 4000 });
    const { result } = await start(step);
    expect(result).toMatchObject({ kind: 'started', run: { id: runs(step)[0] } });
    expect([creates(step), runs(step).length]).toEqual([1, 1]);
  });

  it('cannot know of an effect after the second look: two runs, one start_id, resent', async ({ step }) => {
    step.emulator.faults.set(CREATE, { kind: 'late-effect', ms: 2 * MINUTE });
    const { result, sent } = await start(step);
    expect(result).toMatchObject({ kind: 'started' });
    expect(sent).toEqual([false, true]);
    step.clock.at(step.clock.now() + 3 * MINUTE, () => undefined);
    await step.clock.sleep(3 * MINUTE);
    await step.deps.oz.listRuns({});
    expect(runs(step)).toHaveLength(2);
    expect(new Set([...step.emulator.oz.runs.values()].map(({ metadata }) => metadata.start_id))).toEqual(
      new Set(['start-1']),
    );
  });

  it('after which the next is refused is lost, not refused', async ({ step }) => {
    step.emulator.faults.add(CREATE, { kind: 'reset' }, problemFault(403, 'insufficient_credits'));
    const { result } = await start(step);
    expect(result).toMatchObject({ kind: 'lost', error: { code: 'insufficient_credits' } });
    expect(creates(step)).toBe(2);
  });

  it('again and again ends within the patience, as lost', async ({ step }) => {
    step.emulator.faults.set(CREATE, { ...empty(502), times: 'always' });
    const { result } = await start(step);
    expect(result.kind).toBe('lost');
    expect(step.clock.now()).toBeLessThanOrEqual(5 * MINUTE);
    expect(creates(step)).toBeLessThan(25);
  });
});

describe('a create request that had no effect', () => {
  const HARMLESS: [string, Fault][] = [
    ['409', problemFault(409, 'conflict', { retryable: true })],
    ['409, no body', empty(409)],
    ['429', problemFault(429, 'resource_unavailable')],
    ['429 with Retry-After', tooManyRequests('3')],
    [
      '429 at capacity',
      { status: 429, headers: { 'X-Warp-Error-Code': 'AT_CLOUD_AGENT_CAPACITY' }, body: { error: 'busy' } },
    ],
  ];
  it.for(HARMLESS)('%s: sends it again without a look', async ([, fault], { step }) => {
    step.emulator.faults.add(CREATE, fault);
    const { result, ambiguous } = await start(step);
    expect(result).toMatchObject({ kind: 'started' });
    expect([creates(step), runs(step).length, step.requests(LIST).length, ambiguous]).toEqual([2, 1, 0, 0]);
  });

  it.for(HARMLESS)('%s for ever: refused, within a bounded time', async ([, fault], { step }) => {
    step.emulator.faults.set(CREATE, { ...fault, times: 'always' } as Fault);
    const { result } = await start(step);
    expect(result.kind).toBe('refused');
    expect(step.clock.now()).toBeLessThanOrEqual(5 * MINUTE);
    expect(runs(step)).toEqual([]);
  });

  it('honours Retry-After to the second', async ({ step }) => {
    step.emulator.faults.add(
      CREATE,
      tooManyRequests('45'),
      tooManyRequests(new Date(step.clock.wall() + 100_000).toUTCString()),
    );
    await start(step);
    expect(step.requests(CREATE).map(({ at }) => at)).toEqual([0, 45_000, 100_000]);
  });

  it('a server that is down is tried for a bounded time', async ({ step }) => {
    await step.emulator.down('oz');
    const { result } = await start(step);
    expect(result).toMatchObject({ kind: 'refused', error: { kind: 'unsent', code: 'unreachable' } });
    expect(step.clock.now()).toBeGreaterThan(MINUTE / 3);
    expect(step.clock.now()).toBeLessThanOrEqual(MINUTE);
  });
});

describe('a create request that is refused', () => {
  const REFUSED: [string, Fault][] = [
    ...[400, 401, 402, 403, 404, 405, 410, 413, 422, 451].map((status): [string, Fault] => [
      `${status}, no body`,
      empty(status),
    ]),
    ['403 insufficient_credits', problemFault(403, 'insufficient_credits')],
    ['422', problemFault(422, 'operation_not_supported')],
    ["a gateway's 403", { kind: 'html', status: 403 }],
    ['429 out of credits', outOfCredits()],
    ['429 out of credits, no body', { ...empty(429), headers: { 'X-Warp-Error-Code': 'OUT_OF_CREDITS' } }],
  ];
  it.for(REFUSED)('%s: is not sent again, nor looked for', async ([, fault], { step }) => {
    step.emulator.faults.set(CREATE, fault);
    const { result } = await start(step);
    expect(result.kind).toBe('refused');
    expect([creates(step), runs(step).length, step.requests(LIST).length]).toEqual([1, 0, 0]);
  });
});

describe('a look-up that cannot tell', () => {
  const lostAnswer: Fault = { kind: 'reset-after' };

  it.for([
    ['that drops metadata', { dropMetadata: true }],
    ['that drops metadata and ignores the filter', { dropMetadata: true, ignoreMetadataFilter: true }],
    ['that drops metadata and refuses the filter', { dropMetadata: true, refuseMetadataFilter: true }],
  ] as const)('on a server %s: lost, not created again', async ([, options], { step }) => {
    Object.assign(step.emulator.oz.options, options);
    step.emulator.faults.set(CREATE, lostAnswer);
    const { result } = await start(step);
    expect(result.kind).toBe('lost');
    expect([creates(step), runs(step).length]).toEqual([1, 1]);
  });

  it.for([
    ['ignores the filter', { ignoreMetadataFilter: true }],
    ['refuses the filter', { refuseMetadataFilter: true }],
    ['knows task_id only', { legacyIds: true, legacyErrors: true }],
  ] as const)('is none on a server that %s but keeps metadata', async ([, options], { step }) => {
    Object.assign(step.emulator.oz.options, options);
    step.emulator.oz.addRun({ prompt: REQUEST.prompt, metadata: { start_id: 'another' } }, [
      { state: 'INPROGRESS' },
    ]);
    step.emulator.faults.set(CREATE, lostAnswer);
    const { result } = await start(step);
    expect(result).toMatchObject({ kind: 'started', run: { id: runs(step)[1] } });
    expect(creates(step)).toBe(1);
  });

  it('never adopts a foreign run without metadata, nor one with another prompt as a hindrance', async ({
    step,
  }) => {
    step.emulator.oz.options.ignoreMetadataFilter = true;
    step.emulator.oz.addRun({ prompt: 'Something else entirely' }, [{ state: 'INPROGRESS' }]);
    step.emulator.faults.set(CREATE, { kind: 'reset' });
    const { result } = await start(step);
    expect(result).toMatchObject({ kind: 'started', run: { id: runs(step)[1] } });
    expect(creates(step)).toBe(2);
  });

  it('is one where a run with our prompt and no metadata was just created by somebody', async ({ step }) => {
    step.emulator.oz.addRun({ prompt: `  Repair\nthe parser ` }, [{ state: 'INPROGRESS' }]);
    step.emulator.faults.set(CREATE, { kind: 'reset' });
    const { result } = await start(step);
    expect(result.kind).toBe('lost');
    expect(creates(step)).toBe(1);
  });

  it.for([
    ['403', problemFault(403, 'not_authorized')],
    ['401', problemFault(401, 'authentication_required')],
    ['400', problemFault(400, 'invalid_request')],
    ['resets for ever', { kind: 'reset', times: 'always' }],
    ['pages for ever', { kind: 'html', times: 'always' }],
  ] as [string, Fault][])(
    'since listing is answered with %s: lost, not created again',
    async ([, fault], { step }) => {
      step.emulator.faults.set(CREATE, lostAnswer);
      step.emulator.faults.set(LIST, { ...fault, times: 'always' });
      const { result } = await start(step);
      expect(result).toMatchObject({ kind: 'lost', why: expect.stringContaining('looking it up failed') });
      expect(creates(step)).toBe(1);
      expect(step.clock.now()).toBeLessThanOrEqual(5 * MINUTE);
    },
  );

  it.for([2, -2])('since it drops metadata, whatever its clock shows: %i h', async (hours, { step }) => {
    Object.assign(step.emulator.oz.options, { dropMetadata: true, clockSkewMs: hours * 60 * MINUTE });
    step.emulator.faults.set(CREATE, lostAnswer);
    const { result } = await start(step);
    expect(result.kind).toBe('lost');
    expect([creates(step), runs(step).length]).toEqual([1, 1]);
  });

  it('since it drops metadata and shows no clock: even an old run like ours is a doubt', async ({ step }) => {
    Object.assign(step.emulator.oz.options, { dropMetadata: true, sendsDate: false });
    step.emulator.oz.addRun({ prompt: REQUEST.prompt, created_at: '2025-12-31T00:00:00Z' }, [
      { state: 'SUCCEEDED' },
    ]);
    step.emulator.faults.set(CREATE, { kind: 'reset' });
    const { result } = await start(step);
    expect([result.kind, creates(step)]).toEqual(['lost', 1]);
  });

  it.for([0, 2, -2])(
    'is none where a run like ours is an hour old by the clock of the server: %i h',
    async (hours, { step }) => {
      Object.assign(step.emulator.oz.options, { dropMetadata: true, clockSkewMs: hours * 60 * MINUTE });
      const created_at = new Date(step.clock.wall() + (hours - 1) * 60 * MINUTE).toISOString();
      step.emulator.oz.addRun({ prompt: REQUEST.prompt, created_at }, [{ state: 'SUCCEEDED' }]);
      step.emulator.faults.set(CREATE, { kind: 'reset' });
      const { result } = await start(step);
      expect([result.kind, creates(step)]).toEqual(['started', 2]);
    },
  );

  it('only for a while is waited out', async ({ step }) => {
    step.emulator.faults.set(CREATE, lostAnswer);
    step.emulator.faults.set(LIST, { kind: 'html', times: 5 });
    const { result } = await start(step);
    expect(result).toMatchObject({ kind: 'started', run: { id: runs(step)[0] } });
    expect(creates(step)).toBe(1);
  });
});

describe('which run is adopted', () => {
  it('never a child that inherited the metadata', async ({ step }) => {
    step.emulator.faults.set(CREATE, { kind: 'reset' });
    const parent = step.emulator.oz.addRun({ metadata: {} }, [{ state: 'INPROGRESS' }]);
    step.emulator.oz.addChild(parent, [{ state: 'INPROGRESS' }], { metadata: BODY.metadata });
    const { result } = await start(step);
    expect(creates(step)).toBe(2);
    expect(result).toMatchObject({ kind: 'started', run: { id: runs(step)[2] } });
  });

  it('one with the parent that this step sends', async ({ step }) => {
    step.emulator.faults.set(CREATE, { kind: 'reset' });
    const overrides = { metadata: BODY.metadata, parent_run_id: 'parent-1' };
    const id = step.emulator.oz.addRun(overrides, [{ state: 'INPROGRESS' }]);
    const { result } = await start(step, { parentRunId: 'parent-1' } as never);
    expect(result).toMatchObject({ kind: 'started', run: { id } });
    expect(creates(step)).toBe(1);
  });

  it('one whose parent only a reading of its own tells', async ({ step }) => {
    step.emulator.oz.options.omitParent = 'in-listings';
    step.emulator.faults.set(CREATE, { kind: 'reset' });
    const overrides = { metadata: BODY.metadata, parent_run_id: 'parent-1' };
    const id = step.emulator.oz.addRun(overrides, [{ state: 'INPROGRESS' }]);
    step.emulator.oz.addChild(id, [{ state: 'INPROGRESS' }]);
    const { result } = await start(step, { parentRunId: 'parent-1' } as never);
    expect(result).toMatchObject({ kind: 'started', run: { id } });
    expect(creates(step)).toBe(1);
  });

  it('one that a replica does not know yet when its parent is asked for', async ({ step }) => {
    Object.assign(step.emulator.oz.options, { omitParent: 'in-listings', replica: { unknownRequests: 1 } });
    step.emulator.faults.set(CREATE, { kind: 'reset' });
    const overrides = { metadata: BODY.metadata, parent_run_id: 'parent-1' };
    const id = step.emulator.oz.addRun(overrides, [{ state: 'INPROGRESS' }]);
    const { result } = await start(step, { parentRunId: 'parent-1' } as never);
    expect(result).toMatchObject({ kind: 'started', run: { id } });
  });

  it('none where the server never tells the parent: lost, not created again', async ({ step }) => {
    step.emulator.oz.options.omitParent = 'everywhere';
    step.emulator.faults.set(CREATE, { kind: 'reset' });
    step.emulator.oz.addRun({ metadata: BODY.metadata, parent_run_id: 'parent-1' }, [
      { state: 'INPROGRESS' },
    ]);
    const { result } = await start(step, { parentRunId: 'parent-1' } as never);
    expect(result).toMatchObject({ kind: 'lost', why: expect.stringContaining('child') });
    expect(creates(step)).toBe(1);
  });

  it('is found behind hundreds of others where the filter is ignored', async ({ step }) => {
    step.emulator.oz.options.ignoreMetadataFilter = true;
    step.emulator.faults.set(CREATE, { kind: 'reset-after' });
    step.clock.at(500, () => {
      for (let n = 0; n < 250; n += 1)
        step.emulator.oz.addRun({ metadata: { n: String(n) } }, [{ state: 'INPROGRESS' }]);
    });
    const { result } = await start(step);
    expect(result).toMatchObject({ kind: 'started', run: { id: runs(step)[0] } });
    expect(creates(step)).toBe(1);
  });
});

describe('being asked to stop', () => {
  it('while a back-off sleeps sends nothing more', async ({ step }) => {
    step.emulator.faults.set(CREATE, { ...tooManyRequests('60'), times: 'always' });
    const controller = new AbortController();
    step.clock.at(30_000, () => controller.abort(new Error('asked to stop')));
    const deps = { ...step.deps, signal: controller.signal };
    const started = startRun(REQUEST, BODY, deps, step.within(5 * MINUTE), {
      sending: () => undefined,
      ambiguous: () => undefined,
    });
    await expect(started).rejects.toThrow('asked to stop');
    expect(creates(step)).toBe(1);
  });

  it('before the first request sends none', async ({ step }) => {
    const deps = { ...step.deps, signal: AbortSignal.abort(new Error('asked to stop')) };
    const started = startRun(REQUEST, BODY, deps, step.within(MINUTE), {
      sending: () => expect.unreachable(),
      ambiguous: () => expect.unreachable(),
    });
    await expect(started).rejects.toThrow('asked to stop');
    expect(creates(step)).toBe(0);
  });
});
