import { expect, it } from 'vitest';
import { isAnythingLeft, type SavedRun, type SavedState, STATE_KEY } from '../../src/saved-state.ts';

const RUN: SavedRun = {
  taskId: 'run',
  request: undefined,
  runId: 'run-1',
  onCancel: 'cancel',
  ambiguousAt: undefined,
  reportedDuplicates: [],
  stateBefore: undefined,
  isAnswerWanted: false,
  overBudget: undefined,
  isDone: true,
};
const DONE: SavedState = { runs: [RUN], isReported: true, sharesEditing: false };

const isLeft = (state: string) => isAnythingLeft({ [`STATE_${STATE_KEY}`]: state });

it.each<[what: string, left: boolean, state: Partial<SavedState>]>([
  ['nothing when all is done and said', false, {}],
  ['the report of an end that nobody was told', true, { isReported: false }],
  ['a run that is not done', true, { runs: [RUN, { ...RUN, isDone: false }] }],
  ['the look for what an ambiguous request made', true, { runs: [{ ...RUN, ambiguousAt: 1 }] }],
  ['a comment', true, { pendingComment: { outcome: 'failed', failure: undefined, isCancelWanted: false } }],
  [
    'a commit status',
    true,
    { pendingStatus: { name: 'oz', sha: '1', isWaiting: true, conclusion: undefined } },
  ],
])('the post phase has %s: %s', (_, left, state) => {
  expect(isLeft(JSON.stringify({ ...DONE, ...state }))).toBe(left);
});

it.each(['', 'null', '{"runs":'])('the post phase has nothing when nothing whole was saved: %s', (state) => {
  expect(isLeft(state)).toBe(false);
});
