import fc from 'fast-check';
import type { Finding } from '../../src/review/findings.ts';
import type { FileChange } from '../emulator/github/changes.ts';

const PATHS = ['a.ts', 'src/b.ts', 'src/c d.ts', 'ä|`.md', 'deep/er/e.ts', 'logo.png'];

/** Few different lines, so that edits meet repeated ones; CRLF, marks of patches, and no newline at the end. */
const line = fc.constantFrom('one', 'two', '', '-- three', '++ four', '@@ -1 +1 @@', '\\ five', 'six', '}');
const content = fc
  .record({
    lines: fc.array(line, { maxLength: 40 }),
    end: fc.constantFrom('\n', '\r\n'),
    isClosed: fc.boolean(),
  })
  .map(({ lines, end, isClosed }) => lines.join(end) + (isClosed ? end : ''));

/** A text and what an edit makes of it: stretches are taken out, put in or replaced. */
const edited = fc
  .record({
    before: content,
    edits: fc.array(fc.record({ at: fc.nat(40), remove: fc.nat(4), add: fc.array(line, { maxLength: 4 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ before, edits }) => {
    const lines = before.split('\n');
    for (const { at, remove, add } of edits) lines.splice(Math.min(at, lines.length), remove, ...add);
    return { before, after: lines.join('\n') };
  });

const change: fc.Arbitrary<Omit<FileChange, 'path'>> = fc.oneof(
  { weight: 5, arbitrary: edited },
  { weight: 1, arbitrary: content.map((after) => ({ after })) },
  { weight: 1, arbitrary: content.map((before) => ({ before })) },
  { weight: 2, arbitrary: edited.map((texts) => ({ ...texts, previousPath: 'old/name.ts' })) },
  { weight: 1, arbitrary: fc.constant({ binary: true }) },
  { weight: 1, arbitrary: edited.map((texts) => ({ ...texts, noPatch: true })) },
);

export const changes: fc.Arbitrary<FileChange[]> = fc
  .dictionary(fc.constantFrom(...PATHS), change, { minKeys: 1, noNullPrototype: true })
  .map((all) => Object.entries(all).map(([path, one]) => ({ path, ...one })));

const number = fc.integer({ min: 1, max: 45 });

export const findings: fc.Arbitrary<Finding[]> = fc.array(
  fc.record(
    {
      path: fc.constantFrom(...PATHS, 'old/name.ts', 'elsewhere.ts', '../up.ts'),
      line: number,
      start_line: number,
      side: fc.constantFrom('LEFT' as const, 'RIGHT' as const),
      severity: fc.constantFrom('critical', 'major', 'minor', 'nit'),
      title: fc.string({ minLength: 1, maxLength: 20 }),
      body: fc.string({ maxLength: 40 }),
      suggestion: fc.string({ maxLength: 40 }),
    },
    { requiredKeys: ['path', 'line', 'severity', 'title', 'body'], noNullPrototype: true },
  ),
  { maxLength: 40 },
);
