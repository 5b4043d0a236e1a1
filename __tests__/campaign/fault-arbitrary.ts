import fc, { type Arbitrary } from 'fast-check';
import type { FaultKind, FaultPlan, RouteName, SlowRoute } from './case.ts';

/** One fault on one route. */
export function faultPlan(): Arbitrary<FaultPlan> {
  return oneOn([
    [8, 'create', CREATE],
    [3, 'read', READ],
    [4, 'list', READ],
    [4, 'cancel', CANCEL],
    [1, 'conversation', READ],
    [1, 'permission', GITHUB],
    [1, 'followUp', FOLLOW_UP],
    [1.5, 'graphql', [...COMMENT, { weight: 1, arbitrary: shape('graphql-error') }]],
    [2.5, 'comment', [...COMMENT, { weight: 1, arbitrary: lateEffect() }]],
    [2.5, 'edit', COMMENT],
    [0.3, 'uncomment', COMMENT],
  ]);
}

/** fast-check takes whole weights only. */
function oneOn(
  choices: readonly (readonly [weight: number, route: RouteName, shapes: readonly Weighted[]])[],
): Arbitrary<FaultPlan> {
  return fc.oneof(
    ...choices.map(([weight, route, shapes]) => ({
      weight: Math.round(weight * 10),
      arbitrary: faultOn(route, shapes),
    })),
  );
}

/** One fault of those that a collecting step may meet. */
export function faultOfCollecting(): Arbitrary<FaultPlan> {
  return oneOn([
    [2, 'list', READ],
    [3, 'read', READ],
    [3, 'cancel', CANCEL],
    [0.5, 'conversation', READ],
    [2, 'graphql', [...COMMENT, { weight: 1, arbitrary: shape('graphql-error') }]],
    [4, 'comment', [...COMMENT, ...LOST, { weight: 1, arbitrary: lateEffect() }]],
    [2, 'edit', COMMENT],
    [1, 'uncomment', COMMENT],
    [4, 'status', [...COMMENT, ...LOST]],
    [8, 'review', [...COMMENT, ...LOST, { weight: 1, arbitrary: lateEffect() }]],
    [1, 'changes', COMMENT],
  ]);
}

/** One fault of those that a step may meet that does not wait for its run. */
export function faultOfStarting(): Arbitrary<FaultPlan> {
  return oneOn([
    [2, 'create', LOST],
    [3, 'comment', [...GITHUB, ...LOST]],
    [1, 'edit', GITHUB],
    [3, 'status', [...GITHUB, ...LOST]],
  ]);
}

type Shape = Pick<
  FaultPlan,
  'kind' | 'status' | 'effect' | 'ms' | 'requests' | 'late' | 'isAnswered' | 'drops'
>;
type Extras = { [name in Exclude<keyof Shape, 'kind'>]?: Arbitrary<NonNullable<Shape[name]>> };

interface Weighted {
  readonly weight: number;
  readonly arbitrary: Arbitrary<Shape>;
}

function faultOn(route: RouteName, shapes: readonly Weighted[]): Arbitrary<FaultPlan> {
  const times = fc.oneof(
    { weight: 5, arbitrary: fc.constant(1) },
    { weight: 2, arbitrary: fc.constant(2) },
    { weight: 1, arbitrary: fc.integer({ min: 3, max: 5 }) },
  );
  return fc
    .record({ shape: fc.oneof(...shapes.map(scaled)), skip: fc.constantFrom(0, 0, 0, 0, 1, 3), times })
    .map(({ shape: { kind, ...extras }, skip, times }) => ({
      route,
      kind,
      skip,
      // A hang takes half a minute each time.
      times: kind === 'hang' ? 1 : times,
      ...extras,
    }));
}

/** fast-check takes whole weights only. */
function scaled({ weight, arbitrary }: Weighted): Weighted {
  return { weight: Math.round(weight * 20), arbitrary };
}

function shape(kind: FaultKind, extras: Extras = {}): Arbitrary<Shape> {
  return fc.record({ kind: fc.constant(kind), ...extras }) as Arbitrary<Shape>;
}

const statuses = (...all: number[]) => fc.constantFrom(...all);

/** Whatever may have had its effect, all the same. */
const GONE_ASTRAY = statuses(408, 500, 502, 503, 504, 520, 524);

const ANYWHERE: readonly Weighted[] = [
  { weight: 3, arbitrary: shape('reset') },
  { weight: 3, arbitrary: shape('lost-answer') },
  { weight: 0.3, arbitrary: shape('hang', { effect: fc.boolean() }) },
  { weight: 1, arbitrary: shape('hold', { effect: fc.boolean(), ms: fc.integer({ min: 100, max: 4000 }) }) },
  { weight: 2, arbitrary: shape('slow', { ms: fc.integer({ min: 20, max: 2000 }), drops: fc.boolean() }) },
  { weight: 2, arbitrary: shape('truncate') },
  { weight: 2, arbitrary: shape('broken-json', { effect: fc.boolean() }) },
  { weight: 2, arbitrary: shape('bare-status', { status: GONE_ASTRAY, effect: fc.boolean() }) },
  { weight: 2, arbitrary: shape('gateway', { status: GONE_ASTRAY, effect: fc.boolean() }) },
  { weight: 1, arbitrary: shape('no-content', { effect: fc.boolean() }) },
];

/** With the effect and without. */
const LOST: readonly Weighted[] = [
  { weight: 4, arbitrary: shape('lost-answer') },
  { weight: 2, arbitrary: shape('reset') },
  { weight: 3, arbitrary: shape('gateway', { status: statuses(502, 504), effect: fc.boolean() }) },
];

const OZ: readonly Weighted[] = [
  ...ANYWHERE,
  { weight: 3, arbitrary: shape('problem', { status: statuses(500, 503, 504), effect: fc.boolean() }) },
  { weight: 2, arbitrary: shape('retry-after', { status: statuses(429, 503) }) },
  { weight: 1, arbitrary: shape('retry-date', { status: statuses(429, 503) }) },
  { weight: 1, arbitrary: shape('gateway', { status: statuses(401, 403, 404) }) },
];

const CREATE: readonly Weighted[] = [
  ...OZ,
  { weight: 1.5, arbitrary: shape('problem', { status: statuses(400, 401, 403, 404, 422) }) },
  { weight: 1, arbitrary: shape('problem', { status: statuses(409) }) },
  { weight: 0.5, arbitrary: shape('out-of-credits') },
  { weight: 3, arbitrary: shape('empty-object') },
  // Lost answers, with and without the effect.
  { weight: 4, arbitrary: shape('lost-answer') },
  { weight: 3, arbitrary: shape('gateway', { status: statuses(502, 504), effect: fc.boolean() }) },
  { weight: 6, arbitrary: lateEffect() },
  { weight: 12, arbitrary: replay() },
  { weight: 0.5, arbitrary: shape('replay', { isAnswered: fc.constant(true) }) },
];

const READ: readonly Weighted[] = [
  ...OZ,
  { weight: 2, arbitrary: shape('problem', { status: statuses(401, 403, 404) }) },
  { weight: 1, arbitrary: shape('empty-object') },
];

const CANCEL: readonly Weighted[] = [
  ...OZ,
  { weight: 2, arbitrary: shape('problem', { status: statuses(409) }) },
  // It was taken, and passed on to nobody.
  { weight: 4, arbitrary: shape('no-content', { effect: fc.constant(false) }) },
  // It says that the run has ended, whether or not it has.
  { weight: 3, arbitrary: shape('problem', { status: statuses(400) }) },
  { weight: 1, arbitrary: shape('problem', { status: statuses(401, 403, 422) }) },
  { weight: 1, arbitrary: lateEffect() },
];

const GITHUB: readonly Weighted[] = [
  ...ANYWHERE.map((one) => ({ ...one, weight: one.weight / 4 })),
  { weight: 3, arbitrary: shape('github-error', { status: statuses(401, 403, 404, 422, 500, 502) }) },
  { weight: 1, arbitrary: shape('github-limit') },
];

/** Mostly trouble that passes. */
const COMMENT: readonly Weighted[] = [
  ...ANYWHERE,
  ...GITHUB.map((one) => ({ ...one, weight: one.weight / 2 })),
];

const FOLLOW_UP: readonly Weighted[] = [
  ...OZ,
  { weight: 2, arbitrary: shape('problem', { status: statuses(400, 403, 404, 409, 422) }) },
  { weight: 1, arbitrary: lateEffect() },
];

/** A gateway sends the request twice and loses the answer. */
function replay(): Arbitrary<Shape> {
  const status = { status: statuses(502, 503, 504) };
  const late = { late: fc.constant(true) };
  return fc.oneof(
    shape('replay'),
    shape('replay', status),
    shape('replay', { ...late, ...status }),
    shape('replay', { ...late, requests: fc.nat(12) }),
  );
}

/** What befalls a create request in the middle of which the step is killed. */
export function faultInFlight(): Arbitrary<FaultPlan> {
  const slow = { ms: fc.integer({ min: 200, max: 4000 }) };
  return fc
    .oneof(
      shape('slow', { ...slow, drops: fc.boolean() }),
      shape('hold', { ...slow, effect: fc.boolean() }),
      shape('lost-answer'),
      lateEffect(),
      replay(),
    )
    .map((one) => ({ route: 'create', skip: 0, times: 1, ...one }));
}

/** Answers of one route that all take their time. */
export function slowRoute(): Arbitrary<SlowRoute> {
  return fc.record({
    route: fc.constantFrom<RouteName[]>('create', 'read', 'list', 'cancel', 'cancel', 'comment', 'edit'),
    ms: fc.constantFrom(200, 200, 800, 800, 2000, 6000),
    drops: fc.boolean(),
  });
}

/** Lands after some further requests, or only once the main phase is over. */
function lateEffect(): Arbitrary<Shape> {
  const status = { status: statuses(502, 504) };
  const requests = { requests: fc.nat(12) };
  return fc.oneof(
    shape('late-effect', { ...status, ...requests }),
    shape('late-effect', requests),
    shape('late-effect', status),
    shape('late-effect'),
  );
}
