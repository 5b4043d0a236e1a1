// Shows the built action at work: npm start -- --help
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCENARIOS } from '../emulator/scenarios.ts';
import type { Step } from '../runner/step.ts';
import { forTerminal } from './ansi.ts';
import { type Demonstration, demonstrate } from './demonstrate.ts';
import { agreeToLiveRun } from './live.ts';
import { parseOptions, type RunOptions, USAGE, UsageError } from './options.ts';
import { demonstrationToPage } from './page.ts';
import { demonstrationToText } from './terminal.ts';

const DEFAULT_OUT = fileURLToPath(new URL('../../.demo/', import.meta.url));

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  const message = error instanceof UsageError ? error.message : (error as Error).stack;
  process.stderr.write(`${message}\n`);
}

async function main(args: string[]): Promise<void> {
  const options = parseOptions(args);
  if (options.command === 'help') process.stdout.write(USAGE);
  else if (options.command === 'list') process.stdout.write(listOfScenarios());
  else await run(options);
}

function listOfScenarios(): string {
  const lines = Object.entries(SCENARIOS).map(
    ([name, { description }]) => `${name.padEnd(30)} ${description}\n`,
  );
  return lines.join('');
}

async function run(options: RunOptions): Promise<void> {
  const { scenario } = options;
  const live = scenario === undefined ? { apiKey: await agreeToLiveRun(options.isConfirmed) } : {};
  process.stdout.write(
    `Running ${scenario ?? 'the real service'}. The log follows when the step has ended.\n`,
  );
  const demonstration = await demonstrate({ ...options, ...live, onStart: accompany });
  process.stdout.write(`\n${demonstrationToText(demonstration, terminal())}`);
  process.stdout.write(`\nPage: ${await writePage(demonstration, options.out ?? DEFAULT_OUT)}\n`);
}

/** Ctrl-C does what "Cancel workflow" does, so that no run is left behind. The run's link is shown as soon as there is one. */
function accompany(step: Step): void {
  process.on('SIGINT', () => step.cancel());
  step.saw(/https:\/\/\S+\/runs\//).then(
    (line) => process.stdout.write(`${forTerminal(line, false).trim()}\n`),
    () => undefined,
  );
}

function terminal(): { columns: number; hasColours: boolean } {
  const { stdout } = process;
  return { columns: stdout.columns ?? 120, hasColours: stdout.isTTY === true && stdout.hasColors() };
}

async function writePage(demonstration: Demonstration, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const file = path.resolve(directory, `${demonstration.name}.html`);
  await writeFile(file, demonstrationToPage(demonstration));
  return file;
}
