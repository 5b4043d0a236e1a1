import { describe, expect } from 'vitest';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { says } from '../emulator/oz/conversation.ts';
import type { Pace } from '../emulator/oz/lives.ts';
import {
  type Answer,
  answers,
  answersAgain,
  askedFile,
  document,
  fenced,
} from '../emulator/oz/structured.ts';
import { MINUTE, type VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const READ = 'GET /agent/runs/{runId}';
const SEND = 'POST /agent/runs/{runId}/followups';

const RIGHT = { label: 'bug' };
const WRONG = { label: 'other' };
const TYPED = {
  mode: 'run',
  prompt: 'Classify the issue',
  'output-schema': JSON.stringify({ properties: { label: { enum: ['bug'] } }, required: ['label'] }),
};

/** In tenths of a minute. */
const pace: Pace = (tenths) => ({ ms: tenths * 6000 });

function play({ emulator }: VirtualStep, first: Answer, second?: Answer): void {
  emulator.oz.nextLife(answers(first, pace));
  if (second) emulator.oz.followUpLife = answersAgain(second, pace);
}

function answerOf({ parts }: VirtualStep): unknown {
  return parts.ledger.records.at(-1)?.result?.document;
}

/** How long the step went on after the last run had ended, in ms. */
async function timeAfterEnd(step: VirtualStep, inputs: Record<string, string>): Promise<number> {
  await step.run(inputs);
  const ended = step.emulator.oz.lastRun.history.find(({ state }) => state === 'SUCCEEDED');
  return step.clock.wall() - (ended?.at ?? 0);
}

describe('an answer that is missing', () => {
  it('is waited for, two minutes at most, before a correction is asked for', async ({ step }) => {
    play(step, {}, { files: document(RIGHT) });
    expect(await step.run(TYPED)).toMatchObject({ outcome: 'succeeded' });
    expect(answerOf(step)).toEqual(RIGHT);
    const { at = 0 } = step.emulator.oz.lastRun.history.find(({ state }) => state === 'SUCCEEDED') ?? {};
    const [sent] = step.requests(SEND);
    expect(sent?.request.at).toBeGreaterThanOrEqual(at + 2 * MINUTE);
    expect(sent?.request.at).toBeLessThan(at + 2 * MINUTE + 20_000);
    expect(JSON.stringify(sent?.request.body)).toContain('neither a file');
  });

  it('twice makes the step red', async ({ step }) => {
    play(step, {}, {});
    const { outcome, failure } = await step.run(TYPED);
    expect(outcome).toBe('invalid-output');
    expect(failure?.message).toContain('there is no answer: neither a file');
    expect(step.emulator.oz.lastRun.followUps).toHaveLength(1);
  });

  it('and arrives late is read', async ({ step }) => {
    play(step, { files: document(RIGHT), lag: { ms: 100_000 } });
    expect(await step.run(TYPED)).toMatchObject({ outcome: 'succeeded' });
    expect(answerOf(step)).toEqual(RIGHT);
    expect(step.emulator.count('oz', SEND)).toBe(0);
  });

  it('from a final message that lags is found when that is read again', async ({ step }) => {
    step.emulator.oz.nextLife([
      { state: 'SUCCEEDED', conversation: says('early', 'I write the answer now.'), ms: 20_000 },
      { state: 'SUCCEEDED', conversation: says('late', fenced(RIGHT)) },
    ]);
    expect(await timeAfterEnd(step, TYPED)).toBeLessThan(40_000);
    expect(answerOf(step)).toEqual(RIGHT);
    expect(step.emulator.count('oz', SEND)).toBe(0);
  });

  it('is not waited for where a block is there, be it wrong', async ({ step }) => {
    play(step, { words: fenced(RIGHT) });
    expect(await timeAfterEnd(step, TYPED)).toBeLessThan(20_000);
    play(step, { words: fenced(WRONG) }, { words: fenced(RIGHT) });
    await step.run(TYPED);
    expect(answerOf(step)).toEqual(RIGHT);
  });

  it('is awaited where the conversation does not show the follow-up yet', async ({ step }) => {
    const old = says('before', fenced({ label: 'bug', from: 'before' }));
    const id = step.addRun({ state: 'SUCCEEDED', conversation: old });
    await step.clock.sleep(5 * MINUTE);
    step.emulator.oz.followUpLife = ({ conversation }) => [
      { state: 'SUCCEEDED', ms: 20_000 },
      { state: 'SUCCEEDED', conversation: [...conversation, ...says('after', fenced(RIGHT))] },
    ];
    expect(await step.run({ ...TYPED, mode: 'follow-up', 'run-id': id })).toMatchObject({
      outcome: 'succeeded',
    });
    expect(answerOf(step)).toEqual(RIGHT);
  });

  it('is not the final message from before a follow-up', async ({ step }) => {
    const id = step.addRun({ state: 'SUCCEEDED', conversation: says('before', fenced(RIGHT)) });
    await step.clock.sleep(5 * MINUTE);
    step.emulator.oz.followUpLife = answersAgain({ words: ' ' }, pace);
    const result = await step.run({ ...TYPED, mode: 'follow-up', 'run-id': id });
    expect(result).toMatchObject({ outcome: 'invalid-output' });
  });
});

describe('a file that cannot be downloaded', () => {
  const STORAGE = 'storage *';

  it('is tried again', async ({ step }) => {
    play(step, { files: document(RIGHT) });
    step.emulator.faults.add(STORAGE, { status: 503, body: 'busy' }, { kind: 'reset' });
    expect(await step.run(TYPED)).toMatchObject({ outcome: 'succeeded' });
    expect(answerOf(step)).toEqual(RIGHT);
  });

  it('leaves the block to count', async ({ step }) => {
    play(step, { files: document(WRONG), words: fenced(RIGHT) });
    step.emulator.faults.set(STORAGE, { status: 503, body: 'busy', times: 'always' });
    expect(await step.run(TYPED)).toMatchObject({ outcome: 'succeeded' });
    expect(answerOf(step)).toEqual(RIGHT);
  });

  it('and no block is said to be that', async ({ step }) => {
    play(step, { files: document(RIGHT) });
    step.emulator.faults.set(STORAGE, { status: 503, body: 'busy', times: 'always' });
    const { outcome, failure } = await step.run({ ...TYPED, 'run-timeout-minutes': '1' });
    expect(outcome).toBe('invalid-output');
    expect(failure?.message).toContain('could not be downloaded: the storage host answered 503');
  });
});

describe('a correction', () => {
  it('goes on within what is left of the same budget', async ({ step }) => {
    play(step, { files: document(WRONG) });
    step.emulator.oz.followUpLife = [{ state: 'INPROGRESS' }];
    const began = step.clock.now();
    const { outcome, failure } = await step.run({ ...TYPED, 'run-timeout-minutes': '5' });
    expect(outcome).toBe('invalid-output');
    expect(failure?.message).toContain('`run-timeout-minutes`');
    expect(step.clock.now() - began).toBeLessThan(6 * MINUTE);
    expect(step.emulator.oz.active()).toEqual([]);
  });

  it('whose answer and effect were lost is followed for a minute, and not sent again', async ({ step }) => {
    play(step, { files: document(WRONG) }, { files: document(RIGHT) });
    step.emulator.faults.set(SEND, { kind: 'reset' });
    const { outcome, failure } = await step.run(TYPED);
    expect(outcome).toBe('invalid-output');
    expect(failure?.message).toContain('The follow-up got no answer');
    expect(step.emulator.count('oz', SEND)).toBe(1);
  });

  it('whose answer was lost and whose effect came late counts', async ({ step }) => {
    play(step, { files: document(WRONG) }, { files: document(RIGHT) });
    step.emulator.faults.set(SEND, { kind: 'late-effect', ms: 30_000 });
    expect(await step.run(TYPED)).toMatchObject({ outcome: 'succeeded' });
    expect(answerOf(step)).toEqual(RIGHT);
  });

  it('that nothing shows but its document counts', async ({ step }) => {
    const set = { updated_at: undefined, finished_at: undefined };
    const life = { state: 'SUCCEEDED', set, deviates: true, conversation: 'unsupported' } as const;
    step.emulator.oz.nextLife(({ request }) => [
      { ...life, artifacts: document(WRONG)?.(askedFile(request.prompt ?? '')) ?? [] },
    ]);
    step.emulator.oz.followUpLife = ({ followUp = '' }) => [
      { ...life, artifacts: document(RIGHT)?.(askedFile(followUp)) ?? [] },
    ];
    step.emulator.faults.set(SEND, { kind: 'reset-after' });
    expect(await step.run(TYPED)).toMatchObject({ outcome: 'succeeded' });
    expect(answerOf(step)).toEqual(RIGHT);
  });

  it('that is BLOCKED is invalid, and says so', async ({ step }) => {
    play(step, { files: document(WRONG) });
    const error = { message: 'Which label?' };
    step.emulator.oz.followUpLife = [{ state: 'BLOCKED', error }];
    const { outcome, failure } = await step.run(TYPED);
    expect(outcome).toBe('invalid-output');
    expect(failure?.message).toContain('Which label?');
  });

  it('that nobody can watch any more is lost', async ({ step }) => {
    play(step, { files: document(WRONG) });
    step.emulator.oz.followUpLife = [{ state: 'INPROGRESS' }];
    const when = () => step.emulator.oz.lastRun.followUps.length > 0;
    step.emulator.faults.set(READ, { status: 502, body: '', times: 'always', when });
    expect(await step.run(TYPED)).toMatchObject({ outcome: 'lost' });
  });
});

describe('a missing pull request', () => {
  it('comes after an invalid answer', async ({ step }) => {
    play(step, { files: document(WRONG) }, { files: document(WRONG) });
    const result = await step.run({ ...TYPED, 'require-pull-request': 'true' });
    expect(result).toMatchObject({ outcome: 'invalid-output' });
  });

  it('leaves a valid answer to be used', async ({ step }) => {
    play(step, { files: document(RIGHT) });
    const result = await step.run({ ...TYPED, 'require-pull-request': 'true' });
    expect(result).toMatchObject({ outcome: 'no-pull-request' });
    expect(answerOf(step)).toEqual(RIGHT);
  });
});

describe('artifacts that lag', () => {
  const PULL = 'https://github.com/octo-org/octo-repo/pull/42';
  const RUN = { mode: 'run', prompt: 'Repair the parser' };

  function lagging({ emulator }: VirtualStep, words: string): void {
    const conversation = says('end', words);
    emulator.oz.nextLife([
      { state: 'SUCCEEDED', conversation, ms: 10_000 },
      { state: 'SUCCEEDED', artifacts: [pullRequest(PULL, 'oz/work')] },
    ]);
  }

  it('are not waited for where nothing is missing', async ({ step }) => {
    lagging(step, 'There was nothing to change.');
    expect(await timeAfterEnd(step, RUN)).toBe(0);
  });

  it.for([`See ${PULL}.`, `See [it](${PULL}/files#r1)`])(
    'are waited for after %s',
    async (words, { step }) => {
      lagging(step, words);
      expect(await timeAfterEnd(step, RUN)).toBeLessThan(20_000);
      expect(step.parts.ledger.records[0]?.run?.artifacts).toHaveLength(1);
    },
  );

  it('are given up after half a minute', async ({ step }) => {
    lagging(step, 'See https://github.com/octo-org/octo-repo/pull/43');
    expect(await timeAfterEnd(step, RUN)).toBe(30_000);
  });
});
