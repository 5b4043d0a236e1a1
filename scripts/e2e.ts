/**
 * `npm run e2e`: runs the main examples as they stand, by act in host mode, against the emulator, and looks at what
 * the emulator saw. Needs git, and act or Go to build it; without either it says so and passes.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clientOf } from '../__tests__/emulator/client.ts';
import { type Emulator, startEmulator } from '../__tests__/emulator/emulator.ts';
import { applyScenario } from '../__tests__/emulator/scenarios.ts';
import { type EventFixture, loadEvent } from '../__tests__/events/load.ts';

const run = promisify(execFile);

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ACT = 'github.com/nektos/act@v0.2.89';
const REPOSITORY = 'octo-org/octo-repo';
const CREATE = 'POST /agent/runs';
const FOLLOW_UP = 'POST /agent/runs/{runId}/followups';

/** One emulator, and a repository whose workflows act runs. */
interface Stage {
  readonly emulator: Emulator;
  /** Plays an example on an event; the log. Rejects when its job is red. */
  readonly play: (example: string, event: EventFixture) => Promise<string>;
}

const SCENARIOS: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'review.yml: comments on lines, which a second review does not repeat': async ({ emulator, play }) => {
    applyScenario('review', 'reads', emulator);
    const { headSha = '' } = emulator.github.pull(7) ?? {};
    const event = loadEvent('pull_request.opened', { pull_request: { head: { sha: headSha } } });
    // A critical finding makes the job red.
    await assert.rejects(play('review.yml', event));
    await assert.rejects(play('review.yml', event));
    assert.equal(emulator.count('oz', CREATE), 2);
    const comments = emulator.github.comments(7);
    assert.equal(comments.length, 1);
    assert.equal(emulator.github.reviews.comments(7).length, 3);
    const [states] = [...emulator.github.statuses.values()].map((all) => all.map(({ state }) => state));
    assert.equal(states?.at(0), 'pending');
    assert.equal(states?.at(-1), 'failure');
  },

  'comment.yml: a maintainer starts an agent and goes on with it': async ({ emulator, play }) => {
    await play('comment.yml', command('/oz repair the parser'));
    await play('comment.yml', command('/oz more tests, please'));
    assert.equal(emulator.count('oz', CREATE), 1);
    assert.equal(emulator.count('oz', FOLLOW_UP), 1);
    // Each has its answer.
    assert.equal(oursAmong(emulator).length, 2);
  },

  'comment.yml: a stranger starts nothing': async ({ emulator, play }) => {
    await play('comment.yml', loadEvent('issue_comment.created.stranger', comment('/oz spend it all')));
    // The word of the event alone does not open the gate either.
    const forged = comment('/oz spend it all', 'MEMBER');
    await play('comment.yml', loadEvent('issue_comment.created.stranger', forged));
    assert.equal(emulator.count('oz'), 0);
    assert.deepEqual(oursAmong(emulator), []);
  },

  'cron.yml: nothing starts while the last one works': async ({ emulator, play }) => {
    await play('cron.yml', loadEvent('schedule'));
    assert.equal(emulator.count('oz', CREATE), 1);
    applyScenario('never-ends', 'reads', emulator);
    await clientOf(emulator).oz('POST', '/agent/runs', { prompt: 'last night', metadata: NIGHTLY });
    const log = await play('cron.yml', loadEvent('schedule'));
    assert.match(log, /An earlier run is still active/);
    assert.equal(emulator.count('oz', CREATE), 2);
  },
};

/** What cron.yml stamps on its runs. */
const NIGHTLY = {
  github_repository: REPOSITORY,
  github_workflow: 'Oz nightly',
  github_job: 'maintain',
  comment_key: 'Oz nightly/maintain',
};

function command(body: string): EventFixture {
  return loadEvent('issue_comment.created.issue', comment(body, 'OWNER'));
}

function comment(body: string, association?: string): Record<string, unknown> {
  return { comment: { body, ...(association && { author_association: association }) } };
}

function oursAmong(emulator: Emulator): string[] {
  const bodies = emulator.github.comments().map(({ body }) => body);
  return bodies.filter((body) => body.startsWith('<!-- oz-agent-action '));
}

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'e2e-'));
  try {
    const act = await findAct(folder);
    if (act === undefined) {
      console.log('Skipped: neither act nor Go is installed, so the examples cannot be run here.');
      return;
    }
    for (const [name, scenario] of Object.entries(SCENARIOS)) {
      await using emulator = await startEmulator({ scenario: 'succeeds-with-pull-request' });
      const repository = await makeRepository(folder, emulator);
      await scenario({
        emulator,
        play: (example, event) => play(act, repository, example, event, emulator),
      });
      assert.deepEqual(emulator.violations, []);
      console.log(`passed  ${name}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The path of act: installed already, or built by Go; undefined where there is neither. */
async function findAct(folder: string): Promise<string | undefined> {
  if (await answers('act', '--version')) return 'act';
  if (!(await answers('go', 'version'))) return undefined;
  console.log('Building act, which takes some minutes the first time …');
  const bin = path.join(folder, 'bin');
  await run('go', ['install', ACT], { env: { ...process.env, GOBIN: bin } });
  return path.join(bin, 'act');
}

function answers(tool: string, argument: string): Promise<boolean> {
  return run(tool, [argument]).then(
    () => true,
    () => false,
  );
}

/** A repository with a remote, by which act tells its name, and beside it the action with the emulator as its default. */
async function makeRepository(folder: string, emulator: Emulator): Promise<string> {
  const repository = await mkdtemp(path.join(folder, 'repository-'));
  const action = path.join(repository, 'action');
  await mkdir(action);
  await cp(path.join(ROOT, 'dist'), path.join(action, 'dist'), { recursive: true });
  const declared = await readFile(path.join(ROOT, 'action.yml'), 'utf8');
  const emulated = declared
    .replace('https://app.warp.dev/api/v1', emulator.apiUrl)
    .replace(/(poll-interval-seconds:[\s\S]*?default: )'15'/, "$1'0.1'");
  await writeFile(path.join(action, 'action.yml'), emulated);
  const git = (...args: string[]) => run('git', ['-C', repository, ...args]);
  await git('init', '--quiet', '--initial-branch=main');
  const author = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com'];
  await git(...author, 'commit', '--quiet', '--allow-empty', '--message=Empty');
  await git('remote', 'add', 'origin', `https://github.com/${REPOSITORY}`);
  return repository;
}

async function play(
  act: string,
  repository: string,
  example: string,
  event: EventFixture,
  emulator: Emulator,
): Promise<string> {
  const payload = path.join(repository, 'event.json');
  await writeFile(payload, JSON.stringify(event.payload));
  const args = [
    event.name,
    ...['--workflows', path.join(ROOT, 'docs/examples', example)],
    ...['--eventpath', payload],
    // The machine itself, in place of a container.
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--local-repository', `your-org/oz-agent-action@v1=${path.join(repository, 'action')}`],
    ...['--secret', `WARP_API_KEY=${emulator.apiKey}`, '--secret', `GITHUB_TOKEN=${emulator.githubToken}`],
    ...['--var', 'OZ_ENVIRONMENT=environment-1'],
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
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
    // It keeps settings and caches there, which are nobody's business.
    HOME: repository,
    XDG_CACHE_HOME: path.join(repository, '.cache'),
  };
  const { stdout } = await run(act, args, { cwd: repository, env, maxBuffer: 2 ** 26 });
  return stdout;
}

await main();
