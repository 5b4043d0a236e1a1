import { describe, expect } from 'vitest';
import { says } from '../emulator/oz/conversation.ts';
import { ATTACKS, hugeText } from '../emulator/oz/hostile.ts';
import { pullRequestOf } from '../emulator/oz/lives.ts';
import { commentsOf, it, type Job, type Stage } from '../support/dist-step.ts';
import { mentions, render } from './rendered.ts';

const ALL = ATTACKS.join('\n');

/** Raw HTML of our own making. */
const OUR_HTML = [
  /^<!-- oz-agent-action [\w=%./]+ -->$/,
  /^<details><summary>[\w ]+<\/summary>$/,
  /^<\/details>$/,
];

/** Nothing that the agent wrote has done anything to the log. */
function expectQuietLog(job: Job, stage: Stage): void {
  const { apiKey, githubToken } = stage.emulator;
  expect(new Set(job.main.masks)).toEqual(new Set([apiKey, githubToken]));
  for (const { title } of job.annotations) expect(title).toMatch(/^(Oz agent: \w+|Comment|Summary)$/);
  expect(job.log).not.toMatch(/[\u001b\u0007\u0008\u202e\u2066]/);
}

/** Nothing that the agent wrote does anything on a page. */
function expectHarmless(markdown: string, ourHeading: number): void {
  expect(mentions(markdown)).toEqual([]);
  const { html, links, images, headings } = render(markdown);
  expect(html.filter((piece) => !OUR_HTML.some((ours) => ours.test(piece)))).toEqual([]);
  expect(links.filter((link) => !/^https?:\/\//.test(link))).toEqual([]);
  expect(images).toEqual([]);
  expect(headings.indexOf(ourHeading)).toBe(0);
  expect(headings.slice(1).filter((depth) => depth <= ourHeading)).toEqual([]);
}

/** The line of the first pull request. */
const OPENED = /^🟢\u00a0\[#666 [^\n]*\]\(https:\/\/github\.com\/octo-org\/octo-repo\/pull\/666\) · \+/;

/** Our own structure has survived beside the agent's text. */
function expectStructure(markdown: string, artifacts: 'table' | 'line'): void {
  const { tables, paragraphs } = render(markdown);
  expect(paragraphs).toContainEqual(expect.stringMatching(OPENED));
  if (artifacts === 'table') expect(tables).toContainEqual(expect.stringMatching(/^Artifact \|/));
  else expect(paragraphs).toContainEqual(expect.stringMatching(/^📎 /));
}

function expectHarmlessComment(stage: Stage): string {
  const [comment = '', ...others] = commentsOf(stage.emulator);
  expect(others).toEqual([]);
  expect(comment.length).toBeLessThanOrEqual(65_536);
  expect(render(comment).html.filter((piece) => piece.startsWith('<!--'))).toHaveLength(1);
  expectHarmless(comment, 3);
  return comment;
}

describe.concurrent('an agent that writes attacks into every field', () => {
  for (const [name, options] of Object.entries({ 'as a rule': {}, 'with step debugging': { debug: true } })) {
    it(`does nothing but fill them: ${name}`, async ({ stage }) => {
      stage.play('hostile');
      const job = await stage.run(options);
      expect(job.outputs.outcome).toBe('succeeded');
      expect(job.annotations).toEqual([]);
      expectQuietLog(job, stage);
      expectHarmless(job.summary, 2);
      expectStructure(job.summary, 'table');
      expectStructure(expectHarmlessComment(stage), 'line');
      expect(Buffer.byteLength(job.summary)).toBeLessThanOrEqual(1024 * 1024);
      // Outputs are data: they hold what the agent wrote, and nobody takes them for more.
      expect(job.outputs.title).toBe(ALL.toWellFormed());
      expect(JSON.parse(job.outputs.run ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    });
  }

  it('does nothing in the error of a red step either', async ({ stage }) => {
    stage.play('hostile-error');
    const job = await stage.run();
    expect(job.outputs).toMatchObject({ outcome: 'error', 'error-code': 'internal_error' });
    expectQuietLog(job, stage);
    expectHarmless(job.summary, 2);
    expectHarmlessComment(stage);
    expect(job.outputs['error-message']).toContain('::error::forged by the agent');
  });

  it('leaves the comment to be found again', async ({ stage }) => {
    stage.play('hostile');
    await stage.run();
    await stage.run();
    expectHarmlessComment(stage);
  });
});

describe.concurrent('a message of two million characters', () => {
  it('fits everywhere', async ({ stage }) => {
    const huge = hugeText();
    stage.emulator.oz.nextLife(({ runId, ...context }) => [
      { state: 'INPROGRESS', reads: 1 },
      {
        state: 'SUCCEEDED',
        conversation: says(runId, huge),
        artifacts: [pullRequestOf({ runId, ...context })],
        set: { title: huge },
        error: { message: huge },
      },
    ]);
    const job = await stage.run();
    expect(job.outputs.outcome).toBe('succeeded');
    expectQuietLog(job, stage);
    expect(Buffer.byteLength(job.summary)).toBeLessThanOrEqual(1024 * 1024);
    expectHarmless(job.summary, 2);
    expect(expectHarmlessComment(stage)).toContain('/pull/42');
    expect(Buffer.byteLength(job.outputs.result ?? '')).toBeLessThanOrEqual(30_000);
    expect(Buffer.byteLength(job.outputs.run ?? '')).toBeLessThanOrEqual(60_000);
    expect(huge.toWellFormed().startsWith(job.outputs.result ?? 'none')).toBe(true);
  });

  it('fits an annotation', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ state: 'FAILED', error: { message: hugeText() } }]);
    const job = await stage.run();
    expect(job.outputs.outcome).toBe('failed');
    expect(job.annotations).toHaveLength(1);
    expectQuietLog(job, stage);
    expectHarmlessComment(stage);
    // However long the server's words are, what to do comes after them.
    expect(job.annotations[0]?.message).toContain('What to do:');
    expect(job.annotations[0]?.message).toContain(stage.emulator.oz.lastRun.id);
  });
});
