import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import { commentOf, MAX_COMMENT, MAX_SUMMARY, summaryOf } from '../../src/report/markdown.ts';
import type { Report, RunReport } from '../../src/report/report.ts';

/** The line of the pull request, by itself. */
const PULL_REQUEST = '[o/r\u00a0#42](https://github.com/o/r/pull/42) · `b`';

const MARKER = '<!-- oz-agent-action sticky=k -->';

function reportOf({ result, ...changes }: Partial<Report> & Partial<Pick<RunReport, 'result'>> = {}): Report {
  const run: RunReport = {
    runId: 'run-1',
    url: 'https://oz.warp.dev/runs/run-1',
    state: 'SUCCEEDED',
    run: undefined,
    sessionLink: undefined,
    isSessionLinkShown: false,
    pullRequests: [{ url: 'https://github.com/o/r/pull/42', number: 42, repository: 'o/r', branch: 'b' }],
    result,
    queueSeconds: 1,
    runSeconds: 2,
  };
  return {
    outcome: 'succeeded',
    skippedReason: undefined,
    failure: undefined,
    attempts: [],
    createdCount: 1,
    runs: [run],
    last: run,
    duplicates: [],
    pullRequestDetails: new Map(),
    progress: undefined,
    isCancelWanted: false,
    checks: [],
    serverUrl: 'https://github.com',
    repository: 'acme/widgets',
    isCommentWanted: true,
    artifactsPath: undefined,
    commentUrl: undefined,
    asked: {},
    workflowRunUrl: 'https://github.com/o/r/actions/runs/1',
    actor: 'octocat',
    ...changes,
  };
}

/** All tokens, nested ones too. */
function tokensOf(markdown: string): Token[] {
  const found: Token[] = [];
  void marked.walkTokens(marked.lexer(markdown), (token) => {
    found.push(token);
  });
  return found;
}

/** Text outside code, as GitHub looks for mentions in it: after rendering. */
function proseOf(markdown: string): string {
  const html = marked.parse(markdown, { async: false }).replace(/<(pre|code)\b[\s\S]*?<\/\1>/g, ' ');
  // GitHub looks at one text node at a time.
  const text = html.replace(/<[^>]*>/g, '\n');
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name as 'amp']);
}

/** What holds of a comment or summary, whatever the agent wrote. */
function expectSound(markdown: string): void {
  const tokens = tokensOf(markdown);
  const html = tokens.filter(({ type }) => type === 'html').map(({ raw }) => raw.trim());
  expect(
    html.filter(
      (raw) =>
        !/^(?:<!-- oz-agent-action sticky=k -->|<details><summary>Prompt<\/summary>|<\/details>)$/.test(raw),
    ),
  ).toEqual([]);
  expect(proseOf(markdown)).not.toMatch(/(?<![\p{L}\p{N}_])@[A-Za-z0-9]/u);
  expect(proseOf(markdown)).not.toMatch(/[\w.-]+\/[\w.-]+#\d/);
  expect(tokens.filter(({ type }) => type === 'image')).toEqual([]);
  const addresses = tokens
    .filter((token) => token.type === 'link')
    .map((token) => String((token as { href?: string }).href));
  expect(
    addresses.filter((address) => !/^https?:\/\//i.test(address) && !address.startsWith('mailto:')),
  ).toEqual([]);
  const [heading] = tokens.filter(({ type }) => type === 'heading');
  expect(heading?.raw).toContain('The Oz agent succeeded');
  const paragraphs = marked.lexer(markdown).filter(({ type }) => type === 'paragraph');
  expect(paragraphs.map(({ raw }) => raw.trim())).toContain(PULL_REQUEST);
}

/** Depths of the headings, ours first. */
function depthsOf(markdown: string): number[] {
  return tokensOf(markdown).flatMap((token) =>
    token.type === 'heading' ? [Number((token as { depth?: number }).depth)] : [],
  );
}

const PIECES = [
  '@octocat',
  '@org/team',
  'o/r#12',
  '\n',
  '\n\n',
  '    ',
  '\t',
  ' ',
  '`',
  '```',
  '````js\n',
  '~~~',
  '> ',
  '- ',
  '1. ',
  '* * *',
  '# ',
  '###### ',
  '===\n',
  '---\n',
  '| a | b |\n| - | - |\n| @x | <b> |\n',
  '<!-- ',
  ' -->',
  MARKER,
  '<script>alert(1)</script>',
  '<details open><summary>x',
  '</details>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">',
  '&lt;b&gt;',
  '&#64;octocat',
  '&commat;octocat',
  '\\@octocat',
  '@\u200doctocat',
  '![i](https://x.y/z.png)',
  '[l](javascript:alert(1))',
  '[l](https://x.y "@octocat")',
  '[@octocat](https://x.y)',
  '[r]',
  '[r]: https://x.y/@octocat\n',
  '[^1]',
  '[^1]: @octocat\n',
  '<https://x.y>',
  'https://github.com/octocat',
  'me@example.org',
  'www.x.y',
  '**',
  '_',
  '~~',
  '*@octocat*',
  '$$',
  ':smile:',
  '\\',
  '😀',
  'words',
];
const written = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 3 })), {
    maxLength: 25,
  })
  .map((parts) => parts.join(''));

describe('what an agent wrote', () => {
  it('is sound in a comment, whatever it is', () => {
    fc.assert(
      fc.property(written, (result) => {
        const comment = commentOf(reportOf({ result }), MARKER);
        expect(comment.startsWith(`${MARKER}\n### `)).toBe(true);
        expectSound(comment);
      }),
      { numRuns: 300 },
    );
  });

  it('is sound in a summary, in every field', () => {
    fc.assert(
      fc.property(written, written, (result, words) => {
        const failure = { code: words, message: words, remedy: words, traceId: words };
        const asked = { prompt: words, skill: words, model: words, environment: words };
        expectSound(summaryOf(reportOf({ result, failure, asked })));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['an unclosed fence', '```js\nlet x'],
    ['an unclosed longer fence', 'a\n~~~~~~\n@octocat ```'],
    ['an unclosed comment', '<!-- here'],
    ['an unclosed tag', '<details><summary>x'],
    ['an unclosed table', '| a | b |\n| - | - |\n| 1'],
    ['an unclosed link', '[a](https://x.y'],
    ['a list that ends in a list', '- a\n  - b\n    - '],
    ['a quote that goes on', '> a\n> > b'],
    ['an indented block', 'a\n\n    code @octocat'],
    ['a definition of our own words', '[The Oz agent succeeded]: https://evil.example\n'],
  ])('cannot swallow what comes after it: %s', (_name, result) => {
    expectSound(commentOf(reportOf({ result }), MARKER));
  });

  it('keeps tables, code and lists', () => {
    const result =
      '| a | b |\n| --- | --- |\n| 1 | `x\\|y` |\n\n- one\n  1. two\n\n```ts\nconst @x = "<b>";\n```\n';
    const comment = commentOf(reportOf({ result }), MARKER);
    expect(comment).toContain('```ts\nconst @x = "<b>";\n```');
    expect(marked.lexer(comment).filter(({ type }) => type === 'table')).toHaveLength(1);
    expect(tokensOf(comment).filter(({ type }) => type === 'list')).toHaveLength(2);
  });

  it('has its headings below ours', () => {
    const depths = depthsOf(commentOf(reportOf({ result: '# A\n\n## B\n\n###### C' }), MARKER));
    expect(depths).toEqual([3, 4, 5, 6]);
    expect(depthsOf(summaryOf(reportOf({ result: 'A\n===\n\n### B' })))).toEqual([2, 3, 5]);
  });

  it.each([
    ['a hundred thousand quotes', '>'.repeat(100_000)],
    ['two thousand quotes', `${'>'.repeat(2000)} a`],
    ['twenty thousand brackets', '['.repeat(20_000)],
    ['twenty thousand images', '!['.repeat(20_000)],
    ['a hundred nested lists', Array.from({ length: 100 }, (_, n) => `${'  '.repeat(n)}- a`).join('\n')],
    ['three hundred nested lists', Array.from({ length: 300 }, (_, n) => `${'  '.repeat(n)}- a`).join('\n')],
    ['ten thousand list markers', '- '.repeat(10_000)],
    ['ten thousand asterisks around a letter', `${'*'.repeat(10_000)}a${'*'.repeat(10_000)}`],
    ['twenty thousand half emphases', '*a_ '.repeat(20_000)],
    ['code spans of every length', Array.from({ length: 300 }, (_, n) => '`'.repeat(n + 1)).join(' ')],
    ['twenty thousand tags', '<a '.repeat(20_000)],
    [
      'a table of two thousand columns',
      `${'|a'.repeat(2000)}|\n${'|-'.repeat(2000)}|\n${'|b'.repeat(2000)}|`,
    ],
    ['ten thousand definitions', Array.from({ length: 10_000 }, (_, n) => `[${n}]: https://x.y\n`).join('')],
    ['ten thousand entities', '&amp;'.repeat(10_000)],
    ['a megabyte of words', 'words '.repeat(180_000)],
  ])(
    'is dealt with, and stays within its limit: %s',
    (_name, result) => {
      const comment = commentOf(reportOf({ result }), MARKER);
      expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(MAX_COMMENT);
      expect(Buffer.byteLength(summaryOf(reportOf({ result })))).toBeLessThanOrEqual(MAX_SUMMARY);
    },
    10_000,
  );
});
