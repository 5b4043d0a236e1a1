import { describe, expect, it } from 'vitest';
import { parseCommand } from './command.ts';
import { parseCommandFile } from './command-file.ts';
import { LineSplitter } from './lines.ts';
import { Masks } from './masks.ts';

describe('commands in a line', () => {
  it.each([
    ['::error title=a%2Cb,file=x.ts::one%0Atwo %25', 'error', { title: 'a,b', file: 'x.ts' }, 'one\ntwo %'],
    ['\u3000 \t::WARNING::shout', 'warning', {}, 'shout'],
    ['before ##[set-output name=a;other=b%3Bc]value%5D', 'set-output', { name: 'a', other: 'b;c' }, 'value]'],
    ['::nonsense:: ##[Debug]hidden', 'debug', {}, 'hidden'],
    ['::notice::%250A stays escaped', 'notice', {}, '%0A stays escaped'],
  ])('finds %j', (line, name, props, data) => {
    expect(parseCommand(line)).toMatchObject({ name, props, data, disguised: false });
  });

  it.each([
    '\u200b::error::x',
    ':\u2060:er\u200dror::x',
    '#\u00ad#[error]x',
    '##\ufe0f[error]x',
    '\u001b::error::x',
  ])('sees through %j', (line) =>
    expect(parseCommand(line)).toMatchObject({ name: 'error', data: 'x', disguised: true }),
  );

  it.each([
    'text ::error::x',
    '│ ::error::x',
    '::error x',
    '::unknown::x',
    '# #[error]x',
    '##[error',
    ':: error::x',
  ])('finds none in %j', (line) => expect(parseCommand(line)).toBeUndefined());
});

describe('lines', () => {
  it('end at every line end, also one that is cut in two', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    for (const chunk of ['a\r', '\nb\rc', '\n', '\n\r', 'd']) splitter.push(chunk);
    splitter.end();
    expect(lines).toEqual(['a', 'b', 'c', '', '', 'd']);
  });
});

describe('command files', () => {
  it('take pairs and heredocs', () => {
    const text = 'a=1\n\nb<<X=Y\none\n<<two=\nX=Y\nc==<<\nd<<E\nE\n';
    expect(parseCommandFile(text).pairs).toEqual([
      ['a', '1'],
      ['b', 'one\n<<two='],
      ['c', '=<<'],
      ['d', ''],
    ]);
  });

  it.each([
    ['a=1\nnonsense', "Invalid format 'nonsense'"],
    ['a=1\n=x', "Invalid format '=x'. Name must not be empty"],
    ['a=1\nb<<\n', "Invalid format 'b<<'. Name must not be empty and delimiter must not be empty"],
    ['a=1\nb<<E\nhalf\n', "Invalid value. Matching delimiter not found 'E'"],
    ['a=1\nb<<E\nha', 'Invalid value. EOF marker missing new line.'],
  ])('keep what stands before the fault of %j', (text, error) => {
    expect(parseCommandFile(text)).toEqual({ pairs: [['a', '1']], error });
  });
});

describe('masks', () => {
  it('hide values, their lines, and stretches that overlap', () => {
    const masks = new Masks();
    masks.add('first\r\nsecond');
    masks.add('ondary');
    expect(masks.apply('the first, secondary one')).toBe('the ***, *** one');
  });
});
