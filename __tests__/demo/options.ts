import { parseArgs } from 'node:util';
import { isScenarioName, type ScenarioName } from '../emulator/scenarios.ts';
import type { With } from '../runner/inputs.ts';

export type Options = { command: 'help' } | { command: 'list' } | RunOptions;

export interface RunOptions {
  command: 'run';
  /** Missing in live mode: the real service decides what happens. */
  scenario: ScenarioName | undefined;
  /** Inputs of the step, over those that fit the scenario. */
  with: With;
  /** Directory for the page. */
  out: string | undefined;
  workspace: string | undefined;
  /** `--yes`: the cost of a live run is accepted. */
  isConfirmed: boolean;
}

/** A command line that makes no sense; the message is meant for the person who typed it. */
export class UsageError extends Error {}

export const USAGE = `npm start -- [options]

  --scenario NAME     what happens to the run (default: ${defaultScenario()})
  --list              list the scenarios
  --prompt TEXT       the task
  --with NAME=VALUE   any other input of the action; may be repeated
  --workspace DIR     use DIR as the workspace, for inputs that name files
  --out DIR           where to write the page (default: .demo)
  --live              use the real service with the key in WARP_API_KEY; costs credits
  --yes               do not ask before a live run
  --help              this text
`;

/** Throws a UsageError. */
export function parseOptions(args: string[]): Options {
  const values = parseFlags(args);
  if (values.help) return { command: 'help' };
  if (values.list) return { command: 'list' };
  if (values.live && values.scenario !== undefined) {
    throw new UsageError('--live and --scenario exclude each other: scenarios are emulated.');
  }
  return {
    command: 'run',
    scenario: values.live ? undefined : knownScenario(values.scenario ?? defaultScenario()),
    with: {
      ...Object.fromEntries((values.with ?? []).map(parsePair)),
      ...(values.prompt !== undefined && { prompt: values.prompt }),
    },
    out: values.out,
    workspace: values.workspace,
    isConfirmed: values.yes ?? false,
  };
}

function defaultScenario(): ScenarioName {
  return 'succeeds-with-pull-request';
}

function parseFlags(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        scenario: { type: 'string' },
        list: { type: 'boolean' },
        prompt: { type: 'string' },
        with: { type: 'string', multiple: true },
        workspace: { type: 'string' },
        out: { type: 'string' },
        live: { type: 'boolean' },
        yes: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function knownScenario(name: string): ScenarioName {
  if (isScenarioName(name)) return name;
  throw new UsageError(`There is no scenario '${name}'. \`npm start -- --list\` names them all.`);
}

function parsePair(pair: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError(`--with takes NAME=VALUE, as in --with model=auto; got '${pair}'.`);
  }
  return [name.trim(), value];
}
