import type { OutputSpec } from '../model.ts';
import { readWorkspaceText } from './files.ts';
import { isInlineJson, parseJsonObject } from './json.ts';
import { InputError, type RawInputs } from './values.ts';

const NAME = 'output-schema';

/** The document that `output-schema` asks for; undefined when it is empty. Throws an `InputError`. */
export async function readOutputSchema(raw: RawInputs, workspace: string): Promise<OutputSpec | undefined> {
  const value = raw.optional(NAME);
  if (value === undefined) return undefined;
  const isInline = isInlineJson(value);
  const where = isInline ? `Input \`${NAME}\`` : `The file of input \`${NAME}\``;
  const source = isInline ? value : readWorkspaceText(NAME, value, workspace);
  const schema = await parseJsonObject(NAME, source, where);
  const { compileSchema, SchemaError } = await import('../lib/json-schema.ts');
  try {
    await compileSchema(schema);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const place = error.place || '/';
    throw new InputError(`${where} is no JSON Schema that can be used: at \`${place}\`, ${error.message}.`);
  }
  return { schema, label: NAME, instructions: [] };
}
