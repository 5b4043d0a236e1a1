import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormatsModule from 'ajv-formats';
import {
  type MediaTypes,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  resolve,
  type Schema,
} from './document.ts';
import { checkQuery } from './query.ts';
import { toJsonSchema } from './schema.ts';

// The package is CommonJS with a `default` member: what the import yields depends on who loads it.
const addFormats = 'default' in addFormatsModule ? addFormatsModule.default : addFormatsModule;

export interface Match {
  /** Method and path template, like `GET /agent/runs/{runId}`. */
  route: string;
  params: Record<string, string>;
}

export interface CheckedRequest {
  query: URLSearchParams;
  /** Parsed JSON, or `undefined` for none. */
  body: unknown;
}

export interface CheckedReply {
  status: number;
  headers: Record<string, string>;
  /** Parsed JSON, or `undefined` for none. */
  body: unknown;
}

interface Route {
  name: string;
  method: string;
  segments: string[];
  pointer: string;
  operation: Operation;
}

/** Holds what a service may be asked and may answer. Each check returns what is wrong, in words; empty is well. */
export class OpenApiContract {
  readonly #document: OpenApiDocument;
  readonly #ajv: Ajv;
  readonly #routes: Map<string, Route>;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
    this.#ajv = new Ajv({ strict: false, validateSchema: false, allErrors: false, addUsedSchema: false });
    addFormats(this.#ajv);
    this.#ajv.addSchema(toJsonSchema(document, true), 'request');
    this.#ajv.addSchema(toJsonSchema(document, false), 'reply');
    this.#routes = new Map(routesOf(document).map((route) => [route.name, route]));
  }

  get routes(): string[] {
    return [...this.#routes.keys()];
  }

  /** Names of the query parameters of a route. */
  queryOf(name: string): string[] {
    const declared = this.#route(name).operation.parameters ?? [];
    const parameters = declared.map((one) => resolve<Parameter>(this.#document, one));
    return parameters.filter((one) => one.in === 'query').map((one) => one.name);
  }

  match(method: string, path: string): Match | undefined {
    const segments = path.split('/');
    for (const route of this.#routes.values()) {
      const params = route.method === method ? matchSegments(route.segments, segments) : undefined;
      if (params !== undefined) return { route: route.name, params };
    }
    return undefined;
  }

  checkRequest(name: string, { query, body }: CheckedRequest): string[] {
    const { operation, pointer } = this.#route(name);
    const wrong = checkQuery(this.#document, operation, query, (schema, value) =>
      this.#checkSchema(schema, value),
    );
    if (body === undefined) return operation.requestBody?.required ? [...wrong, 'no request body'] : wrong;
    if (operation.requestBody === undefined) return [...wrong, 'a request body where the contract has none'];
    const schema = `request#${pointer}/requestBody/content/application~1json/schema`;
    return [...wrong, ...this.#check(schema, body, 'body')];
  }

  checkReply(name: string, reply: CheckedReply): string[] {
    const { operation, pointer } = this.#route(name);
    const declared = operation.responses[String(reply.status)];
    if (declared === undefined) return [`status ${reply.status} is not in the contract`];
    const response: MediaTypes = resolve(this.#document, declared);
    const wrong = this.#checkHeaders(response, reply.headers);
    const types = Object.keys(response.content ?? {});
    if (types.length === 0)
      return reply.body === undefined ? wrong : [...wrong, 'a body where there is none'];
    const type = (reply.headers['content-type'] ?? '').split(';')[0] ?? '';
    if (!types.includes(type)) return [...wrong, `content type ${type}, not ${types.join(' or ')}`];
    const at = '$ref' in declared ? declared.$ref.slice(1) : `${pointer}/responses/${reply.status}`;
    return [
      ...wrong,
      ...this.#check(`reply#${at}/content/${escapePointer(type)}/schema`, reply.body, 'body'),
    ];
  }

  /** Checks a value against a named schema of the components. */
  checkComponent(name: string, value: unknown): string[] {
    return this.#check(`reply#/components/schemas/${name}`, value, name);
  }

  #route(name: string): Route {
    const route = this.#routes.get(name);
    if (route === undefined) throw new Error(`no such route in the contract: ${name}`);
    return route;
  }

  #checkHeaders(response: MediaTypes, headers: Record<string, string>): string[] {
    return Object.entries(response.headers ?? {}).flatMap(([name, declared]) => {
      const value = headers[name.toLowerCase()];
      const { schema } = resolve<{ schema?: Schema }>(this.#document, declared);
      if (value === undefined || schema?.type !== 'string') return [];
      return this.#checkSchema(schema, value).map((error) => `header ${name}: ${error}`);
    });
  }

  /** For schemas written in place: their references are local to a document that ajv does not see here. */
  #checkSchema(schema: Schema, value: unknown): string[] {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"reply#/components/');
    return this.#validate(text, () => JSON.parse(text) as Schema, value, 'value');
  }

  #check(reference: string, value: unknown, what: string): string[] {
    return this.#validate(reference, () => ({ $ref: reference }), value, what);
  }

  #validate(key: string, schema: () => Schema, value: unknown, what: string): string[] {
    const validate = this.#validators.get(key) ?? this.#ajv.compile(schema());
    this.#validators.set(key, validate);
    return validate(value) ? [] : describe(validate.errors, what);
  }
}

function describe(errors: ErrorObject[] | null | undefined, what: string): string[] {
  return (errors ?? []).map((error) => {
    const { additionalProperty, allowedValues } = error.params as Record<string, unknown>;
    const detail = additionalProperty ?? allowedValues;
    return `${what}${error.instancePath} ${error.message ?? ''}${detail === undefined ? '' : ` (${detail})`}`;
  });
}

/** Templates with fewer placeholders come first, so that `/issues/comments/{id}` beats a number called `comments`. */
function routesOf(document: OpenApiDocument): Route[] {
  const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      segments: path.split('/'),
      pointer: `/paths/${escapePointer(path)}/${method}`,
      operation,
    })),
  );
  const placeholders = (route: Route) => route.segments.filter((segment) => segment.startsWith('{')).length;
  return routes.sort((a, b) => placeholders(a) - placeholders(b));
}

function matchSegments(template: string[], segments: string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{') && segment !== '') params[part.slice(1, -1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return params;
}

/** Braces too: ajv reads the pointer as part of a URI. */
function escapePointer(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}
