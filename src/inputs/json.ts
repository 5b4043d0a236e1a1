import type { JsonObject } from '../lib/json.ts';
import type { InputName } from './declared.ts';
import { InputError } from './values.ts';

/** A JSON object. Errors tell line and column, but never quote the text, which may hold secrets not yet masked. */
export async function parseJsonObject(
  name: InputName,
  source: string,
  where = `Input \`${name}\``,
): Promise<JsonObject> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new InputError(`${where} is not valid JSON: ${await firstError(source)}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${where} is JSON, but not an object. Give \`{ … }\`.`);
  }
  return value as JsonObject;
}

/** JSON.parse tells the position in some of its messages only, and quotes the text in others. */
async function firstError(source: string): Promise<string> {
  const { parse, printParseErrorCode } = await import('jsonc-parser');
  const errors: Parameters<typeof parse>[1] = [];
  parse(source, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [first] = errors;
  if (first === undefined) return 'a character that JSON does not allow';
  const before = source.slice(0, first.offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  return `${printParseErrorCode(first.error)} at ${place}`;
}
