import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { DOCUMENTS, packageJson, read, record } from './project.ts';
import { findingsOf } from './workflow-findings.ts';

interface Block {
  readonly place: string;
  readonly language: string;
  readonly code: string;
}

const BLOCKS = DOCUMENTS.flatMap((file): Block[] => {
  const text = read(file);
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language = '', 2: code = '', index }) => {
      return { place: `${file}:${text.slice(0, index).split('\n').length}`, language, code };
    },
  );
});

function blocksOf(language: string, form = /^/): Block[] {
  return BLOCKS.filter((block) => block.language === language && form.test(block.code));
}

const SHELL = blocksOf('sh');
const COMMANDS = SHELL.flatMap(({ place, code }) =>
  code
    .trim()
    .split('\n')
    .map((line) => ({ place, command: line.replace(/\s+# .*$/, '') })),
);
/** Steps of a job, without the workflow around them. */
const STEPS = blocksOf('yaml', /^- /);

/** What people have, besides git: whatever else a document says to run has to be explained there. */
const PROGRAMS = ['npm', 'npx', 'gh', 'actionlint', 'zizmor'];

it('code blocks are of the languages that are looked at here', () => {
  expect([...new Set(BLOCKS.map(({ language }) => language))].toSorted()).toEqual(['mermaid', 'sh', 'yaml']);
  expect(STEPS).toHaveLength(2);
});

describe('commands', () => {
  it.skipIf(process.platform === 'win32').each(SHELL)('of $place can be read by a shell', ({ code }) => {
    execFileSync('sh', ['-n'], { input: code });
  });

  it.each(COMMANDS)('$place: $command', ({ command }) => {
    for (const part of command.split(' && ')) {
      const [program = '', ...words] = part.split(' ');
      expect(PROGRAMS).toContain(program);
      const [, script, flags] = /^npm run (\S+) -- (.*)$/.exec(part) ?? [];
      if (script !== undefined && flags !== undefined)
        expect(optionsOf(script)).toEqual(expect.arrayContaining(namesIn(flags)));
      const files = words.filter((word) => /^(?:\.github|docs|__tests__)\/[^*]*$/.test(word));
      for (const file of files) expect(() => read(file), file).not.toThrow();
    }
  });

  it('store what the workflows of the README read', () => {
    const readme = read('README.md');
    const stored = [...readme.matchAll(/^gh (secret|variable) set (\w+)/gm)].map(
      ([, kind, name]) => `${kind === 'secret' ? 'secrets' : 'vars'}.${name}`,
    );
    const used = [...readme.matchAll(/\$\{\{ ((?:secrets|vars)\.\w+) \}\}/g)].map(([, name]) => name);
    expect(stored.toSorted()).toEqual([...new Set(used)].toSorted());
    const [, label] = /^gh label create (\S+)$/m.exec(readme) ?? [];
    expect(readme).toContain(`--add-label ${label}\n`);
    expect(readme).toContain(`github.event.label.name == '${label}'`);
  });
});

/** The options of a script of ours: each declares them to `parseArgs`. */
function optionsOf(script: string): string[] {
  const [, file = ''] = /^node (\S+)/.exec(String(record(packageJson().scripts)[script])) ?? [];
  return [...read(file).matchAll(/^ +'?([\w-]+)'?: \{ type: '(?:string|boolean)'/gm)].map(
    ([, name = '']) => name,
  );
}

function namesIn(flags: string): string[] {
  return [...flags.matchAll(/--([\w-]+)/g)].map(([, name = '']) => name);
}

describe('steps', () => {
  it.each(STEPS)("of $place are as GitHub's editor support has them", async ({ code }) => {
    const steps = code.replace(/^/gm, '      ');
    const source = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
    expect(await findingsOf('.github/workflows/shown.yml', source)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32').each(STEPS)(
    'of $place run with whatever the agent wrote as data',
    ({ code }) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'block-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const calls = path.join(folder, 'calls');
      writeFileSync(path.join(folder, 'gh'), `#!/bin/sh\nprintf '%s\\n' "$@" >> '${calls}'\n`);
      chmodSync(path.join(folder, 'gh'), 0o755);
      const hostile = '$(touch stolen)"; touch stolen; "';
      const [, second] = parse(code) as unknown[];
      const { run, env } = record(second);
      expect(run).not.toContain('${{');
      const values = Object.keys(record(env)).map((name) => [name, hostile]);
      const PATH = `${folder}${path.delimiter}${process.env.PATH}`;
      execFileSync('bash', ['--norc', '-e', '-c', String(run)], {
        cwd: folder,
        env: { ...Object.fromEntries(values), PATH },
      });
      expect(readFileSync(calls, 'utf8').split('\n')).toContain(hostile);
      expect(() => readFileSync(path.join(folder, 'stolen'))).toThrow();
    },
  );
});
