import { describe, expect } from 'vitest';
import { decodeRun } from '../../src/oz/decode.ts';
import { collectStamp, type Order, verify } from '../../src/runs/collect-stamp.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { iso } from '../emulator/oz/run.ts';
import { it, messages, type Stage } from '../support/dist-step.ts';
import { collect, concluded, moveOn, SUCCEEDED, said, startRun, until, writes } from './collecting.ts';

const SIGNATURE = 11;
const OLD = 20 * 60_000;
const TOO_LONG: LifeStep = { state: 'INPROGRESS', set: { started_at: iso(Date.now() - 30 * OLD) } };

/** What there is to forge from: the order on a real run, and everything that it is signed with. */
interface Real {
  readonly runId: string;
  readonly order: Order;
  readonly stamp: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly apiKey: string;
  readonly now: number;
}

interface Forgery {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly parent_run_id?: string;
}

const changed = ({ stamp }: Real, index: number, value: string) => ({
  collect: stamp.split(';').with(index, value).join(';'),
});

/** Signed for a run with other facts than those that stand on it. */
const signed = (
  { order, metadata, apiKey, now }: Real,
  facts: Record<string, string>,
  at = now,
  key = apiKey,
) => ({
  collect: collectStamp(order, { metadata: { ...metadata, ...facts }, parentRunId: undefined }, at, key),
});

function swappedBudgets({ stamp }: Real): Record<string, string> {
  const fields = stamp.split(';');
  const [queue = '', work = ''] = fields.slice(4, 6);
  return { collect: fields.with(4, work).with(5, queue).join(';') };
}

const UNREADABLE = 'since their order cannot be read';
const UNSIGNED = 'since the signature does not verify';
const FORGERIES: readonly [what: string, why: string, forge: (real: Real) => Forgery][] = [
  ['no signature', UNREADABLE, (real) => ({ metadata: changed(real, SIGNATURE, '') })],
  ['a wrong key', UNSIGNED, (real) => ({ metadata: signed(real, {}, real.now, 'wk-1.another-key') })],
  ['copied on a newer run', 'since they are copies', () => ({})],
  ['copied on a child', 'since they are children', ({ runId }) => ({ parent_run_id: runId })],
  [
    'another repository',
    UNSIGNED,
    (real) => ({ metadata: signed(real, { github_repository: 'octo-org/other' }) }),
  ],
  ['another number', UNSIGNED, () => ({ metadata: { github_number: '8' } })],
  ['another commit', UNSIGNED, () => ({ metadata: { github_sha: 'b'.repeat(40) } })],
  [
    'an old time',
    'since they were not created at the signed time',
    (real) => ({
      metadata: signed(real, {}, real.now - OLD),
    }),
  ],
  ['swapped budgets', UNSIGNED, (real) => ({ metadata: swappedBudgets(real) })],
  ['truncated', UNREADABLE, ({ stamp }) => ({ metadata: { collect: stamp.slice(0, 60) } })],
  [
    '256 bytes of rubbish',
    UNREADABLE,
    () => ({ metadata: { collect: '\u0001;1'.repeat(100).slice(0, 256) } }),
  ],
  ['not base64', UNREADABLE, (real) => ({ metadata: changed(real, SIGNATURE, '!'.repeat(43)) })],
];

/** Each twice: one has ended, one is past its budgets. */
function forgeAll({ emulator }: Stage, runId: string): string[] {
  const { oz, apiKey } = emulator;
  const item = oz.run(runId)?.look();
  const { metadata = {} } = item ?? {};
  const run = decodeRun(item);
  const verdict = run && verify(run, apiKey);
  if (verdict?.kind !== 'trusted') throw new Error('the real run is not trusted');
  const real = {
    runId,
    order: verdict.order,
    stamp: metadata.collect ?? '',
    metadata,
    apiKey,
    now: oz.now(),
  };
  return FORGERIES.flatMap(([, , forge]) =>
    [SUCCEEDED, TOO_LONG].map((life) => {
      const { metadata: changes, ...facts } = forge(real);
      return oz.addRun({ metadata: { ...metadata, ...changes }, ...facts }, [life]);
    }),
  );
}

describe.concurrent('twelve forgeries', () => {
  it('are counted, each under its reason, and nothing is done for them', async ({ stage }) => {
    const { emulator } = stage;
    emulator.oz.nextLife(until(SUCCEEDED));
    const real = await startRun(stage, { 'queue-timeout-minutes': '20' });
    const forged = forgeAll(stage, real);
    const [before, sent] = [writes(stage), emulator.requests.length];
    const job = await collect(stage);
    expect(writes(stage)).toEqual(before);
    expect(job.outputs).toMatchObject({ outcome: 'collected', runs: '[]', pending: '1' });
    const asked = JSON.stringify(emulator.requests.slice(sent).map(({ path, body }) => [path, body]));
    expect(forged.filter((id) => asked.includes(id))).toEqual([]);
    const notices = messages(job, 'notice');
    expect(notices).toHaveLength(1);
    for (const [why, same] of Map.groupBy(FORGERIES, ([, reason]) => reason)) {
      expect(notices[0]).toContain(`${2 * same.length}, ${why}`);
      expect(job.summary).toContain(`${2 * same.length}, ${why}`);
    }
  });

  it('do not stand in the way of the run that they copy', async ({ stage }) => {
    stage.emulator.oz.nextLife(until(SUCCEEDED));
    const real = await startRun(stage, { 'queue-timeout-minutes': '20' });
    const forged = forgeAll(stage, real);
    moveOn(stage, real);
    expect(concluded(await collect(stage))).toMatchObject([{ run_id: real, outcome: 'succeeded' }]);
    expect(said(stage).comments).toEqual([expect.stringContaining('succeeded')]);
    expect(forged.map((id) => stage.emulator.oz.run(id)?.cancelRequests)).toEqual(forged.map(() => 0));
  });
});
