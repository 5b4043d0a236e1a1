import { describe, expect } from 'vitest';
import type { Fault } from '../emulator/http/faults.ts';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { says, Talk } from '../emulator/oz/conversation.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { MINUTE, type VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const SEND = 'POST /agent/runs/{runId}/followups';
const READ = 'GET /agent/runs/{runId}';
const CONVERSATION = 'GET /agent/runs/{runId}/conversation';

const artifacts = [pullRequest('https://github.com/octo-org/octo-repo/pull/42', 'oz/work')];
const ENDED: LifeStep = { state: 'SUCCEEDED', artifacts, conversation: says('first', 'Done.') };

const LOST: Fault = { kind: 'reset' };
const SWALLOWED: Fault = { status: 200, body: {} };

/** Inputs of a follow-up to a run. */
const to = (id: string, more: Record<string, string> = {}) => ({
  mode: 'follow-up',
  prompt: 'Do that as well',
  context: 'off',
  'run-id': id,
  ...more,
});

/** A run that ended a while ago. */
async function endedRun({ emulator, clock }: VirtualStep, ...life: LifeStep[]): Promise<string> {
  const id = emulator.oz.addRun({}, life.length > 0 ? life : [ENDED]);
  await clock.sleep(5 * MINUTE);
  return id;
}

describe.for([
  ['answer was lost', LOST, 'got no answer'],
  ['effect was lost', SWALLOWED, 'accepted'],
] as const)('a follow-up whose %s', ([, fault, words]) => {
  it('is lost after a minute, and not taken for the old end', async ({ step }) => {
    const id = await endedRun(step);
    step.emulator.faults.set(SEND, fault);
    const began = step.clock.now();
    const result = await step.run(to(id));
    expect(result).toMatchObject({ outcome: 'lost', failure: { code: 'follow_up_unconfirmed' } });
    expect(result.failure?.message).toContain(words);
    expect(step.clock.now() - began).toBe(MINUTE);
    expect(step.parts.ledger.records).toMatchObject([{ isDone: true }]);
  });

  it('is lost when a time limit ends before the minute does', async ({ step }) => {
    const id = await endedRun(step);
    step.emulator.faults.set(SEND, fault);
    const result = await step.run(to(id, { 'run-timeout-minutes': '0.5', 'on-timeout': 'cancel' }));
    expect(result).toMatchObject({ outcome: 'lost', failure: { code: 'follow_up_unconfirmed' } });
    expect(result.failure?.message).toContain('before it was known');
  });

  it('is lost on a server two hours ahead that does not say so', async ({ step }) => {
    Object.assign(step.emulator.oz.options, { clockSkewMs: 120 * MINUTE, sendsDate: false });
    const id = await endedRun(step);
    step.emulator.faults.set(SEND, fault);
    expect(await step.run(to(id))).toMatchObject({ outcome: 'lost' });
  });

  it('is lost although the same was said before', async ({ step }) => {
    const said = new Talk('before').user('Do that as well').assistant('Done.').steps();
    const id = await endedRun(step, { ...ENDED, conversation: said });
    step.emulator.faults.set(SEND, fault);
    expect(await step.run(to(id))).toMatchObject({ outcome: 'lost' });
  });

  it('is lost where a BLOCKED run stays so', async ({ step }) => {
    const id = await endedRun(step, { ...ENDED, state: 'BLOCKED' });
    step.emulator.faults.set(SEND, fault);
    expect(await step.run(to(id))).toMatchObject({ outcome: 'lost' });
  });

  it('to a run whose environment could not be set up is reported as that', async ({ step }) => {
    const error = { message: 'npm ci failed', error_code: 'environment_setup_failed' };
    const id = await endedRun(step, { state: 'FAILED', error });
    step.emulator.faults.set(SEND, fault);
    const result = await step.run(to(id));
    expect(result).toMatchObject({
      outcome: 'failed',
      failure: { code: 'environment_setup_failed', message: 'npm ci failed' },
    });
    expect(result.failure?.remedy).toContain('stays failed by design');
  });
});

describe('proof that a follow-up without an answer took', () => {
  it.for([
    ['another state', { state: 'INPROGRESS' }],
    ['a later `updated_at`', { state: 'SUCCEEDED', set: { finished_at: null } }],
    ['a later `finished_at`', { state: 'SUCCEEDED', set: { updated_at: '2026-01-01T00:00:00Z' } }],
  ] as [string, LifeStep][])('is %s', async ([, next], { step }) => {
    const id = await endedRun(step);
    step.emulator.faults.set(SEND, LOST);
    step.clock.at(step.clock.now() + 20_000, () => {
      step.emulator.oz.run(id)?.turn({ ...next, ms: 5000 }, { state: 'SUCCEEDED' });
    });
    expect(await step.run(to(id))).toEqual({ outcome: 'succeeded' });
    expect(step.clock.now()).toBeLessThan(7 * MINUTE);
  });

  it('is the message in the conversation', async ({ step }) => {
    const life = { ...ENDED, set: { updated_at: undefined, finished_at: undefined }, deviates: true };
    const id = await endedRun(step, life);
    step.emulator.faults.set(SEND, LOST);
    step.clock.at(step.clock.now() + 20_000, () => {
      const conversation = new Talk('late').user('Do  that\nas well').assistant('Done as well.').steps();
      step.emulator.oz.run(id)?.turn({ ...life, conversation });
    });
    expect(await step.run(to(id))).toEqual({ outcome: 'succeeded' });
  });

  it('is not the end of a run that was working and never heard it', async ({ step }) => {
    const id = step.emulator.oz.addRun({}, [{ ...ENDED, state: 'INPROGRESS', ms: 20_000 }, ENDED]);
    step.emulator.faults.set(SEND, LOST);
    expect(await step.run(to(id))).toMatchObject({ outcome: 'lost' });
  });

  it('is the end of a run that was working and heard it', async ({ step }) => {
    const id = step.emulator.oz.addRun({}, [{ ...ENDED, state: 'INPROGRESS', ms: 20_000 }, ENDED]);
    step.emulator.faults.set(SEND, { kind: 'reset-after' });
    expect(await step.run(to(id))).toEqual({ outcome: 'succeeded' });
  });

  it('is not asked of the conversation where that cannot be read', async ({ step }) => {
    const id = await endedRun(step, { ...ENDED, conversation: 'unsupported' });
    step.emulator.faults.set(SEND, LOST);
    expect(await step.run(to(id))).toMatchObject({ outcome: 'lost' });
    expect(step.emulator.count('oz', CONVERSATION)).toBe(1);
  });
});

describe('an outage that outlasts the minute', () => {
  it('is waited out at the usual pace, before the decision', async ({ step }) => {
    const id = await endedRun(step);
    const began = step.clock.now();
    step.emulator.faults.set(SEND, LOST);
    const when = () => step.clock.now() > began + 30_000 && step.clock.now() < began + 4 * MINUTE;
    step.emulator.faults.set('oz *', { kind: 'html', times: 'always', when });
    expect(await step.run(to(id))).toMatchObject({
      outcome: 'lost',
      failure: { code: 'follow_up_unconfirmed' },
    });
    expect(step.clock.now() - began).toBeGreaterThanOrEqual(4 * MINUTE);
    expect(step.emulator.count('oz', READ)).toBeLessThan(60);
  });
});

describe('a follow-up that was accepted', () => {
  it('is not taken for done while the old end is shown', async ({ step }) => {
    step.emulator.oz.options.followUpStale = { ms: 30_000 };
    step.emulator.oz.followUpLife = [{ state: 'INPROGRESS', ms: MINUTE }, { state: 'FAILED' }];
    expect(await step.run(to(await endedRun(step)))).toMatchObject({ outcome: 'failed' });
  });

  it('to a working run is followed, however still that is', async ({ step }) => {
    const id = step.emulator.oz.addRun({}, [{ ...ENDED, state: 'INPROGRESS', ms: 5 * MINUTE }, ENDED]);
    expect(await step.run(to(id))).toEqual({ outcome: 'succeeded' });
  });
});

describe('with `wait: false`', () => {
  const alone = { wait: 'false' };

  it('a lost answer is looked into, and lost', async ({ step }) => {
    const id = await endedRun(step);
    step.emulator.faults.set(SEND, LOST);
    expect(await step.run(to(id, alone))).toMatchObject({
      outcome: 'lost',
      failure: { code: 'follow_up_unconfirmed' },
    });
  });

  it('a lost answer is looked into, and started as soon as there is proof', async ({ step }) => {
    const id = await endedRun(step);
    step.emulator.oz.options.followUpStale = { ms: 20_000 };
    step.emulator.oz.followUpLife = [{ state: 'INPROGRESS' }];
    step.emulator.faults.set(SEND, { kind: 'reset-after' });
    const began = step.clock.now();
    expect(await step.run(to(id, alone))).toEqual({ outcome: 'started' });
    expect(step.clock.now() - began).toBeLessThan(30_000);
  });

  it('a lost answer during an outage is lost after a minute', async ({ step }) => {
    const id = await endedRun(step);
    step.emulator.faults.set(SEND, LOST);
    const wasSent = () => step.emulator.count('oz', SEND) > 0;
    step.emulator.faults.set('oz *', { kind: 'html', times: 'always', when: wasSent });
    const began = step.clock.now();
    expect(await step.run(to(id, alone))).toMatchObject({ outcome: 'lost' });
    expect(step.clock.now() - began).toBe(MINUTE);
  });

  it('an answer is enough', async ({ step }) => {
    const began = step.clock.now();
    expect(await step.run(to(step.emulator.oz.addRun({}, [ENDED]), alone))).toEqual({ outcome: 'started' });
    expect(step.clock.now()).toBe(began);
  });
});
