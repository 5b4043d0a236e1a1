import type { RootContent } from 'mdast';
import type { PlacedAs } from '../review/placement.ts';
import { paragraph } from './document.ts';
import { contentOf, type ReviewedAt, titleOf } from './finding.ts';
import { type Redactor, safeText } from './markdown.ts';
import { type ReviewReport, reviewSections } from './review.ts';

/** GitHub refuses texts over 65,536 characters. In bytes of UTF-8, which are never fewer. */
const MAX_TEXT = 60_000;

/** From all there is to the heart only, in characters; the first that fits is taken. */
const MAX_SUMMARY = 20_000;
const SUMMARIES = [5000, 1000];

/** The text of a review, marker first: bodies are left out before titles. */
export function reviewBody(unredacted: ReviewReport, marker: string, secrets: Redactor): string {
  const review = secrets.redactData(unredacted);
  const inText = review.placed.filter(({ kind }) => kind !== 'inline');
  const room = MAX_TEXT - Buffer.byteLength(marker) - 1;
  const shorter = SUMMARIES.filter((length) => length < review.summary.length);
  for (const summary of [MAX_SUMMARY, ...shorter]) {
    for (const bodies of [...halves(fittingBodies(inText, room)), 0]) {
      const text = textOf(reviewSections(review, { summary, bodies, rows: inText.length, floor: 2 }));
      if (text !== undefined) return text;
    }
  }
  for (const rows of [...halves(inText.length), 0]) {
    const text = textOf(reviewSections(review, { summary: 1000, bodies: 0, rows, floor: 2 }));
    if (text !== undefined) return text;
  }
  throw new Error('the shortest review is too long');

  function textOf(nodes: RootContent[]): string | undefined {
    const text = safeText(nodes, placeOf(review.at), secrets);
    return Buffer.byteLength(text) <= room ? `${marker}\n${text}` : undefined;
  }
}

/** How many bodies could stand in so many characters: what cannot fit needs no parsing. */
function fittingBodies(inText: ReviewReport['placed'], room: number): number {
  let size = 0;
  const first = inText.findIndex(({ finding }) => {
    size += finding.body.length + (finding.suggestion?.length ?? 0);
    return size > room;
  });
  return first === -1 ? inText.length : first;
}

function halves(count: number): number[] {
  return count < 1 ? [] : [count, ...halves(Math.floor(count / 2))];
}

/** What stands below a line, marker first. */
export function inlineBody(
  placed: PlacedAs<'inline'>,
  at: ReviewedAt,
  marker: string,
  secrets: Redactor,
): string {
  const { finding, anchor } = secrets.redactData(placed);
  for (const longest of BODIES) {
    const nodes = [
      paragraph(...titleOf(finding)),
      ...contentOf(finding, at, { longest, floor: 2, isApplicable: anchor.side === 'RIGHT' }),
    ];
    const text = `${marker}\n${safeText(nodes, placeOf(at), secrets)}`;
    if (Buffer.byteLength(text) <= MAX_TEXT) return text;
  }
  throw new Error('the shortest comment is too long');
}

const BODIES = [8000, 2000, 500];

function placeOf({ serverUrl, repository }: ReviewedAt) {
  return { serverUrl, repository, pullRequests: [] };
}
