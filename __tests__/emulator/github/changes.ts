import { createHash } from 'node:crypto';
import { type StructuredPatchHunk, structuredPatch } from 'diff';

type FileStatus = 'added' | 'removed' | 'modified' | 'renamed' | 'changed';

/**
 * What a pull request does to one file, from its merge base to its head. Without `before` the file is new, without
 * `after` it is gone; with neither, and with `binary`, nobody sees its lines.
 */
export interface FileChange {
  path: string;
  /** The file's former name. */
  previousPath?: string;
  before?: string;
  after?: string;
  binary?: boolean;
  /** Too large: GitHub counts its lines and shows no patch. */
  noPatch?: boolean;
  /** For what the other members do not say: a binary file that was added or removed. */
  status?: FileStatus;
}

export interface DiffLine {
  /** With its mark, as in the patch. */
  raw: string;
  /** Its number in the old file, and in the new one. */
  left?: number;
  right?: number;
  /** GitHub's old way to name a line: counted from the first hunk header. */
  position: number;
}

export interface Hunk {
  header: string;
  lines: DiffLine[];
}

/** A change as GitHub shows it. */
export interface ChangedFile {
  change: FileChange;
  status: FileStatus;
  additions: number;
  deletions: number;
  /** Missing for binary files, files that are too large, and files whose lines did not change. */
  patch: string | undefined;
  /** Empty where there is no patch. */
  hunks: Hunk[];
  blob: string;
}

/** Computes how GitHub shows changes, in its order. */
export function changedFiles(changes: readonly FileChange[]): ChangedFile[] {
  return changes.map(changedFile).sort((a, b) => (a.change.path < b.change.path ? -1 : 1));
}

function changedFile(change: FileChange): ChangedFile {
  const { before = '', after = '', binary = false, noPatch = false } = change;
  const blob = createHash('sha1').update(after).digest('hex');
  const hunks = binary ? [] : hunksOf(before, after);
  const count = (key: 'left' | 'right', other: 'left' | 'right') =>
    hunks.flatMap((hunk) => hunk.lines).filter((line) => line[key] !== undefined && line[other] === undefined)
      .length;
  const counts = { additions: count('right', 'left'), deletions: count('left', 'right') };
  const isShown = hunks.length > 0 && !noPatch;
  const patch = hunks.map(({ header, lines }) => [header, ...lines.map((line) => line.raw)].join('\n'));
  return {
    change,
    status: change.status ?? statusOf(change),
    ...counts,
    patch: isShown ? patch.join('\n') : undefined,
    hunks: isShown ? hunks : [],
    blob,
  };
}

function statusOf({ previousPath, before, after, binary }: FileChange): FileStatus {
  if (previousPath !== undefined) return 'renamed';
  if (binary === true || (before !== undefined && after !== undefined)) return 'modified';
  if (before === undefined && after === undefined) return 'changed';
  return before === undefined ? 'added' : 'removed';
}

function hunksOf(before: string, after: string): Hunk[] {
  let position = 0;
  const { hunks } = structuredPatch('a', 'b', before, after, undefined, undefined, { context: 3 });
  return hunks.map((hunk, index) => {
    if (index > 0) position += 1;
    let left = hunk.oldStart;
    let right = hunk.newStart;
    const lines = hunk.lines.map((raw): DiffLine => {
      position += 1;
      const mark = raw[0];
      // "\ No newline at end of file" is a line of the patch and of neither file.
      if (mark === '\\') return { raw, position };
      return {
        raw,
        position,
        ...(mark !== '+' && { left: left++ }),
        ...(mark !== '-' && { right: right++ }),
      };
    });
    return { header: headerOf(hunk, before), lines };
  });
}

/** As Git writes it: no count of one, the line before an empty range, and the section that the hunk lies in. */
function headerOf({ oldStart, oldLines, newStart, newLines }: StructuredPatchHunk, before: string): string {
  const range = (start: number, count: number) =>
    count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
  const earlier = before.split('\n').slice(0, Math.max(0, oldStart - 1));
  const section = earlier
    .findLast((line) => /^[A-Za-z_$]/.test(line))
    ?.trimEnd()
    .slice(0, 80);
  const suffix = section === undefined ? '' : ` ${section}`;
  return `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@${suffix}`;
}
