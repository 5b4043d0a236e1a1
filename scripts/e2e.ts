/**
 * `npm run e2e`: runs the recipes as they stand, by act in host mode, against the emulator, and looks at what
 * the emulator saw. Needs git, and act or Go to build it; without either it says so and passes.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clientOf } from '../__tests__/emulator/client.ts';
import { type Emulator, startEmulator } from '../__tests__/emulator/emulator.ts';
import { byReads } from '../__tests__/emulator/oz/lives.ts';
import { answers, document } from '../__tests__/emulator/oz/structured.ts';
import { REVIEW } from '../__tests__/emulator/reviewed.ts';
import { applyScenario } from '../__tests__/emulator/scenarios.ts';
import { type EventFixture, loadEvent } from '../__tests__/events/load.ts';
import { AGENT, findAct, makeRepository, play as playIn, REPOSITORY } from './act.ts';

const CREATE = 'POST /agent/runs';
const FOLLOW_UP = 'POST /agent/runs/{runId}/followups';

/** One emulator, and a repository whose workflows act runs. */
interface Stage {
  readonly emulator: Emulator;
  /** Plays an example on an event; the log. Rejects with it when the job is red. */
  readonly play: (example: string, event: EventFixture, caller?: string) => Promise<string>;
  /** What was to be uploaded, a file a line. */
  readonly uploaded: () => Promise<string>;
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

  "start.yml and collect.yml: started now, concluded later, on a pull request of the agent's alone": async ({
    emulator,
    play,
  }) => {
    await play('start.yml', labelled('oz-later'));
    const { lastRun } = emulator.oz;
    const pending = await play('collect.yml', loadEvent('schedule'));
    assert.match(pending, /concluded \[\], still going on 1/);
    while (lastRun.state !== 'SUCCEEDED') lastRun.read();
    const by = (login: string) => loadEvent('pull_request.opened', { pull_request: { user: { login } } });
    const seen = emulator.count('oz');
    await play('collect.yml', by('stranger'));
    assert.equal(emulator.count('oz'), seen);
    const log = await play('collect.yml', by(AGENT));
    assert.match(log, /concluded \[\{.*"outcome":"succeeded".*\], still going on 0/);
    // By hand the job names an environment.
    assert.match(
      await play('collect.yml', loadEvent('workflow_dispatch')),
      /concluded \[\], still going on 0/,
    );
    assert.equal(emulator.count('oz', CREATE), 1);
    const [comment, ...others] = oursAmong(emulator);
    assert.match(comment ?? '', /The Oz agent succeeded/);
    assert.deepEqual(others, []);
  },

  'evidence.yml: what the run left is uploaded': async ({ emulator, play, uploaded }) => {
    const task = { inputs: { task: 'Draw the parser' } };
    await play('evidence.yml', loadEvent('workflow_dispatch', task));
    assert.equal(emulator.oz.lastRun.look().prompt?.startsWith('Draw the parser'), true);
    assert.match(await uploaded(), /^run\.json$/m);
  },

  'enterprise.yml: on a runner of its own': async ({ emulator, play }) => {
    await play('enterprise.yml', labelled('oz-fix'));
    assert.equal(emulator.count('oz', CREATE), 1);
    assert.equal(oursAmong(emulator).length, 1);
  },

  "reusable.yml: called, with the caller's prompt and outcome": async ({ emulator, play }) => {
    const log = await play('reusable.yml', labelled('any'), CALLER);
    assert.equal(emulator.oz.lastRun.look().prompt?.startsWith('Repair the parser'), true);
    assert.match(log, /it came to succeeded/);
  },
};

/** A workflow of another repository's. */
const CALLER = `name: Caller
on: issues
permissions: {}
jobs:
  agent:
    permissions: { issues: write, pull-requests: write }
    uses: ./.github/workflows/reusable.yml
    with: { prompt: Repair the parser }
    secrets: { api-key: "\${{ secrets.WARP_API_KEY }}" }
  after:
    needs: agent
    runs-on: ubuntu-latest
    steps:
      - env: { OUTCOME: "\${{ needs.agent.outputs.outcome }}" }
        run: echo "it came to $OUTCOME"
`;

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
        play: (...args) => playIn({ act, repository, emulator }, ...args),
        uploaded: () => readFile(path.join(repository, 'uploaded'), 'utf8'),
        ghCalls: () => readFile(path.join(repository, 'gh-calls'), 'utf8'),
      });
      assert.deepEqual(emulator.violations, []);
      console.log(`passed  ${name}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
