/**
 * Writes what follows from `action.yml`: `src/inputs/declared.ts`, and the tables in `README.md` and `docs/reference.md`.
 * `--check` writes nothing and fails when either is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isMap, isScalar, parse, parseDocument } from 'yaml';

interface Declaration {
  readonly description: string;
  readonly default?: string;
}
interface ActionFile {
  readonly inputs: Record<string, Declaration>;
  readonly outputs: Record<string, Declaration>;
}

const root = new URL('../', import.meta.url);

/** TypeScript source that names every input with its default; defaults that are expressions are left to the runner. */
export function declaredSource({ inputs, outputs }: ActionFile): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const key = (name: string) => (/^[a-z]+$/.test(name) ? name : quote(name));
  const rows = Object.entries(inputs).map(([name, { default: value = '' }]) => {
    return `  ${key(name)}: ${quote(value.includes('${{') ? '' : value)},`;
  });
  return [
    '// Generated from action.yml by `npm run generate`; do not edit.',
    '',
    '/** Every declared input with its default. A workflow that passes an empty value gets the default too. */',
    'export const inputDefaults = {',
    ...rows,
    '} as const;',
    '',
    'export type InputName = keyof typeof inputDefaults;',
    '',
    '/** Every declared output. */',
    'export const outputNames = [',
    ...Object.keys(outputs).map((name) => `  ${quote(name)},`),
    '] as const;',
    '',
    'export type OutputName = (typeof outputNames)[number];',
    '',
  ].join('\n');
}

/** Inputs under the comments that head them in `action.yml`, the group with the required one first. */
export function inputGroups(source: string): Map<string, string[]> {
  const inputs = parseDocument(source).get('inputs');
  if (!isMap(inputs)) throw new Error('action.yml has no inputs');
  const groups = new Map<string, string[]>();
  for (const { key } of inputs.items) {
    if (!isScalar(key)) continue;
    // The parser gives the comment above the first key to the map.
    const heading = key.commentBefore ?? (groups.size === 0 ? inputs.commentBefore : undefined);
    if (heading) groups.set(heading.trim(), []);
    [...groups.values()].at(-1)?.push(String(key.value));
  }
  const holdsKey = (names: readonly string[]) => names.includes(REQUIRED);
  const sorted = [...groups].toSorted(([, a], [, b]) => Number(holdsKey(b)) - Number(holdsKey(a)));
  return new Map(sorted.map(([name, names]) => [name, requiredFirst(names)]));
}

/** The one input that a step cannot do without. */
const REQUIRED = 'api-key';

function requiredFirst(names: readonly string[]): string[] {
  return names.toSorted((a, b) => Number(b === REQUIRED) - Number(a === REQUIRED));
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Every input and output with its meaning. */
export function tables(
  { inputs, outputs }: ActionFile,
  groups: Map<string, string[]>,
): Record<'inputs' | 'outputs', string> {
  const inputTables = [...groups].map(([heading, names]) => {
    const rows = names.map((name) => {
      const { description = '', default: value } = inputs[name] ?? {};
      return `| \`${name}\` | ${value ? `\`${value}\`` : ''} | ${cell(description)} |`;
    });
    return [`### ${heading}`, '', '| input | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
  });
  const outputRows = Object.entries(outputs).map(
    ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
  );
  return {
    inputs: inputTables.join('\n\n'),
    outputs: ['| output | holds |', '| --- | --- |', ...outputRows].join('\n'),
  };
}

/** Their names alone, for an overview. */
export function overviews(
  { outputs }: ActionFile,
  groups: Map<string, string[]>,
): Record<'inputs' | 'outputs', string> {
  const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
  const rows = [...groups].map(([heading, names]) => {
    const words = list(names).replace(`\`${REQUIRED}\``, `**\`${REQUIRED}\`** (required)`);
    return `| ${heading} | ${words} |`;
  });
  return {
    inputs: ['| | inputs |', '| --- | --- |', ...rows].join('\n'),
    outputs: `${list(Object.keys(outputs))}.`,
  };
}

/** Puts each table between its `<!-- name:start -->` and `<!-- name:end -->` lines. */
export function insertTables(document: string, made: Record<string, string>): string {
  return Object.entries(made).reduce((text, [name, table]) => {
    const block = new RegExp(`(<!-- ${name}:start -->\\n)[^]*?(<!-- ${name}:end -->)`);
    if (!block.test(text)) throw new Error(`There is no block for ${name}`);
    return text.replace(block, (_all, start: string, end: string) => `${start}\n${table}\n\n${end}`);
  }, document);
}

/** The generated files, as they should be. */
export function generated(): { path: string; content: string }[] {
  const source = readRoot('action.yml');
  const action = parse(source) as ActionFile;
  const groups = inputGroups(source);
  return [
    { path: 'src/inputs/declared.ts', content: declaredSource(action) },
    { path: 'README.md', content: insertTables(readRoot('README.md'), overviews(action, groups)) },
    {
      path: 'docs/reference.md',
      content: insertTables(readRoot('docs/reference.md'), tables(action, groups)),
    },
  ];
}

function readRoot(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

if (import.meta.main) {
  const stale = generated().filter(({ path, content }) => {
    const url = new URL(path, root);
    const old = readFileSync(url, { encoding: 'utf8', flag: 'a+' });
    if (old !== content && !process.argv.includes('--check')) writeFileSync(url, content);
    return old !== content;
  });
  for (const { path } of stale)
    console.log(process.argv.includes('--check') ? `stale: ${path}` : `wrote ${path}`);
  if (stale.length > 0 && process.argv.includes('--check')) process.exitCode = 1;
}
