import { anyCase } from './arbitrary.ts';
import type { Kind } from './campaign.ts';
import type { Case } from './case.ts';
import { breachesOf } from './invariants.ts';
import { type Happening, play } from './play.ts';
import { describe, Tally } from './tally.ts';

/** One step that creates, follows or cancels runs. */
export const STEP: Kind<Case, Happening> = {
  cases: anyCase,
  play,
  breachesOf,
  tally: () => new Tally(),
  describe,
};
