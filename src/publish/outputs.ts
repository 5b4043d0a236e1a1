import { type OutputName, outputNames } from '../inputs/declared.ts';
import type { Change } from '../ledger.ts';
import { type Json, object } from '../lib/json.ts';
import { writeOutputs } from '../lib/runner.ts';
import type { Secrets } from '../lib/secrets.ts';
import { cut, cutBytes } from '../lib/text.ts';
import type { Collection } from '../model.ts';
import { runUrl } from '../oz/links.ts';
import { costUsdOf, creditsOf } from '../oz/usage.ts';
import type { Report } from '../report/report.ts';
import type { Publisher } from './publisher.ts';

/** In bytes: outputs travel in environment variables, of which every OS carries this much. */
const MAX_RESULT = 30_000;
export const MAX_JSON = 60_000;

/** In characters. */
const MAX_WORDS = 4000;

type Values = Readonly<Record<OutputName, string>>;

/**
 * The step's outputs. They are written early and often: the runner reads them even when the step was killed, and
 * the last value counts.
 */
export class Outputs implements Publisher {
  readonly #secrets: Secrets;
  readonly #warn: (message: string) => void;
  #hasWarned = false;
  #fault: string | undefined;

  /** `warn` is called the first time that outputs cannot be written: that ends no run. */
  constructor(secrets: Secrets, warn: (message: string) => void = () => undefined) {
    this.#secrets = secrets;
    this.#warn = warn;
  }

  /** Why the last values could not be written; undefined when they were. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Before anything else: true for a step that dies at once, and no stray log line can forge them any more. */
  begin(): void {
    this.#write(Object.fromEntries(outputNames.map((name) => [name, name === 'outcome' ? 'refused' : ''])));
  }

  update(report: Report, { kind, record, hasMoved, hasLink }: Change): void {
    // From now on a run may exist.
    if (kind === 'sending' && record.runId === undefined) this.#write({ outcome: 'lost' });
    else if (kind === 'sending' || hasMoved || hasLink) this.write(report);
  }

  async finish(report: Report): Promise<undefined> {
    this.write(report);
  }

  write(report: Report): void {
    this.#write(this.#values(report));
  }

  #write(values: Readonly<Partial<Record<string, string>>>): void {
    try {
      writeOutputs(values);
      this.#fault = undefined;
    } catch (error) {
      this.#fault = (error as Error).message;
      if (this.#hasWarned) return;
      this.#hasWarned = true;
      this.#warn(`The outputs could not be written: ${this.#fault}. The step goes on, and tries again.`);
    }
  }

  #values(report: Report): Values {
    // Redacted whole before anything is cut, which could leave the half of a secret.
    const { failure, last, ...rest } = this.#secrets.redactData(report);
    const { run, pullRequests = [] } = last ?? {};
    const [first] = pullRequests;
    return {
      outcome: rest.outcome,
      state: last?.state ?? '',
      'run-id': last?.runId ?? '',
      'run-url': last?.url ?? '',
      'session-link': this.#secrets.redactLink(report.last?.sessionLink ?? ''),
      'conversation-id': run?.conversationId ?? '',
      title: cut(run?.title ?? '', MAX_WORDS),
      result: cutBytes(last?.result ?? '', MAX_RESULT),
      'structured-output': compactJson(last?.document, MAX_JSON) ?? '',
      // Our own path too.
      'structured-output-file': report.structuredOutputFile ?? '',
      'review-url': report.review?.url ?? '',
      runs: rest.collection ? listJson(concludedIn(rest.collection), MAX_JSON) : '',
      pending: textOf(rest.collection?.runs.filter(({ isActive }) => isActive).length),
      'pull-request-url': first?.url ?? '',
      'pull-request-number': first?.number === undefined ? '' : String(first.number),
      'pull-request-branch': first?.branch ?? '',
      'pull-requests': listJson(run ? pullRequests : [], MAX_JSON),
      artifacts: listJson(run?.artifacts.map(({ raw }) => raw) ?? [], MAX_JSON),
      // Our own, and no other path leads there.
      'artifacts-path': report.artifactsPath ?? '',
      'error-code': failure?.code ?? '',
      'error-message': cut(failure?.message ?? '', MAX_WORDS),
      retryable: failure?.retryable === undefined ? '' : String(failure.retryable),
      credits: textOf(creditsOf(run)),
      'cost-usd': textOf(costUsdOf(run)),
      tokens: textOf(run?.usage.tokens),
      'queue-seconds': textOf(last?.queueSeconds),
      'run-seconds': textOf(last?.runSeconds),
      attempts: String(rest.createdCount),
      'comment-url': rest.commentUrl ?? '',
      'skipped-reason': rest.skippedReason ?? '',
      run: run ? shortenedJson(run.raw, MAX_JSON) : '',
    };
  }
}

function concludedIn({ runs }: Collection): unknown[] {
  return runs
    .filter(({ what }) => what === 'concluded')
    .map(({ runId, outcome, number, pullRequestUrl }) => ({
      run_id: runId,
      outcome,
      issue_number: number ?? null,
      run_url: runUrl(runId),
      pull_request_url: pullRequestUrl ?? null,
    }));
}

/** Undefined without a document, and for one of more bytes. */
export function compactJson(document: Json | undefined, most: number): string | undefined {
  const json = document === undefined ? undefined : JSON.stringify(document);
  return json !== undefined && Buffer.byteLength(json) <= most ? json : undefined;
}

/** A JSON array of at most so many bytes: whole items are left out from the end. */
function listJson(items: readonly unknown[], most: number): string {
  const kept: string[] = [];
  let size = 2;
  for (const item of items) {
    const json = JSON.stringify(item);
    size += Buffer.byteLength(json) + 1;
    if (size > most) break;
    kept.push(json);
  }
  return `[${kept.join(',')}]`;
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/**
 * JSON of at most so many bytes: the longest strings are shortened first. Where that is not enough, the largest
 * members of the outermost object are left out.
 */
export function shortenedJson(value: Json, most: number): string {
  for (let longest = most; longest >= 16; longest = Math.floor(longest / 2)) {
    const json = shortened(value, longest);
    if (Buffer.byteLength(json) <= most) return json;
  }
  const members = Object.entries(object(value)).map(([key, item]) => ({ key, json: shortened(item, 16) }));
  const sizeOf = ({ key, json }: { key: string; json: string }) =>
    Buffer.byteLength(JSON.stringify(key)) + Buffer.byteLength(json) + 2;
  let left = most - 2;
  const smallest = new Set<string>();
  for (const member of members.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    left -= sizeOf(member);
    if (left < 0) break;
    smallest.add(member.key);
  }
  const kept = members.filter(({ key }) => smallest.has(key));
  return `{${kept.map(({ key, json }) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}

function shortened(value: Json, longest: number): string {
  return JSON.stringify(value, (_key, item) => {
    return typeof item === 'string' && item.length > longest ? `${item.slice(0, longest)}…` : item;
  });
}
