import { type OpenApiDocument, resolve, type Schema } from './document.ts';

/**
 * Adds to `known` the members that a schema of the contract requires and that nobody reads: GitHub's answers carry
 * dozens of links. The filled-in values are the emptiest that the schema allows.
 */
export function fill(
  document: OpenApiDocument,
  name: string,
  known: Record<string, unknown>,
): Record<string, unknown> {
  return fillObject(document, resolve<Schema>(document, { $ref: `#/components/schemas/${name}` }), known);
}

function fillObject(
  document: OpenApiDocument,
  schema: Schema,
  known: Record<string, unknown>,
): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const required = (schema.required ?? []) as string[];
  const missing = required.filter((key) => !(key in known));
  return {
    ...Object.fromEntries(missing.map((key) => [key, emptiest(document, properties[key] ?? {})])),
    ...known,
  };
}

function emptiest(document: OpenApiDocument, declared: Schema): unknown {
  const schema = resolve<Schema>(document, declared as Schema | { $ref: string });
  if (schema.nullable === true) return null;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return fillObject(document, schema, {});
    case 'array':
      return [];
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    default:
      return emptyString(schema.format);
  }
}

function emptyString(format: unknown): string {
  if (format === 'uri') return 'https://api.github.com/';
  return format === 'date-time' ? '2026-01-01T00:00:00Z' : '';
}
