import type { PhrasingContent, RootContent } from 'mdast';
import { countBySeverity, type Finding } from '../review/findings.ts';
import type { Placed, PlacedAs } from '../review/placement.ts';
import { dotted, heading, link, list, paragraph, plain, strong, words } from './document.ts';
import { listed, placeOf, type ReviewedAt, reviewMarkdown, severityText, titleOf } from './finding.ts';

/** The result of a review. */
export interface ReviewReport {
  readonly summary: string;
  /** All findings, the most severe first. */
  readonly placed: readonly Placed[];
  readonly at: ReviewedAt;
  /** The review that was posted, or that was there already. */
  readonly url: string | undefined;
  /** Why findings have no place on their lines, or none in a review. */
  readonly why: string | undefined;
  /** It could not be posted for the moment: a later try may do it. */
  readonly isPutOff?: boolean;
}

/** `bodies`: how many findings show theirs; `rows`: how many are shown at all. */
export interface ReviewLimits {
  readonly summary: number;
  readonly bodies: number;
  readonly rows: number;
  readonly floor: number;
}

function findingsOf({ placed }: Pick<ReviewReport, 'placed'>): Finding[] {
  return placed.map(({ finding }) => finding);
}

function countsOf(findings: readonly Finding[]): PhrasingContent[] {
  const counts = countBySeverity(findings);
  return counts.map(([severity, count]) => {
    const [icon, word] = severityText(severity).split(' ');
    return { type: 'text', value: `${icon} ${count} ${word}` };
  });
}

/** What a review says besides its inline comments: the agent's summary first. */
export function reviewSections(review: ReviewReport, limits: ReviewLimits): RootContent[] {
  const { placed, at, why, summary } = review;
  const said =
    summary.trim() === '' ? [] : reviewMarkdown(summary, at, { ...limits, longest: limits.summary });
  return [
    ...said,
    paragraph(...dotted(countsOf(findingsOf(review)))),
    ...(why === undefined ? [] : [paragraph(words(why))]),
    ...listSections(placed, at, limits),
  ];
}

/** The findings that have no inline comment, below their headings. */
function listSections(placed: readonly Placed[], at: ReviewedAt, limits: ReviewLimits): RootContent[] {
  const of = <Kind extends Placed['kind']>(kind: Kind) =>
    placed.filter((one): one is PlacedAs<Kind> => one.kind === kind);
  let { bodies, rows } = limits;
  const section = (title: string, all: readonly Placed[]): RootContent[] => {
    const shown = all.slice(0, rows);
    rows -= shown.length;
    const content = shown.flatMap((one) => {
      bodies -= 1;
      return listed(one, at, { floor: limits.floor + 1, longest: bodies >= 0 ? MAX_BODY : 0 });
    });
    return all.length === 0
      ? []
      : [sectionHeading(limits, title), ...content, ...left(all.length - shown.length)];
  };
  const outside = section('Outside the diff', of('outside'));
  const isRest = placed.some(({ kind }) => kind === 'inline' || kind === 'outside');
  const beyond = section(isRest ? 'More findings' : 'Findings', of('beyond'));
  return [...outside, ...beyond, ...stillOpen(of('repeated'), rows, limits)];
}

function stillOpen(
  repeated: readonly PlacedAs<'repeated'>[],
  rows: number,
  limits: ReviewLimits,
): RootContent[] {
  if (repeated.length === 0) return [];
  const shown = repeated.slice(0, rows);
  return [
    sectionHeading(limits, 'Still open'),
    ...shown.map((one) => {
      const comment = link(one.earlier.url, one.earlier.isResolved ? 'answered' : 'comment');
      return paragraph(...titleOf(one.finding), { type: 'text', value: ' · ' }, comment);
    }),
    ...left(repeated.length - shown.length),
  ];
}

function sectionHeading({ floor }: ReviewLimits, title: string): RootContent {
  return heading((floor + 1) as 3 | 4, words(title));
}

function left(count: number): RootContent[] {
  if (count <= 0) return [];
  return [paragraph(words(`… and ${count} more, which the step summary lists.`))];
}

/** Of a finding's body, in characters: as long as it may be. */
const MAX_BODY = 8000;

/** In the sticky comment: what the review does not say. */
export function reviewOf(review: ReviewReport, limits: ReviewLimits): RootContent[] {
  const { placed, url, summary, at } = review;
  if (url !== undefined)
    return [paragraph(...dotted([...countsOf(findingsOf(review)), link(url, 'Review')]))];
  if (placed.length > 0) return reviewSections(review, limits);
  const said =
    summary.trim() === '' ? [] : reviewMarkdown(summary, at, { ...limits, longest: limits.summary });
  return [paragraph(strong(words('✅ No findings'))), ...said];
}

/** In the step summary: all findings. A table has no room for them on a phone. */
export function findingsList(review: ReviewReport | undefined, rows: number): RootContent[] {
  if (review === undefined) return [];
  const { placed, at, url, why } = review;
  if (placed.length === 0) return [paragraph(strong(words('✅ No findings')))];
  const shown = placed.slice(0, rows);
  const items = shown.map((one) => [...titleOf(one.finding), plain(' · '), placeOf(one, at)]);
  return [
    paragraph(...dotted([...countsOf(findingsOf(review)), ...(url ? [link(url, 'Review')] : [])])),
    ...(why === undefined ? [] : [paragraph(words(why))]),
    list(items),
    ...(placed.length > shown.length
      ? [paragraph(words(`… and ${placed.length - shown.length} more.`))]
      : []),
  ];
}
