import { describe, expect } from 'vitest';
import type { Fault } from '../emulator/http/faults.ts';
import { plan } from '../emulator/oz/artifacts.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { type EventFixture, loadEvent, type Payload } from '../events/load.ts';
import type { Step } from '../runner/step.ts';
import {
  attachTo,
  commentsOf,
  EDIT_COMMENT,
  it,
  type Job,
  messages,
  NUMBER,
  POST_COMMENT,
  type Stage,
  until,
} from '../support/dist-step.ts';

const REMOVE_COMMENT = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}';
const REPLY = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies';
const EDIT_REPLY = 'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}';
const REMOVE_REPLY = 'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}';

const SUCCEEDED: LifeStep = { state: 'SUCCEEDED', artifacts: [plan('plan-1', 'Plan', 'A plan')] };
const UNFINISHED = /is queued|is working|is in progress|has finished|was started/;
const COMMENTED = loadEvent('issue_comment.created.pull_request');

function slowly(...end: LifeStep[]): [LifeStep, ...LifeStep[]] {
  return [{ state: 'QUEUED', reads: 8 }, { state: 'INPROGRESS', reads: 12 }, ...end];
}

/** A pull request with a review thread of two comments, and the event of the second. */
function reviewThread({ emulator }: Stage, changes: Payload = {}): { event: EventFixture; firstId: number } {
  const { github } = emulator;
  github.addPull({ number: NUMBER, files: [{ path: 'a.ts', after: 'one\ntwo\n' }] });
  github.reviews.add({ number: NUMBER, user: 'reader', comments: [{ path: 'a.ts', line: 1, body: 'Why?' }] });
  const [first] = github.reviews.comments(NUMBER);
  if (first === undefined) throw new Error('no thread');
  const asked = github.reviews.reply(first, '/oz mend this', 'octocat');
  const comment = {
    id: asked.id,
    in_reply_to_id: first.id,
    created_at: asked.createdAt,
    body: asked.body,
    ...changes,
  };
  return { event: loadEvent('pull_request_review_comment.created', { comment }), firstId: first.id };
}

/** Of our own account, in the thread as well as below the pull request. */
function ours({ emulator: { github } }: Stage): string[] {
  const all = [...github.comments(NUMBER), ...github.reviews.comments(NUMBER)];
  return all.filter(({ user }) => user === github.viewer).map(({ body }) => body);
}

describe.concurrent('a reply', () => {
  it('works in one comment, answers in a fresh one, and removes the first', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const step = await stage.start({ event: COMMENTED });
    await until(stage.emulator.answered(POST_COMMENT), step);
    const [working] = stage.emulator.github.comments(NUMBER);
    expect(working?.body).toMatch(UNFINISHED);
    const job = await stage.finish(step);
    const [answer, ...others] = stage.emulator.github.comments(NUMBER);
    expect(others).toEqual([]);
    expect(answer?.id).not.toBe(working?.id);
    expect(answer?.body).toContain('succeeded');
    expect(job.outputs['comment-url']).toMatch(new RegExp(`#issuecomment-${answer?.id}$`));
    expect(stage.emulator.count('github', EDIT_COMMENT)).toBeGreaterThan(0);
    expect(stage.emulator.count('github', POST_COMMENT)).toBe(2);
    // Nothing had to be looked for.
    const graphql = stage.emulator.requests.filter(({ route }) => route === 'POST /graphql');
    expect(graphql.filter(({ body }) => JSON.stringify(body).includes('comments('))).toEqual([]);
  });

  it('is one for each run', async ({ stage }) => {
    await stage.run({ event: COMMENTED });
    await stage.run({ event: COMMENTED });
    expect(ours(stage)).toHaveLength(2);
  });

  it('to a follow-up is another one', async ({ stage }) => {
    await stage.run({ event: COMMENTED });
    const { id } = stage.emulator.oz.lastRun;
    await stage.run({ event: COMMENTED, with: { mode: 'follow-up', 'run-id': id } });
    await stage.run({ event: COMMENTED, with: { mode: 'follow-up', 'run-id': id } });
    expect(ours(stage)).toHaveLength(3);
    expect(new Set(ours(stage).map((body) => body.split('\n')[0])).size).toBe(3);
  });

  it('of a step that does not wait is taken over by the one that attaches', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    await stage.run({ event: COMMENTED, with: { wait: 'false' } });
    expect(ours(stage)).toEqual([expect.stringContaining('was started')]);
    const [started] = stage.emulator.github.comments(NUMBER);
    await stage.run({ event: COMMENTED, with: attachTo(stage.emulator.oz.lastRun.id) });
    const [answer, ...others] = stage.emulator.github.comments(NUMBER);
    expect(others).toEqual([]);
    expect(answer?.id).not.toBe(started?.id);
    expect(answer?.body).toContain('succeeded');
  });

  it('answers a refusal as well', async ({ stage }) => {
    const job = await stage.run({ event: COMMENTED, with: { mode: 'attach', prompt: '', 'run-id': 'gone' } });
    expect(job.outputs.outcome).toBe('refused');
    expect(ours(stage)).toEqual([expect.stringContaining('The Oz run could not be followed')]);
  });
});

describe.concurrent('in a review thread', () => {
  it('stands below the first comment of the thread', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const { event, firstId } = reviewThread(stage);
    const job = await stage.run({ event });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(stage.emulator.github.comments(NUMBER)).toEqual([]);
    const [, , answer, ...others] = stage.emulator.github.reviews.comments(NUMBER);
    expect(others).toEqual([]);
    expect(answer).toMatchObject({ inReplyTo: firstId, body: expect.stringContaining('succeeded') });
    expect(job.outputs['comment-url']).toContain(`#discussion_r${answer?.id}`);
    expect(stage.emulator.count('github', REPLY)).toBe(2);
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('that its first comment opened: below that one', async ({ stage }) => {
    const { firstId } = reviewThread(stage);
    const comment = { id: firstId, in_reply_to_id: undefined };
    const job = await stage.run({ event: loadEvent('pull_request_review_comment.created', { comment }) });
    expect(messages(job, 'warning')).toEqual([]);
    expect(stage.emulator.github.reviews.comments(NUMBER).at(-1)?.inReplyTo).toBe(firstId);
  });

  it('that is gone: an ordinary comment', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const { event, firstId } = reviewThread(stage);
    for (const { id } of stage.emulator.github.reviews.comments(NUMBER))
      stage.emulator.github.reviews.delete(id);
    const job = await stage.run({ event });
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('succeeded')]);
    expect(job.outputs['comment-url']).toContain('#issuecomment-');
    expect(messages(job, 'warning')).toEqual([]);
    expect(stage.emulator.github.reviews.comment(firstId)).toBeUndefined();
  });

  it('whose first comment is gone: an ordinary comment', async ({ stage }) => {
    const { event, firstId } = reviewThread(stage);
    stage.emulator.github.reviews.delete(firstId);
    await stage.run({ event });
    expect(ours(stage)).toEqual([expect.stringContaining('succeeded')]);
  });

  it('but sticky: below the pull request', async ({ stage }) => {
    const { event } = reviewThread(stage);
    await stage.run({ event, with: { comment: 'sticky' } });
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('succeeded')]);
  });
});

describe.concurrent('comment: auto', () => {
  for (const [name, kind] of [
    ['issue_comment.created.issue', 'reply'],
    ['pull_request.opened', 'sticky'],
    ['issues.labeled', 'sticky'],
  ] as const) {
    it(`${name}: ${kind}, and the same for true`, async ({ stage }) => {
      for (const inputs of [{}, { comment: 'auto' }, { comment: 'TRUE' }]) {
        await stage.run({ event: loadEvent(name), with: inputs });
      }
      const bodies = stage.emulator.github.comments().map(({ body }) => body);
      expect(bodies).toHaveLength(kind === 'reply' ? 3 : 1);
      for (const body of bodies) expect(body).toMatch(new RegExp(`^<!-- oz-agent-action ${kind}=`));
    });
  }

  it('false: none', async ({ stage }) => {
    await stage.run({ event: COMMENTED, with: { comment: 'false' } });
    expect(ours(stage)).toEqual([]);
  });

  it('reply on any event', async ({ stage }) => {
    await stage.run({ with: { comment: 'reply' } });
    await stage.run({ with: { comment: 'reply' } });
    expect(ours(stage)).toHaveLength(2);
  });
});

/** Kills the main phase once a request was met, lets what is held take effect, and runs the post phase. */
async function killedAt(
  stage: Stage,
  step: Step,
  isMet: () => Promise<unknown>,
  route: string,
): Promise<Job> {
  await isMet();
  step.kill();
  await step.main;
  await stage.emulator.faults.settle();
  stage.emulator.faults.clear(route);
  return stage.finish(step);
}

const isAnswer: Fault['when'] = ({ body }) => JSON.stringify(body ?? '').includes('oz-agent-action reply=');

describe.concurrent.each([
  ['in the conversation', POST_COMMENT, EDIT_COMMENT, REMOVE_COMMENT],
  ['in a thread', REPLY, EDIT_REPLY, REMOVE_REPLY],
])('killed %s', (place, create, edit, remove) => {
  const start = (stage: Stage) => {
    const event = place === 'in a thread' ? reviewThread(stage).event : COMMENTED;
    return stage.start({ event });
  };
  const instants: [name: string, route: string, fault: Fault, end: RegExp][] = [
    ['before the working comment', create, { kind: 'hang', effect: false }, /was cancelled/],
    ['after the working comment', create, { kind: 'hang', effect: true }, /was cancelled/],
    ['while it is on its way', create, { kind: 'hold' }, /was cancelled/],
    ['during an edit', edit, { kind: 'hang', effect: true }, /was cancelled/],
    ['before the answer', create, { kind: 'hang', effect: false, when: isAnswer }, /succeeded/],
    ['after the answer', create, { kind: 'hang', effect: true, when: isAnswer }, /succeeded/],
    ['while the answer is on its way', create, { kind: 'hold', when: isAnswer }, /succeeded/],
    ['before the working one is removed', remove, { kind: 'hang', effect: false }, /succeeded/],
    ['after the working one was removed', remove, { kind: 'hang', effect: true }, /succeeded/],
  ];
  for (const [name, route, fault, end] of instants) {
    it(name, async ({ stage, expect }) => {
      const held = stage.emulator.faults.set(route, fault);
      if (end.source.includes('cancelled')) stage.play('never-ends');
      else stage.emulator.oz.nextLife(slowly(SUCCEEDED));
      const job = await killedAt(
        stage,
        await start(stage),
        () => expect.poll(() => held.met.length, { timeout: 20_000 }).toBe(1),
        route,
      );
      expect(ours(stage)).toEqual([expect.stringMatching(end)]);
      expect(ours(stage)[0]).not.toMatch(UNFINISHED);
      expect(messages(job, 'warning')).toEqual([]);
    });
  }
});

describe.concurrent('GitHub in trouble', () => {
  it('the answer to the answer is lost: it is not posted twice', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    stage.emulator.faults.add(POST_COMMENT, { kind: 'reset-after', when: isAnswer });
    await stage.run({ event: COMMENTED });
    expect(ours(stage)).toEqual([expect.stringContaining('succeeded')]);
  });

  it('one that was lost turns up after the main phase: it goes', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const late = stage.emulator.faults.set(POST_COMMENT, { kind: 'late-effect', when: isAnswer });
    const step = await stage.start({ event: COMMENTED });
    await step.main;
    await late.land();
    await stage.finish(step);
    expect(ours(stage)).toEqual([expect.stringContaining('succeeded')]);
  });

  it('the working comment turns up late: it goes', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const late = stage.emulator.faults.set(POST_COMMENT, { kind: 'late-effect' });
    const step = await stage.start({ event: COMMENTED });
    await step.main;
    await late.land();
    expect(ours(stage).filter((body) => UNFINISHED.test(body))).toHaveLength(1);
    await stage.finish(step);
    expect(ours(stage)).toEqual([expect.stringContaining('succeeded')]);
  });

  it('nothing new may be posted any more: the working comment becomes the answer', async ({ stage }) => {
    stage.emulator.oz.nextLife(slowly(SUCCEEDED));
    const step = await stage.start({ event: COMMENTED });
    await until(stage.emulator.answered(POST_COMMENT), step);
    stage.emulator.github.locked.add(NUMBER);
    await stage.finish(step);
    expect(ours(stage)).toEqual([expect.stringContaining('succeeded')]);
  });

  it('without permission: one warning that names the line', async ({ stage }) => {
    stage.emulator.github.grants['pull-requests'] = 'read';
    const { event } = reviewThread(stage);
    const job = await stage.run({ event });
    expect(job.conclusion).toBe('success');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('pull-requests: write')]);
  });

  it('a cancelled workflow: the main phase answers in time', async ({ stage }) => {
    stage.play('never-ends');
    const step = await stage.start({ event: COMMENTED, ladder: { term: 7000, kill: 0 } });
    await until(stage.emulator.answered(POST_COMMENT), step);
    step.cancel();
    await step.main;
    expect(ours(stage)).toEqual([expect.stringContaining('was cancelled')]);
    await stage.finish(step);
    expect(ours(stage)).toHaveLength(1);
  });
});
