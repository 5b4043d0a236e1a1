import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { LoggedRequest } from '../emulator/http/message.ts';
import type { EmulatedRun } from '../emulator/oz/run.ts';
import type { RecordedCommand } from '../runner/console.ts';
import type { PhaseResult } from '../runner/phase.ts';
import { placesIn, type Written } from './written.ts';

// What holds for every step of `dist/`, however it ends, in scenarios and in the campaign. Each breach comes in words.

/** The action's own directory. */
export const ROOT = new URL('../../', import.meta.url);

/** A step, and what came of it. */
export interface Played {
  readonly main: PhaseResult;
  readonly post: PhaseResult | undefined;
  /** As they were given. */
  readonly inputs: Readonly<Record<string, string>>;
}

const COMMANDS = ['add-mask', 'debug', 'notice', 'warning', 'error', 'group', 'endgroup'];
const GREEN = ['succeeded', 'started', 'skipped', 'checked', 'collected'];
const JSON_OUTPUTS = ['pull-requests', 'artifacts', 'run'];

/** Names of the outputs in action.yml. */
export async function declaredOutputs(action: URL | string = ROOT): Promise<string[]> {
  const directory = action instanceof URL ? fileURLToPath(action) : action;
  const manifest: unknown = parse(await readFile(path.join(directory, 'action.yml'), 'utf8'));
  return Object.keys((manifest as { outputs: object }).outputs);
}

/** Of the phases, the outputs and the colour. */
export function faultsOf(step: Played, outputs: readonly string[]): string[] {
  const { main, post } = step;
  return [
    ...[main, ...(post ? [post] : [])].flatMap(faultsOfPhase),
    ...(post !== undefined && post.exitCode !== 0 ? [`the post phase ended with ${post.exitCode}`] : []),
    ...(main.signal === null ? faultsOfColour(step) : []),
    ...(diedAtOnce(main) ? [] : faultsOfOutputs(main, outputs)),
  ];
}

export function faultsOfPhase(phase: PhaseResult): string[] {
  const { conclusion, commands, violations, problems, annotations, stderr, summaryDropped } = phase;
  const expected = conclusion === 'cancelled' ? ['The operation was canceled.'] : [];
  return [
    ...violations.map(({ name }) => `forbidden command ${name}`),
    ...commands
      .filter(isForeign)
      .map(({ name, data, form }) => `command not of ours: ${form} ${name} ${data}`),
    ...problems
      .filter((problem) => !expected.includes(problem))
      .map((problem) => `the runner says: ${problem}`),
    ...annotations
      .filter(({ truncated, dropped }) => truncated || dropped)
      .map(() => 'an annotation was lost'),
    ...annotations.filter(({ message }) => message.includes('did not expect')).map(({ message }) => message),
    ...(stderr === '' ? [] : [`stderr: ${stderr}`]),
    ...(summaryDropped ? ['the summary was dropped'] : []),
  ];
}

/** Whatever the toolkit prints for us is plain, at the start of a line of stdout, and of a few kinds. */
function isForeign({ name, form, disguised, stream }: RecordedCommand): boolean {
  return !COMMANDS.includes(name) || form !== '::' || disguised || stream !== 'stdout';
}

/** Colour, outcome and annotations go together, where the main phase ended by itself. */
export function faultsOfColour({ main, post, inputs }: Played): string[] {
  const isGreen = main.exitCode === 0;
  const annotations = [...main.annotations, ...(post?.annotations ?? [])];
  const errors = annotations.filter(({ level }) => level === 'error').length;
  const outcome = main.outputs.outcome ?? '';
  // A cancelled run is red, unless cancelling was what the step was asked for.
  const isRight =
    GREEN.includes(outcome) === isGreen || (inputs.mode === 'cancel' && outcome === 'cancelled');
  return [
    ...(errors === (isGreen ? 0 : 1) ? [] : [`${errors} error annotations, exit code ${main.exitCode}`]),
    ...(isRight ? [] : [`outcome ${outcome}, exit code ${main.exitCode}`]),
  ];
}

/** A process that was killed before its first line of code has set no output. */
function diedAtOnce({ outputs, signal, stdout }: PhaseResult): boolean {
  return signal === 'SIGKILL' && Object.keys(outputs).length === 0 && stdout === '';
}

export function faultsOfOutputs({ outputs }: PhaseResult, declared: readonly string[]): string[] {
  const names = Object.keys(outputs);
  return [
    ...declared.filter((name) => outputs[name] === undefined).map((name) => `output ${name} is not set`),
    ...names.filter((name) => !declared.includes(name)).map((name) => `output ${name} is not declared`),
    ...JSON_OUTPUTS.filter((name) => !isJson(outputs[name] || 'null')).map(
      (name) => `output ${name}: no JSON`,
    ),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** No secret is in anything written. */
export function leaksIn(written: Written, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) =>
    placesIn(written, secret).map((place) => `${secret.slice(0, 6)}… stands in ${place}`),
  );
}

/** Outcomes of a step that stayed with its run to the end, and read its conversation then. */
const CONCLUDED = ['succeeded', 'failed', 'error', 'blocked', 'no-pull-request'];

const CONVERSATION = 'GET /agent/runs/{runId}/conversation';

/** Messages of which nothing is escaped, shortened or taken out. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9 .,:;!?'()-]{0,199}$/;

/**
 * Every message of every run of the step is in the log exactly once, where it stays with them, streams their work and
 * is not asked to stop.
 * Call it when the main phase is over, before anything else happens to the runs. `saidBefore`: what `messagesOf` its run
 * when the step started.
 */
export function faultsOfStream(
  { main, inputs }: Pick<Played, 'main' | 'inputs'>,
  runs: readonly EmulatedRun[],
  requests: readonly LoggedRequest[],
  saidBefore: readonly string[] = [],
): string[] {
  const { outputs, wasSignalled } = main;
  const isStreamed = inputs.stream !== 'off' && inputs.wait !== 'false';
  const wasHindered = requests.some(({ route, fault }) => route === CONVERSATION && fault !== undefined);
  const isConcluded = CONCLUDED.includes(outputs.outcome ?? '');
  if (wasSignalled || !isStreamed || wasHindered || !isConcluded) return [];
  const isOwn = ({ id }: EmulatedRun) =>
    id === outputs['run-id'] || main.log.includes(`run created: https://oz.warp.dev/runs/${id}`);
  const own = runs.filter(isOwn);
  const said = Map.groupBy(own.flatMap(messagesOf), (text) => text);
  // A follow-up logs only what is new in its conversation.
  const old = inputs.mode === 'follow-up' ? saidBefore : [];
  const printed = main.log.split('\n').flatMap((line) => line.match(/ │ (.*)$/)?.[1] ?? []);
  return [...said].flatMap(([text, times]) => {
    const count = printed.filter((line) => line === text).length;
    const expected = times.length - old.filter((before) => before === text).length;
    return count === expected ? [] : [`said ${expected} times, in the log ${count} times: ${text}`];
  });
}

/** What the agent said, in steps and in those within them. */
export function messagesOf({ conversation }: EmulatedRun): string[] {
  if (!Array.isArray(conversation)) return [];
  const inStep = ({ messages, steps }: (typeof conversation)[number]): string[] => [
    ...messages
      .filter(({ role }) => role === 'assistant')
      .flatMap(({ content }) =>
        content.flatMap((block) => (block.type === 'text' ? [block.text.trim()] : [])),
      ),
    ...steps.flatMap(inStep),
  ];
  return conversation.flatMap(inStep).filter((text) => PLAIN.test(text));
}
