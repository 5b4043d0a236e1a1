import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Emulator } from '../__tests__/emulator/emulator.ts';
import type { EventFixture } from '../__tests__/events/load.ts';

const run = promisify(execFile);

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ACT = 'github.com/nektos/act@v0.2.89';

/** The repository whose workflows act runs. */
export const REPOSITORY = 'octo-org/octo-repo';

/** The path of act: installed already, or built by Go; undefined where there is neither. */
export async function findAct(folder: string): Promise<string | undefined> {
  if (await isInstalled('act', '--version')) return 'act';
  if (!(await isInstalled('go', 'version'))) return undefined;
  console.log('Building act, which takes some minutes the first time …');
  const bin = path.join(folder, 'bin');
  await run('go', ['install', ACT], { env: { ...process.env, GOBIN: bin } });
  return path.join(bin, 'act');
}

function isInstalled(tool: string, argument: string): Promise<boolean> {
  return run(tool, [argument]).then(
    () => true,
    () => false,
  );
}

/** A repository with a remote, by which act tells its name, and beside it the action with the emulator as its default. */
export async function makeRepository(folder: string, emulator: Emulator): Promise<string> {
  const repository = await mkdtemp(path.join(folder, 'repository-'));
  const action = path.join(repository, 'action');
  await mkdir(action);
  await cp(path.join(ROOT, 'dist'), path.join(action, 'dist'), { recursive: true });
  const declared = await readFile(path.join(ROOT, 'action.yml'), 'utf8');
  const emulated = declared
    .replace('https://app.warp.dev/api/v1', emulator.apiUrl)
    .replace(/(poll-interval-seconds:[\s\S]*?default: )'15'/, "$1'0.1'");
  await writeFile(path.join(action, 'action.yml'), emulated);
  await mkdir(path.join(repository, 'upload-artifact'));
  await writeFile(path.join(repository, 'upload-artifact', 'action.yml'), upload(repository));
  const gh = path.join(repository, 'bin', 'gh');
  await mkdir(path.dirname(gh));
  await writeFile(gh, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${repository}/gh-calls'\n`);
  await chmod(gh, 0o755);
  const git = (...args: string[]) => run('git', ['-C', repository, ...args]);
  await git('init', '--quiet', '--initial-branch=main');
  const author = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com'];
  await git(...author, 'commit', '--quiet', '--allow-empty', '--message=Empty');
  await git('remote', 'add', 'origin', `https://github.com/${REPOSITORY}`);
  return repository;
}

/** Where a workflow is played. */
export interface Playing {
  readonly act: string;
  readonly repository: string;
  readonly emulator: Emulator;
}

/** The log. Rejects with it when the job is red. `caller`: the workflow that calls the example, where nothing else starts it. */
export async function play(
  { act, repository, emulator }: Playing,
  example: string,
  event: EventFixture,
  caller?: string,
): Promise<string> {
  const payload = path.join(repository, 'event.json');
  await writeFile(payload, JSON.stringify(event.payload));
  const args = [
    event.name,
    ...['--workflows', await workflowOf(repository, example, caller)],
    ...['--eventpath', payload],
    // The machine itself, instead of a container.
    ...['ubuntu-latest', 'ubuntu-slim', 'self-hosted'].flatMap((label) => [
      '--platform',
      `${label}=-self-hosted`,
    ]),
    ...Object.entries(LOCAL).flatMap(([name, folder]) => [
      '--local-repository',
      `${name}=${path.join(repository, folder)}`,
    ]),
    ...['--secret', `WARP_API_KEY=${emulator.apiKey}`, '--secret', `GITHUB_TOKEN=${emulator.githubToken}`],
    ...['--var', 'OZ_ENVIRONMENT=env-node-24', '--var', `OZ_AGENT_LOGIN=${AGENT}`],
    ...[
      '--env',
      `GITHUB_API_URL=${emulator.githubUrl}`,
      '--env',
      `GITHUB_GRAPHQL_URL=${emulator.graphqlUrl}`,
    ],
    ...['--actor', event.env.GITHUB_ACTOR ?? 'octocat'],
  ];
  const env = {
    ...process.env,
    PATH: [path.join(repository, 'bin'), path.dirname(process.execPath), process.env.PATH].join(
      path.delimiter,
    ),
    // It keeps settings and caches there, which are nobody's business.
    HOME: repository,
    XDG_CACHE_HOME: path.join(repository, '.cache'),
  };
  const options = { cwd: repository, env, maxBuffer: 2 ** 26 };
  const { stdout } = await run(act, args, options).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${example} failed:\n${error.stdout}${error.stderr}`, { cause: error });
  });
  return stdout;
}

/** The account of the agent in collect.yml. */
export const AGENT = 'oz-agent[bot]';

/** Actions that act takes from a folder of the repository. */
const LOCAL = {
  'your-org/oz-agent-action@v1': 'action',
  'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a': 'upload-artifact',
};

/** In place of the one that needs GitHub's storage: notes what it is given. */
const upload = (repository: string) => `name: upload
inputs:
  name: { required: true }
  path: { required: true }
  retention-days: {}
runs:
  using: composite
  steps:
    - shell: bash
      env: { FOLDER: "\${{ inputs.path }}" }
      run: ls "$FOLDER" >> '${repository}/uploaded'
`;

async function workflowOf(repository: string, example: string, caller: string | undefined): Promise<string> {
  const file = path.join(ROOT, 'docs/examples', example);
  if (caller === undefined) return file;
  const folder = path.join(repository, '.github/workflows');
  await mkdir(folder, { recursive: true });
  await cp(file, path.join(folder, example));
  await writeFile(path.join(folder, 'caller.yml'), caller);
  return path.join(folder, 'caller.yml');
}
