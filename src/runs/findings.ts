import type { Json } from '../lib/json.ts';
import type { Ending, Policy } from '../model.ts';
import { countBySeverity, type ReviewDocument, SEVERITIES } from '../review/findings.ts';

/** The ending of a run with this valid review: red where a finding is as severe as `fail-on` says. */
export function endingWithFindings(
  ending: Ending,
  document: Json | undefined,
  { failOn }: Pick<Policy, 'failOn'>,
): Ending {
  if (failOn === undefined || document === undefined || ending.outcome !== 'succeeded') return ending;
  // Valid by the schema that it was asked for with.
  const { findings } = document as unknown as ReviewDocument;
  const least = SEVERITIES.indexOf(failOn);
  const severe = findings.filter(({ severity }) => SEVERITIES.indexOf(severity) >= least);
  if (severe.length === 0) return ending;
  const counts = countBySeverity(severe).map(([severity, count]) => `${count} ${severity}`);
  return {
    ...ending,
    outcome: 'findings',
    failure: {
      code: 'findings',
      message: `The review has findings that \`fail-on: ${failOn}\` refuses: ${counts.join(', ')}.`,
      remedy: 'Look at the review, fix what it found, and push.',
    },
  };
}
