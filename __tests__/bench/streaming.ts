import { MINUTE, openVirtualStep } from '../support/virtual-step.ts';
import { CONVERSATION, growing, type Readings, streamToEnd } from '../telling/growing.ts';

/** What showing one run live has cost. */
export interface Streaming {
  readonly run: string;
  readonly readings: number;
  /** Of the conversation once the run was over. */
  readonly finalBytes: number;
  /** Of all readings together. */
  readonly bytes: number;
  readonly ratio: number;
}

const RUNS: readonly [name: string, ms: number, messages: number][] = [
  ['1 min', MINUTE, 100],
  ['10 min', 10 * MINUTE, 600],
  ['1 h', 60 * MINUTE, 3000],
];

/** Conversations that grow evenly, streamed on a virtual clock through the real client; the last reading included. */
export async function measureStreaming(): Promise<Streaming[]> {
  const rows: Streaming[] = [];
  for (const [run, ms, messages] of RUNS) {
    const step = await openVirtualStep();
    try {
      const readings: Readings = { sizes: [] };
      const id = step.emulator.oz.addRun({}, growing({ ms, messages }, readings));
      await streamToEnd(id, 'messages', step);
      const bytes = readings.sizes.reduce((sum, size) => sum + size, 0);
      const finalBytes = readings.sizes.at(-1) ?? 0;
      rows.push({
        run,
        readings: step.times(CONVERSATION).length,
        finalBytes,
        bytes,
        ratio: bytes / finalBytes,
      });
    } finally {
      await step.close();
    }
  }
  return rows;
}
