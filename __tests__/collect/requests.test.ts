import { describe, expect } from 'vitest';
import { it } from '../support/virtual-test.ts';
import { addEndedRuns, collectOnce } from './many-runs.ts';

describe('requests', () => {
  it.for([0, 1, 20, 500])(
    'for %i runs that are concluded: no more than the listings',
    async (count, { step }) => {
      addEndedRuns(step.emulator, step.clock.wall(), count);
      expect(await collectOnce(step)).toBe('collected');
      expect(step.emulator.count('oz')).toBe(Math.max(1, Math.ceil(count / 100)));
      expect(step.emulator.count('github')).toBe(Math.ceil(count / 20));
    },
  );

  it('for 3 new ones among 500: a few more for each', async ({ step }) => {
    addEndedRuns(step.emulator, step.clock.wall(), 500, 3);
    await collectOnce(step);
    expect(step.emulator.count('oz')).toBeLessThanOrEqual(5 + 3 * 5);
    expect(step.emulator.count('github')).toBeLessThanOrEqual(25 + 3 * 4);
    for (const number of [498, 499, 500]) expect(step.emulator.github.comments(number)).toHaveLength(1);
  });
});
