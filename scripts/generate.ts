/**
 * Writes what follows from `action.yml`: `src/inputs/declared.ts` and the tables in `README.md`.
 * `--check` writes nothing and fails when either is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

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

/** Markdown tables of inputs and outputs. */
export function tables({ inputs, outputs }: ActionFile): Record<'inputs' | 'outputs', string> {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const inputRows = Object.entries(inputs).map(([name, { description, default: value }]) => {
    return `| \`${name}\` | ${value ? `\`${value}\`` : ''} | ${cell(description)} |`;
  });
  const outputRows = Object.entries(outputs).map(
    ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
  );
  return {
    inputs: ['| input | default | meaning |', '| --- | --- | --- |', ...inputRows].join('\n'),
    outputs: ['| output | holds |', '| --- | --- |', ...outputRows].join('\n'),
  };
}

/** Puts each table between its `<!-- name:start -->` and `<!-- name:end -->` lines. */
export function insertTables(readme: string, made: Record<string, string>): string {
  return Object.entries(made).reduce((text, [name, table]) => {
    const block = new RegExp(`(<!-- ${name}:start -->\\n)[^]*?(<!-- ${name}:end -->)`);
    if (!block.test(text)) throw new Error(`README.md has no block for ${name}`);
    return text.replace(block, (_all, start: string, end: string) => `${start}\n${table}\n\n${end}`);
  }, readme);
}

/** The generated files, as they should be. */
export function generated(): { path: string; content: string }[] {
  const action = parse(readFileSync(new URL('action.yml', root), 'utf8')) as ActionFile;
  return [
    { path: 'src/inputs/declared.ts', content: declaredSource(action) },
    {
      path: 'README.md',
      content: insertTables(readFileSync(new URL('README.md', root), 'utf8'), tables(action)),
    },
  ];
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
