import type { WorkflowEvent } from '../github/event.ts';
import { type Json, type JsonObject, object } from '../lib/json.ts';
import type { OutputSpec } from '../model.ts';
import { REVIEW_SCHEMA, SEVERITIES, type Severity } from '../review/findings.ts';
import { inputDefaults } from './declared.ts';
import { InputError, type RawInputs } from './values.ts';

/** What is done with an agent's findings. */
export interface ReviewInputs {
  /** A finding at least that severe makes the step red. */
  readonly failOn: Severity | undefined;
  readonly maxComments: number;
}

/** Undefined without `review: true`. What is refused is noted. */
export function readReview(
  raw: RawInputs,
  number: number | undefined,
  event: WorkflowEvent,
): ReviewInputs | undefined {
  const isWanted = raw.boolean('review');
  const failOn = raw.optionalChoice('fail-on', SEVERITIES.toReversed());
  const maxComments = raw.number('max-review-comments', { min: 0, max: 100, whole: true });
  if (!isWanted) {
    const isCountGiven = maxComments !== Number(inputDefaults['max-review-comments']);
    if (failOn !== undefined) raw.refuse(onlyWithReview('fail-on'));
    if (isCountGiven) raw.refuse(onlyWithReview('max-review-comments'));
    return undefined;
  }
  if (raw.optional('output-schema') !== undefined) {
    raw.refuse(new InputError('The inputs `review` and `output-schema` are both given. Give one of them.'));
  }
  if (number === undefined || isPlainIssue(number, event)) {
    const what = number === undefined ? 'the event has none' : `#${number} is an issue`;
    const remedy = 'Use an event of a pull request, or give its number by `issue-number`.';
    raw.refuse(new InputError(`Input \`review\` needs a pull request, and ${what}. ${remedy}`));
  }
  return { failOn, maxComments };
}

function onlyWithReview(name: 'fail-on' | 'max-review-comments'): InputError {
  return new InputError(
    `Input \`${name}\` is given without \`review: true\`. Remove it, or ask for a review.`,
  );
}

/** Whether the event says that its number is that of an issue, not of a pull request. */
function isPlainIssue(number: number, { number: own, payload }: WorkflowEvent): boolean {
  return number === own && 'issue' in payload && !('pull_request' in object(payload.issue));
}

/** The task where the workflow gives none. */
export const REVIEW_PROMPT = `Review the pull request that is named below. Read the whole diff first, then whatever of the code around it you need
to judge it. Look for faults: wrong results, cases that are not handled, races, leaks of resources or secrets, security,
interfaces that break, tests that would pass although the code is wrong. Report what you have verified in the code, not
what might be; matters of taste only where they mislead. Few findings that matter are better than many that do not.`;

/** The pull request as it is reviewed. */
interface Reviewed {
  readonly number: number;
  readonly commit: string;
  /** Tip of the base branch. */
  readonly base: string | undefined;
}

/** What the agent is asked for; without a pull request, for an answer that was asked for before. */
export function reviewOutput(reviewed?: Reviewed): OutputSpec {
  return {
    schema: REVIEW_SCHEMA as Json as JsonObject,
    label: 'review',
    instructions: reviewed === undefined ? [] : instructionsFor(reviewed),
  };
}

function instructionsFor({ number, commit, base }: Reviewed): string[] {
  const diff = base === undefined ? 'compare it with its base branch' : `\`git diff ${base}...${commit}\``;
  return [
    `The document is your review of pull request #${number} at commit ${commit}${base ? ` (base ${base})` : ''}.`,
    `To see what it changes: \`git fetch origin refs/pull/${number}/head\`, then ${diff}.`,
    '`line` (and `start_line`, for a range) count in the file at that commit; with `side: "LEFT"` in the file before it,',
    'for lines that were removed. Remarks can stand on lines that the diff shows; findings elsewhere are welcome, and are',
    'listed apart. `critical`: must not be merged, since data, money or security are at stake. `major`: wrong in a case that',
    'will happen. `minor`: wrong in a rare case, or hard to maintain. `nit`: a detail. `suggestion` replaces the lines',
    'from `start_line` to `line` as a whole, exactly as they are to read. No finding: an empty list.',
    'Post nothing on GitHub yourself, neither comments nor reviews, and push nothing: the workflow posts this document.',
  ];
}
