import { expect, it } from 'vitest';
import { parseJsonObject } from '../../src/inputs/json.ts';

const errorOf = (source: string): Promise<string> =>
  parseJsonObject('mcp-servers', source).then(
    () => expect.unreachable(),
    (error: { explain(redact: (text: string) => string): string }) => error.explain((text) => text),
  );

it.each<[string, RegExp]>([
  ['{"a": {command: "npx"}}', /double quotes.* at line 1, column 8/],
  ["{'a': 1}", /double quotes.* at line 1, column 2/],
  ['{"a": nonsense}', /a word that is neither a string.* at line 1, column 7/],
  ['{"a": 1', /closing `}` is missing/],
  ['{"a": [1}', /closing `]` is missing|comma is missing/],
  ['{"a" 1}', /colon is missing/],
  ['{"a": 1 "b": 2}', /comma is missing at line 1, column 9/],
  ['{"a": "x}', /closing `"` of a string is missing/],
  ['{\n  // why\n}', /a comment, which JSON does not allow at line 2, column 3/],
  ['{"a": 1,}', /is missing at line 1, column 9/],
  ['{"a": "\\q"}', /before a character that needs none/],
  ['{} {}', /something follows the end/],
  ['', /value is missing/],
])('%s is explained in plain words', async (source, words) => {
  const message = await errorOf(source);
  expect(message).toMatch(words);
  // No name of the parser's own.
  expect(message).not.toMatch(/\b[A-Z][a-z]+[A-Z]/);
});
