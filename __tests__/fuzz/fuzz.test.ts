import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentOf } from '../../src/report/markdown.ts';
import { findingsOf, reportOf, written } from './documents.ts';

const PLAIN = { words: 'words', url: 'https://x.y/' };

/** The agent's message as it stands in a comment, up to our lines. */
function shown(result: string): string {
  const [, ...blocks] = commentOf({ ...reportOf({ result, ...PLAIN }), failure: undefined }, '').split(
    '\n\n',
  );
  return blocks
    .slice(
      0,
      blocks.findIndex((block) => block.startsWith('🟢')),
    )
    .join('\n\n');
}

describe('what others wrote', () => {
  // The same documents each time: `npm run fuzz` looks for new ones.
  it('does nothing in any renderer', () => {
    fc.assert(
      fc.property(written, (input) => {
        expect(findingsOf(input)).toEqual([]);
      }),
      { numRuns: 100, seed: 20_260_101 },
    );
  });

  it.each([
    '@<!-- -->acme/core',
    '@<!-- -->acme<!-- -->/core',
    '@[](javascript:x)acme',
    '@![](x)acme',
    '&#64;acme',
    '@&#8203;acme',
    '\\@acme',
    '[^@acme]\n\n[^@acme]: @acme',
    '[^1]: @acme',
    'other/repo<!-- -->#12',
    'other<!-- -->#12',
    'other/repo#12',
    'other#12',
    'other/repo@0123456789abcdef',
    'github.com/other/repo/issues/12 acme/widgets@0123456 @acme',
    'HTTPS://x.y/\\<!-- oz-agent-action sticky=k -->',
    'https://github.com/&#111;ther/repo/issues/12',
    '*`\\\n`https://github.com/other/repo/issues/12\n@acme\n===\n*',
    '12__www.github.com/other/repo/issues/12',
    '[x](https://github.com/other/repo/issues/12)',
    '[x][r]\n\n[r]: https://github.com/other/repo/pull/12 "@acme"',
    '<https://github.com/other/repo/discussions/12>',
    'https://github.com/other/repo/commit/0123456789abcdef',
    'https<!-- -->://github.com/other/repo/issues/12',
    'www.github.com/other/repo/issues/12',
    'https://github.com/acme/widgets/../../other/repo/issues/%31',
    '![https://github.com/other/repo/issues/12](x)',
    '[![CI](https://x.y/i.png)](https://x.y)',
    '```Mermaid\ngraph TD\n```',
    '[https://github.com/login](https://evil.example)',
    '[https\\://github.com<!-- -->/login](https://evil.example)',
    '[**https://github.com/login**](https://evil.example)',
    '[![https://github.com/login](x)](https://evil.example)',
  ])('does nothing: %s', (text) => {
    expect(findingsOf({ result: text, words: text, url: 'https://evil.example/' })).toEqual([]);
  });

  it.each([
    ['#1 and GH-1', '\\#1 and GH-1'],
    ['acme/widgets#1', 'acme/widgets#1'],
    ['Acme/Widgets#1', 'Acme/Widgets#1'],
    ['acme#1', 'acme#1'],
    ['acme/widgets@0123456', 'acme/widgets\\@0123456'],
    ['https://github.com/acme/widgets/issues/1', '<https://github.com/acme/widgets/issues/1>'],
    ['[it](https://github.com/acme/widgets/pull/1)', '[it](https://github.com/acme/widgets/pull/1)'],
    // The run opened it.
    ['robots/fork#7', 'robots/fork#7'],
    ['[it](https://github.com/robots/fork/pull/7)', '[it](https://github.com/robots/fork/pull/7)'],
    [
      '[the file](https://github.com/other/repo/blob/main/a.md)',
      '[the file](https://github.com/other/repo/blob/main/a.md)',
    ],
  ])('keeps what is of this repository or leaves no trace: %s', (text, markdown) => {
    expect(shown(text)).toBe(markdown);
  });

  it.each([
    ['[it](https://github.com/other/repo/issues/1)', 'it (`https://github.com/other/repo/issues/1`)'],
    ['https://github.com/other/repo/issues/1', '`https://github.com/other/repo/issues/1`'],
    ['[https://github.com/login](https://evil.example/x)', '<https://evil.example/x>'],
    ['[github.com](https://evil.example/x)', '<https://evil.example/x>'],
    ['[www.github.com/login](https://evil.example/x)', '<https://evil.example/x>'],
    ['[bank.example/login](https://evil.example/x)', '<https://evil.example/x>'],
    ['[https://x.y](https://x.y/)', '[https\\://x.y](https://x.y/)'],
    ['[README.md](https://x.y/)', '[README.md](https://x.y/)'],
    ['[src/main.ts](https://x.y/)', '[src/main.ts](https://x.y/)'],
    ['[![CI](https://x.y/i.png)](https://x.y/ci)', '[CI](https://x.y/ci)'],
    ['```mermaid\ngraph TD\n```', '```\ngraph TD\n```'],
  ])('shows where links lead, and drawings as code: %s', (text, markdown) => {
    expect(shown(text)).toBe(markdown);
  });

  it('fits, however long each field is', () => {
    const words = 'https://github.com/other/repo/issues/12 '.repeat(2000);
    expect(findingsOf({ result: words, words, url: 'https://x.y/' })).toEqual([]);
  });

  it('knows the server that the workflow runs on', () => {
    const serverUrl = 'https://github.example.org';
    const result = [
      `[ours](${serverUrl}/acme/widgets/issues/1)`,
      `[theirs](${serverUrl}/other/repo/issues/1)`,
      '[elsewhere](https://github.com/other/repo/issues/1)',
    ].join(' ');
    const comment = commentOf({ ...reportOf({ result, ...PLAIN }), serverUrl }, '');
    expect(comment).toContain(
      `[ours](${serverUrl}/acme/widgets/issues/1) theirs (\`${serverUrl}/other/repo/issues/1\`) elsewhere (\``,
    );
  });
});
