import type { FileChange } from './github/changes.ts';

const BEFORE = `import { Token } from './token.ts';

export function closeBrace(tokens: Token[]): Token | undefined {
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  if (last.kind !== 'brace') return undefined;
  return tokens.pop();
}

export function parseBlock(tokens: Token[]): Block {
  const body = [];
  while (tokens.length > 0) body.push(parseStatement(tokens));
  return { type: 'block', body };
}
`;

/** What the pull request of the scenario `review` changes. */
export const REVIEWED_FILES: FileChange[] = [
  {
    path: 'src/tokenizer.ts',
    before: BEFORE,
    after: BEFORE.replace(
      "if (last.kind !== 'brace') return undefined;",
      "if (last.kind !== 'brace') throw last;",
    ).replace('while (tokens.length > 0)', 'while (tokens.length >= 0)'),
  },
  { path: 'docs/parser.md', before: 'Empty blocks fail.\n', after: 'Empty blocks are fine.\n' },
];

/** What the agent of that scenario finds. */
export const REVIEW = {
  summary:
    'The empty block is parsed now, but the loop no longer ends. I ran `npm test` at this commit: **it hangs**.',
  findings: [
    {
      path: 'src/tokenizer.ts',
      line: 12,
      severity: 'critical',
      title: 'The loop never ends',
      body: '`length` is never negative, so `>= 0` is always true: every parse hangs once the tokens are used up.',
      suggestion: '  while (tokens.length > 0) body.push(parseStatement(tokens));',
    },
    {
      path: 'src/tokenizer.ts',
      start_line: 5,
      line: 6,
      severity: 'major',
      title: 'A token is thrown instead of an error',
      body: 'Callers catch `Error` only, and a token has no stack.\n\n```ts\nthrow new SyntaxError(`unexpected ${last.kind}`);\n```',
    },
    {
      path: 'src/printer.ts',
      line: 88,
      severity: 'minor',
      title: 'The printer still writes a blank line for an empty block',
      body: 'It was hidden as long as the parser refused empty blocks.',
    },
    {
      path: 'docs/parser.md',
      line: 1,
      side: 'LEFT',
      severity: 'nit',
      title: 'The old sentence was linked from the README',
      body: '',
    },
  ],
};
