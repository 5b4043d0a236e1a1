import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Distrust, Fate } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { SEVERITIES, type Severity } from '../review/findings.ts';

/** How a later step is to conclude a run that nobody waits for. Durations in ms; an undefined budget has no limit. */
export interface Order {
  readonly comment: 'sticky' | 'new' | 'reply' | 'off';
  /** The review comment to answer. */
  readonly thread: number | undefined;
  /** Name of the commit status. */
  readonly status: string | undefined;
  readonly review: { readonly failOn: Severity | undefined; readonly maxComments: number } | undefined;
  readonly queueBudget: number | undefined;
  readonly runBudget: number | undefined;
  readonly maxCredits: number | undefined;
  readonly onTimeout: Fate;
  readonly onBlocked: 'fail' | 'wait';
  readonly requirePullRequest: boolean;
}

/** What of a run is signed besides the order. */
export type Signed = Pick<Run, 'metadata' | 'parentRunId'>;

export type Verdict =
  | { readonly kind: 'trusted'; readonly order: Order }
  | { readonly kind: 'distrusted'; readonly why: Distrust };

/** In bytes: what is left to the name of a status in a value of 256. */
export const MAX_STATUS_BYTES = 80;

/** How far a run's creation may lie from the signed time, in ms. */
export const TIME_TOLERANCE = 15 * 60_000;

const VERSION = '1';
const LABEL = 'oz-agent-action: collect';

/** Everything else that is signed, in this order. */
const SIGNED_KEYS = ['github_repository', 'github_number', 'comment_key', 'github_sha', 'start_id'] as const;

const COMMENTS = { s: 'sticky', n: 'new', r: 'reply', o: 'off' } as const;
const FATES = { c: 'cancel', d: 'detach' } as const;
const BLOCKED = { f: 'fail', w: 'wait' } as const;

// The name of the status comes last: it alone is free text.
const FORMAT =
  /^1;([snro]);(\d{0,19});(|(?:critical|major|minor|nit|any)\d{1,3});(\d{0,13});(\d{0,13});(\d{0,9}(?:\.\d{1,9})?);([cd]);([fw]);([pn]);(\d{1,15});([\w-]{43});(.*)$/su;

/** The value of the metadata key `collect`. `time`: of the create request, by the server's clock where that is known. */
export function collectStamp(order: Order, run: Signed, time: number, apiKey: string): string {
  const { comment, thread, review, queueBudget, runBudget, maxCredits } = order;
  const values = [
    VERSION,
    keyOf(COMMENTS, comment),
    thread ?? '',
    review === undefined ? '' : `${review.failOn ?? 'any'}${review.maxComments}`,
    queueBudget === undefined ? '' : Math.ceil(queueBudget),
    runBudget === undefined ? '' : Math.ceil(runBudget),
    maxCredits === undefined ? '' : decimal(maxCredits),
    keyOf(FATES, order.onTimeout),
    keyOf(BLOCKED, order.onBlocked),
    order.requirePullRequest ? 'p' : 'n',
    Math.round(time),
  ].map(String);
  const status = order.status ?? '';
  return [...values, signature([...values, status], run, apiKey).toString('base64url'), status].join(';');
}

/** Whether a workflow with this key ordered to conclude this run; undefined where nobody says so. */
export function verify(run: Run, apiKey: string): Verdict | undefined {
  const stamp = run.metadata?.collect;
  if (stamp === undefined) return undefined;
  const fields = FORMAT.exec(stamp)?.slice(1);
  if (fields === undefined) return distrusted('unreadable');
  const [comment, thread, review, queue, work, credits, fate, blocked, pull, time, proof = '', status] =
    fields;
  const values = [VERSION, comment, thread, review, queue, work, credits, fate, blocked, pull, time].map(
    String,
  );
  const isSigned = (signed: Signed) =>
    timingSafeEqual(signature([...values, status ?? ''], signed, apiKey), Buffer.from(proof, 'base64url'));
  if (!isSigned(run)) {
    // What an agent starts inherits its parent's metadata.
    const isChild = run.parentRunId !== undefined && isSigned({ ...run, parentRunId: undefined });
    return distrusted(isChild ? 'parent' : 'unsigned');
  }
  const { createdAt = Number.NaN } = run;
  if (!(Math.abs(createdAt - Number(time)) <= TIME_TOLERANCE)) return distrusted('time');
  const [, failOn = '', most = ''] = /^([a-z]+)(\d+)$/.exec(review ?? '') ?? [];
  const order: Order = {
    comment: COMMENTS[comment as keyof typeof COMMENTS],
    thread: numberIn(thread),
    status: status || undefined,
    review: review
      ? { failOn: SEVERITIES.find((severity) => severity === failOn), maxComments: Number(most) }
      : undefined,
    queueBudget: numberIn(queue),
    runBudget: numberIn(work),
    maxCredits: numberIn(credits),
    onTimeout: FATES[fate as keyof typeof FATES],
    onBlocked: BLOCKED[blocked as keyof typeof BLOCKED],
    requirePullRequest: pull === 'p',
  };
  return { kind: 'trusted', order };
}

function signature(
  values: readonly string[],
  { metadata = {}, parentRunId = '' }: Signed,
  apiKey: string,
): Buffer {
  const key = Buffer.from(hkdfSync('sha256', apiKey, '', LABEL, 32));
  const signed = [...values, ...SIGNED_KEYS.map((name) => metadata[name] ?? ''), parentRunId];
  return createHmac('sha256', key).update(JSON.stringify(signed)).digest();
}

function distrusted(why: Distrust): Verdict {
  return { kind: 'distrusted', why };
}

function keyOf<Value extends string>(table: Readonly<Record<string, Value>>, value: Value): string {
  return Object.keys(table).find((key) => table[key] === value) ?? '';
}

/** Without an exponent. */
function decimal(value: number): string {
  return value.toFixed(9).replace(/\.?0+$/, '');
}

function numberIn(text: string | undefined): number | undefined {
  return text ? Number(text) : undefined;
}
