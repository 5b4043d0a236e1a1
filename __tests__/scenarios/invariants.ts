import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { RecordedCommand } from '../runner/console.ts';
import type { PhaseResult } from '../runner/phase.ts';
import type { StepResult } from '../runner/run-step.ts';

/** The action's own directory. */
export const ROOT = new URL('../../', import.meta.url);

const COMMANDS = ['add-mask', 'debug', 'notice', 'warning', 'error', 'group', 'endgroup'];
const GREEN = ['succeeded', 'started', 'skipped', 'checked'];
const JSON_OUTPUTS = ['pull-requests', 'artifacts', 'run'];

/** Names of the outputs in action.yml. */
export async function declaredOutputs(): Promise<string[]> {
  const manifest: unknown = parse(await readFile(new URL('action.yml', ROOT), 'utf8'));
  return Object.keys((manifest as { outputs: object }).outputs);
}

/** What holds for every step, however it ends: the breaches, in words. */
export function faultsOf(job: StepResult, outputs: readonly string[]): string[] {
  const { main, post } = job;
  const phases = post === undefined ? [main] : [main, post];
  return [
    ...phases.flatMap(faultsOfPhase),
    ...(post !== undefined && post.exitCode !== 0 ? [`the post phase ended with ${post.exitCode}`] : []),
    ...(main.signal === null ? faultsOfColour(job) : []),
    ...faultsOfOutputs(main, outputs),
  ];
}

function faultsOfPhase(phase: PhaseResult): string[] {
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

/** Colour, outcome and annotations go together. */
function faultsOfColour({ main, annotations }: StepResult): string[] {
  const isGreen = main.exitCode === 0;
  const errors = annotations.filter(({ level }) => level === 'error').length;
  const outcome = main.outputs.outcome ?? '';
  return [
    ...(errors === (isGreen ? 0 : 1) ? [] : [`${errors} error annotations, exit code ${main.exitCode}`]),
    // A cancelled run is red, unless cancelling was what the step was asked for.
    ...(GREEN.includes(outcome) === isGreen || outcome === 'cancelled'
      ? []
      : [`outcome ${outcome}, exit code ${main.exitCode}`]),
  ];
}

/** A process that was killed before its first line of code has set none. */
function faultsOfOutputs({ outputs, signal, stdout }: PhaseResult, declared: readonly string[]): string[] {
  const names = Object.keys(outputs);
  if (signal === 'SIGKILL' && names.length === 0 && stdout === '') return [];
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
