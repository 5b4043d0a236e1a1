import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Diff } from '../../src/review/diff.ts';
import type { Finding } from '../../src/review/findings.ts';
import { type EarlierComment, type Placed, placeFindings } from '../../src/review/placement.ts';
import { place } from '../emulator/github/anchors.ts';
import { type ChangedFile, changedFiles, type FileChange } from '../emulator/github/changes.ts';
import { changes, findings } from './arbitrary.ts';

const BEFORE = Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('');
const AFTER = BEFORE.replace('line 10\n', 'ten\nand a half\n').replace('line 30\n', '');
const FILES: FileChange[] = [
  { path: 'a.ts', before: BEFORE, after: AFTER },
  { path: 'gone.ts', before: 'one\ntwo\n' },
  { path: 'new.ts', previousPath: 'old.ts', before: 'one\r\ntwo', after: 'one\r\n2' },
  { path: 'logo.png', binary: true },
  { path: 'large.ts', before: 'one\n', after: 'two\n', noPatch: true },
];

function listed(files: readonly ChangedFile[]) {
  return files.map(({ change, patch }) => ({
    filename: change.path,
    previous_filename: change.previousPath,
    patch,
  }));
}

function finding(facts: Partial<Finding>): Finding {
  return { path: 'a.ts', line: 11, severity: 'minor', title: 'Look here', body: '', ...facts };
}

function placed(
  all: readonly Finding[],
  earlier: readonly EarlierComment[] = [],
  maxInline = 25,
  files = FILES,
): Placed[] {
  return placeFindings(all, new Diff(listed(changedFiles(files))), earlier, maxInline);
}

describe('a finding stands inline', () => {
  it.each<[string, Partial<Finding>, object?]>([
    ['on an added line', { line: 11 }],
    ['on a context line', { line: 14, side: 'RIGHT' }],
    ['on a removed line', { line: 10, side: 'LEFT' }, { side: 'LEFT' }],
    ['on a context line as it was', { line: 33, side: 'LEFT' }],
    ['over a range', { start_line: 7, line: 14 }, { startLine: 7 }],
    ['over a range of one line', { start_line: 11, line: 11 }, { startLine: undefined }],
    ['in a file that is gone', { path: 'gone.ts', line: 2, side: 'LEFT' }],
    ['in a renamed file', { path: 'new.ts', line: 2 }],
    ['in a renamed file under its old name', { path: 'old.ts', line: 2, side: 'LEFT' }, { path: 'new.ts' }],
  ])('%s', (_, facts, anchor = {}) => {
    expect(placed([finding(facts)])).toMatchObject([{ kind: 'inline', anchor }]);
  });
});

describe('a finding stands in the text', () => {
  it.each<[string, Partial<Finding>]>([
    ['outside every hunk', { line: 20 }],
    ['on the wrong side', { line: 15 }],
    ['on a range from outside', { start_line: 6, line: 9 }],
    ['on a range over two hunks', { start_line: 12, line: 31 }],
    ['on a range that goes back', { start_line: 12, line: 9 }],
    ['on the new side of a file that is gone', { path: 'gone.ts', line: 1 }],
    ['in a binary file', { path: 'logo.png', line: 1 }],
    ['in a file without patch', { path: 'large.ts', line: 1 }],
    ['in another file', { path: 'src/a.ts' }],
    ['under the old name on the new side', { path: 'old.ts', line: 2 }],
  ])('%s', (_, facts) => {
    expect(placed([finding(facts)])).toMatchObject([{ kind: 'outside' }]);
  });

  it('when more severe ones fill the places', () => {
    const all = [
      finding({ severity: 'nit' }),
      finding({ severity: 'critical', line: 12 }),
      finding({ severity: 'critical', line: 20 }),
      finding({ severity: 'minor', title: 'first' }),
      finding({ severity: 'minor', title: 'second' }),
    ];
    expect(placed(all, [], 2)).toMatchObject([
      { kind: 'inline', finding: { severity: 'critical' } },
      { kind: 'outside', finding: { severity: 'critical' } },
      { kind: 'inline', finding: { title: 'first' } },
      { kind: 'beyond', finding: { title: 'second' } },
      { kind: 'beyond', finding: { severity: 'nit' } },
    ]);
  });
});

describe('a finding that stands there already', () => {
  const earlier: EarlierComment = {
    path: 'a.ts',
    side: 'RIGHT',
    lineText: 'and a half',
    url: 'https://github.com/octo-org/octo-repo/pull/7#discussion_r1',
    isResolved: false,
  };

  it('is repeated, whatever its severity, and takes no place', () => {
    expect(placed([finding({ severity: 'critical' }), finding({ line: 12 })], [earlier], 1)).toMatchObject([
      { kind: 'repeated', earlier },
      { kind: 'inline' },
    ]);
  });

  it('is another one on another line, in another file, or on the other side', () => {
    const others = [
      { ...earlier, lineText: 'and a quarter' },
      { ...earlier, path: 'b.ts' },
      { ...earlier, side: 'LEFT' as const },
    ];
    expect(placed([finding({})], others)).toMatchObject([{ kind: 'inline' }]);
  });
});

it('survives patches that are cut off or are none', () => {
  const diff = (patch: string) => new Diff([{ filename: 'a.ts', patch }]);
  for (const patch of ['', 'Binary files differ', '@@ -1,5 +1,5 @@\n one\n-two', '@@ nonsense', '--- a\n']) {
    expect(placeFindings([finding({ line: 2 })], diff(patch), [], 25)).toMatchObject([{ kind: 'outside' }]);
  }
});

it('never places what GitHub refuses, places all that it takes, and loses nothing', () => {
  fc.assert(
    fc.property(changes, findings, fc.nat(10), (files, all, maxInline) => {
      const changed = changedFiles(files);
      const result = placed(all, [], maxInline, files);
      expect(new Set(result.map((one) => one.finding))).toEqual(new Set(all));
      expect(result).toHaveLength(all.length);
      const isFull = result.filter(({ kind }) => kind === 'inline').length === maxInline;
      expect(isFull || result.every(({ kind }) => kind !== 'beyond')).toBe(true);
      const anchors = result.flatMap((one) => (one.kind === 'inline' ? [one.anchor] : []));
      for (const { startLine, ...anchor } of anchors) {
        const taken = place(changed, { ...anchor, ...(startLine !== undefined && { startLine }) });
        expect(taken).toMatchObject({ position: expect.any(Number) });
      }
      for (const { kind, finding: one } of result.filter(({ kind }) => kind === 'outside')) {
        const { path, line, side = 'RIGHT', start_line: startLine } = one;
        const range = startLine === undefined || startLine === line ? {} : { startLine };
        expect(place(changed, { path, line, side, ...range }), kind).toBeTypeOf('string');
      }
    }),
  );
});
