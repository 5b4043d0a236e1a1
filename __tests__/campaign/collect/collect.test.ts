import { beforeAll, describe, expect, test } from 'vitest';
import { loadContracts } from '../../emulator/emulator.ts';
import { declaredOutputs } from '../../support/invariants.ts';
import { campaign, casesOf, type Judgement, judge, type NumberedCase } from '../campaign.ts';
import { ROUTES } from '../case.ts';
import type { Equipment } from '../play.ts';
import { CLEAN, type CollectCase, type StartPlan } from './case.ts';
import { COLLECT } from './collect-kind.ts';
import { breachesOfCollecting } from './invariants.ts';
import { concludedLineOf } from './oracle.ts';
import type { CollectHappening, PlayedRound, RunNow, World } from './play.ts';

const CASES = 2;

/** Random cases are for `npm run campaign`: a test that fails by chance says nothing about a change. */
const SEED = 4712;

const START: StartPlan = {
  event: 'pull_request.opened',
  inputs: { prompt: 'Repair the parser', status: 'oz/review' },
  life: 'succeeds',
  findings: 'some',
  afterCancel: 'CANCELLED',
  round: 0,
  moves: [2],
  faults: [],
};

/** A review, an answer, and a run past its budget; beside them those of which nothing may come. */
const QUIET: CollectCase = {
  server: {},
  starts: [
    { ...START, inputs: { review: 'true', status: 'oz/review' } },
    { ...START, inputs: { ...START.inputs, comment: 'reply', 'comment-key': 'one', status: 'other' } },
    { ...START, inputs: { ...START.inputs, 'comment-key': 'two', status: 'third' }, life: 'works-too-long' },
  ],
  others: ['child', 'copy', 'forged', 'foreign'],
  rounds: [CLEAN],
};

let equipment: Equipment & { action: URL };
let declared: string[];

beforeAll(async () => {
  equipment = { action: new URL('../../../', import.meta.url), contracts: loadContracts() };
  declared = await declaredOutputs(equipment.action);
});

test(`${CASES} cases break no invariant`, { timeout: 180_000 }, async () => {
  const violated: Judgement<CollectCase, CollectHappening>[] = [];
  const cases = casesOf(COLLECT, SEED, 0, 20 * CASES).filter(isBrief);
  await campaign(COLLECT, cases.slice(0, CASES), CASES, equipment, (judgement) => {
    if (judgement.breaches.length > 0) violated.push(judgement);
  });
  expect(violated.map((judgement) => COLLECT.describe(judgement, SEED)).join('\n')).toBe('');
});

/** Waits for nothing that takes more than some seconds. */
function isBrief({ plan: { starts, rounds } }: NumberedCase<CollectCase>): boolean {
  const faults = [...starts, ...rounds].flatMap(({ faults }) => faults);
  const isSlow = faults.some(({ kind, times }) => kind === 'hang' || kind === 'github-limit' || times > 1);
  return !isSlow && faults.length > 0 && rounds.length < 3;
}

describe('an invariant that is broken is noticed', () => {
  let sound: CollectHappening;

  beforeAll(async () => {
    // The first step of the case collects before the two clean ones.
    const { happening, breaches } = await judge(COLLECT, QUIET, equipment, declared);
    if (!happening) throw new Error(breaches.join('\n'));
    expect(breaches).toEqual([]);
    sound = happening;
  });

  const runId = (index: number) => sound.starts[index]?.runIds[0] ?? '';
  const otherId = (kind: string) => [...sound.others].find(([, one]) => one === kind)?.[0] ?? '';
  /** The world at the end of these rounds, counted from the last. */
  const withWorld = (change: (world: World) => Partial<World>, rounds = [1, 2]): CollectHappening =>
    withRounds((round) => ({ after: { ...round.after, ...change(round.after) } }), rounds);
  const withRounds = (
    change: (round: PlayedRound) => Partial<PlayedRound>,
    rounds = [1, 2],
  ): CollectHappening => ({
    ...sound,
    rounds: sound.rounds.map((round, index) =>
      rounds.includes(sound.rounds.length - index) ? { ...round, ...change(round) } : round,
    ),
  });
  const withRun = (id: string, change: (now: RunNow) => Partial<RunNow>, rounds?: number[]) =>
    withWorld(({ runs }) => {
      const now = runs.get(id);
      return { runs: now ? new Map(runs).set(id, { ...now, ...change(now) }) : runs };
    }, rounds);
  const withBodies = (change: (body: string) => string) =>
    withWorld(({ comments }) => ({ comments: comments.map((one) => ({ ...one, body: change(one.body) })) }));
  const withOutputs = (outputs: Record<string, string>) =>
    withRounds(({ main }) => ({ main: { ...main, outputs: { ...main.outputs, ...outputs } } }), [1]);
  const doubled = <T>(all: readonly T[]): T[] => [...all, ...all];
  const last = () => sound.rounds.at(-1)?.after;

  test('the sound one has a review, an answer and a run that was stopped', () => {
    expect(last()?.reviews).toHaveLength(1);
    expect(last()?.comments).toHaveLength(3);
    expect(last()?.runs.get(runId(2))?.item.state).toBe('CANCELLED');
  });

  test.each<[name: string, broken: () => CollectHappening]>([
    ['one review each', () => withWorld(({ reviews }) => ({ reviews: doubled(reviews) }))],
    ['each run is concluded', () => withWorld(() => ({ reviews: [] }))],
    ['each run is concluded', () => withWorld(() => ({ comments: [] }))],
    [
      'each run is concluded',
      () => withBodies((body) => body.replace(concludedLineOf(runId(1), 'succeeded'), '')),
    ],
    ['each run is concluded', () => withBodies((body) => body.replace('The Oz agent succeeded', 'Working'))],
    [
      'each run is concluded',
      () => withWorld(({ statuses }) => ({ statuses: statuses.filter(({ state }) => state === 'pending') })),
    ],
    ['nothing twice', () => withWorld(({ statuses }) => ({ statuses: doubled(statuses) }), [1])],
    [
      'nothing twice',
      () => withRounds(({ requests }) => ({ requests: [...requests, ...writesOf(sound)] }), [1]),
    ],
    ['concluded once for each end', () => withWorld(({ statuses }) => ({ statuses: doubled(statuses) }))],
    ['concluded once for each end', () => answeredAgain()],
    ['one comment each', () => withWorld(({ comments }) => ({ comments: doubled(comments) }))],
    ['one comment each', () => besideTheAnswer()],
    ["others' runs are left alone", () => withRun(otherId('forged'), () => ({ cancelRequests: 1 }))],
    ["others' runs are left alone", () => withRun(otherId('child'), () => ({ followUps: 1 }))],
    [
      "others' runs are left alone",
      () =>
        withWorld(({ statuses }) => ({
          statuses: statuses.map((one) => ({
            ...one,
            targetUrl: one.targetUrl.replace(runId(0), otherId('copy')),
          })),
        })),
    ],
    ['budgets hold', () => withRun(runId(1), () => ({ cancelRequests: 1 }), [1])],
    ['budgets hold', () => neverStopped()],
    ['collecting starts nothing', () => withRounds(() => ({ requests: createOf(sound) }), [2])],
    ['what is said of it is true', () => withOutputs({ pending: '3' })],
    ['what is said of it is true', () => withOutputs({ runs: rowsOf(sound) })],
    ['what is said of it is true', () => withRounds(({ main }) => ({ main: { ...main, summary: '' } }))],
    [
      'what was left alone is counted',
      () => withRounds(({ main }) => ({ main: { ...main, annotations: [] } })),
    ],
    ['secrets stay secret', () => ({ ...sound, written: [['stdout', `key ${sound.secrets[0]}`] as const] })],
    ['the phases are sound', () => withRounds(({ main }) => ({ main: { ...main, stderr: 'Error' } }))],
    ['the phases are sound', () => ({ ...sound, contractViolations: ['no such field'] })],
  ])('%s', (name, broken) => {
    expect(breachesOfCollecting(broken(), declared).join('\n')).toContain(`${name}: `);
  });

  /** The answer was removed and posted once more. */
  const answeredAgain = (): CollectHappening =>
    withWorld(
      ({ comments }) => ({
        comments: comments.map((one) => (one.body.includes('reply=') ? { ...one, id: one.id + 100 } : one)),
      }),
      [1],
    );
  const besideTheAnswer = (): CollectHappening =>
    withWorld(({ comments }) => ({
      comments: comments.flatMap((one) => {
        const isAnswer = one.body.includes('reply=');
        return isAnswer ? [one, { ...one, body: one.body.replace('reply=', 'working=') }] : [one];
      }),
    }));
  const neverStopped = (): CollectHappening => ({
    ...withRun(runId(2), ({ item }) => ({ item: { ...item, state: 'INPROGRESS' }, cancelRequests: 0 })),
    rounds: withRun(runId(2), ({ item }) => ({
      item: { ...item, state: 'INPROGRESS' },
      cancelRequests: 0,
    })).rounds.map((round) => ({ ...round, before: round.after })),
  });
});

function rowsOf({ rounds: [first] }: CollectHappening): string {
  return first?.main.outputs.runs ?? '';
}

function writesOf({ rounds: [first] }: CollectHappening) {
  return first?.requests.filter(({ method, path }) => method === 'POST' && path.includes('/statuses/')) ?? [];
}

function createOf({ requests }: CollectHappening) {
  return requests.filter(({ route }) => route === ROUTES.create);
}
