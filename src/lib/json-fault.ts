/** Why a text is no JSON, with line and column. It is never quoted: it may hold secrets that nobody knows yet. */
export async function jsonFault(source: string): Promise<string> {
  const { parse, printParseErrorCode } = await import('jsonc-parser');
  const errors: Parameters<typeof parse>[1] = [];
  parse(source, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [first] = errors;
  if (first === undefined) return 'a character that JSON does not allow';
  const before = source.slice(0, first.offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  return `${PARSE_ERRORS[printParseErrorCode(first.error)] ?? 'something that JSON does not allow'} at ${place}`;
}

/** The parser's names for what is wrong, in words. */
const PARSE_ERRORS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word that is neither a string in double quotes nor a number, `true`, `false` or `null`',
  InvalidNumberFormat: 'a number that is not well formed',
  PropertyNameExpected: 'a name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'the closing `}` is missing',
  CloseBracketExpected: 'the closing `]` is missing',
  EndOfFileExpected: 'something follows the end of the JSON',
  InvalidCommentToken: 'a comment, which JSON does not allow',
  UnexpectedEndOfComment: 'a comment, which JSON does not allow',
  UnexpectedEndOfString: 'the closing `"` of a string is missing',
  UnexpectedEndOfNumber: 'a number that is not whole',
  InvalidUnicode: 'a `\\u` without four hexadecimal digits',
  InvalidEscapeCharacter: 'a `\\` before a character that needs none',
  InvalidCharacter: 'a control character in a string',
};
