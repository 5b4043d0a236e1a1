export interface OpenApiSlice {
  openapi: string;
  paths: Record<string, Record<string, unknown>>;
  components: Record<string, Record<string, unknown>>;
}

type Node = Record<string, unknown>;

const PROSE = new Set(['description', 'summary', 'title', 'example', 'examples', 'externalDocs', 'tags']);
const UNUSED = new Set(['operationId', 'security', 'links', 'callbacks']);
/** Under these keywords the keys are names that somebody chose, so a property called `title` stays. */
const NAMES = new Set(['properties', 'responses', 'headers', 'content', 'mapping']);

/**
 * Cuts the named operations and all that they refer to out of an OpenAPI 3.0 document, without prose.
 * `operations` maps a path to its methods in lower case. Throws when one of them is not in the document.
 */
export function sliceOpenApi(document: unknown, operations: Record<string, readonly string[]>): OpenApiSlice {
  const root = asNode(document, 'document');
  const slice: OpenApiSlice = { openapi: String(root.openapi), paths: {}, components: {} };
  for (const [path, methods] of Object.entries(operations)) {
    slice.paths[path] = Object.fromEntries(
      methods.map((method) => [method, prune(lookUp(root, ['paths', path, method]))]),
    );
  }
  collectReferences(root, slice, slice.paths);
  return slice;
}

/** Prints one line for each operation and component, so that a change of the contract reads well in a diff. */
export function printSlice(slice: OpenApiSlice): string {
  const group = (entries: Record<string, unknown>, indent: string): string =>
    Object.keys(entries)
      .sort()
      .map((key) => `${indent}${JSON.stringify(key)}: ${JSON.stringify(entries[key])}`)
      .join(',\n');
  const groups = (all: Record<string, Record<string, unknown>>): string =>
    Object.keys(all)
      .sort()
      .map((key) => `    ${JSON.stringify(key)}: {\n${group(all[key] ?? {}, '      ')}\n    }`)
      .join(',\n');
  return `{
  "openapi": ${JSON.stringify(slice.openapi)},
  "paths": {\n${groups(slice.paths)}\n  },
  "components": {\n${groups(slice.components)}\n  }\n}\n`;
}

function collectReferences(root: Node, slice: OpenApiSlice, from: unknown): void {
  for (const reference of referencesIn(from)) {
    const [, group, name] = /^#\/components\/([^/]+)\/([^/]+)$/.exec(reference) ?? [];
    if (group === undefined || name === undefined)
      throw new Error(`a reference of another kind: ${reference}`);
    slice.components[group] ??= {};
    const known = slice.components[group];
    if (name in known) continue;
    known[name] = prune(lookUp(root, ['components', group, name]));
    collectReferences(root, slice, known[name]);
  }
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Node;
  const own = typeof node.$ref === 'string' ? [node.$ref] : [];
  return [...own, ...Object.values(node).flatMap(referencesIn)];
}

function prune(value: unknown, namesAreFree = false): unknown {
  if (Array.isArray(value)) return value.map((item) => prune(item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => namesAreFree || !isDropped(key));
  return Object.fromEntries(
    kept.map(([key, inner]) => [
      key,
      key === 'enum' || key === 'default' ? inner : prune(inner, !namesAreFree && NAMES.has(key)),
    ]),
  );
}

function isDropped(keyword: string): boolean {
  return PROSE.has(keyword) || UNUSED.has(keyword) || keyword.startsWith('x-');
}

function lookUp(root: Node, keys: readonly string[]): unknown {
  let value: unknown = root;
  for (const key of keys) value = asNode(value, keys.join(' '))[key];
  if (value === undefined) throw new Error(`not in the document: ${keys.join(' ')}`);
  return value;
}

function asNode(value: unknown, what: string): Node {
  if (typeof value !== 'object' || value === null) throw new Error(`no object: ${what}`);
  return value as Node;
}
