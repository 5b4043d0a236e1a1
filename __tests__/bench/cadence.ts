import { MockAgent } from 'undici';
import { OzClient } from '../../src/oz/client.ts';
import { pollDelay } from '../../src/runs/cadence.ts';
import { follow } from '../../src/runs/follow.ts';
import { collectingLog } from '../support/collecting-log.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** Requests and lag of following one run. */
export interface Cadence {
  readonly run: string;
  readonly seconds: number;
  readonly interval: string;
  readonly requests: number;
  /** From the run's end to the reading that shows it: mean, in seconds. */
  readonly lag: number;
}

const RUNS: readonly [name: string, seconds: number][] = [
  ['10 s', 10],
  ['1 min', 60],
  ['10 min', 600],
  ['1 h', 3600],
];
const FIXED = [5, 10, 15, 30];
const TRIALS = 40;

/** Follows runs of several lengths on a virtual clock, through the real client; beside it, fixed intervals. */
export async function measureCadence(): Promise<Cadence[]> {
  const rows: Cadence[] = [];
  for (const [run, seconds] of RUNS) {
    const trials: { requests: number; lag: number }[] = [];
    for (let trial = 0; trial < TRIALS; trial += 1) {
      // Run lengths spread by one polling interval, so that no grid happens to meet the end.
      const interval = pollDelay(seconds * 1000, 15_000, () => 0);
      trials.push(await followed(seconds * 1000 + (interval * trial) / TRIALS));
    }
    const mean = (pick: (trial: { requests: number; lag: number }) => number) =>
      trials.reduce((sum, trial) => sum + pick(trial), 0) / trials.length;
    rows.push({
      run,
      seconds,
      interval: 'adaptive',
      requests: mean((t) => t.requests),
      lag: mean((t) => t.lag),
    });
    for (const fixed of FIXED) {
      rows.push({
        run,
        seconds,
        interval: `${fixed} s`,
        requests: Math.ceil(seconds / fixed) + 1,
        lag: fixed / 2,
      });
    }
  }
  return rows;
}

async function followed(length: number): Promise<{ requests: number; lag: number }> {
  const clock = new VirtualClock();
  const agent = new MockAgent();
  agent.disableNetConnect();
  let requests = 0;
  agent
    .get('https://oz.test')
    .intercept({ path: '/api/v1/agent/runs/r' })
    .reply(200, () => {
      requests += 1;
      return { run_id: 'r', state: clock.now() >= length ? 'SUCCEEDED' : 'INPROGRESS' };
    })
    .persist();
  const oz = new OzClient({
    apiUrl: new URL('https://oz.test/api/v1'),
    apiKey: 'wk-bench',
    userAgent: 'bench',
    clock,
    debug: () => {},
    dispatcher: agent,
  });
  const plan = {
    queueBudget: undefined,
    runBudget: undefined,
    pollCeiling: 15_000,
    onBlocked: 'fail',
    since: 0,
    isForeign: false,
    onReading: () => {},
  } as const;
  const { signal } = new AbortController();
  await follow('r', plan, { oz, clock, log: collectingLog().log, signal });
  return { requests, lag: (clock.now() - length) / 1000 };
}
