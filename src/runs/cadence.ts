/** In ms: where the interval starts. */
const FLOOR = 2000;

/** How much of the run's age the interval is: a mean lag of half of it, 4 %. */
const SHARE_OF_AGE = 0.08;

/**
 * Time to the next poll in ms, for a run that has been followed for `age` ms. Proportional, so that short runs are
 * noticed at once and long ones are not asked about for nothing; jittered downwards by up to a tenth, so that many
 * steps that start together drift apart and the ceiling holds.
 */
export function pollDelay(age: number, ceiling: number, random: () => number = Math.random): number {
  const interval = Math.min(Math.max(age * SHARE_OF_AGE, FLOOR), ceiling);
  return interval * (1 - 0.1 * random());
}

/** Time to the next try in ms after so many failures in a row: doubling from 1 s to 30 s, jittered. */
export function backOff(failures: number, random: () => number = Math.random): number {
  return Math.min(1000 * 2 ** Math.max(failures - 1, 0), 30_000) * (1 - 0.2 * random());
}
