import { type OpenApiDocument, type Operation, type Parameter, resolve, type Schema } from './document.ts';

type CheckSchema = (schema: Schema, value: unknown) => string[];

/** Checks a query string against the parameters of an operation. A parameter that is not declared is an error. */
export function checkQuery(
  document: OpenApiDocument,
  operation: Operation,
  query: URLSearchParams,
  check: CheckSchema,
): string[] {
  const declared = (operation.parameters ?? []).map((one) => resolve<Parameter>(document, one));
  const parameters = new Map(declared.filter((one) => one.in === 'query').map((one) => [one.name, one]));
  const names = new Set([...query.keys()].map((key) => key.replace(/\[.*$/, '')));
  return [...names].flatMap((name) => {
    const parameter = parameters.get(name);
    if (parameter === undefined) return [`query parameter ${name} is not in the contract`];
    const schema = resolve<Schema>(document, parameter.schema);
    const value = read(parameter, schema, query);
    return check(schema, value).map((error) => `query parameter ${name}: ${error}`);
  });
}

function read(parameter: Parameter, schema: Schema, query: URLSearchParams): unknown {
  const { name } = parameter;
  if (parameter.style === 'deepObject') {
    const inner = [...query].filter(([key]) => key.startsWith(`${name}[`) && key.endsWith(']'));
    return Object.fromEntries(inner.map(([key, value]) => [key.slice(name.length + 1, -1), value]));
  }
  if (schema.type === 'array') return query.getAll(name);
  const values = query.getAll(name);
  return values.length > 1 ? values : coerce(schema, values[0] ?? '');
}

function coerce(schema: Schema, value: string): unknown {
  if (schema.type === 'integer' && /^-?\d+$/.test(value)) return Number(value);
  if (schema.type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  return value;
}
