import { acknowledge, passGate } from './gate/gate.ts';
import { missingKey } from './gate/missing-key.ts';
import { CREATE_KEY, oddKey, oddKeyRemedy } from './gate/odd-key.ts';
import { headCommitFinder } from './github/head-commit.ts';
import { type Inputs, isGated } from './inputs/inputs.ts';
import { readInputs } from './inputs/read.ts';
import { InputError } from './inputs/values.ts';
import { object } from './lib/json.ts';
import type { Log } from './lib/log.ts';
import { type RunRecord, StepError, type StepResult } from './model.ts';
import type { OzClient } from './oz/client.ts';
import { runUrl } from './oz/links.ts';
import { OzError } from './oz/problem.ts';
import { Reporting, type ReportingParts } from './publish/reporting.ts';
import { concludeTask } from './runs/conclude.ts';
import { failureFrom } from './runs/endings.ts';
import { tasksFor } from './tasks.ts';

/** The parts that a step works with. */
export interface Parts extends ReportingParts {
  /** Throws an `OzError` when there is no way to the API. */
  readonly connect: (inputs: Inputs) => OzClient;
}

/** The whole story of a step: inputs, gate, tasks, conclusions, reports. Whether it is green. */
export async function runStep(parts: Parts): Promise<boolean> {
  const { env, event, log, shutdown, ledger } = parts;
  const { signal } = shutdown;
  const reporting = new Reporting(parts);
  let acknowledged: Promise<void> | undefined;
  let oz: OzClient | undefined;
  let apiKey = '';
  let result: StepResult;
  try {
    const inputs = await readInputs(env, event, (message) => log.warning(message));
    ledger.sharesEditing = sharesEditing(inputs);
    await reporting.open(inputs);
    if (inputs.apiKey === undefined && event.withoutSecrets) throw missingKey(event);
    if (isGated(inputs)) await passGate(inputs, event, signal);
    if (inputs.apiKey === undefined) throw missingKey(event);
    warnOfOddKey(inputs.apiKey, log);
    oz = parts.connect(inputs);
    if (isGated(inputs)) acknowledged = acknowledge(inputs, event, signal, log);
    apiKey = inputs.apiKey;
    result = await carryOut(inputs, oz, reporting, parts);
  } catch (error) {
    result = failedResult(error, parts);
  }
  result = explainOddKey(result, apiKey);
  const isGreenStep = await reporting.finish(result);
  await acknowledged;
  await oz?.destroy();
  return isGreenStep;
}

/** Keys may come to look otherwise one day, so none is refused for its form. */
function warnOfOddKey(key: string, log: Log): void {
  const kind = oddKey(key);
  if (kind === undefined) return;
  const what = `The API key does not look like one of Oz (\`wk-…\`)${kind}.`;
  log.warning(`${what} Trying it anyway. If it is refused: ${CREATE_KEY}`);
}

function explainOddKey(result: StepResult, key: string): StepResult {
  const { failure } = result;
  const remedy = failure?.code === 'authentication_required' ? oddKeyRemedy(key) : undefined;
  return failure === undefined || remedy === undefined
    ? result
    : { ...result, failure: { ...failure, remedy } };
}

async function carryOut(
  inputs: Inputs,
  oz: OzClient,
  reporting: Reporting,
  { clock, log, shutdown, ledger, event, secrets }: Parts,
): Promise<StepResult> {
  const deps = { oz, clock, log, signal: shutdown.signal, ledger, shutdown, secrets };
  if (inputs.mode === 'check') {
    const { check } = await import('./check.ts');
    return check(inputs, event, deps);
  }
  if (inputs.mode === 'collect') {
    // What its runs show is read by others than those who started them.
    ledger.sharesEditing = true;
    const { collect } = await import('./collect/collect.ts');
    return collect(inputs, deps, { clock, log, secrets, event, shutdown });
  }
  const findHead = headCommitFinder(inputs.number, event, inputs.githubToken, shutdown.signal);
  await reporting.follow(inputs, findHead, deps);
  const tasks = await tasksFor(inputs, event, findHead, deps);
  // Should this step die, the post phase goes on with all that it was asked to cancel.
  if (inputs.mode === 'cancel') {
    ledger.attaching(tasks.map(({ id }) => ({ taskId: id, runId: id, onCancel: 'cancel' })));
  }
  // One task's fault must not leave the others unawaited.
  const ends = await Promise.allSettled(tasks.map((task) => concludeTask(task, deps)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const result = inputs.mode === 'cancel' ? cancelResult(ledger.records) : resultOf(ledger.records);
  const { outcome, failure } = result;
  if (inputs.mode !== 'run' || outcome !== 'refused' || failure === undefined) return result;
  const { withSuggestion } = await import('./runs/examine.ts');
  return { outcome, failure: await withSuggestion(failure, inputs.request, deps) };
}

/** What one task comes to. A further attempt that was refused changes nothing. */
function resultOf(records: readonly RunRecord[]): StepResult {
  const counts = ({ ending }: RunRecord, index: number) => index === 0 || ending?.outcome !== 'refused';
  const { ending } = records.filter(counts).at(-1) ?? {};
  if (ending === undefined) throw new Error('a task ended without a word on its run');
  return { outcome: ending.outcome, failure: ending.failure };
}

/** Red when one run could not be cancelled, naming each. */
function cancelResult(records: readonly RunRecord[]): StepResult {
  const failures = records.flatMap(({ runId = '', ending }) =>
    ending?.failure ? [`${runUrl(runId)}: ${ending.failure.message}`] : [],
  );
  const stopped = records.find(({ ending }) => ending?.failure?.code === 'stopped');
  if (stopped?.ending && stopped.ending.outcome !== 'cancelled') return stopped.ending;
  if (failures.length === 0) return { outcome: 'cancelled' };
  const failure = {
    code: 'not_cancelled',
    message: `${failures.length} of ${records.length} runs could not be cancelled:\n${failures.join('\n')}`,
    remedy: 'Stop them in Oz.',
  };
  return { outcome: 'cancelled', failure };
}

/** Why there is no run to report. Faults of our own are thrown on. */
function failedResult(error: unknown, { secrets, shutdown }: Parts): StepResult {
  if (error instanceof StepError) return error;
  if (error instanceof OzError) return { outcome: 'refused', failure: failureFrom(error) };
  if (error instanceof InputError) {
    const message = error.explain((text) => secrets.redact(text));
    const remedy = 'Correct the step in the workflow file.';
    return { outcome: 'refused', failure: { code: error.code, message, remedy } };
  }
  if (!shutdown.isActive || error !== shutdown.signal.reason) throw error;
  const failure = {
    code: 'stopped',
    message: 'The step was stopped before it created a run.',
    remedy: 'If nobody cancelled the workflow, raise the `timeout-minutes` of the step or job.',
  };
  return { outcome: 'refused', failure };
}

/** Whether the step asks for a session that anyone with the link may edit. */
function sharesEditing(inputs: Inputs): boolean {
  const config = inputs.mode === 'run' ? object(inputs.request.config) : {};
  return object(config.session_sharing).public_access === 'EDITOR';
}
