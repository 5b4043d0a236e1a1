import { LiveFeed } from '../../src/publish/live-feed.ts';
import type { StreamLevel } from '../../src/report/activity.ts';
import { pollDelay } from '../../src/runs/cadence.ts';
import { plan } from '../emulator/oz/artifacts.ts';
import { longConversation } from '../emulator/oz/conversation.ts';
import type { ConversationView, LifeStep } from '../emulator/oz/life.ts';
import type { VirtualStep } from '../support/virtual-step.ts';

export const CONVERSATION = 'GET /agent/runs/{runId}/conversation';

/** A run that has left something: a step waits a while for one that has left nothing. */
export const SUCCEEDED: LifeStep = { state: 'SUCCEEDED', artifacts: [plan('plan-1', 'Plan', 'A plan')] };

/** In ms: how often the server notes that a run has moved. */
const MOVES = 1000;

/** How big the conversation was at each reading, in bytes of JSON. */
export interface Readings {
  readonly sizes: number[];
}

/**
 * A run that works for so many ms and says so many messages meanwhile, evenly; then it goes on for `idle` ms without
 * a word or a move. `readings` fills up as the conversation is asked for.
 */
export function growing(
  { ms, messages, depth = 3, idle = 0 }: { ms: number; messages: number; depth?: number; idle?: number },
  readings: Readings = { sizes: [] },
): LifeStep[] {
  const conversation = (elapsed: number): ConversationView => {
    const steps = longConversation('work', Math.round(messages * Math.min(1, elapsed / ms)), depth);
    readings.sizes.push(Buffer.byteLength(JSON.stringify({ steps })));
    return steps;
  };
  const moves = Math.ceil(ms / MOVES);
  const working = Array.from({ length: moves }, () => ({ state: 'INPROGRESS', ms: ms / moves }));
  const [first = { state: 'INPROGRESS' }, ...others] = working;
  const resting = idle > 0 ? [{ state: 'INPROGRESS', ms: idle }] : [];
  return [{ ...first, conversation }, ...others, ...resting, SUCCEEDED];
}

/** The feed of one run. */
export function openFeed({ oz, parts }: VirtualStep, level: StreamLevel): LiveFeed {
  const { clock, log, shutdown } = parts;
  return new LiveFeed({ oz, clock, log, signal: shutdown.signal }, level);
}

/** Polls the run at the action's own cadence until it ends, and streams it. From now on, and to the last word. */
export async function streamToEnd(runId: string, level: StreamLevel, step: VirtualStep): Promise<LiveFeed> {
  const { oz, clock } = step;
  const feed = openFeed(step, level);
  const began = clock.now();
  for (;;) {
    const run = await oz.readRun(runId);
    feed.update(run);
    await step.readingsDone();
    if (run.stage === 'ended') break;
    await clock.sleep(pollDelay(clock.now() - began, 15_000, () => 0));
  }
  feed.finish(await oz.readConversation(runId));
  return feed;
}

/** The numbers of the messages that were printed, in order of printing. */
export function printedNumbers(lines: readonly string[]): number[] {
  return lines.flatMap((line) => {
    const number = /│ Message (\d+): I go on with the work\./.exec(line)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
