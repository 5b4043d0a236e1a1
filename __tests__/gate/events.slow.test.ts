import { describe, expect } from 'vitest';
import { CREATE, it, messages, QUIET, type Stage } from '../support/dist-step.ts';
import { PERMISSION } from './gate-stage.ts';
import { BOT, causedBy, introduce, OURSELVES, PEOPLE } from './people.ts';

type Who = 'owner' | 'writer' | 'reader' | 'stranger' | 'bot' | 'listed bot' | 'ourselves' | 'nobody can say';

/** What comes of it: `started`, or the outcome and why. */
type Expected = 'started' | 'permission' | 'actor' | 'self-triggered' | 'refused';

/** Events that anyone can cause, each with a few of those who may. */
const OPEN: Record<string, Partial<Record<Who, Expected>>> = {
  'issue_comment.created.pull_request': {
    owner: 'started',
    reader: 'permission',
    stranger: 'permission',
    bot: 'actor',
    ourselves: 'self-triggered',
    'nobody can say': 'refused',
  },
  'issues.opened': { writer: 'started', stranger: 'permission' },
  'issues.labeled': { owner: 'started' },
  'pull_request.opened.fork': { stranger: 'permission', 'nobody can say': 'refused' },
  'pull_request.synchronize': { bot: 'actor', 'listed bot': 'started' },
  'pull_request_target.opened.fork': { stranger: 'permission' },
  'pull_request_target.labeled.fork': { owner: 'started', reader: 'permission' },
  'pull_request_review.submitted': { reader: 'permission', ourselves: 'self-triggered' },
  'pull_request_review_comment.created': { stranger: 'permission' },
  'discussion_comment.created': { stranger: 'permission' },
  'workflow_run.completed.fork-rerun': { stranger: 'permission', owner: 'started' },
  'check_run.completed': { bot: 'actor' },
  'watch.started': { stranger: 'permission' },
};

/** Events that nobody can cause without being trusted already. */
const CLOSED: Record<string, Partial<Record<Who, Expected>>> = {
  push: { 'nobody can say': 'started' },
  schedule: { owner: 'started' },
  workflow_dispatch: { bot: 'started' },
};

function loginOf(who: Who): string {
  if (who === 'bot' || who === 'listed bot') return BOT;
  if (who === 'ourselves') return OURSELVES;
  return who === 'nobody can say' ? PEOPLE.owner : PEOPLE[who];
}

/** Plays the main phase with somebody behind the event. */
async function play(fixture: string, who: Who, { emulator, runMain }: Stage) {
  introduce(emulator);
  if (who === 'nobody can say') {
    emulator.faults.add(PERMISSION, { status: 500, body: { message: 'Server Error' }, times: 'always' });
  }
  const isListed = who === 'listed bot' || who === 'ourselves';
  return runMain({
    event: causedBy(loginOf(who), fixture),
    with: { 'allowed-actors': isListed ? `${BOT}, @${OURSELVES}` : '', wait: 'false' },
  });
}

describe('who may start it', () => {
  for (const [fixture, cases] of Object.entries({ ...OPEN, ...CLOSED })) {
    for (const [who, expected] of Object.entries(cases)) {
      it(`${fixture} by ${who}: ${expected}`, async ({ stage }) => {
        const job = await play(fixture, who as Who, stage);
        const { outputs, conclusion } = job;
        const { emulator } = stage;
        if (expected === 'started') {
          expect(outputs).toMatchObject({ outcome: 'started', 'skipped-reason': '', attempts: '1' });
          expect(emulator.count('oz', CREATE)).toBe(1);
          return;
        }
        const isRefused = expected === 'refused';
        expect(conclusion).toBe(isRefused ? 'failure' : 'success');
        expect(outputs).toMatchObject({
          outcome: isRefused ? 'refused' : 'skipped',
          'skipped-reason': isRefused ? '' : expected,
          'run-id': '',
          attempts: '0',
        });
        expect(messages(job, 'notice')).toHaveLength(isRefused ? 0 : 1);
        expect(messages(job, 'warning')).toEqual([]);
        expect(emulator.count('oz')).toBe(0);
        expect(emulator.github.comments()).toEqual([]);
        expect(emulator.github.reactions).toEqual([]);
      });
    }
  }
});

describe('the gate comes first', () => {
  it('a stranger is told nothing of a missing key', async ({ stage }) => {
    introduce(stage.emulator);
    const event = causedBy('mona', 'issue_comment.created.issue');
    const job = await stage.runMain({ event, with: { 'api-key': '' } });
    expect(job.outputs).toMatchObject({ outcome: 'skipped', 'skipped-reason': 'permission' });
  });

  it('a maintainer is, in red', async ({ stage }) => {
    introduce(stage.emulator);
    const event = causedBy('maya', 'issue_comment.created.issue');
    const job = await stage.runMain({ event, with: { 'api-key': '', 'required-permission': 'maintain' } });
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'missing_api_key' });
  });

  it('on a fork’s pull request the missing secret is explained to those who pass', async ({ stage }) => {
    const event = causedBy('octocat', 'pull_request.labeled.fork');
    const job = await stage.runMain({ event, with: { 'api-key': '' } });
    expect(job.outputs).toMatchObject({ outcome: 'skipped', 'skipped-reason': 'no-secret' });
    expect(messages(job, 'notice')).toEqual([expect.stringContaining('fork')]);
  });
});

describe('modes that start nothing are not gated', () => {
  it('attach and check', async ({ stage }) => {
    const { emulator } = stage;
    emulator.faults.add(PERMISSION, { status: 500, body: { message: 'down' }, times: 'always' });
    const id = emulator.oz.addRun({}, [{ state: 'INPROGRESS' }]);
    const by = (login: string, inputs: Record<string, string>) =>
      stage.runMain({
        event: causedBy(login, 'issue_comment.created.issue'),
        with: { prompt: '', ...QUIET, ...inputs },
      });
    const attach = await by('mona', { mode: 'attach', 'run-id': id, wait: 'false' });
    expect(attach.outputs.outcome).toBe('started');
    expect((await by(OURSELVES, { mode: 'check' })).outputs.outcome).toBe('checked');
    expect(emulator.count('github', PERMISSION)).toBe(0);
    expect(emulator.github.reactions).toEqual([]);
  });
});
