import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { paths, read } from './project.ts';

/** Folders and files of `src/` from the bottom up. Each imports only from lines above its own, and a folder from itself. */
const LAYERS = [
  'saved-state',
  'lib',
  'oz review',
  'model',
  'github',
  'ledger shutdown',
  'runs',
  'inputs',
  'report gate',
  'publish',
  'check tasks cleanup oz-connection collect',
  'step',
  'main post',
  'index',
].map((line) => line.split(' '));

/** Packages that reach the outside world, and who may import them. */
const PACKAGES: readonly [name: RegExp, importers: RegExp][] = [
  [/^@actions\/core$/, /^(lib\/log|lib\/runner|main|post)\.ts$/],
  [/^(@actions\/github|octokit|@octokit\/.+)$/, /^github\//],
  [/^undici$/, /^oz\//],
];

/** Only types, of words that are no secrets. */
const EXCEPTIONS = ['lib/secrets.ts → oz/states.ts'];

const IMPORT =
  /^(?:import|export(?=[^;']*\bfrom '))(?<type> type\b)?[^;']*'(?<from>[^']+)'|\bimport\('(?<lazy>[^']+)'\)/gm;

const FILES = paths('src/**/*.ts').map((file) => file.slice('src/'.length));

const IMPORTS = FILES.flatMap((file) =>
  [...read(`src/${file}`).matchAll(IMPORT)].map(({ groups = {} }) => {
    const name = groups.from ?? groups.lazy ?? '';
    const isOurs = name.startsWith('.');
    const target = isOurs ? path.posix.join(path.posix.dirname(file), name) : name;
    return { file, target, isOurs, isType: groups.type !== undefined };
  }),
);

function roomOf(file: string): string {
  return file.split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

function layerOf(file: string): number {
  return LAYERS.findIndex((rooms) => rooms.includes(roomOf(file)));
}

describe('the sources', () => {
  it('have a layer each, and each layer has sources', () => {
    expect([...new Set(FILES.map(roomOf))].toSorted()).toEqual(LAYERS.flat().toSorted());
    expect(IMPORTS.length).toBeGreaterThan(FILES.length);
  });

  it('import from below only; the types of `model.ts` are for all', () => {
    const upward = IMPORTS.filter(({ isOurs }) => isOurs)
      .filter(({ target, isType }) => !(isType && target === 'model.ts'))
      .filter(({ file, target }) => roomOf(file) !== roomOf(target) && layerOf(file) <= layerOf(target));
    expect(upward.map(({ file, target }) => `${file} → ${target}`)).toEqual(EXCEPTIONS);
  });

  it.each(PACKAGES)('import %s only where it belongs', (name, importers) => {
    const found = IMPORTS.filter(({ target, isOurs }) => !isOurs && name.test(target));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ file }) => !importers.test(file))).toEqual([]);
  });

  it('have at most 300 lines', () => {
    expect(FILES.filter((file) => read(`src/${file}`).split('\n').length - 1 > 300)).toEqual([]);
  });
});
