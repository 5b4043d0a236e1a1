import { describe, expect } from 'vitest';
import { problemFault } from '../emulator/known-faults.ts';
import { Talk } from '../emulator/oz/conversation.ts';
import { MINUTE, type VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const SEND = 'POST /agent/runs/{runId}/followups';
const CONVERSATION = 'GET /agent/runs/{runId}/conversation';

const to = (id: string) => ({ mode: 'follow-up', prompt: 'That as well', context: 'off', 'run-id': id });

const statesIn = (step: VirtualStep) => step.said().filter((line) => /^[A-Z]{6,}$/.test(line));

async function endedRun(step: VirtualStep): Promise<string> {
  const conversation = new Talk('before').user('Repair it').assistant('Repaired at first.').steps();
  const id = step.addRun({ state: 'SUCCEEDED', conversation });
  await step.clock.sleep(5 * MINUTE);
  return id;
}

describe('the log of a follow-up', () => {
  it('begins with what comes after it', async ({ step }) => {
    const id = await endedRun(step);
    expect(await step.run(to(id))).toEqual({ outcome: 'succeeded' });
    const said = step.said().join('\n');
    expect(said).not.toContain('Repaired at first.');
    expect(said).toContain('│ ');
  });

  it('shows the earlier conversation only where it could not be read before', async ({ step }) => {
    const id = await endedRun(step);
    step.emulator.faults.set(CONVERSATION, problemFault(422, 'operation_not_supported'));
    await step.run(to(id));
    expect(step.said().join('\n')).toContain('Repaired at first.');
  });

  it('does not show the old state as a new one', async ({ step }) => {
    const id = await endedRun(step);
    step.emulator.oz.options.followUpStale = { reads: 2 };
    await step.run(to(id));
    expect(statesIn(step)).toEqual(['INPROGRESS', 'SUCCEEDED']);
    expect(step.parts.ledger.records[0]?.history.map(({ state }) => state)).toEqual([
      'INPROGRESS',
      'SUCCEEDED',
    ]);
  });

  it('shows the state of a run that was working, once', async ({ step }) => {
    const id = step.addRun({ state: 'INPROGRESS', ms: MINUTE }, { state: 'SUCCEEDED' });
    await step.run(to(id));
    expect(statesIn(step)).toEqual(['INPROGRESS', 'SUCCEEDED']);
  });

  it('shows an end that is the same state again', async ({ step }) => {
    const id = await endedRun(step);
    step.emulator.oz.followUpLife = [{ state: 'SUCCEEDED' }];
    await step.run(to(id));
    expect(statesIn(step)).toEqual(['SUCCEEDED']);
  });

  it('of which nothing shows that it took has no new state', async ({ step }) => {
    const id = await endedRun(step);
    step.emulator.faults.set(SEND, { status: 200, body: {} });
    expect(await step.run(to(id))).toMatchObject({ outcome: 'lost' });
    expect(statesIn(step)).toEqual([]);
  });
});
