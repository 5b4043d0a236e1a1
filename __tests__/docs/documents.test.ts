import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inputDefaults, outputNames } from '../../src/inputs/declared.ts';
import { MODES } from '../../src/inputs/modes.ts';
import { VERSION } from '../../src/lib/version.ts';
import { STAMPED_KEYS } from '../../src/runs/stamp.ts';
import {
  chapter,
  codes,
  DOCUMENTS,
  keys,
  packageJson,
  paths,
  ROOT,
  read,
  record,
  tableRows,
} from './project.ts';

const README = read('README.md');
const REFERENCE = read('docs/reference.md');
const TROUBLESHOOTING = read('docs/troubleshooting.md');

/** What is written for the people who use the action. */
const USER_DOCUMENTS = [
  'README.md',
  'docs/examples/README.md',
  ...['comparison', 'costs', 'reference', 'security', 'troubleshooting'].map((name) => `docs/${name}.md`),
];
const INPUTS = Object.keys(inputDefaults);

/** All sources, with the escapes of TypeScript and the backticks of messages taken out. */
const SOURCE = paths('src/**/*.ts')
  .map((file) => read(file).replace(/[\\`]/g, ''))
  .join('\n');

describe.each(DOCUMENTS)('%s', (file) => {
  const text = read(file);

  it('links to files and headings that exist', () => {
    for (const link of linksIn(text)) {
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

/** Targets inside the repository, of links, of pictures and of HTML. */
function linksIn(markdown: string): string[] {
  const inline = markdown.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g);
  const html = markdown.matchAll(/\b(?:href|src|srcset)="(?!https?:)([^"]+)"/g);
  const named = markdown.matchAll(/^\[[^\]]+\]: (?!https?:)(\S+)/gm);
  return [...inline, ...html, ...named].map(([, link = '']) => link);
}

function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What stands between the marks of `npm run generate`. */
const GENERATED = /<!-- (inputs|outputs):start -->[\s\S]*?<!-- \1:end -->/g;

describe('README.md', () => {
  it('has at most 1,600 words besides what is generated', () => {
    const words = README.replace(GENERATED, '').split(/\s+/).filter(Boolean);
    expect(words.length).toBeGreaterThan(500);
    expect(words.length).toBeLessThanOrEqual(1600);
  });

  it('lists each of its chapters at the top', () => {
    const chapters = [...README.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    const [contents = ''] = README.split('\n## ');
    const listed = [...contents.matchAll(/\[([^\]]+)\]\(#/g)].map(([, name]) => name);
    expect(listed).toEqual(chapters);
  });

  it('shows every input once, the required one first, and every output', () => {
    const [inputs = '', outputs = ''] = README.match(GENERATED) ?? [];
    expect(codes(inputs).toSorted()).toEqual(INPUTS.toSorted());
    expect(codes(inputs)[0]).toBe('api-key');
    expect(codes(outputs)).toEqual([...outputNames]);
  });

  it('keeps the commands that a clone is tried with', () => {
    expect(README).toContain('\nnpm ci && npm start\n');
    expect(README).toContain('\nnpm ci && npm test\n');
  });

  it('names every guide', () => {
    for (const file of paths('docs/**/*.md')) expect(README, file).toContain(`(${file}`);
  });

  it('shows workflows whose inputs exist', () => {
    const shown = [...README.matchAll(/```yaml\n(name: [\s\S]*?)```/g)].map(([, source = '']) => source);
    expect(shown).toHaveLength(2);
    for (const source of shown) {
      const { jobs } = record(parse(source));
      const [job] = Object.values(record(jobs)).map(record);
      const [step] = Array.isArray(job?.steps) ? job.steps.map(record) : [];
      expect(keys(step?.with)).toContain('api-key');
      expect(INPUTS).toEqual(expect.arrayContaining(keys(step?.with)));
      // The action ends a run before the job ends the action.
      const budgets = ['queue-timeout-minutes', 'run-timeout-minutes'] as const;
      const longest = budgets.reduce((sum, name) => sum + Number(inputDefaults[name]), 0);
      const isCheck = record(step?.with).mode === 'check';
      expect(Number(job?.['timeout-minutes'])).toBeGreaterThan(isCheck ? 1 : longest);
    }
  });
});

describe('docs/reference.md', () => {
  it('gives every outcome its row, and no other', () => {
    const rows = tableRows(chapter(REFERENCE, "## Outcomes and the step's colour"));
    const named = rows.flatMap(([first = '']) => codes(first));
    expect(named.toSorted()).toEqual(unionOf('Outcome').toSorted());
  });

  it('and action.yml list every outcome', () => {
    const { description } = record(record(record(parse(read('action.yml'))).outputs).outcome);
    expect(codes(String(description)).toSorted()).toEqual(unionOf('Outcome').toSorted());
  });

  it('names every outcome where the output is declared', () => {
    const row = tableRows(chapter(REFERENCE, '## Outputs')).find(([first]) => first === '`outcome`');
    expect(codes(row?.[1] ?? '').toSorted()).toEqual(unionOf('Outcome').toSorted());
  });

  it('gives every mode its row, and no other', () => {
    const rows = tableRows(chapter(REFERENCE, '## Modes, and which run is meant'));
    expect(rows.flatMap(([first = '']) => codes(first))).toEqual([...MODES]);
  });

  it('names everything that is stamped on runs', () => {
    expect(codes(chapter(REFERENCE, '## Modes, and which run is meant'))).toEqual(
      expect.arrayContaining([...STAMPED_KEYS]),
    );
  });

  it('gives every input and output its row, and no other', () => {
    const named = (heading: string) =>
      tableRows(chapter(REFERENCE, heading)).map(([first = '']) => first.replaceAll('`', ''));
    expect(named('## Inputs').toSorted()).toEqual(INPUTS.toSorted());
    expect(named('## Outputs')).toEqual([...outputNames]);
  });

  it('says which outcome sets which commit status', () => {
    const text = chapter(REFERENCE, '## Commit status').replaceAll('\n', ' ');
    const [, listed = ''] = /`pending` as soon as (.*?) A step that is/.exec(text) ?? [];
    const after = (state: string) =>
      listed.split(`\`${state}\` `)[1]?.split(/, `(?:failure|error)` (?:only )?for/)[0];
    const of = (state: string) => codes(after(state) ?? '').toSorted();
    const states = [...read('src/report/status.ts').matchAll(/^ {2}'?([a-z-]+)'?: '(\w+)',$/gm)];
    const truth = (state: string) => states.filter(([, , set]) => set === state).map(([, name = '']) => name);
    for (const state of ['success', 'failure', 'error'])
      expect(of(state), state).toEqual(truth(state).toSorted());
  });
});

describe('docs/comparison.md', () => {
  it('maps the inputs of the other action to inputs of this one', () => {
    const rows = tableRows(
      chapter(read('docs/comparison.md'), '## Coming from `warpdotdev/oz-agent-action`'),
    );
    const ours = rows.flatMap(([, second = '']) => codes(second));
    const known: readonly string[] = [...INPUTS, ...outputNames];
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe.each(USER_DOCUMENTS)('%s', (file) => {
  const own = read(file).replace(GENERATED, '');

  it('names inputs in its own words as they are declared', () => {
    const settings = codes(own).map((code) => code.split(': ')[0] ?? '');
    const known = new Set<string>([...INPUTS, ...outputNames]);
    const hyphened = settings.filter((name) => /^[a-z]+(-[a-z]+)+$/.test(name) && !known.has(name));
    const words = [...unionOf('Outcome'), ...unionOf('SkippedReason'), ...MODES, ...WORKFLOW_WORDS];
    expect(hyphened.filter((name) => !words.includes(name))).toEqual([]);
  });

  it('uses outputs that exist', () => {
    const used = [...own.matchAll(/steps\.oz\.outputs\.([\w-]+)/g)].map(([, name = '']) => name);
    expect(outputNames).toEqual(expect.arrayContaining(used));
  });

  it('quotes only words that we say', () => {
    expect(quotedParts(own).filter((part) => !SOURCE.includes(part))).toEqual([]);
  });

  it('gives the steps of its workflows inputs that exist', () => {
    const blocks = [...own.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, source = '']) => source);
    const given = blocks.flatMap((source) => [...source.matchAll(/^ {4,10}([a-z][a-z-]+): /gm)]);
    const known: readonly string[] = [...INPUTS, ...WORKFLOW_KEYS];
    expect(given.map(([, name = '']) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** Hyphened words of GitHub's own that the documents show like code. */
const WORKFLOW_WORDS = ['timeout-minutes', 'pull-requests', 'oz-fix', 'cancel-in-progress', 'from-oz'];

/** Keys of a workflow file that are no inputs. */
const WORKFLOW_KEYS = ['types', 'if', 'runs-on', 'timeout-minutes', 'permissions', 'issues', 'pull-requests'];

/** What stands between “ and ”, cut where an … stands for what varies. */
function quotedParts(markdown: string): string[] {
  const phrases = [...markdown.matchAll(/“([^”]+)”/g)].map(([, phrase = '']) =>
    phrase.replace(/[\s`]+/g, ' '),
  );
  const parts = phrases.flatMap((phrase) => phrase.split('…')).map((part) => part.trim());
  return parts.filter((part) => part.length > 2);
}

describe('docs/troubleshooting.md', () => {
  const rows = tableRows(chapter(TROUBLESHOOTING, '## All messages'));
  const firstRun = tableRows(chapter(TROUBLESHOOTING, '## The first run'));

  it.each(rows)('quotes our own words: %s', (quoted = '') => {
    const phrases = [...quoted.matchAll(/“([^”]+)”/g)].map(([, phrase = '']) => phrase);
    const parts = phrases.flatMap((phrase) => phrase.split('…')).map((part) => part.trim());
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.filter((part) => part.length > 2 && !SOURCE.includes(part))).toEqual([]);
  });

  it.each(firstRun)(
    'leads from the first run back to a step of the quick start: %s',
    (_seen, remedy = '') => {
      expect(remedy).toMatch(/\[step (\d)\]\(\.\.\/README\.md#\1-/);
    },
  );

  it('names error codes that exist', () => {
    const named = rows.flatMap(([, second = '']) => codes(second));
    const budgets = ['queue_timeout', 'run_timeout'];
    expect(SOURCE.includes('${budget}_timeout')).toBe(true);
    const missing = named.filter((code) => !budgets.includes(code) && !isCode(code));
    expect(missing).toEqual([]);
  });

  it('leaves out no error code of ours', () => {
    const named = rows.flatMap(([, second = '']) => codes(second));
    const ours = [...SOURCE.matchAll(/\bcode: '([a-z_]+)'/g)].map(([, code = '']) => code);
    expect([...new Set(ours)].filter((code) => !named.includes(code) && !SELDOM.includes(code))).toEqual([]);
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
    const lock = record(JSON.parse(read('package-lock.json')));
    expect([lock.version, record(record(lock.packages)['']).version]).toEqual([VERSION, VERSION]);
    expect(read('CHANGELOG.md')).toContain(`\n## ${VERSION}\n`);
  });
});

describe('dist/licenses.txt', () => {
  it('has the licence of every runtime dependency', () => {
    const lines = existsSync(`${ROOT}dist/licenses.txt`) ? read('dist/licenses.txt').split('\n') : [];
    const missing = keys(packageJson().dependencies).filter((name) => !lines.includes(name));
    expect(missing, 'Run `npm run build`.').toEqual([]);
  });
});

describe('docs/decisions.md', () => {
  it('gives a reason for every runtime dependency, and for nothing else', () => {
    const rows = tableRows(chapter(read('docs/decisions.md'), '## Runtime dependencies'));
    const told = rows.flatMap(([first = '']) => codes(first));
    expect(told.toSorted()).toEqual(keys(packageJson().dependencies).toSorted());
  });
});
