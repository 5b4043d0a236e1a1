import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmlessLine, harmlessLines } from '../../src/lib/log.ts';
import { parseCommand } from '../runner/command.ts';
import { collectingLog } from '../support/collecting-log.ts';

/** Pieces of which commands, disguises and line ends are made. */
const PIECES = [
  '::error::x',
  '::add-mask::secret',
  '::set-output name=outcome::succeeded',
  '::stop-commands::t',
  '::endgroup::',
  '##[error]x',
  '##[add-mask]secret',
  '##[',
  '##',
  '#',
  '[',
  '::',
  ':',
  'error',
  '\n',
  '\r',
  '\r\n',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u000b',
  '\u000c',
  ' ',
  '\t',
  '\u00a0',
  '\u3000',
  '\u200b',
  '\u200d',
  '\u00ad',
  '\ufeff',
  '\u2066',
  '\u180e',
  '\u034f',
  '\u115f',
  '\ufe0f',
  '\u{e0001}',
  '\u{e0100}',
  '\u0000',
  '\u0007',
  '\u0008',
  '\u001b',
  '\u001b[31m',
  '\u001b[0m',
  '\u001b]8;;https://x.y\u0007',
  '\u001b]8;;\u001b\\',
  '\u009b31m',
  'words',
  '😀',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 20 })
  .map((parts) => parts.join(''));

/** Lines as the runner splits them. */
const runnerLines = (text: string) => text.split(/\r\n|\r|\n/);

describe('a printed line', () => {
  it('never holds a workflow command, whatever the text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of [...harmlessLines(text), harmlessLine(text)].flatMap(runnerLines))
          expect([line, parseCommand(line)]).toEqual([line, undefined]);
      }),
      { numRuns: 3000 },
    );
  });

  it('never holds one once the log has printed it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { log, lines } = collectingLog();
        log.info(text);
        log.gutter(text, { style: 'dim', most: 3, before: () => '│ ' });
        log.startGroup(text);
        for (const line of lines.filter((one) => !one.startsWith('group: ')).flatMap(runnerLines))
          expect([line, parseCommand(line)]).toEqual([line, undefined]);
        for (const group of lines.filter((one) => one.startsWith('group: ')))
          expect(runnerLines(group)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps harmless words as they are', () => {
    for (const text of [
      'plain words',
      'a :: b',
      '# heading',
      '  indented',
      'tab\there',
      'ünï çødé 😀',
      'x ## [y]',
    ]) {
      expect(harmlessLines(text)).toEqual([text]);
    }
    expect(harmlessLines('a\r\nb\rc\nd')).toEqual(['a', 'b', 'c', 'd']);
  });
});
