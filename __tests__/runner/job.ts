import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The directories of one job. */
export interface Job {
  workspace: string;
  temp: string;
  toolCache: string;
  eventPath: string;
  /** Makes the empty files that one phase may append to. */
  makeCommandFiles(): Promise<CommandFiles>;
  /** Removes all of it, except a workspace that was handed in. */
  remove(): Promise<void>;
}

export interface CommandFiles {
  GITHUB_OUTPUT: string;
  GITHUB_STATE: string;
  GITHUB_ENV: string;
  GITHUB_PATH: string;
  GITHUB_STEP_SUMMARY: string;
}

export interface JobOptions {
  payload: unknown;
  workspace?: string | undefined;
  /** Path in the workspace → content. */
  files?: Record<string, string | Uint8Array> | undefined;
  /** Path in the workspace of a symbolic link → its target. */
  links?: Record<string, string> | undefined;
}

/** Lays out a fresh job below the system's temporary directory. */
export async function createJob(options: JobOptions): Promise<Job> {
  // macOS hands out a temporary directory that is itself a link.
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'runner-')));
  const workspace = options.workspace ?? path.join(root, 'work', 'repo', 'repo');
  const temp = path.join(root, 'work', '_temp');
  const commandDirectory = path.join(temp, '_runner_file_commands');
  const toolCache = path.join(root, 'tools');
  const eventPath = path.join(temp, '_github_workflow', 'event.json');
  for (const directory of [workspace, toolCache, commandDirectory, path.dirname(eventPath)]) {
    await mkdir(directory, { recursive: true });
  }
  await writeFile(eventPath, JSON.stringify(options.payload, null, 2));
  await fill(workspace, options);
  return {
    workspace,
    temp,
    toolCache,
    eventPath,
    makeCommandFiles: () => makeCommandFiles(commandDirectory),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function fill(workspace: string, { files = {}, links = {} }: JobOptions): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(workspace, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  for (const [name, target] of Object.entries(links)) {
    const link = path.join(workspace, name);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(target, link);
  }
}

async function makeCommandFiles(directory: string): Promise<CommandFiles> {
  const suffix = randomUUID();
  const files: CommandFiles = {
    GITHUB_OUTPUT: path.join(directory, `set_output_${suffix}`),
    GITHUB_STATE: path.join(directory, `save_state_${suffix}`),
    GITHUB_ENV: path.join(directory, `set_env_${suffix}`),
    GITHUB_PATH: path.join(directory, `add_path_${suffix}`),
    GITHUB_STEP_SUMMARY: path.join(directory, `step_summary_${suffix}`),
  };
  await Promise.all(Object.values(files).map((file) => writeFile(file, '')));
  return files;
}
