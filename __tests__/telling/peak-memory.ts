import { readFile } from 'node:fs/promises';
import { setInterval } from 'node:timers/promises';

/** Whether the system tells how much anonymous memory a process holds. */
export const canReadMemory = process.platform === 'linux';

/** In ms, between two looks. */
const PACE = 20;

/** The most anonymous memory that a process was seen to hold until something has ended, in bytes. */
export async function peakMemory(pid: number, end: Promise<unknown>): Promise<number> {
  const over = new AbortController();
  const done = end.finally(() => over.abort());
  let peak = 0;
  try {
    for await (const _ of setInterval(PACE, undefined, { signal: over.signal })) {
      peak = Math.max(peak, await anonymous(pid));
    }
  } catch (error) {
    if (!over.signal.aborted) throw error;
  }
  await done;
  return peak;
}

/** 0 once the process is gone. */
async function anonymous(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
