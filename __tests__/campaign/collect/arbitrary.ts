import fc, { type Arbitrary } from 'fast-check';
import { given, onceIn, weighted } from '../arbitrary.ts';
import { type KillKind, type KillPlan, MCP_SECRET, type Moment, type RouteName } from '../case.ts';
import { faultOfCollecting, faultOfStarting } from '../fault-arbitrary.ts';
import type { CollectCase, CollectLife, OtherRun, RoundPlan, StartEvent, StartPlan } from './case.ts';

/** Collecting steps in which something may go wrong. */
const MAX_ROUNDS = 3;

const MCP_SERVERS = JSON.stringify({ s: { command: 'serve', env: { TOKEN: MCP_SECRET } } });

export function anyCollectCase(): Arbitrary<CollectCase> {
  return fc
    .record({
      server: anyServer(),
      starts: fc.array(fc.oneof(anyStart(), anyReview()), { minLength: 1, maxLength: 4, size: 'max' }),
      others: fc.uniqueArray(anyOther(), { maxLength: 5, size: 'max' }),
      rounds: fc.array(anyRound(), { minLength: 1, maxLength: MAX_ROUNDS, size: 'max' }),
    })
    .map(({ starts, rounds, ...rest }) => ({
      ...rest,
      rounds,
      // The first is there from the start, and the last clean step comes right after the one before.
      starts: starts.map((start, index) => ({
        ...start,
        round: index === 0 ? 0 : Math.min(start.round, rounds.length),
      })),
    }));
}

function anyStart(): Arbitrary<StartPlan> {
  return fc
    .record({
      event: weighted<StartEvent>(
        [7, 'pull_request.opened'],
        [2, 'issue_comment.created.pull_request'],
        [1, 'push'],
        [1, 'schedule'],
      ),
      inputs: anyInputs(),
      life: weighted<CollectLife>(
        [6, 'succeeds'],
        [2, 'leaves-a-plan'],
        [3, 'fails'],
        [1, 'errors'],
        [1, 'cancelled-elsewhere'],
        [2, 'blocks'],
        [3, 'blocks-and-goes-on'],
        [1, 'blocks-just-now'],
        [1, 'goes-on'],
        [1, 'is-taken-up-again'],
        [1, 'unknown-state'],
        [3, 'works-too-long'],
        [1, 'works-too-long-and-succeeds'],
        [1, 'ends-as-it-is-read'],
        [2, 'queues-too-long'],
        [2, 'costs-too-much'],
      ),
      findings: weighted<StartPlan['findings']>([4, 'some'], [1, 'none'], [1, 'invalid']),
      afterCancel: weighted<StartPlan['afterCancel']>([6, 'CANCELLED'], [1, 'SUCCEEDED'], [1, 'FAILED']),
      round: weighted([4, 0], [2, 1], [1, 2], [1, 3]),
      moves: fc.array(fc.constantFrom(0, 1, 2, 2, 3), {
        minLength: MAX_ROUNDS + 1,
        maxLength: MAX_ROUNDS + 1,
      }),
      faults: onceIn(5, fc.array(faultOfStarting(), { minLength: 1, maxLength: 2 })),
    })
    .map(({ event, inputs, faults = [], ...rest }) => ({
      ...rest,
      event,
      faults,
      inputs: fitting(inputs, event, rest.life),
    }));
}

/** One that finds something: a review is posted. */
function anyReview(): Arbitrary<StartPlan> {
  return fc
    .record({
      start: anyStart(),
      inputs: anyInputs(),
      life: weighted<CollectLife>([5, 'succeeds'], [1, 'blocks-and-goes-on'], [1, 'is-taken-up-again']),
    })
    .map(({ start, inputs, life }) => {
      const event = 'pull_request.opened' as const;
      const findings = start.findings === 'invalid' ? 'some' : start.findings;
      return { ...start, event, findings, life, inputs: fitting({ ...inputs, review: 'true' }, event, life) };
    });
}

/** An empty string stands for an input that is not given. */
function anyInputs(): Arbitrary<Record<string, string>> {
  return fc.record({
    comment: weighted([4, ''], [2, 'sticky'], [1, 'new'], [2, 'reply'], [1, 'off']),
    'comment-key': weighted([2, ''], [2, 'one'], [1, 'two']),
    status: weighted([3, 'oz/review'], [1, 'OZ/Review'], [1, 'other'], [2, '']),
    review: weighted([1, ''], [2, 'true']),
    'fail-on': weighted([2, ''], [1, 'minor']),
    'issue-number': weighted([4, ''], [1, '7'], [1, '8']),
    'on-timeout': weighted([3, ''], [1, 'detach']),
    'on-blocked': weighted([4, ''], [1, 'wait']),
    'require-pull-request': weighted([3, ''], [1, 'true']),
    'mcp-servers': weighted([3, ''], [1, MCP_SERVERS]),
  });
}

/** A review needs its pull request and a place where it leaves a trace; a life may need a budget. */
function fitting(
  inputs: Readonly<Record<string, string>>,
  event: StartEvent,
  life: CollectLife,
): Record<string, string> {
  const { review, 'fail-on': failOn = '', 'issue-number': number = '', ...rest } = inputs;
  const hasTrace = rest.comment !== 'off' || rest.status !== '';
  const isReview = review === 'true' && event === 'pull_request.opened' && hasTrace;
  return given({
    ...rest,
    ...(isReview
      ? { review: 'true', 'fail-on': failOn }
      : { prompt: 'Repair the parser', 'issue-number': number }),
    ...(life === 'queues-too-long' && { 'queue-timeout-minutes': '0.0001' }),
    ...(life === 'costs-too-much' && { 'max-credits': '5' }),
  });
}

function anyOther(): Arbitrary<OtherRun> {
  return fc.constantFrom<OtherRun[]>(
    'child',
    'copy',
    'old-copy',
    'forged',
    'rubbish',
    'other-number',
    'foreign',
    'bare',
    'waited-for',
  );
}

function anyServer(): Arbitrary<CollectCase['server']> {
  return fc
    .oneof(
      { weight: 2, arbitrary: fc.constant<CollectCase['server']>({}) },
      {
        weight: 1,
        arbitrary: fc.record({
          // A run counts that was created up to 15 minutes from the signed time.
          clockSkewMs: weighted([2, 0], [1, 90_000], [1, -20_000], [1, 600_000]),
          sendsDate: weighted([4, true], [1, false]),
          stateSpelling: weighted<NonNullable<CollectCase['server']['stateSpelling']>>(
            [3, 'canonical'],
            [1, 'lower'],
            [1, 'underscore'],
          ),
          omitParent: weighted<NonNullable<CollectCase['server']['omitParent']>>(
            [3, 'nowhere'],
            [1, 'in-listings'],
            [1, 'everywhere'],
          ),
          ignoreMetadataFilter: fc.boolean(),
          refuseMetadataFilter: weighted([3, false], [1, true]),
        }),
      },
      // Without a date nobody can tell how far the server's clock is off, and when a budget ends there.
    )
    .map((server: CollectCase['server']) =>
      server.sendsDate === false ? { ...server, clockSkewMs: 0 } : server,
    );
}

function anyRound(): Arbitrary<RoundPlan> {
  return fc
    .record({
      event: weighted<RoundPlan['event']>([4, 'schedule'], [1, 'pull_request.opened'], [1, 'push']),
      inputs: weighted<RoundPlan['inputs']>(
        [8, {}],
        [1, { 'comment-key': 'one' }],
        [1, { 'issue-number': '7' }],
      ),
      faults: fc.array(faultOfCollecting(), { maxLength: 4, size: 'max' }),
      kill: onceIn(2, anyKill()),
      postKill: onceIn(4, anyEarlyKill()),
    })
    .map(({ kill, postKill, ...rest }) => ({
      ...rest,
      ...(kill && { kill }),
      ...(postKill && { postKill }),
    }));
}

/** The post phase of a collecting step is soon over. */
function anyEarlyKill(): Arbitrary<KillPlan> {
  const at = fc.record({ after: fc.constant('start' as const), ms: fc.integer({ min: 0, max: 400 }) });
  return fc.record({ kill: anyKill(), at }).map(({ kill, at }) => ({ ...kill, at }));
}

function anyKill(): Arbitrary<KillPlan> {
  return fc.record({
    how: weighted<KillKind>(
      [2, 'SIGINT'],
      [1, 'SIGINT-twice'],
      [1, 'SIGTERM'],
      [5, 'SIGKILL'],
      [1, 'cancel'],
    ),
    at: anyMoment(),
    gap: fc.nat(1500),
  });
}

/** The n-th request of a route is that of its phase. */
function anyMoment(): Arbitrary<Moment> {
  const route = fc.constantFrom<RouteName[]>(
    'list',
    'read',
    'cancel',
    'graphql',
    'graphql',
    'comment',
    'comment',
    'edit',
    'edit',
    'uncomment',
    'status',
    'status',
    'review',
    'review',
  );
  const n = weighted([5, 1], [2, 2], [1, 3]);
  const stage = fc.constantFrom('seen' as const, 'answered' as const);
  return fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({ after: fc.constant('start' as const), ms: fc.integer({ min: 0, max: 1500 }) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ after: fc.record({ route, n, stage }), ms: weighted([4, 0], [1, 5], [1, 40]) }),
    },
  );
}
