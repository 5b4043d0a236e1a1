import fc, { type Arbitrary } from 'fast-check';
import type {
  Case,
  GitHubOutage,
  KillKind,
  KillPlan,
  LifeKind,
  LifePlan,
  Moment,
  Neighbour,
  RouteName,
} from './case.ts';
import { EARLIER_ID, MCP_SECRET, PARENT_ID, PROMPT } from './case.ts';
import { faultInFlight, faultPlan, slowRoute } from './fault-arbitrary.ts';

/** Every case that the campaign can think of. Times are kept short: what takes minutes is for virtual clocks. */
export function anyCase(): Arbitrary<Case> {
  return fc
    .record({
      inputs: anyInputs(),
      event: weighted<Case['event']>(
        [5, 'pull_request.opened'],
        [1, 'pull_request.synchronize'],
        [2, 'issue_comment.created.pull_request'],
        [0.5, 'push'],
        [0.5, 'schedule'],
      ),
      server: anyServer(),
      lives: fc.array(anyLife(), { minLength: 1, maxLength: 3 }),
      neighbours: anyNeighbours(),
      hasComment: fc.boolean(),
      faults: fc.array(faultPlan(), { minLength: 1, maxLength: 7, size: 'max' }),
      slowRoutes: onceIn(5, fc.uniqueArray(slowRoute(), { minLength: 1, maxLength: 2, selector: byRoute })),
      githubOutage: onceIn(4, anyGitHubOutage()),
      outage: onceIn(15, fc.record({ at: anyMoment(), ms: fc.nat(3000) })),
      kill: onceIn(
        2,
        fc.oneof({ weight: 3, arbitrary: anyKill() }, { weight: 2, arbitrary: killFollowing() }),
      ),
      inFlight: onceIn(4, fc.record({ fault: faultInFlight(), kill: killInFlight() })),
      postKill: onceIn(15, anyKill()),
    })
    .map(({ slowRoutes, githubOutage, outage, kill, inFlight, postKill, ...rest }) => ({
      ...rest,
      faults: [...(inFlight ? [inFlight.fault] : []), ...rest.faults],
      neighbours:
        rest.inputs.mode === 'attach' || rest.inputs.mode === 'follow-up'
          ? [...new Set([...rest.neighbours, 'earlier' as const])]
          : rest.neighbours,
      ...(slowRoutes && { slowRoutes }),
      ...(githubOutage && { githubOutage }),
      ...(outage && { outage }),
      ...(kill && { kill }),
      ...(inFlight && { kill: inFlight.kill }),
      ...(postKill && { postKill }),
    }));
}

export function onceIn<T>(n: number, arbitrary: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.oneof({ weight: n - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

/** fast-check takes whole weights only. */
export function weighted<T>(...choices: readonly (readonly [weight: number, value: T])[]): Arbitrary<T> {
  return fc.oneof(
    ...choices.map(([weight, value]) => ({ weight: Math.round(weight * 10), arbitrary: fc.constant(value) })),
  );
}

/** An empty string stands for an input that is not given. */
function anyInputs(): Arbitrary<Record<string, string>> {
  return fc
    .record({
      mode: weighted([9, 'run'], [1, 'attach'], [1, 'follow-up'], [0.7, 'cancel']),
      isFound: fc.boolean(),
      wait: weighted([6, ''], [1, 'false']),
      'on-cancel': weighted([4, ''], [1, 'cancel'], [1, 'detach']),
      'on-timeout': weighted([4, ''], [1, 'cancel'], [1, 'detach']),
      'on-overlap': weighted([4, ''], [1, 'allow'], [1, 'skip'], [1, 'attach'], [1, 'cancel']),
      'on-blocked': weighted([3, ''], [1, 'wait']),
      'max-attempts': weighted([2, ''], [1, '2']),
      'parent-run-id': weighted([7, ''], [1, PARENT_ID]),
      'queue-timeout-minutes': fc.constantFrom('0.02', '0.05', '0.1', '0.2'),
      'run-timeout-minutes': fc.constantFrom('0.02', '0.05', '0.1', '0.2'),
      'poll-interval-seconds': fc.constantFrom('0.05', '0.1', '0.2'),
      comment: weighted([5, ''], [2, 'new'], [1, 'off']),
      summary: weighted([4, ''], [1, 'false']),
      'require-pull-request': weighted([5, ''], [1, 'true']),
      'mcp-servers': weighted(
        [3, ''],
        [1, JSON.stringify({ s: { command: 'serve', env: { TOKEN: MCP_SECRET } } })],
      ),
    })
    .map(({ isFound, mode, ...rest }) => {
      const {
        'on-overlap': _,
        'max-attempts': __,
        'mcp-servers': ___,
        'parent-run-id': ____,
        ...followed
      } = rest;
      const runId = { mode, 'run-id': isFound ? '' : EARLIER_ID };
      switch (mode) {
        case 'attach':
          return given({ ...followed, ...runId });
        case 'follow-up':
          return given({ ...followed, ...runId, prompt: PROMPT });
        case 'cancel':
          return given({ ...runId, comment: rest.comment, summary: rest.summary });
        default:
          return given({ ...rest, prompt: PROMPT });
      }
    });
}

export function given(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== ''));
}

function anyServer(): Arbitrary<Case['server']> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant({}) },
    { weight: 4, arbitrary: anyPeculiarity() },
    {
      weight: 3,
      arbitrary: fc.record({
        dropMetadata: weighted([4, false], [1, true]),
        ignoreMetadataFilter: fc.boolean(),
        refuseMetadataFilter: weighted([3, false], [1, true]),
        legacyErrors: fc.boolean(),
        legacyIds: fc.boolean(),
        bodies: fc.constantFrom('contract' as const, 'string' as const, 'object' as const, 'empty' as const),
      }),
    },
  );
}

/** Of a server of today. */
function anyPeculiarity(): Arbitrary<Case['server']> {
  return fc
    .record({
      replica: weighted<NonNullable<Case['server']['replica']>>(
        [4, {}],
        [1, { unknownRequests: 1 }],
        [2, { unknownRequests: 4 }],
        [1, { staleEvery: 2 }],
        [2, { staleEvery: 3 }],
        [1, { unknownRequests: 2, staleEvery: 2 }],
      ),
      clockSkewMs: weighted(
        [4, 0],
        [1, 3_600_000],
        [1, -3_600_000],
        [1, 7_200_000],
        [1, 90_000],
        [1, -20_000],
      ),
      sendsDate: weighted([4, true], [1, false]),
      stateSpelling: weighted<NonNullable<Case['server']['stateSpelling']>>(
        [3, 'canonical'],
        [1, 'lower'],
        [1, 'underscore'],
        [1, 'hyphen'],
      ),
      omitParent: weighted<NonNullable<Case['server']['omitParent']>>(
        [4, 'nowhere'],
        [1, 'in-listings'],
        [1, 'everywhere'],
      ),
      dropMetadata: weighted([9, false], [1, true]),
    })
    .map((server) => server);
}

function anyGitHubOutage(): Arbitrary<GitHubOutage> {
  return fc.record({
    how: weighted<GitHubOutage['how']>([2, 'gateway'], [1, 'hang']),
    // The main phase gives GitHub half a minute at its end.
    ms: weighted([4, 1000], [4, 5000], [2, 14_000], [0.5, 35_000]),
    effect: fc.boolean(),
  });
}

const byRoute = ({ route }: { readonly route: RouteName }) => route;

function anyLife(): Arbitrary<LifePlan> {
  return fc.record({
    kind: weighted<LifeKind>(
      [6, 'succeeds'],
      // Its artifacts are waited for, half a minute long.
      [0.2, 'succeeds-empty'],
      [1, 'late-artifacts'],
      [2, 'fails'],
      [4, 'errors-retryably'],
      [1, 'fails-with-pull-request'],
      [2, 'blocks'],
      [2.5, 'blocks-for-a-while'],
      [1, 'never-starts'],
      [5, 'never-ends'],
      [1, 'cancelled-elsewhere'],
      [1, 'unknown-state'],
      [1, 'at-capacity'],
      [2, 'pending'],
      [0.5, 'uncancellable'],
      [1, 'ends-unread'],
    ),
    reads: weighted([4, 1], [2, 2], [1, 5], [1, 12]),
    cancelReads: weighted([3, 0], [1, 1], [1, 3]),
    afterCancel: weighted<LifePlan['afterCancel']>([8, 'CANCELLED'], [1, 'SUCCEEDED'], [1, 'FAILED']),
  });
}

function anyNeighbours(): Arbitrary<Neighbour[]> {
  const one = weighted<Neighbour>([3, 'earlier'], [2, 'stranger'], [1, 'bare'], [1, 'twin'], [4, 'child']);
  return fc.uniqueArray(one, { maxLength: 3, size: 'max' });
}

function anyKill(): Arbitrary<KillPlan> {
  return fc.record({
    how: weighted<KillKind>(
      [3, 'SIGINT'],
      [2, 'SIGINT-twice'],
      [2, 'SIGTERM'],
      [3, 'SIGKILL'],
      [2, 'cancel'],
    ),
    at: anyMoment(),
    gap: fc.nat(2500),
  });
}

/** Between the first create request and its answer; mostly so that only the post phase can look. */
function killInFlight(): Arbitrary<KillPlan> {
  const after = { route: 'create', n: 1, stage: 'seen' } as const;
  const how = weighted<KillKind>(
    [6, 'SIGKILL'],
    [1, 'SIGINT'],
    [1, 'SIGINT-twice'],
    [1, 'SIGTERM'],
    [1, 'cancel'],
  );
  const ms = weighted([3, 0], [1, 5], [1, 100], [1, 1500]);
  return fc.record({ how, at: fc.record({ after: fc.constant(after), ms }), gap: fc.nat(2500) });
}

/** While the run is followed; mostly so that only the post phase can end it. */
function killFollowing(): Arbitrary<KillPlan> {
  const how = weighted<KillKind>([6, 'SIGKILL'], [1, 'SIGINT'], [1, 'SIGTERM'], [1, 'cancel']);
  const after = weighted([3, 1], [2, 2], [1, 3]).map(
    (n) => ({ route: 'read', n, stage: 'answered' }) as const,
  );
  return fc.record({ how, at: fc.record({ after, ms: weighted([3, 0], [1, 40]) }), gap: fc.nat(2500) });
}

function anyMoment(): Arbitrary<Moment> {
  const route = weighted<RouteName>(
    [8, 'create'],
    [4, 'read'],
    [2, 'list'],
    [2, 'cancel'],
    [1, 'followUp'],
    [1, 'conversation'],
    [1, 'graphql'],
    [2, 'comment'],
    [2, 'edit'],
  );
  const n = weighted([4, 1], [2, 2], [1, 3], [1, 6]);
  const stage = fc.constantFrom('seen' as const, 'answered' as const);
  return fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({ after: fc.constant('start' as const), ms: fc.integer({ min: 0, max: 2500 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        after: fc.record({ route, n, stage }),
        ms: weighted([3, 0], [1, 5], [1, 40], [1, 1200]),
      }),
    },
  );
}
