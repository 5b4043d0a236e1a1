import type { Json } from '../lib/json.ts';
import { jsonFault } from '../lib/json-fault.ts';
import { compileSchema, type Validate } from '../lib/json-schema.ts';
import { cut } from '../lib/text.ts';
import type { OutputSpec, RunRecord } from '../model.ts';
import { readLater } from './artifact-lag.ts';
import type { TaskDeps } from './deps.ts';
import { type Found, findBlock, findDocument } from './document.ts';
import { fileName } from './output-block.ts';
import { collectResult } from './results.ts';
import type { Wanted } from './wanted.ts';

/** The result of it. `problems`: redacted. `isFinal`: a correction would not help. */
export type Answer =
  | { readonly kind: 'valid'; readonly document: Json }
  | { readonly kind: 'invalid'; readonly problems: readonly string[]; readonly isFinal: boolean };

/** How long a document that is missing is waited for, in ms; halfway the final message is read again, which can lag too. */
const LAG = 120_000;
const MESSAGE_LAG = 30_000;

/** No honest document is nested more deeply, and what handles it must not exhaust the stack. */
const MAX_DEPTH = 200;

/** Of all that may be wrong with a document. */
const MAX_PROBLEMS = 10;

/** In characters, of one problem. */
const MAX_PROBLEM = 300;

/** The answer of a run that has succeeded. A missing one is waited for, unless `isWaiting` is false. */
export async function readAnswer(
  record: RunRecord,
  wanted: Wanted,
  deps: TaskDeps,
  isWaiting = true,
): Promise<Answer> {
  const { clock, log } = deps;
  const began = clock.now();
  const rereads = isWaiting ? [began + MESSAGE_LAG, began + LAG] : [];
  const deadline = rereads.at(-1) ?? began;
  let fault: string | undefined;
  for (let isFirst = true; ; isFirst = false) {
    try {
      const found = await findDocument(record, wanted, deps);
      if (found !== undefined) return judge(found, wanted.spec, deps);
    } catch (error) {
      if (deps.signal.aborted && error === deps.signal.reason) throw error;
      fault = (error as Error).message;
    }
    if (clock.now() >= deadline) {
      const block = fault === undefined ? undefined : await findBlock(record, wanted);
      return block === undefined ? missing(wanted, fault, deps) : judge(block, wanted.spec, deps);
    }
    if (isFirst)
      log.info('The answer is not there yet; it can lag, so it is looked for again for up to 2 minutes.');
    await readLater(record, deps);
    if (clock.now() < (rereads[0] ?? deadline)) continue;
    rereads.shift();
    if (record.run) deps.ledger.collected(record, await collectResult(record.run, deps));
  }
}

function missing({ stem, first }: Wanted, fault: string | undefined, deps: TaskDeps): Answer {
  const none = `there is no answer: neither a file \`${fileName(stem, first)}\` nor a block tagged \`json\` in the final message`;
  return invalid([fault === undefined ? none : `the answer could not be downloaded: ${fault}`], deps);
}

async function judge(found: Found, spec: OutputSpec, deps: TaskDeps): Promise<Answer> {
  const { source } = found;
  if (found.kind === 'fault') return invalid([`${source} cannot be used: ${found.fault}`], deps);
  let document: Json;
  try {
    document = JSON.parse(found.text);
  } catch {
    return invalid([`${source} is not valid JSON: ${await jsonFault(found.text)}`], deps);
  }
  if (isDeeper(document, MAX_DEPTH)) {
    return invalid([`${source} is nested more than ${MAX_DEPTH} levels deep`], deps);
  }
  const validate = await compileSchema(spec.schema);
  const problems = validate(document);
  return problems.length > 0 ? invalid(problems, deps) : redacted(document, validate, deps);
}

/** What leaves this step holds no secret, and must match without them too. */
function redacted(document: Json, validate: Validate, deps: TaskDeps): Answer {
  const shown = deps.secrets.redactData(document);
  if (JSON.stringify(shown) === JSON.stringify(document)) return { kind: 'valid', document };
  const problems = validate(shown);
  if (problems.length === 0) return { kind: 'valid', document: shown };
  const answer = invalid(['it held a secret, and does not match once that is removed:', ...problems], deps);
  return { ...answer, isFinal: true };
}

function invalid(problems: readonly string[], { secrets }: TaskDeps): Extract<Answer, { kind: 'invalid' }> {
  const more = problems.length - MAX_PROBLEMS;
  const shown = problems.slice(0, more > 0 ? MAX_PROBLEMS - 1 : MAX_PROBLEMS);
  const lines = secrets.redactData(shown).map((problem) => cut(problem, MAX_PROBLEM));
  return {
    kind: 'invalid',
    problems: more > 0 ? [...lines, `and ${more + 1} more`] : lines,
    isFinal: false,
  };
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
