import { type OutputName, outputNames } from '../inputs/declared.ts';
import { type Json, object } from '../lib/json.ts';
import { writeOutputs } from '../lib/runner.ts';
import type { Secrets } from '../lib/secrets.ts';
import { cutBytes } from '../lib/text.ts';
import { creditsOf, type Report } from '../report/report.ts';

/** In bytes: outputs travel in environment variables, of which every OS carries this much. */
const LONGEST_RESULT = 30_000;
const LONGEST_RUN = 60_000;

type Values = Readonly<Record<OutputName, string>>;

/**
 * The step's outputs. They are written early and often: the runner reads them even when the step was killed, and
 * the last value counts.
 */
export class Outputs {
  readonly #secrets: Secrets;
  readonly #warn: (message: string) => void;
  #hasWarned = false;
  #fault: string | undefined;

  /** `warn` hears of the first time that outputs cannot be written: that ends no run. */
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

  /** From now on a run may exist. */
  sending(): void {
    this.#write({ outcome: 'lost' });
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
    const { run, trouble, pullRequests, ...told } = this.#secrets.redactData(report);
    const [first] = pullRequests;
    return {
      outcome: told.outcome,
      state: told.state ?? '',
      'run-id': told.runId ?? '',
      'run-url': told.runUrl ?? '',
      'session-link': this.#secrets.redactLink(report.sessionLink ?? ''),
      'conversation-id': run?.conversationId ?? '',
      title: run?.title ?? '',
      result: cutBytes(told.result ?? '', LONGEST_RESULT),
      'pull-request-url': first?.url ?? '',
      'pull-request-number': first?.number === undefined ? '' : String(first.number),
      'pull-request-branch': first?.branch ?? '',
      'pull-requests': JSON.stringify(run ? pullRequests : []),
      artifacts: JSON.stringify(run?.artifacts.map(({ raw }) => raw) ?? []),
      // Our own, and no other path leads there.
      'artifacts-path': report.artifactsPath ?? '',
      'error-code': trouble?.code ?? '',
      'error-message': trouble?.message ?? '',
      retryable: trouble?.retryable === undefined ? '' : String(trouble.retryable),
      credits: textOf(creditsOf(run)),
      'queue-seconds': textOf(told.queueSeconds),
      'run-seconds': textOf(told.runSeconds),
      attempts: String(told.created),
      'comment-url': told.commentUrl ?? '',
      'skipped-reason': told.skippedReason ?? '',
      run: run ? shortenedJson(run.raw, LONGEST_RUN) : '',
    };
  }
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
