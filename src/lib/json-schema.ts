import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Json, JsonObject } from './json.ts';
import { withinTime } from './time-limit.ts';

/** A schema that cannot be used. `place`: a JSON pointer into it. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  readonly place: string;

  constructor(place: string, why: string) {
    super(why);
    this.place = place;
  }
}

/** What is wrong with a document, one line each, with JSON pointers, of any length; empty when it matches. */
export type Validate = (document: Json) => readonly string[];

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** How long a validation may take, in ms: a pattern can run forever on a text that somebody chose for it. */
const TIMEOUT = 5000;

/**
 * A validator of draft 2020-12, formats included. Nothing is fetched: references lead into the schema itself. Throws a
 * `SchemaError`. Loads its library on the first call.
 */
export async function compileSchema(schema: JsonObject): Promise<Validate> {
  const [ajvModule, formatsModule] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  // Both are CommonJS, of which a bundler offers the default only; that has itself as its member `default`.
  const [Ajv2020, addFormats] = [ajvModule.default.default, formatsModule.default.default];
  refuseUnsupported(schema);
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  if (ajv.validateSchema(schema as AnySchemaObject) !== true) {
    const first = deepest(ajv.errors ?? []);
    throw new SchemaError(first?.instancePath ?? '', first ? wordsOf(first) : 'it is no schema');
  }
  const validate = compiled(() => ajv.compile(schema as AnySchemaObject), schema);
  return (document) => problemsOf(validate, document);
}

function problemsOf(validate: ValidateFunction, document: Json): readonly string[] {
  try {
    const result = withinTime(TIMEOUT, () => validate(document));
    if (result === undefined) return [`checking it against the schema took longer than ${TIMEOUT / 1000} s`];
    if (result.value === true) return [];
    return (validate.errors ?? []).map((error) => {
      const place = JSON.stringify(error.instancePath || '/').slice(1, -1);
      return `\`${place}\` ${wordsOf(error)}`;
    });
  } catch (error) {
    // A schema that refers to itself can exhaust the stack.
    return [`it could not be checked against the schema: ${(error as Error).message}`];
  }
}

/** The library's own words, with the names and values that it keeps apart from them. */
function wordsOf({ keyword, message = 'does not match', params }: ErrorObject): string {
  const details: Readonly<Record<string, unknown>> = {
    additionalProperties: params.additionalProperty,
    unevaluatedProperties: params.unevaluatedProperty,
    propertyNames: params.propertyName,
    enum: params.allowedValues,
    const: params.allowedValue,
  };
  const detail = details[keyword] === undefined ? '' : `: ${JSON.stringify(details[keyword])}`;
  return `${message}${detail}`;
}

/** Of several complaints about a schema the one that goes furthest into it says the most. */
function deepest(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const depth = ({ instancePath }: ErrorObject) => instancePath.split('/').length;
  return errors.toSorted((a, b) => depth(b) - depth(a))[0];
}

/** What the library throws names no place: the keyword that it is about is looked for. */
function compiled(compile: () => ValidateFunction, schema: JsonObject): ValidateFunction {
  try {
    return compile();
  } catch (error) {
    const { message, missingRef } = error as Error & { readonly missingRef?: string };
    const isAtFault = (keyword: string, value: string, within: string) => {
      if (keyword === 'pattern' || within === 'patternProperties') {
        return !isPattern(within === 'patternProperties' ? keyword : value);
      }
      if (keyword === '$ref' || keyword === '$dynamicRef') return missingRef?.endsWith(value) === true;
      return ['$id', '$anchor', '$dynamicAnchor'].includes(keyword) && message.includes(`${value}"`);
    };
    throw new SchemaError(placeOf(schema, isAtFault) ?? '', message);
  }
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

/** Keywords that hold data, not schemas. */
const DATA = ['const', 'enum', 'default', 'examples'];

type IsAtFault = (keyword: string, value: string, within: string) => boolean;

function placeOf(value: Json, isAtFault: IsAtFault, at = '', within = ''): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (DATA.includes(key)) continue;
    const place = `${at}/${pointer(key)}`;
    const found = isAtFault(key, typeof inner === 'string' ? inner : '', within)
      ? place
      : placeOf(inner, isAtFault, place, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Other drafts mean other things by the same words. `$async` would turn the verdict into a promise, which is true. */
function refuseUnsupported(value: Json, at = ''): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (DATA.includes(key)) continue;
    const place = `${at}/${pointer(key)}`;
    if (key === '$schema' && typeof inner === 'string' && inner.replace(/#$/, '') !== DRAFT) {
      throw new SchemaError(place, `only draft 2020-12 is supported, \`${DRAFT}\``);
    }
    if (key === '$async' && inner !== false) throw new SchemaError(place, 'this keyword is not supported');
    refuseUnsupported(inner, place);
  }
}

function pointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
