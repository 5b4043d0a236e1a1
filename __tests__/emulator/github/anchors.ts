import { diffArrays } from 'diff';
import type { ChangedFile, DiffLine, Hunk } from './changes.ts';

export type Side = 'LEFT' | 'RIGHT';

export interface Anchor {
  path: string;
  side: Side;
  line: number;
  startLine?: number;
}

export interface Placed {
  position: number;
  /** From the hunk's header to the line itself. */
  diffHunk: string;
}

const OFF = 'Pull request review thread line must be part of the diff';
const OTHER_HUNK = 'Pull request review thread start line must be part of the same hunk as the line.';
const ORDER = 'Pull request review thread start line must precede the end line.';
const NO_HUNK = "Pull request review thread diff hunk can't be blank";

/** Where a comment stands in a diff, or what GitHub says when it stands nowhere: never which comment it was. */
export function place(files: readonly ChangedFile[], anchor: Anchor): Placed | string {
  const file = files.find((one) => one.change.path === anchor.path);
  if (file === undefined) return 'Path could not be resolved';
  const { side, line, startLine } = anchor;
  const hunk = file.hunks.find((one) => at(one, side, line) !== undefined);
  const found = hunk && at(hunk, side, line);
  if (hunk === undefined || found === undefined) {
    return startLine === undefined ? `${OFF} and ${NO_HUNK}` : `${OFF}, ${OTHER_HUNK}, and ${NO_HUNK}`;
  }
  if (startLine !== undefined && startLine >= line) return ORDER;
  if (startLine !== undefined && at(hunk, side, startLine) === undefined) return OTHER_HUNK;
  const shown = hunk.lines.slice(0, hunk.lines.indexOf(found) + 1).map(({ raw }) => raw);
  return { position: found.position, diffHunk: [hunk.header, ...shown].join('\n') };
}

/** Where a comment stands after a push, or `undefined`: the push outdated it. */
export function follow(
  before: readonly ChangedFile[],
  after: readonly ChangedFile[],
  anchor: Anchor,
): Anchor | undefined {
  const { path, side, line, startLine } = anchor;
  const old = before.find((one) => one.change.path === path);
  const next = after.find((one) => one.change.path === path);
  if (old === undefined || next === undefined) return undefined;
  const moved = (number: number) =>
    side === 'LEFT' ? number : newNumber(old.change.after ?? '', next.change.after ?? '', number);
  const to = moved(line);
  const from = startLine === undefined ? undefined : moved(startLine);
  if (to === undefined || (startLine !== undefined && from === undefined)) return undefined;
  const there: Anchor = { path, side, line: to, ...(from !== undefined && { startLine: from }) };
  return typeof place(after, there) === 'string' ? undefined : there;
}

function at({ lines }: Hunk, side: Side, number: number): DiffLine | undefined {
  return lines.find((line) => (side === 'LEFT' ? line.left : line.right) === number);
}

function newNumber(old: string, next: string, number: number): number | undefined {
  let oldLine = 0;
  let newLine = 0;
  for (const { value, added, removed } of diffArrays(old.split('\n'), next.split('\n'))) {
    if (added) {
      newLine += value.length;
      continue;
    }
    if (number <= oldLine + value.length) return removed ? undefined : newLine + number - oldLine;
    oldLine += value.length;
    if (!removed) newLine += value.length;
  }
  return undefined;
}
