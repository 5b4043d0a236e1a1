import { expect } from 'vitest';
import { loadEvent } from '../events/load.ts';
import { it, QUIET } from '../support/dist-step.ts';

const REACT = 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';

it('a reaction that GitHub never answers holds no step up', { timeout: 20_000 }, async ({ stage }) => {
  stage.emulator.faults.set(REACT, { kind: 'hang', effect: false, times: 'always' });
  const event = loadEvent('issue_comment.created.pull_request');
  const job = await stage.run({ event, with: QUIET });
  expect(job.outputs.outcome).toBe('succeeded');
  expect(stage.emulator.count('github', REACT)).toBe(1);
});
