import type { Kind } from '../campaign.ts';
import { anyCollectCase } from './arbitrary.ts';
import type { CollectCase } from './case.ts';
import { breachesOfCollecting } from './invariants.ts';
import { type CollectHappening, playCollecting } from './play.ts';
import { CollectTally, describeCollecting } from './tally.ts';

/** Steps that do not wait for their runs, and collecting steps after them. */
export const COLLECT: Kind<CollectCase, CollectHappening> = {
  cases: anyCollectCase,
  play: playCollecting,
  breachesOf: breachesOfCollecting,
  tally: () => new CollectTally(),
  describe: describeCollecting,
};
