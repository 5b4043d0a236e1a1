import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { object } from '../../src/lib/json.ts';
import type { Emulator } from '../emulator/emulator.ts';
import type { PhaseResult } from '../runner/phase.ts';
import type { Step } from '../runner/step.ts';

/** What a step wrote or sent, and where. */
export type Written = readonly (readonly [place: string, text: string])[];

/** Outputs, state, summary and the rest as the processes left them: the runner's masks not applied. */
export async function rawFilesOf(step: Step): Promise<string[]> {
  const directory = path.join(step.temp, '_runner_file_commands');
  const names = await readdir(directory);
  return Promise.all(names.map((name) => readFile(path.join(directory, name), 'utf8')));
}

/** Everything, before the runner's masks are applied: both streams, all files, and whatever was sent to GitHub. */
export function writtenBy(
  phases: readonly PhaseResult[],
  rawFiles: readonly string[],
  emulator: Emulator,
): Written {
  const sent = emulator.requests.filter(({ host }) => host === 'github');
  return [
    ...phases.map(({ stdout }) => ['stdout', withoutMasks(stdout)] as const),
    ...phases.map(({ stderr }) => ['stderr', stderr] as const),
    ...rawFiles.map((text) => ['file', text] as const),
    ...sent.map(({ path: url, body }) => [`sent to ${url}`, JSON.stringify(body) ?? ''] as const),
    ...emulator.github.comments().map(({ body }) => ['comment', body] as const),
  ];
}

/** Where a value stands, in whatever way Markdown and JSON may have escaped it. */
export function placesIn(written: Written, value: string): string[] {
  const squeezed = (text: string) => text.replace(/[\\\u200b]/g, '');
  return written
    .filter(([, text]) => text.includes(value) || squeezed(text).includes(squeezed(value)))
    .map(([place]) => place);
}

/** Shorter ones may be words. */
const MIN_SECRET = 12;

/** The keys of the step, and what the MCP servers of runs keep secret, which the server echoes. */
export function secretsOf({ apiKey, githubToken, oz }: Emulator): string[] {
  const servers = [...oz.runs.values()].flatMap((run) =>
    Object.values(object(object(run.look().agent_config).mcp_servers)),
  );
  const kept = servers.flatMap((server) => Object.values(object(object(server).env)));
  const long = kept.filter((value) => typeof value === 'string' && value.length >= MIN_SECRET) as string[];
  return [...new Set([apiKey, githubToken, ...long])];
}

/** The one command that has to name a secret. */
function withoutMasks(stdout: string): string {
  return stdout
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');
}
