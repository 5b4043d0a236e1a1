import type { Diff } from './diff.ts';
import { bySeverity, type Finding, type Side } from './findings.ts';

/** Where GitHub takes an inline comment. */
interface Anchor {
  readonly path: string;
  readonly side: Side;
  readonly line: number;
  readonly startLine: number | undefined;
}

/** An inline comment of ours from an earlier review. */
export interface EarlierComment {
  readonly path: string;
  readonly side: Side;
  /** Of the line that it stands on. */
  readonly lineText: string;
  readonly url: string;
  readonly isResolved: boolean;
}

/**
 * Where a finding goes:
 * `inline`: into a comment below its line;
 * `outside`: into the text, since the diff does not show its line;
 * `beyond`: into the text, since there are more severe ones enough, or since comments on lines cannot be posted;
 * `repeated`: an earlier comment says it already.
 */
export type Placed = {
  readonly finding: Finding;
  /** The name of its file before the change, where that differs. */
  readonly previousPath: string | undefined;
} & (
  | { readonly kind: 'inline'; readonly anchor: Anchor }
  | { readonly kind: 'beyond' | 'outside' }
  | { readonly kind: 'repeated'; readonly earlier: EarlierComment }
);

/** Where no line is known, all of them go into the text. */
export function unplaced(findings: readonly Finding[]): Placed[] {
  return findings
    .toSorted(bySeverity)
    .map((finding) => ({ kind: 'beyond', finding, previousPath: undefined }));
}

export type PlacedAs<Kind extends Placed['kind']> = Extract<Placed, { readonly kind: Kind }>;

/** Every finding once, the most severe first. */
export function placeFindings(
  findings: readonly Finding[],
  diff: Diff,
  earlier: readonly EarlierComment[],
  maxInline: number,
): Placed[] {
  let free = maxInline;
  return findings.toSorted(bySeverity).map((finding): Placed => {
    const previousPath = diff.file(finding.path, finding.side ?? 'RIGHT')?.previousPath;
    const found = anchorOf(finding, diff);
    if (found === undefined) return { kind: 'outside', finding, previousPath };
    const { anchor, lineText } = found;
    const same = earlier.find((comment) => isSamePlace(comment, anchor) && comment.lineText === lineText);
    if (same !== undefined) return { kind: 'repeated', finding, previousPath, earlier: same };
    free -= 1;
    return { finding, previousPath, ...(free >= 0 ? { kind: 'inline', anchor } : { kind: 'beyond' }) };
  });
}

/** A range must lie in one hunk, on one side, and end below its beginning; of one line it is none. */
function anchorOf(finding: Finding, diff: Diff): { anchor: Anchor; lineText: string } | undefined {
  const { line, start_line, side = 'RIGHT' } = finding;
  const startLine = start_line === line ? undefined : start_line;
  const file = diff.file(finding.path, side);
  const lines = file?.hunks.map((hunk) => hunk[side]).find((numbered) => numbered.has(line));
  const lineText = lines?.get(line);
  if (file === undefined || lines === undefined || lineText === undefined) return undefined;
  if (startLine !== undefined && (startLine > line || !lines.has(startLine))) return undefined;
  return { anchor: { path: file.path, side, line, startLine }, lineText };
}

function isSamePlace(comment: EarlierComment, anchor: Anchor): boolean {
  return comment.path === anchor.path && comment.side === anchor.side;
}
