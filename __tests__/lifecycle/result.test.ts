import { describe, expect } from 'vitest';
import { Talk } from '../emulator/oz/conversation.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import type { VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const ERROR = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: false };
const WORDS = 'I look at the code first.';

async function resultOf(step: VirtualStep, end: LifeStep, transcript?: string): Promise<string | undefined> {
  const id = step.addRun(end);
  const run = step.emulator.oz.run(id);
  if (run && transcript) run.transcript = { content: transcript, contentType: 'application/x-ndjson' };
  await step.run({ mode: 'attach', 'run-id': id });
  return step.parts.ledger.records[0]?.result?.text;
}

const stray = () => new Talk('work').user('Do it').assistant(WORDS).command('npm test', 'ok').steps();

describe('of a run that did not succeed', () => {
  it('stray words before the failure are no result', async ({ step }) => {
    expect(await resultOf(step, { state: 'ERROR', error: ERROR, conversation: stray() })).toBeUndefined();
  });

  it('words in a step that ended before another began are none either', async ({ step }) => {
    const talk = new Talk('work').user('Do it');
    talk.nested('first').assistant(WORDS);
    talk.nested('second').command('npm test', 'ok');
    const conversation = talk.steps();
    expect(await resultOf(step, { state: 'FAILED', error: ERROR, conversation })).toBeUndefined();
  });

  it('a message that ends the conversation is its result, whatever the system does then', async ({
    step,
  }) => {
    const conversation = new Talk('work')
      .command('npm test', 'no')
      .assistant(WORDS)
      .event('shutdown')
      .steps();
    expect(await resultOf(step, { state: 'FAILED', error: ERROR, conversation })).toBe(WORDS);
  });

  it.for([
    ['no', `{"role":"assistant","content":"${WORDS}"}\n{"role":"tool","content":"ok"}\n`, undefined],
    ['the', `{"role":"tool","content":"ok"}\n{"role":"assistant","content":"${WORDS}"}\n`, WORDS],
  ] as const)('a transcript has %s result at its end', async ([, transcript, words], { step }) => {
    const end: LifeStep = { state: 'ERROR', error: ERROR, conversation: 'unsupported' };
    expect(await resultOf(step, end, transcript)).toBe(words);
  });
});

describe('of a run that succeeded', () => {
  it('the last words count wherever they stand', async ({ step }) => {
    expect(await resultOf(step, { state: 'SUCCEEDED', conversation: stray() })).toBe(WORDS);
  });
});
