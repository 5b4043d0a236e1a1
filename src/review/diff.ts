import { parsePatch } from 'diff';
import type { Side } from './findings.ts';

/** A file of a pull request, as GitHub lists it. */
interface ListedFile {
  readonly filename: string;
  readonly previous_filename?: string | undefined;
  /** Missing where GitHub shows no lines: binary files, large ones, pure renames. */
  readonly patch?: string | undefined;
}

/** Text by line number, of one side. */
type Lines = ReadonlyMap<number, string>;

type Hunk = Readonly<Record<Side, Lines>>;

interface DiffFile {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly hunks: readonly Hunk[];
}

/** What a pull request changes, as far as GitHub shows it. */
export class Diff {
  readonly #files: ReadonlyMap<string, DiffFile>;
  readonly #renamed: ReadonlyMap<string, DiffFile>;

  constructor(listed: readonly ListedFile[]) {
    const files = listed.map(diffFile);
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#renamed = new Map(
      files.flatMap((file) => (file.previousPath === undefined ? [] : [[file.previousPath, file]])),
    );
  }

  /** By its name after the change; on the LEFT the name before it will do. */
  file(path: string, side: Side): DiffFile | undefined {
    return this.#files.get(path) ?? (side === 'LEFT' ? this.#renamed.get(path) : undefined);
  }
}

function diffFile({ filename, previous_filename, patch }: ListedFile): DiffFile {
  return {
    path: filename,
    previousPath: previous_filename,
    hunks: patch === undefined ? [] : hunksOf(patch),
  };
}

/** A patch that is cut off, or none, has no hunk that could be relied on. */
function hunksOf(patch: string): Hunk[] {
  try {
    return parsePatch(patch).flatMap(({ hunks }) => hunks.map(hunkOf));
  } catch {
    return [];
  }
}

function hunkOf({
  oldStart,
  newStart,
  lines,
}: {
  oldStart: number;
  newStart: number;
  lines: string[];
}): Hunk {
  const sides = { LEFT: new Map<number, string>(), RIGHT: new Map<number, string>() };
  let [left, right] = [oldStart, newStart];
  for (const line of lines) {
    // "\ No newline at end of file" is a line of neither.
    if (line.startsWith('\\')) continue;
    const text = lineText(line.slice(1));
    if (!line.startsWith('+')) sides.LEFT.set(left++, text);
    if (!line.startsWith('-')) sides.RIGHT.set(right++, text);
  }
  return sides;
}

/** The line that a comment stands on, by the hunk that GitHub shows above it: its last line. */
export function lastLineOf(diffHunk: string): string | undefined {
  const last = diffHunk
    .split('\n')
    .filter((line) => !line.startsWith('\\'))
    .at(-1);
  return last === undefined || last.startsWith('@@') ? undefined : lineText(last.slice(1));
}

/** Line ends are no part of a line's text. */
function lineText(line: string): string {
  return line.replace(/\r$/, '');
}
