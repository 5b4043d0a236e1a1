import { readFile, stat } from 'node:fs/promises';
import { parseCommandFile, parsePathFile } from './command-file.ts';
import type { StepConsole } from './console.ts';
import type { CommandFiles } from './job.ts';
import type { Masks } from './masks.ts';

export interface PhaseFiles {
  outputs: Record<string, string>;
  /** Names of outputs whose value holds a masked word: as a job output the runner would drop them. */
  maskedOutputs: string[];
  state: Record<string, string>;
  env: Record<string, string>;
  path: string[];
  /** As shown: masked line by line; empty when it was dropped. */
  summary: string;
  /** True when the summary was over 1 MiB, which drops the whole of it. */
  summaryDropped: boolean;
}

const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/**
 * Reads what a process left in its files, which the runner does after any end, a kill included. A malformed file fails
 * the step; what stands before the bad line counts.
 */
export async function collectFiles(
  files: CommandFiles,
  output: StepConsole,
  masks: Masks,
): Promise<PhaseFiles> {
  const outputs = await readPairs(files.GITHUB_OUTPUT, 'output', output);
  const state = await readPairs(files.GITHUB_STATE, 'state', output);
  const env = await readPairs(files.GITHUB_ENV, 'env', output);
  // The files are read last, so they win over commands that were printed.
  const allOutputs = new Map([...output.outputs, ...outputs]);
  return {
    outputs: Object.fromEntries(allOutputs),
    maskedOutputs: [...allOutputs].filter(([, value]) => masks.apply(value) !== value).map(([name]) => name),
    state: Object.fromEntries([...output.state, ...state]),
    env: Object.fromEntries(env),
    path: parsePathFile(await readText(files.GITHUB_PATH)),
    ...(await readSummary(files.GITHUB_STEP_SUMMARY, output, masks)),
  };
}

async function readPairs(file: string, name: string, output: StepConsole): Promise<[string, string][]> {
  const { pairs, error } = parseCommandFile(await readText(file));
  if (error !== undefined) {
    output.failed = true;
    output.complain('error', `Unable to process file command '${name}' successfully.`);
    output.complain('error', error);
  }
  return pairs;
}

async function readSummary(
  file: string,
  output: StepConsole,
  masks: Masks,
): Promise<Pick<PhaseFiles, 'summary' | 'summaryDropped'>> {
  const size = await stat(file).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size > SUMMARY_LIMIT_BYTES) {
    const got = Math.floor(size / 1024);
    output.complain(
      'error',
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${got}k.`,
    );
    return { summary: '', summaryDropped: true };
  }
  const lines = (await readText(file)).split('\n');
  return { summary: lines.map((line) => masks.apply(line)).join('\n'), summaryDropped: false };
}

/** An action may remove the file: then it left nothing. */
async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}
