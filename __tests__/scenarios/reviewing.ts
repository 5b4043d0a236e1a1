import type { Finding } from '../../src/review/findings.ts';
import type { FileChange } from '../emulator/github/changes.ts';
import { byReads } from '../emulator/oz/lives.ts';
import { answers, document } from '../emulator/oz/structured.ts';
import { NUMBER, type Stage } from '../support/dist-step.ts';

export const POST_REVIEW = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
export const LIST_FILES = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
export const COMPARE = 'GET /repos/{owner}/{repo}/compare/{basehead}';
export const GRAPHQL = 'POST /graphql';

/** Head of the pull request of the default event. */
export const HEAD = 'ec26c3e57ca3a959ca5aad62de7213c562f8c821';
export const REVIEWED = `https://github.com/octo-org/octo-repo/blob/${HEAD}/`;

const BEFORE = Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('');
export const AFTER = BEFORE.replace('line 10\n', 'ten\nand a half\n').replace('line 30\n', '');

/** Shows lines 7 to 14 and 28 to 33 of `a.ts`. */
export const FILES: FileChange[] = [
  { path: 'a.ts', before: BEFORE, after: AFTER },
  { path: 'gone.ts', before: 'one\ntwo\n' },
  { path: 'new.ts', previousPath: 'old.ts', before: 'one\r\ntwo', after: 'one\r\n2' },
  { path: 'logo.png', binary: true },
];

export function finding(facts: Partial<Finding> = {}): Finding {
  const plain = {
    path: 'a.ts',
    line: 11,
    severity: 'major',
    title: 'Half is not handled',
    body: 'It throws.',
  };
  return { ...(plain as Finding), ...facts };
}

/** Runs to come answer with these findings. */
export function answer(stage: Stage, findings: readonly object[], summary = 'All in all fine.'): void {
  stage.emulator.oz.defaultLife = answers({ files: document({ summary, findings }) }, byReads);
}

/** A pull request with changes, and an agent that has these findings. */
export function prepare(stage: Stage, findings: readonly object[], files = FILES): void {
  stage.emulator.github.addPull({ number: NUMBER, headSha: HEAD, files });
  answer(stage, findings);
}

export function reviewsOf({ emulator }: Stage) {
  return emulator.github.reviews.of(NUMBER);
}

export function inlineOf({ emulator }: Stage) {
  return emulator.github.reviews.comments(NUMBER);
}

/** The inputs of a step that reviews. */
export const REVIEW = { prompt: '', review: 'true' };
