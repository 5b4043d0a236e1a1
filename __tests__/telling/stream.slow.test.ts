import { describe, expect } from 'vitest';
import { problemFault } from '../emulator/known-faults.ts';
import { says, Talk } from '../emulator/oz/conversation.ts';
import { MINUTE } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';
import {
  CONVERSATION,
  growing,
  openFeed,
  printedNumbers,
  type Readings,
  streamToEnd,
  upTo,
} from './growing.ts';

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

describe('what streaming costs', () => {
  it.for([
    ['20 seconds', MINUTE / 3, 60],
    ['1 minute', MINUTE, 200],
    ['10 minutes', 10 * MINUTE, 600],
    ['1 hour', 60 * MINUTE, 1500],
  ] as const)('at most 6 times the final size in %s', async ([, ms, messages], { step }) => {
    const readings: Readings = { sizes: [] };
    const id = step.emulator.oz.addRun({}, growing({ ms, messages }, readings));
    await streamToEnd(id, 'messages', step);
    const final = readings.sizes.at(-1) ?? 0;
    expect(sum(readings.sizes) / final).toBeLessThanOrEqual(6);
    expect(readings.sizes.length).toBeGreaterThan(3);
    expect(printedNumbers(step.lines)).toEqual(upTo(messages));
  });

  it('the same for a step that comes late to a run that has worked for an hour', async ({ step }) => {
    const readings: Readings = { sizes: [] };
    const life = growing({ ms: 70 * MINUTE, messages: 1400 }, readings);
    const id = step.emulator.oz.addRun({}, life);
    await step.clock.sleep(60 * MINUTE);
    await streamToEnd(id, 'messages', step);
    expect(sum(readings.sizes) / (readings.sizes.at(-1) ?? 0)).toBeLessThanOrEqual(6);
    expect(printedNumbers(step.lines)).toEqual(upTo(1400));
  });

  it('nothing while the run is queued, nor after it stopped moving', async ({ step }) => {
    const readings: Readings = { sizes: [] };
    const life = growing({ ms: MINUTE, messages: 100, idle: 60 * MINUTE }, readings);
    const id = step.emulator.oz.addRun({}, [{ state: 'QUEUED', ms: 20 * MINUTE }, ...life]);
    await streamToEnd(id, 'messages', step);
    const times = step.times(CONVERSATION);
    expect(times.filter((at) => at < 20 * MINUTE)).toEqual([]);
    // One more reading shows that it stands still; the last one is that of the end.
    expect(times.slice(0, -1).filter((at) => at > 22 * MINUTE)).toEqual([]);
  });

  it('nothing at all with `off`, until the result is wanted', async ({ step }) => {
    const id = step.emulator.oz.addRun({}, growing({ ms: 10 * MINUTE, messages: 100 }));
    await streamToEnd(id, 'off', step);
    expect(step.times(CONVERSATION)).toHaveLength(1);
    expect(printedNumbers(step.lines)).toEqual([]);
  });
});

describe('what is printed', () => {
  it('each message once, in order, in groups that are balanced and fold all that is nested', async ({
    step,
  }) => {
    const id = step.emulator.oz.addRun({}, growing({ ms: 5 * MINUTE, messages: 1000, depth: 10 }));
    await streamToEnd(id, 'messages', step);
    expect(printedNumbers(step.lines)).toEqual(upTo(1000));
    const nested = step.lines.findIndex((line) => line.includes('Message 5:'));
    expect(step.lines.slice(0, nested).filter((line) => line.startsWith('group: '))).toHaveLength(1);
    const indents = step.lines.flatMap((line) => /^ *(?:[\d:]+)? {2,}(?=│)/.exec(line)?.[0].length ?? []);
    expect(new Set(indents).size).toBeGreaterThan(5);
  });

  it('never half of a message: the one that is still being written waits', async ({ step }) => {
    const [early, late] = ['I look at', 'I look at the code.'].map((text) => says('growing', text));
    const id = step.emulator.oz.addRun({}, [
      { state: 'INPROGRESS', ms: MINUTE, conversation: early ?? [] },
      { state: 'INPROGRESS', ms: MINUTE, conversation: late ?? [] },
      { state: 'SUCCEEDED' },
    ]);
    await streamToEnd(id, 'messages', step);
    expect(step.lines.filter((line) => line.includes('I look at'))).toEqual([
      expect.stringMatching(/│ I look at the code\.$/),
    ]);
  });

  it('what the agent does now, for the comment', async ({ step }) => {
    const talk = new Talk('now').assistant('I look first.').command('npm test', 'fine');
    const id = step.emulator.oz.addRun({}, [
      { state: 'INPROGRESS', ms: MINUTE, conversation: talk.steps() },
      { state: 'SUCCEEDED' },
    ]);
    expect((await streamToEnd(id, 'full', step)).latest).toBe('command: npm test');
  });
});

describe('a conversation that cannot be read', () => {
  it.for([
    ['not there yet', problemFault(404, 'resource_not_found')],
    ['a server in trouble', problemFault(500, 'internal_error')],
    ['a gateway’s page', { kind: 'html' }],
    ['broken JSON', { kind: 'broken-json' }],
    ['half an answer', { kind: 'truncate' }],
    ['a dropped connection', { kind: 'reset' }],
    ['too many requests', problemFault(429, 'resource_unavailable')],
  ] as const)('for a while: %s', async ([, fault], { step }) => {
    step.emulator.faults.add(CONVERSATION, { ...fault, times: 4 });
    const id = step.emulator.oz.addRun({}, growing({ ms: 2 * MINUTE, messages: 100 }));
    await streamToEnd(id, 'messages', step);
    expect(printedNumbers(step.lines)).toEqual(upTo(100));
    expect(step.lines.filter((line) => /^(warning|error)/.test(line))).toEqual([]);
  });

  it('for good (422): it is not asked again', async ({ step }) => {
    const id = step.emulator.oz.addRun({}, [
      { state: 'INPROGRESS', ms: MINUTE, conversation: 'unsupported' },
      { state: 'INPROGRESS', ms: MINUTE },
      { state: 'INPROGRESS', ms: MINUTE },
      { state: 'SUCCEEDED' },
    ]);
    await expect(streamToEnd(id, 'messages', step)).rejects.toThrow('Reading the conversation');
    expect(step.times(CONVERSATION)).toHaveLength(2);
  });

  it('never makes the polling wait', async ({ step }) => {
    const { oz, clock, emulator } = step;
    const held = emulator.faults.set(CONVERSATION, { kind: 'hold' });
    const id = emulator.oz.addRun({}, growing({ ms: MINUTE, messages: 20 }));
    const feed = openFeed(step, 'messages');
    for (let poll = 0; poll < 10; poll += 1) {
      feed.update(await oz.readRun(id));
      await clock.sleep(5000);
    }
    await emulator.seen(CONVERSATION);
    expect(emulator.count('oz', CONVERSATION)).toBe(1);
    held.release();
    await step.readingsDone();
    expect(printedNumbers(step.lines).length).toBeGreaterThan(0);
  });

  it('nor the end: an answer that comes after it adds nothing', async ({ step }) => {
    const { oz, clock, emulator } = step;
    const id = emulator.oz.addRun({}, growing({ ms: MINUTE, messages: 20 }));
    const feed = openFeed(step, 'messages');
    feed.update(await oz.readRun(id));
    await clock.sleep(MINUTE / 2);
    const held = emulator.faults.set(CONVERSATION, { kind: 'hold' });
    feed.update(await oz.readRun(id));
    await emulator.seen(CONVERSATION);
    await clock.sleep(MINUTE);
    feed.finish(await oz.readConversation(id));
    held.release();
    await step.readingsDone();
    expect(printedNumbers(step.lines)).toEqual(upTo(20));
  });
});
