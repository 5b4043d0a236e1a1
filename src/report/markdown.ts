import type { Root, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import type { Secrets } from '../lib/secrets.ts';
import { artifactsLine, artifactsTable } from './artifacts.ts';
import { checksOf, settingsOf } from './checks.ts';
import { collectedTable } from './collected.ts';
import { heading, paragraph, serialise } from './document.ts';
import { duplicatesOf } from './duplicates.ts';
import { pullRequestLines } from './pull-request-lines.ts';
import type { Place } from './references.ts';
import type { Report } from './report.ts';
import { findingsList, type ReviewLimits, reviewOf } from './review.ts';
import {
  attemptsOf,
  documentOf,
  factsOf,
  failureOf,
  footOf,
  headline,
  nowOf,
  pictureOf,
  promptOf,
  resultOf,
  type Tier,
} from './sections.ts';

/** From all there is to the heart only; the first that fits is taken. */
const TIERS: readonly Tier[] = [
  { result: 100_000, prompt: 100_000, rows: 300, words: 10_000 },
  { result: 40_000, prompt: 4000, rows: 50, words: 4000 },
  { result: 10_000, prompt: 0, rows: 20, words: 1000 },
  { result: 1000, prompt: 0, rows: 5, words: 300 },
];

/** GitHub drops a step summary over 1 MiB whole. In bytes of UTF-8. */
export const MAX_SUMMARY = 1_000_000;
/** GitHub refuses a comment over 65,536 characters. In bytes of UTF-8, which are never fewer. */
export const MAX_COMMENT = 60_000;

/** What hides secrets: in the report before anything is cut, and in what Markdown's escapes had kept apart. */
export type Redactor = Pick<Secrets, 'redact' | 'redactData'>;

const NOTHING_SECRET: Redactor = { redact: (text) => text, redactData: (data) => data };

/** The step summary: at most `largest` bytes. */
export function summaryOf(unredacted: Report, secrets = NOTHING_SECRET, largest = MAX_SUMMARY): string {
  const report = secrets.redactData(unredacted);
  return fitting(report, largest, secrets, (tier) => [
    heading(2, ...headline(report, tier)),
    ...resultOf(report, tier, 2),
    ...documentOf(report, tier),
    ...failureOf(report, tier),
    ...findingsList(report.review, tier.rows),
    ...checksOf(report, tier),
    ...collectedTable(report.collection, tier.rows),
    ...pullRequestLines(report, tier.rows),
    ...artifactsTable(report, tier),
    ...pictureOf(report, tier),
    ...attemptsOf(report, tier),
    ...duplicatesOf(report.duplicates, tier.rows),
    ...factsOf(report, tier),
    ...settingsOf(report, tier),
    ...promptOf(report, tier),
  ]);
}

/** The comment: at most `largest` bytes, `marker` included. */
export function commentOf(
  unredacted: Report,
  marker: string,
  secrets = NOTHING_SECRET,
  largest = MAX_COMMENT,
): string {
  const report = secrets.redactData(unredacted);
  // The marker stays as it is: the comment is found again by it.
  const body = fitting(report, largest - Buffer.byteLength(marker) - 1, secrets, (tier) => [
    heading(3, ...headline(report, tier)),
    ...nowOf(report),
    ...(report.review ? reviewOf(report.review, reviewLimits(tier)) : resultOf(report, tier, 3)),
    ...failureOf(report, tier),
    ...pullRequestLines(report, tier.rows),
    ...artifactsLine(report, tier),
    ...attemptsOf(report, tier),
    paragraph(...footOf(report)),
  ]);
  return `${marker}\n${body}`;
}

/** Instead of the agent's last words, which hold the same. */
function reviewLimits({ result, rows }: Tier): ReviewLimits {
  return { summary: Math.min(result, 20_000), bodies: result > 10_000 ? rows : 0, rows, floor: 3 };
}

function fitting(
  report: Report,
  largest: number,
  secrets: Redactor,
  build: (tier: Tier) => RootContent[],
): string {
  const place = { ...report, pullRequests: report.last?.pullRequests ?? [] };
  let text = '';
  for (const tier of TIERS) {
    // Parsing what cannot fit anyway would be for nothing.
    const nodes = build({ ...tier, result: Math.min(tier.result, largest) });
    text = safeText(nodes, place, secrets);
    if (Buffer.byteLength(text) <= largest) return text;
  }
  throw new Error(`the shortest report has ${Buffer.byteLength(text)} bytes; ${largest} are allowed`);
}

/** As Markdown in which nothing reaches others, and no secret stands. */
export function safeText(nodes: RootContent[], place: Place, secrets: Redactor): string {
  return secrets.redact(serialise(withoutSecrets(nodes, secrets), place));
}

function withoutSecrets(children: RootContent[], secrets: Redactor): RootContent[] {
  visit({ type: 'root', children } as Root, (node) => {
    if ('value' in node) node.value = secrets.redact(node.value);
    if ('url' in node) node.url = secrets.redact(node.url);
  });
  return children;
}
