import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { JsonObject } from '../json.ts';
import type { InputName } from './declared.ts';
import { InputError } from './values.ts';

/**
 * A JSON object. Errors tell line and column but never quote the text, which may hold secrets that are not masked
 * yet; JSON.parse would quote it.
 */
export function parseJsonObject(name: InputName, source: string, where = `Input \`${name}\``): JsonObject {
  const errors: ParseError[] = [];
  const value: unknown = parse(source, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first) {
    const before = source.slice(0, first.offset).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    throw new InputError(`${where} is not valid JSON: ${printParseErrorCode(first.error)} at ${place}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${where} is JSON, but not an object. Give \`{ … }\`.`);
  }
  return value as JsonObject;
}
