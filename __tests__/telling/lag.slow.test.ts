import { expect, it } from 'vitest';
import { measureLag } from '../bench/lag.ts';

/** In seconds, beyond one polling interval. */
const PATIENCE = 2;

it('a step ends soon after its run, whatever it has to report', async () => {
  const rows = await measureLag(3);
  expect(rows).toHaveLength(5);
  for (const { run, interval, mean, worst } of rows) {
    expect(mean, run).toBeGreaterThan(0);
    expect(worst, run).toBeLessThanOrEqual(interval + PATIENCE);
  }
});
