/**
 * `npm run e2e`: runs the recipes as they stand, by act in host mode, against the emulator, and looks at what
 * the emulator saw. Needs git, and act or Go to build it; without either it says so and passes.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clientOf } from '../__tests__/emulator/client.ts';
import { type Emulator, startEmulator } from '../__tests__/emulator/emulator.ts';
import { byReads } from '../__tests__/emulator/oz/lives.ts';
import { answers, document } from '../__tests__/emulator/oz/structured.ts';
import { REVIEW } from '../__tests__/emulator/reviewed.ts';
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
  /** Plays an example on an event; the log. Rejects with it when the job is red. */
  readonly play: (example: string, event: EventFixture) => Promise<string>;
  /** What GitHub's command line `gh` was called with, an argument a line. */
  readonly ghCalls: () => Promise<string>;
}

const SCENARIOS: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'review.yml: comments on lines, which a second review does not repeat': async ({ emulator, play }) => {
    const event = reviewed(emulator);
    // A critical finding makes the job red.
    await assert.rejects(play('review.yml', event), /outcome: findings/);
    await assert.rejects(play('review.yml', event), /outcome: findings/);
    assert.equal(emulator.count('oz', CREATE), 2);
    const comments = emulator.github.comments(7);
    assert.equal(comments.length, 1);
    assert.equal(emulator.github.reviews.comments(7).length, 3);
    assert.deepEqual(statesOf(emulator, 'oz/review'), ['pending', 'failure', 'pending', 'failure']);
  },

  'security-review.yml: red on a critical finding only': async ({ emulator, play }) => {
    const event = reviewed(emulator);
    await assert.rejects(play('security-review.yml', event), /outcome: findings/);
    const findings = REVIEW.findings.filter(({ severity }) => severity !== 'critical');
    answer(emulator, { ...REVIEW, findings });
    await play('security-review.yml', event);
    assert.deepEqual(statesOf(emulator, 'oz/security'), ['pending', 'failure', 'pending', 'success']);
  },

  'triage.yml: the answer becomes labels': async ({ emulator, play, ghCalls }) => {
    answer(emulator, { kind: 'bug', urgency: 'high', reason: 'The parser throws.' });
    await play('triage.yml', labelled('oz-triage'));
    assert.equal(await ghCalls(), 'issue\nedit\n3\n--add-label\nbug\n--add-label\nurgency: high\n');
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

  'failing-checks.yml: a failed push to the default branch is looked into, nothing else': async ({
    emulator,
    play,
  }) => {
    const push = { event: 'push', head_branch: 'main' };
    await play('failing-checks.yml', loadEvent('workflow_run.completed', { workflow_run: push }));
    assert.equal(emulator.count('oz', CREATE), 1);
    await play('failing-checks.yml', loadEvent('workflow_run.completed'));
    assert.equal(emulator.count('oz', CREATE), 1);
  },

  'release-notes.yml: the notes become a draft': async ({ emulator, play, ghCalls }) => {
    answer(emulator, { notes: 'Faster, `$(date)` and "quotes".' });
    await play('release-notes.yml', loadEvent('push.tag'));
    const call = await ghCalls();
    assert.match(call, /^release\ncreate\nv1\.0\.0\n--draft\n/);
    assert.ok(call.endsWith('--notes\nFaster, `$(date)` and "quotes".\n'));
  },

  'dependencies.yml: an update gets its status': async ({ emulator, play }) => {
    const bot = { login: 'dependabot[bot]', type: 'Bot' };
    const update = { pull_request: { user: bot }, sender: bot };
    await play('dependencies.yml', loadEvent('pull_request_target.opened', update));
    assert.deepEqual(statesOf(emulator, 'oz/dependencies'), ['pending', 'success']);
  },

  'check.yml: nothing is created': async ({ emulator, play }) => {
    const log = await play('check.yml', loadEvent('workflow_dispatch'));
    assert.match(log, /outcome: checked/);
    assert.equal(emulator.count('oz', CREATE), 0);
  },

  'fix.yml, stop.yml and matrix.yml: one label for one agent, another for three, and all are stopped':
    async ({ emulator, play }) => {
      await play('fix.yml', labelled('oz-fix'));
      assert.equal(emulator.count('oz', CREATE), 1);
      const label = { label: { name: 'oz-packages' } };
      await play('matrix.yml', loadEvent('pull_request.labeled', label));
      assert.equal(emulator.count('oz', CREATE), 4);
      assert.equal(oursAmong(emulator).length, 4);
      applyScenario('never-ends', 'reads', emulator);
      const metadata = { github_repository: REPOSITORY, github_number: '7' };
      await clientOf(emulator).oz('POST', '/agent/runs', { prompt: 'left behind', metadata });
      await play('stop.yml', loadEvent('pull_request.closed'));
      assert.deepEqual(emulator.oz.active(), []);
    },
};

/** The scenario `review`, and the event of its pull request. */
function reviewed(emulator: Emulator): EventFixture {
  applyScenario('review', 'reads', emulator);
  const { headSha = '' } = emulator.github.pull(7) ?? {};
  return loadEvent('pull_request.opened', { pull_request: { head: { sha: headSha } } });
}

/** The document that the agents to come answer with. */
function answer(emulator: Emulator, content: unknown): void {
  emulator.oz.defaultLife = answers({ files: document(content) }, byReads);
}

function labelled(name: string): EventFixture {
  return loadEvent('issues.labeled', { label: { name } });
}

/** What a commit status was set to, oldest first, each change once. */
function statesOf(emulator: Emulator, name: string): string[] {
  const all = [...emulator.github.statuses.values()].flat().filter(({ context }) => context === name);
  return all.map(({ state }) => state).filter((state, at, states) => state !== states[at - 1]);
}

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
        ghCalls: () => readFile(path.join(repository, 'gh-calls'), 'utf8'),
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
    // The machine itself, instead of a container.
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--local-repository', `your-org/oz-agent-action@v1=${path.join(repository, 'action')}`],
    ...['--secret', `WARP_API_KEY=${emulator.apiKey}`, '--secret', `GITHUB_TOKEN=${emulator.githubToken}`],
    ...['--var', 'OZ_ENVIRONMENT=env-node-24'],
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

await main();
