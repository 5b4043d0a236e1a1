import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadContracts } from '../emulator/emulator.ts';
import { declaredOutputs } from '../support/invariants.ts';
import { campaign, casesOf, type Judgement, judge, type NumberedCase } from './campaign.ts';
import { type Case, ROUTES } from './case.ts';
import { FrozenAction } from './frozen.ts';
import { breachesOf } from './invariants.ts';
import type { Equipment, Happening } from './play.ts';
import { SABOTAGES } from './sabotages.ts';
import { STEP } from './step-kind.ts';
import { describe as describeCase } from './tally.ts';

const CASES = 4;

/** Random cases are for `npm run campaign`: a test that fails by chance says nothing about a change. */
const SEED = 4712;

const QUIET: Case = {
  inputs: { prompt: 'Repair the parser', 'poll-interval-seconds': '0.05' },
  event: 'pull_request.opened',
  server: {},
  lives: [{ kind: 'succeeds', reads: 1, cancelReads: 0, afterCancel: 'CANCELLED' }],
  neighbours: [],
  hasComment: false,
  faults: [],
};

let equipment: Equipment & { action: URL };
let declared: string[];

beforeAll(async () => {
  equipment = { action: new URL('../../', import.meta.url), contracts: loadContracts() };
  declared = await declaredOutputs(equipment.action);
});

test(`${CASES} cases break no invariant`, { timeout: 180_000 }, async () => {
  const violated: Judgement<Case, Happening>[] = [];
  const cases = casesOf(STEP, SEED, 0, 10 * CASES).filter(isBrief);
  await campaign(STEP, cases.slice(0, CASES), 12, equipment, (judgement) => {
    if (judgement.breaches.length > 0) violated.push(judgement);
  });
  expect(violated.map((judgement) => describeCase(judgement, SEED)).join('\n')).toBe('');
});

test('the same index of the same seed is the same case', () => {
  const [, , third] = casesOf(STEP, 7, 0, 3);
  expect(casesOf(STEP, 7, 2, 1)).toEqual([third]);
  expect(casesOf(STEP, 8, 2, 1)).not.toEqual([third]);
});

describe('an invariant that is broken is noticed', () => {
  let sound: Happening;

  beforeAll(async () => {
    const { happening, breaches } = await judge(STEP, QUIET, equipment, declared);
    if (!happening) throw new Error(breaches.join('\n'));
    expect(breaches).toEqual([]);
    sound = happening;
  });

  const withMain = (change: Partial<Happening['main']>): Happening => ({
    ...sound,
    main: { ...sound.main, ...change },
  });
  const withOutputs = (outputs: Record<string, string>) =>
    withMain({ outputs: { ...sound.main.outputs, ...outputs } });

  const having = (inputs: Record<string, string>): Case => ({
    ...QUIET,
    inputs: { ...QUIET.inputs, ...inputs },
  });
  const withComments = (change: (body: string) => string[]): Happening => ({
    ...sound,
    comments: sound.comments.flatMap((one) => change(one.body).map((body) => ({ ...one, body }))),
  });
  /** The answer was lost; the same request follows at once. */
  const sentAgain = (): Happening => {
    const { status: _, ...sent } = sound.requests.find(({ route }) => route === ROUTES.create) ?? fail();
    const lost = { ...sent, at: sent.at - 1, fault: 'lost-answer' };
    return { ...sound, requests: [lost, ...sound.requests] };
  };

  const repeatedByPost = (): Happening => ({
    ...sound,
    post: { ...(sound.post ?? sound.main), summary: sound.main.summary },
  });

  test.each([
    ['the outcome is the truth', () => withOutputs({ outcome: 'blocked' })],
    ['a run that was started is there', () => withOutputs({ 'run-id': 'another' })],
    ['every output is set', () => withMain({ outputs: { outcome: 'refused' } })],
    ['one error annotation iff red', () => withMain({ exitCode: 1 })],
    ['secrets stay secret', () => ({ ...sound, written: [['stdout', `key ${sound.secrets[0]}`] as const] })],
    ['the phases are sound', () => withMain({ stderr: 'Error: unhandled' })],
    ['one run per wish', () => ({ ...sound, runs: [...sound.runs, ...sound.runs] })],
    ['made twice for a reason only', () => ({ ...sound, runs: [...sound.runs, ...sound.runs] })],
    ['a look before a request is sent again', () => sentAgain()],
    ['lost for a reason only', () => withOutputs({ outcome: 'lost' })],
    ['one comment', () => withComments((body) => [body, body])],
    ['the comment tells the end', () => withComments(() => [])],
    ['the comment tells the end', () => withComments((body) => [body.replace(/^### ✅/m, '### ⏳')])],
    ['the summary as asked for', () => withMain({ summary: '' })],
    ['the summary as asked for', () => ({ ...sound, plan: having({ summary: 'false' }) })],
    ['the summary as asked for', () => repeatedByPost()],
    [
      'the outcome is the truth',
      () => ({ ...sound, plan: { ...QUIET, server: { stateSpelling: 'lower' as const } } }),
    ],
  ])('%s', (name, broken) => {
    expect(breachesOf(broken(), declared).join('\n')).toContain(`${name}: `);
  });

  test('a run that was left BLOCKED without a word', async () => {
    const plan: Case = { ...QUIET, lives: [{ ...(QUIET.lives[0] ?? fail()), kind: 'blocks' }] };
    const { happening, breaches } = await judge(STEP, plan, equipment, declared);
    if (!happening) throw new Error('the equipment failed');
    expect(breaches).toEqual([]);
    const { main } = happening;
    const silent = { ...main, annotations: [], outputs: { ...main.outputs, outcome: 'timed-out' } };
    expect(breachesOf({ ...happening, main: silent }, declared).join('\n')).toMatch(
      /a blocked run is named: nobody hears of run .* \(BLOCKED/,
    );
  });

  test('an orphan, and a run that is not ours told to stop', async () => {
    const plan: Case = { ...QUIET, inputs: { ...QUIET.inputs, wait: 'false' }, neighbours: ['stranger'] };
    const { happening } = await judge(STEP, plan, equipment, declared);
    if (!happening) throw new Error('the equipment failed');
    happening.runs[0]?.cancel();
    const breaches = breachesOf({ ...happening, plan: { ...plan, inputs: QUIET.inputs } }, declared);
    expect(breaches.join('\n')).toMatch(/no orphan: .*\n.*others' runs are left alone: /);
  });
});

test('a serious fault that does not fit the build is refused', async () => {
  await using frozen = await FrozenAction.of(fileURLToPath(equipment.action));
  const missing = { from: 'this stands nowhere in the build', to: '' };
  await expect(frozen.replace([missing])).rejects.toThrow('stands in 0 places of the build');
});

function fail(): never {
  throw new Error('no create request was sent');
}

/** Waits for nothing that takes more than some seconds. */
function isBrief({ plan: { faults, lives, slowRoutes, githubOutage, server } }: NumberedCase<Case>): boolean {
  const onCreate = faults
    .filter(({ route }) => route === 'create')
    .reduce((sum, { times }) => sum + times, 0);
  const onList = faults.filter(({ route }) => route === 'list').reduce((sum, { times }) => sum + times, 0);
  const waitsLong =
    faults.some(({ kind }) => kind === 'hang') ||
    lives.some(({ kind }) => kind === 'succeeds-empty' || kind.startsWith('blocks')) ||
    (slowRoutes ?? []).some(({ ms }) => ms > 1000) ||
    (githubOutage?.ms ?? 0) > 5000 ||
    server.sendsDate === false;
  return !waitsLong && onCreate <= 1 && onList <= 1;
}

test.each(Object.entries(SABOTAGES))('a campaign can be asked to find this fault: %s', async (_, faults) => {
  await using frozen = await FrozenAction.of(fileURLToPath(equipment.action));
  await expect(frozen.replace(faults)).resolves.toBeUndefined();
});
