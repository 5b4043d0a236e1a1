import { describe, expect } from 'vitest';
import { byReads } from '../emulator/oz/lives.ts';
import { answers, document } from '../emulator/oz/structured.ts';
import { loadEvent } from '../events/load.ts';
import { CREATE, it, POST_COMMENT, READ, type Stage } from '../support/dist-step.ts';
import {
  collect,
  concluded,
  GRAPHQL,
  HEAD,
  LIST,
  moveOn,
  SUCCEEDED,
  said,
  startRun,
  writes,
} from './collecting.ts';

const SET_STATUS = 'POST /repos/{owner}/{repo}/statuses/{sha}';
const POST_REVIEW = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
const REMOVE = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}';
const REMOVE_FROM_THREAD = 'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}';
const FINDING = { path: 'a.ts', line: 1, severity: 'major', title: 'Half', body: 'It throws.' };
const COLLECT = { mode: 'collect', prompt: '', 'poll-interval-seconds': '' };

/** A review that has ended, and whose comment is still to be made. */
async function reviewed(stage: Stage): Promise<void> {
  const { oz, github } = stage.emulator;
  github.addPull({ number: 7, headSha: HEAD, files: [{ path: 'a.ts', after: 'one\n' }] });
  oz.defaultLife = answers({ files: document({ summary: 'Fine.', findings: [FINDING] }) }, byReads);
  const runId = await startRun(stage, { prompt: '', review: 'true' });
  while (oz.lastRun.state !== 'SUCCEEDED') moveOn(stage, runId);
  for (const { id } of github.comments(7)) github.deleteComment(id);
}

function expectOnce(stage: Stage): void {
  const { github } = stage.emulator;
  expect(github.reviews.of(7)).toHaveLength(1);
  expect(said(stage).comments).toEqual([expect.stringContaining('succeeded')]);
  expect(github.currentStatuses(HEAD).map(({ state }) => state)).toEqual(['success']);
  expect(stage.emulator.count('oz', CREATE)).toBe(1);
}

describe.concurrent('a collecting step that is killed', () => {
  for (const route of [LIST, READ, GRAPHQL, POST_REVIEW, SET_STATUS, POST_COMMENT]) {
    // What only reads has no effect.
    const reads: readonly string[] = [LIST, READ, GRAPHQL];
    for (const effect of reads.includes(route) ? [false] : [false, true]) {
      it(`at ${route}, ${effect ? 'after' : 'before'} its effect: the next one says all, once`, async ({
        stage,
      }) => {
        const { emulator } = stage;
        await reviewed(stage);
        const held = emulator.faults.set(route, { kind: 'hold', effect, dropsOnDisconnect: !effect });
        const host = route.includes('/agent/') ? 'oz' : 'github';
        const step = await stage.start({ with: COLLECT });
        await emulator.seen(route, emulator.count(host, route) + 1);
        step.kill();
        await stage.finish(step);
        held.release();
        emulator.faults.clear(route);
        await collect(stage);
        expectOnce(stage);
        const before = writes(stage);
        expect(concluded(await collect(stage))).toEqual([]);
        expect(writes(stage)).toEqual(before);
      });
    }
  }
});

describe.concurrent('a collecting step both of whose phases are killed', () => {
  for (const route of [READ, POST_REVIEW, SET_STATUS, POST_COMMENT]) {
    it(`the first at ${route}: the next one says all, once`, async ({ stage }) => {
      const { emulator } = stage;
      await reviewed(stage);
      const held = emulator.faults.set(route, { kind: 'hold', effect: true });
      const host = route === READ ? 'oz' : 'github';
      const step = await stage.start({ with: COLLECT });
      await emulator.seen(route, emulator.count(host, route) + 1);
      step.kill();
      await step.main;
      held.release();
      emulator.faults.clear(route);
      const post = await step.startPost();
      post?.kill();
      expect((await post?.result)?.signal).toBe('SIGKILL');
      await collect(stage);
      expectOnce(stage);
      const before = writes(stage);
      expect(concluded(await collect(stage))).toEqual([]);
      expect(writes(stage)).toEqual(before);
    });
  }

  it('leaves nothing to the post phase: that asks nobody anything', async ({ stage }) => {
    const { emulator } = stage;
    await reviewed(stage);
    const held = emulator.faults.set(POST_COMMENT, { kind: 'hold', effect: true });
    const step = await stage.start({ with: COLLECT });
    await emulator.seen(POST_COMMENT, emulator.count('github', POST_COMMENT) + 1);
    step.kill();
    await step.main;
    held.release();
    const sent = emulator.requests.length;
    expect((await stage.finish(step)).post?.exitCode).toBe(0);
    expect(emulator.requests.slice(sent)).toEqual([]);
  });
});

describe.concurrent('a reply', () => {
  it.for(['in the conversation', 'in a review thread'] as const)(
    'whose step was killed between the answer and the working comment is tidied up by the next one, %s',
    async (where, { stage }) => {
      const { oz, github, faults } = stage.emulator;
      const event = where === 'in a review thread' ? threadEvent(stage) : loadEvent('pull_request.opened');
      oz.nextLife([SUCCEEDED]);
      await stage.runMain({ event, with: { wait: 'false', comment: 'reply', summary: 'false' } });
      const route = where === 'in a review thread' ? REMOVE_FROM_THREAD : REMOVE;
      const held = faults.set(route, { kind: 'hold', dropsOnDisconnect: true });
      const step = await stage.start({ with: COLLECT });
      await stage.emulator.seen(route, 1);
      step.kill();
      await stage.finish(step);
      held.release();
      faults.clear(route);
      const ours = () =>
        [...github.comments(7), ...github.reviews.comments(7)].filter(({ user }) => user === github.viewer);
      expect(ours()).toHaveLength(2);
      await collect(stage);
      expect(ours().map(({ body }) => body)).toEqual([expect.stringContaining('The Oz agent succeeded')]);
      const before = writes(stage);
      await collect(stage);
      expect(writes(stage)).toEqual(before);
    },
  );
});

/** Somebody asks in a review thread. */
function threadEvent({ emulator: { github } }: Stage): ReturnType<typeof loadEvent> {
  github.addPull({ number: 7, files: [{ path: 'a.ts', after: 'one\ntwo\n' }] });
  github.reviews.add({ number: 7, user: 'reader', comments: [{ path: 'a.ts', line: 1, body: 'Why?' }] });
  const [first] = github.reviews.comments(7);
  const comment = { id: first?.id, created_at: first?.createdAt, body: first?.body };
  return loadEvent('pull_request_review_comment.created', { comment });
}

describe.concurrent('an answer of GitHub that is lost', () => {
  for (const route of [POST_REVIEW, SET_STATUS, POST_COMMENT]) {
    it(`to ${route} makes nothing twice`, async ({ stage }) => {
      await reviewed(stage);
      stage.emulator.faults.add(route, { kind: 'reset-after' });
      await collect(stage);
      await collect(stage);
      expectOnce(stage);
    });
  }
});
