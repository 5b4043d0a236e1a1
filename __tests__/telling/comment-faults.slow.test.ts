import { describe, expect } from 'vitest';
import type { Fault } from '../emulator/http/faults.ts';
import { missingPermission, secondaryRateLimit } from '../emulator/known-faults.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import {
  commentsOf,
  EDIT_COMMENT,
  it,
  type Job,
  messages,
  NUMBER,
  POST_COMMENT,
  READ,
  type Stage,
} from '../support/dist-step.ts';
import { SUCCEEDED } from './growing.ts';

const LIFE: LifeStep[] = [{ state: 'QUEUED', reads: 3 }, { state: 'INPROGRESS', reads: 5 }, SUCCEEDED];

function bodies({ emulator }: Stage, route: string): string[] {
  return emulator.requests
    .filter((request) => request.route === route)
    .map(({ body }) => (body as { body: string }).body);
}

/** Waits until the comment was edited to hold this. */
async function edited({ emulator }: Stage, text: string): Promise<void> {
  for (let edits = 1; !commentsOf(emulator).some((body) => body.includes(text)); edits += 1) {
    await emulator.answered(EDIT_COMMENT, edits);
  }
}

/** The step is green, and its one comment tells the end. */
function expectTold(job: Job, stage: Stage, warnings: number): void {
  expect(job.conclusion).toBe('success');
  expect(messages(job, 'warning')).toHaveLength(warnings);
  expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('succeeded')]);
}

describe.concurrent('a comment that lives', () => {
  it('appears when the run is created and follows its states and its session', async ({ stage }) => {
    const { oz } = stage.emulator;
    oz.nextLife([{ state: 'QUEUED' }]);
    const step = await stage.start({ with: { 'on-blocked': 'wait' } });
    await stage.emulator.answered(POST_COMMENT);
    expect(bodies(stage, POST_COMMENT)).toEqual([expect.stringMatching(/queued[\s\S]*\/runs\//)]);
    oz.lastRun.turn({ state: 'INPROGRESS', set: { session_link: undefined } });
    await edited(stage, 'is working');
    oz.lastRun.turn({ state: 'INPROGRESS' });
    await edited(stage, `/session/${oz.lastRun.id}`);
    oz.lastRun.turn({ state: 'BLOCKED' });
    await edited(stage, 'waits for a person');
    oz.lastRun.turn(SUCCEEDED);
    expectTold(await stage.finish(step), stage, 0);
    const edits = bodies(stage, EDIT_COMMENT);
    expect(edits.filter((body, index) => body === edits[index - 1])).toEqual([]);
    // The marker stays where it is found.
    const markers = [...bodies(stage, POST_COMMENT), ...edits].map((body) => body.split('\n')[0]);
    expect(new Set(markers).size).toBe(1);
  });

  it('is there before the first reading of the run is over', async ({ stage }) => {
    const held = stage.emulator.faults.set(READ, { kind: 'hold' });
    const step = await stage.start();
    await stage.emulator.answered(POST_COMMENT);
    expect(commentsOf(stage.emulator)).toHaveLength(1);
    held.release();
    await stage.finish(step);
  });

  it('never makes the polling wait', async ({ stage }) => {
    const held = stage.emulator.faults.set(POST_COMMENT, { kind: 'hold' });
    stage.emulator.oz.nextLife([{ state: 'INPROGRESS', reads: 8 }, SUCCEEDED]);
    const step = await stage.start();
    await stage.emulator.answered(READ, 9);
    held.release();
    expectTold(await stage.finish(step), stage, 0);
  });

  it('new: one for the whole life of a run', async ({ stage }) => {
    stage.emulator.oz.nextLife(LIFE);
    expectTold(await stage.runMain({ with: { comment: 'new' } }), stage, 0);
  });
});

describe.concurrent('edits that GitHub refuses', () => {
  const always = { times: 'always' } as const;
  const cases: [name: string, fault: Fault][] = [
    ['403: no permission any more', { ...missingPermission(), ...always }],
    ['422: a body that it does not like', { status: 422, body: { message: 'Validation Failed' }, ...always }],
  ];
  for (const [name, fault] of cases) {
    it(`${name}: one warning, and the step keeps its colour`, async ({ stage }) => {
      stage.emulator.oz.nextLife(LIFE);
      stage.emulator.faults.add(EDIT_COMMENT, fault);
      const job = await stage.runMain();
      expect(job.conclusion).toBe('success');
      expect(messages(job, 'warning')).toHaveLength(1);
      expect(commentsOf(stage.emulator)).toHaveLength(1);
    });
  }

  it('502, twice: it tries again', async ({ stage }) => {
    stage.emulator.oz.nextLife(LIFE);
    stage.emulator.faults.add(EDIT_COMMENT, { kind: 'html', times: 2 });
    expectTold(await stage.runMain(), stage, 0);
  });

  it('an edit whose answer is lost', async ({ stage }) => {
    stage.emulator.oz.nextLife(LIFE);
    stage.emulator.faults.add(EDIT_COMMENT, { kind: 'reset-after', times: 2 });
    expectTold(await stage.runMain(), stage, 0);
  });

  it('the secondary rate limit: it backs off and carries on', async ({ stage }) => {
    stage.emulator.oz.nextLife(LIFE);
    stage.emulator.faults.add(EDIT_COMMENT, secondaryRateLimit(1), secondaryRateLimit(1));
    expectTold(await stage.runMain(), stage, 0);
    const [first, second] = stage.emulator.requests.filter(({ route }) => route === EDIT_COMMENT);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });
});

describe.concurrent('a comment that somebody deletes', () => {
  it('while the agent works is made anew', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ state: 'QUEUED', reads: 60 }, SUCCEEDED]);
    const step = await stage.start();
    await stage.emulator.answered(POST_COMMENT);
    for (const { id } of stage.emulator.github.comments(NUMBER)) stage.emulator.github.deleteComment(id);
    expectTold(await stage.finish(step), stage, 0);
  });

  it('again and again, or that a token may not edit (404), is made anew once', async ({ stage }) => {
    stage.emulator.oz.nextLife(LIFE);
    stage.emulator.faults.add(EDIT_COMMENT, { status: 404, body: { message: 'Not Found' }, times: 'always' });
    const job = await stage.runMain();
    expect(job.conclusion).toBe('success');
    expect(stage.emulator.count('github', POST_COMMENT)).toBeLessThanOrEqual(2);
    expect(messages(job, 'warning').length).toBeLessThanOrEqual(1);
  });
});

describe.concurrent('several steps', () => {
  it('that create their comments at the same time leave one', async ({ stage }) => {
    const held = stage.emulator.faults.add(POST_COMMENT, { kind: 'hold' }, { kind: 'hold' });
    const steps = await Promise.all([
      stage.start({ with: { wait: 'false' } }),
      stage.start({ with: { wait: 'false' } }),
    ]);
    await stage.emulator.seen(POST_COMMENT, 2);
    for (const handle of held) handle.release();
    const jobs = await Promise.all(steps.map((step) => stage.finish(step)));
    expect(commentsOf(stage.emulator)).toHaveLength(1);
    for (const job of jobs) expect(messages(job, 'warning')).toEqual([]);
  });

  it('that follow their runs side by side leave one, which tells an end', async ({ stage }) => {
    stage.emulator.oz.nextLife(LIFE, LIFE);
    await Promise.all([stage.runMain(), stage.runMain()]);
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('succeeded')]);
  });

  it('two comments of one key that are left over become one at the next edit', async ({ stage }) => {
    const { github } = stage.emulator;
    await stage.runMain({ with: { wait: 'false' } });
    const [first] = github.comments(NUMBER);
    github.addComment({ number: NUMBER, user: 'octocat', body: first?.body ?? '' });
    github.addComment({ number: NUMBER, body: first?.body ?? '' });
    await stage.runMain({ with: { wait: 'false' } });
    expect(github.comments(NUMBER).map(({ user, id }) => [user.login, id === first?.id])).toEqual([
      ['github-actions[bot]', true],
      ['octocat', false],
    ]);
  });

  it('among 5,000 comments a recent one is found in at most 3 requests', async ({ stage }) => {
    const { github } = stage.emulator;
    const say = (count: number) => {
      for (let n = 0; n < count; n += 1)
        github.addComment({ number: NUMBER, user: `reader-${n}`, body: 'Hm.' });
    };
    say(4850);
    await stage.runMain({ with: { wait: 'false' } });
    say(150);
    const before = stage.emulator.count('github');
    await stage.runMain({ with: { wait: 'false' } });
    expect(stage.emulator.count('github', EDIT_COMMENT)).toBe(1);
    // The edit itself beside them.
    expect(stage.emulator.count('github') - before).toBeLessThanOrEqual(4);
  });
});

describe.concurrent('a step that is stopped leaves no comment at work', () => {
  for (const comment of ['sticky', 'new']) {
    for (const how of ['cancel', 'kill'] as const) {
      it(`${comment}, ${how}`, async ({ stage }) => {
        stage.play('never-ends');
        const step = await stage.start({ with: { comment } });
        await stage.emulator.answered(POST_COMMENT);
        await stage.emulator.answered(READ, 3);
        if (how === 'cancel') step.cancel();
        else step.kill();
        const job = await stage.finish(step);
        expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('was cancelled')]);
        expect(messages(job, 'warning')).toEqual([]);
      });
    }
  }
});
