// Redoes __tests__/contract/github.graphql: node scripts/cut-github-graphql.ts PUBLISHED_SCHEMA
// The published file is schema.graphql of the package @octokit/graphql-schema. The types, fields and arguments that
// the slice names are kept; what they are comes from the published schema. To cut out more, name it in the slice first.
import { readFileSync, writeFileSync } from 'node:fs';
import { type ASTNode, type DefinitionNode, parse, print } from 'graphql';

type Members = 'fields' | 'arguments' | 'values' | 'types' | 'interfaces';
type Node = ASTNode & { [members in Members]?: readonly Node[] } & { name?: { value: string } };

/** Enumerations are kept whole, so that nobody relies on a value that is not there. */
const WHOLE: ReadonlySet<string> = new Set(['values']);
const MEMBERS: readonly Members[] = ['fields', 'arguments', 'values', 'types'];

const [published] = process.argv.slice(2);
if (published === undefined) throw new Error('usage: cut-github-graphql.ts PUBLISHED_SCHEMA');
const target = new URL('../__tests__/contract/github.graphql', import.meta.url);
const old = readFileSync(target, 'utf8');
const slice = parse(old).definitions;
const all = new Map(parse(readFileSync(published, 'utf8')).definitions.map((one) => [nameOf(one), one]));
const known = new Set(slice.map(nameOf));
const cut = slice.map((one) => print(keep(one as Node, all.get(nameOf(one)) as Node | undefined)));
const remarks = old.split('\n').filter((line) => line.startsWith('#'));
writeFileSync(target, `${[...remarks, '', cut.join('\n\n')].join('\n')}\n`);

function nameOf(node: DefinitionNode | Node): string {
  const { name, type } = node as Node & { type?: { name?: { value: string } } };
  return name?.value ?? type?.name?.value ?? '';
}

function keep(wanted: Node, given: Node | undefined, owner = ''): Node {
  const path = `${owner}${nameOf(wanted)}`;
  if (given === undefined) throw new Error(`not in the published schema: ${path}`);
  const kept: Record<string, unknown> = { ...given, description: undefined, directives: [] };
  for (const members of MEMBERS) {
    const listed = new Map(given[members]?.map((one) => [nameOf(one), one]));
    if (given[members] === undefined) continue;
    kept[members] = WHOLE.has(members)
      ? given[members].map((one) => keep(one, one, `${path}.`))
      : wanted[members]?.map((one) => keep(one, listed.get(nameOf(one)), `${path}.`));
  }
  if (given.interfaces !== undefined)
    kept.interfaces = given.interfaces.filter((one) => known.has(nameOf(one)));
  return kept as unknown as Node;
}
