import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inputDefaults, outputNames } from '../../src/inputs/declared.ts';
import { MODES } from '../../src/inputs/modes.ts';
import { VERSION } from '../../src/lib/version.ts';
import { STAMPED_KEYS } from '../../src/runs/stamp.ts';
import { chapter, codes, keys, packageJson, paths, ROOT, read, record, tableRows } from './project.ts';

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...paths('docs/*.md')];
const README = read('README.md');
const INPUTS = Object.keys(inputDefaults);

/** All sources, with the escapes of TypeScript and the backticks of messages taken out. */
const SOURCE = paths('src/**/*.ts')
  .map((file) => read(file).replace(/[\\`]/g, ''))
  .join('\n');

describe.each(DOCUMENTS)('%s', (file) => {
  const text = read(file);

  it('links to files and headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = '']) => link);
    for (const link of links) {
      const [target = '', heading] = link.split('#');
      const found = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
      expect(existsSync(`${ROOT}${found}`), link).toBe(true);
      if (heading !== undefined) expect(anchorsOf(read(found)), link).toContain(heading);
    }
  });

  it('names npm scripts that exist', () => {
    const scripts = keys(packageJson().scripts);
    const named = [...text.matchAll(/\bnpm (?:run (?:-s )?([a-z][a-z:0-9]*)|(start|test)\b)/g)];
    expect(scripts).toEqual(expect.arrayContaining(named.map(([, script, short]) => script ?? short)));
  });

  it('names files of the project that exist', () => {
    const named = codes(text).filter((code) =>
      /^(src|__tests__|scripts|docs|\.github)\/[\w./-]+$/.test(code),
    );
    for (const name of named) expect(existsSync(`${ROOT}${name}`), name).toBe(true);
  });
});

function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('README.md', () => {
  it('gives every outcome its row, and no other', () => {
    const rows = tableRows(chapter(README, "## Outcomes and the step's colour"));
    const told = rows.flatMap(([first = '']) => codes(first));
    expect(told.toSorted()).toEqual(unionOf('Outcome').toSorted());
  });

  it('and action.yml list every outcome', () => {
    const { description } = record(record(record(parse(read('action.yml'))).outputs).outcome);
    expect(codes(String(description)).toSorted()).toEqual(unionOf('Outcome').toSorted());
  });

  it('gives every mode its row, and no other', () => {
    const rows = tableRows(chapter(README, '## Modes, and which run is meant'));
    expect(rows.flatMap(([first = '']) => codes(first))).toEqual([...MODES]);
  });

  it('names everything that is stamped on runs', () => {
    expect(codes(chapter(README, '## Modes, and which run is meant'))).toEqual(
      expect.arrayContaining([...STAMPED_KEYS]),
    );
  });

  it('names inputs in its own words as they are declared', () => {
    const own = README.replace(/<!-- (inputs|outputs):start -->[\s\S]*?<!-- \1:end -->/g, '');
    const named = [...own.matchAll(/^ {4,10}([a-z][a-z-]+): /gm)].map(([, name = '']) => name);
    const settings = codes(own).map((code) => code.split(': ')[0] ?? '');
    const known = new Set<string>([...INPUTS, ...outputNames]);
    const hyphened = settings.filter((name) => /^[a-z]+(-[a-z]+)+$/.test(name) && !known.has(name));
    const words = [...unionOf('Outcome'), ...unionOf('SkippedReason'), ...MODES, ...WORKFLOW_WORDS];
    expect(hyphened.filter((name) => !words.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });

  it('maps the inputs of the other action to inputs of this one', () => {
    const rows = tableRows(chapter(README, '### Coming from `warpdotdev/oz-agent-action`'));
    const ours = rows.flatMap(([, second = '']) => codes(second));
    const known: readonly string[] = [...INPUTS, ...outputNames];
    expect(ours.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('shows a workflow whose inputs exist', () => {
    const [, first = ''] = /```yaml\n(name: [\s\S]*?)```/.exec(README) ?? [];
    const { jobs } = record(parse(first));
    const [job] = Object.values(record(jobs)).map(record);
    const [step] = Array.isArray(job?.steps) ? job.steps.map(record) : [];
    expect(INPUTS).toEqual(expect.arrayContaining(keys(step?.with)));
  });
});

/** Hyphened words of GitHub's own that the README shows like code. */
const WORKFLOW_WORDS = ['timeout-minutes', 'pull-requests', 'oz-fix', 'cancel-in-progress', 'from-oz'];

describe('the troubleshooting of the README', () => {
  const rows = tableRows(chapter(README, '## Troubleshooting'));

  it.each(rows)('quotes our own words: %s', (quoted = '') => {
    const phrases = [...quoted.matchAll(/“([^”]+)”/g)].map(([, phrase = '']) => phrase);
    const parts = phrases.flatMap((phrase) => phrase.split('…')).map((part) => part.trim());
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.filter((part) => part.length > 2 && !SOURCE.includes(part))).toEqual([]);
  });

  it('names error codes that exist', () => {
    const told = rows.flatMap(([, second = '']) => codes(second));
    const budgets = ['queue_timeout', 'run_timeout'];
    expect(SOURCE.includes('${budget}_timeout')).toBe(true);
    const missing = told.filter((code) => !budgets.includes(code) && !isCode(code));
    expect(missing).toEqual([]);
  });

  it('leaves out no error code of ours', () => {
    const told = rows.flatMap(([, second = '']) => codes(second));
    const ours = [...SOURCE.matchAll(/\bcode: '([a-z_]+)'/g)].map(([, code = '']) => code);
    expect([...new Set(ours)].filter((code) => !told.includes(code) && !SELDOM.includes(code))).toEqual([]);
  });
});

/** Their annotations say all there is to say. */
const SELDOM = ['invalid_proxy', 'unreadable_answer'];

function isCode(code: string): boolean {
  return SOURCE.includes(`'${code}'`) || new RegExp(`^ {2}${code}:`, 'm').test(SOURCE);
}

/** The members of a union of words in `src/model.ts`. */
function unionOf(name: string): string[] {
  const [, members = ''] = new RegExp(`export type ${name} =([^;]+);`).exec(read('src/model.ts')) ?? [];
  return [...members.matchAll(/'([^']+)'/g)].map(([, word = '']) => word);
}

describe('the version', () => {
  it('is the same everywhere, and has its chapter in the change log', () => {
    expect(packageJson().version).toBe(VERSION);
    expect(read('CHANGELOG.md')).toContain(`\n## ${VERSION}\n`);
  });
});

describe('docs/decisions.md', () => {
  it('gives a reason for every runtime dependency, and for nothing else', () => {
    const rows = tableRows(chapter(read('docs/decisions.md'), '## Runtime dependencies'));
    const told = rows.flatMap(([first = '']) => codes(first));
    expect(told.toSorted()).toEqual(keys(packageJson().dependencies).toSorted());
  });
});
