import { describe, expect } from 'vitest';
import { type EventFixture, loadEvent } from '../events/load.ts';
import { it, QUIET, type Stage } from '../support/dist-step.ts';

const READ_PULL = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
const ANYONE = { ...QUIET, wait: 'false', 'required-permission': 'none' };

async function stampedSha({ emulator, ...stage }: Stage, event: EventFixture, inputs = {}): Promise<unknown> {
  await stage.runMain({ event, with: { ...ANYONE, ...inputs } });
  return emulator.oz.lastRun.metadata?.github_sha;
}

function headOf({ payload }: EventFixture): string {
  return (payload.pull_request as { head: { sha: string } }).head.sha;
}

describe.concurrent('the commit that is stamped on a run', () => {
  for (const name of [
    'pull_request.opened',
    'pull_request_target.opened',
    'pull_request_review_comment.created',
  ]) {
    it(`${name}: the head, without a request`, async ({ stage }) => {
      const event = loadEvent(name);
      expect(event.env.GITHUB_SHA).not.toBe(headOf(event));
      expect(await stampedSha(stage, event)).toBe(headOf(event));
      expect(stage.emulator.count('github', READ_PULL)).toBe(0);
    });
  }

  it('a comment on a pull request: the head, which GitHub is asked for once', async ({ stage }) => {
    const { headSha } = stage.emulator.github.addPull({ number: 7 });
    expect(await stampedSha(stage, loadEvent('issue_comment.created.pull_request'))).toBe(headSha);
    expect(stage.emulator.count('github', READ_PULL)).toBe(1);
  });

  it('a number that the workflow gives: the head of that pull request', async ({ stage }) => {
    const { headSha } = stage.emulator.github.addPull({ number: 8 });
    expect(await stampedSha(stage, loadEvent('push'), { 'issue-number': '8' })).toBe(headSha);
  });

  it('workflow_run: the commit that it ran on', async ({ stage }) => {
    const event = loadEvent('workflow_run.completed');
    const { head_sha } = event.payload.workflow_run as { head_sha: string };
    expect(event.env.GITHUB_SHA).not.toBe(head_sha);
    expect(await stampedSha(stage, event)).toBe(head_sha);
  });

  it('an issue, a push: the commit of the workflow, without a request', async ({ stage }) => {
    for (const name of ['issues.opened', 'issue_comment.created.issue', 'push']) {
      const event = loadEvent(name);
      expect(await stampedSha(stage, event)).toBe(event.env.GITHUB_SHA);
      expect(stage.emulator.count('github', READ_PULL)).toBe(0);
    }
  });

  it('GitHub does not answer: the commit of the workflow, and the run is created', async ({ stage }) => {
    stage.emulator.faults.add(READ_PULL, { status: 502, body: 'no', times: 'always' });
    const event = loadEvent('issue_comment.created.pull_request');
    expect(await stampedSha(stage, event)).toBe(event.env.GITHUB_SHA);
  });
});
