import { readFileSync } from 'node:fs';

export type Schema = Record<string, unknown>;

export interface Parameter {
  name: string;
  in: 'query' | 'path' | 'header';
  required?: boolean;
  style?: string;
  schema: Schema;
}

export interface MediaTypes {
  content?: Record<string, { schema?: Schema }>;
  headers?: Record<string, { schema?: Schema } | { $ref: string }>;
}

export interface Operation {
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: MediaTypes & { required?: boolean };
  responses: Record<string, MediaTypes | { $ref: string }>;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

export type ContractName = 'oz' | 'github';

/** Reads one of the contracts that are carried beside this file. */
export function loadDocument(name: ContractName): OpenApiDocument {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')) as OpenApiDocument;
}

/** Reads the slice of GitHub's GraphQL schema that is carried beside this file, in schema language. */
export function loadGraphqlSchema(): string {
  return readFileSync(new URL('./github.graphql', import.meta.url), 'utf8');
}

/** What a local reference points to; anything else is handed back as it is. */
export function resolve<T>(document: OpenApiDocument, value: T | { $ref: string }): T {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value as T;
  const [, , group = '', name = ''] = String(value.$ref).split('/');
  const target = document.components[group]?.[name];
  if (target === undefined) throw new Error(`the contract has no ${value.$ref}`);
  return target as T;
}
