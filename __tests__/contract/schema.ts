import type { OpenApiDocument, Schema } from './document.ts';

/**
 * Turns the schemas of an OpenAPI 3.0 document into plain JSON Schema: `nullable` becomes a type, discriminators
 * go. With `closed`, an object that lists its properties takes no others, unless it says that it is a free map.
 */
export function toJsonSchema(document: OpenApiDocument, closed: boolean): Schema {
  return convert(document, closed) as Schema;
}

function convert(value: unknown, closed: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, closed));
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, discriminator: _, ...rest } = value as Schema;
  const schema: Schema = {};
  for (const [key, inner] of Object.entries(rest)) {
    schema[key] = key === 'properties' ? convertProperties(inner as Schema, closed) : convert(inner, closed);
  }
  if (closed && schema.type === 'object' && 'properties' in schema && !('additionalProperties' in schema)) {
    schema.additionalProperties = false;
  }
  return nullable === true ? orNull(schema) : schema;
}

/** The keys are names here: a property may well be called `nullable` or `discriminator`. */
function convertProperties(properties: Schema, closed: boolean): Schema {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, convert(schema, closed)]),
  );
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}
