import { plan } from '../../emulator/oz/artifacts.ts';
import { type Life, type LifeContext, type LifeStep, liveOut } from '../../emulator/oz/life.ts';
import { pullRequestOf } from '../../emulator/oz/lives.ts';
import { answers, document } from '../../emulator/oz/structured.ts';
import { MCP_SECRET } from '../case.ts';
import type { CollectLife, StartPlan } from './case.ts';

/**
 * The stretches of a run's life. Nothing but the case itself moves it on, so that a state is the same for as long as
 * somebody looks at it. `now`: by the server's clock, in ms.
 */
export function stretchesOf(
  { life, findings }: StartPlan,
  index: number,
  context: LifeContext,
  now: number,
): LifeStep[] {
  const isReview = /\boz-output-/.test(context.request.prompt ?? '');
  const success = isReview ? review(findings, index, context) : succeeded(context);
  return LIVES[life]({ success, error: errorOf(context), now });
}

/** What the review of the n-th step finds, each on a line of its own. */
function findingOf(index: number): object {
  return { path: 'a.ts', line: index + 1, severity: 'major', title: `Half ${index}`, body: 'It throws.' };
}

const WORKING: readonly LifeStep[] = [{ state: 'QUEUED' }, { state: 'INPROGRESS' }];

function succeeded(context: LifeContext): LifeStep {
  return { state: 'SUCCEEDED', artifacts: [pullRequestOf(context)] };
}

function review(findings: StartPlan['findings'], index: number, context: LifeContext): LifeStep {
  const content = {
    some: { summary: 'Fine.', findings: [findingOf(index)] },
    none: { summary: 'Fine.', findings: [] },
    invalid: { summary: 1 },
  }[findings];
  const life: Life = answers({ files: document(content, { uid: `document-${index}` }) }, () => ({}));
  return liveOut(life, context).at(-1) ?? succeeded(context);
}

const ago = (ms: number, now: number) => new Date(now - ms).toISOString();
const MINUTE = 60_000;

/** What an agent says may hold a secret that the run was given. */
function errorOf({ request }: LifeContext): NonNullable<LifeStep['error']> {
  const key = request.config?.mcp_servers === undefined ? 'the key' : MCP_SECRET;
  return { message: `No access with ${key}`, error_code: 'invalid_request', retryable: false };
}

const blocked = (ms: number, now: number): LifeStep => ({
  state: 'BLOCKED',
  set: { updated_at: ago(ms, now) },
});
const tooLong = (now: number): LifeStep => ({
  state: 'INPROGRESS',
  set: { started_at: ago(180 * MINUTE, now) },
});

/** What lives are made of. `now`: by the server's clock, in ms. */
interface Parts {
  readonly success: LifeStep;
  readonly error: NonNullable<LifeStep['error']>;
  readonly now: number;
}

const LIVES: Readonly<Record<CollectLife, (parts: Parts) => LifeStep[]>> = {
  succeeds: ({ success }) => [...WORKING, success],
  'leaves-a-plan': ({ success }) => [
    ...WORKING,
    success.set ? success : { state: 'SUCCEEDED', artifacts: [plan('plan-1', 'Plan', 'A plan')] },
  ],
  fails: ({ error }) => [...WORKING, { state: 'FAILED', error }],
  errors: ({ error }) => [...WORKING, { state: 'ERROR', error }],
  'cancelled-elsewhere': () => [...WORKING, { state: 'CANCELLED', error: { message: 'Cancelled by Grace' } }],
  blocks: ({ now }) => [...WORKING, blocked(MINUTE, now)],
  'blocks-and-goes-on': ({ success, now }) => [
    ...WORKING,
    blocked(MINUTE, now),
    { state: 'INPROGRESS' },
    success,
  ],
  // Younger than half a minute for as long as the case takes.
  'blocks-just-now': ({ now }) => [...WORKING, blocked(-10 * MINUTE, now)],
  'goes-on': () => [...WORKING],
  'is-taken-up-again': ({ success, error }) => [
    ...WORKING,
    success,
    { state: 'INPROGRESS' },
    { state: 'FAILED', error },
  ],
  'unknown-state': ({ success }) => [...WORKING, { state: 'REHEARSING', deviates: true }, success],
  'works-too-long': ({ now }) => [{ state: 'QUEUED' }, tooLong(now)],
  'works-too-long-and-succeeds': ({ success, now }) => [{ state: 'QUEUED' }, tooLong(now), success],
  'ends-as-it-is-read': ({ success, now }) => [{ state: 'QUEUED' }, { ...tooLong(now), reads: 1 }, success],
  'queues-too-long': () => [{ state: 'QUEUED' }],
  'costs-too-much': () => [
    ...WORKING,
    { state: 'INPROGRESS', set: { request_usage: { inference_cost: 4, compute_cost: 1, platform_cost: 1 } } },
  ],
};
