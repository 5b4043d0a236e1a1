import type { JsonObject } from '../lib/json.ts';
import { jsonFault } from '../lib/json-fault.ts';
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
    throw new InputError(`${where} is not valid JSON: ${await jsonFault(source)}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${where} is JSON, but not an object. Give \`{ … }\`.`);
  }
  return value as JsonObject;
}

/** Whether a value is JSON itself, not the path of a file: whatever cannot be a path, since errors quote paths only. */
export function isInlineJson(value: string): boolean {
  return /[{}[\]\n]/.test(value);
}
