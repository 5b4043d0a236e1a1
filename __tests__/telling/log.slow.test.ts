import { describe, expect } from 'vitest';
import { Talk } from '../emulator/oz/conversation.ts';
import { ATTACKS } from '../emulator/oz/hostile.ts';
import { it, type Job } from '../support/dist-step.ts';
import { growing, printedNumbers, SUCCEEDED, upTo } from './growing.ts';

/** A little of everything that can be streamed. */
function work(): Talk {
  const talk = new Talk('work').user('Do it').assistant('I look first.').event('branch_pushed');
  const output = Array.from({ length: 300 }, (_, line) => `output line ${line + 1}`).join('\n');
  const inner = talk.nested('Find the cause').command('npm test', output, 1);
  inner.action('files', 'edit_files', { paths: ['src/a.ts', 'src/b.ts'] }, { added: 3 });
  inner.action('search', 'grep', { query: 'closeBrace' }, { matches: 3 }, 'denied');
  return talk;
}

/** Lines of the step itself, without the runner's header. */
function printed(job: Job): string[] {
  return job.main.stdout.split('\n').filter((line) => line !== '');
}

/** What a page shows of the lines: titles behind an arrow, what is in a group as far to the right. */
function asShown(lines: readonly string[]): { text: string; isInside: boolean }[] {
  let isInside = false;
  return lines.flatMap((line) => {
    const [, command, title = ''] = /^::(group|endgroup|[\w-]+)[^:]*::(.*)$/.exec(line) ?? [];
    if (command === 'group') {
      isInside = true;
      return [{ text: `  ${title}`, isInside: false }];
    }
    if (command === 'endgroup') isInside = false;
    return command === undefined ? [{ text: isInside ? `  ${line}` : line, isInside }] : [];
  });
}

function groupsOf(job: Job): string[] {
  return job.main.commands.filter(({ name }) => name === 'group').map(({ data }) => data);
}

describe.concurrent('how much is printed', () => {
  it('messages: what it says, and the names of what it does', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ ...SUCCEEDED, conversation: work().steps() }]);
    const job = await stage.runMain();
    for (const words of [
      '│ I look first.',
      '▸ command: npm test',
      'files: src/a.ts, src/b.ts',
      'search: closeBrace',
    ])
      expect(job.log).toContain(words);
    expect(job.log).not.toContain('output line');
    expect(groupsOf(job)).toEqual([expect.stringMatching(/Find the cause$/)]);
  });

  it('full: results and how they went, shortened in the middle with a count', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ ...SUCCEEDED, conversation: work().steps() }]);
    const job = await stage.runMain({ with: { stream: 'full' } });
    for (const words of ['output line 1\n', 'output line 300\n', 'failed', 'denied'])
      expect(job.log).toContain(words);
    expect(job.log).not.toContain('output line 150');
    const shown = job.log.match(/output line \d+/g)?.length ?? 0;
    const left = Number(/… (\d+) lines left out …/.exec(job.log)?.[1]);
    // The state stands before the output.
    expect([shown + left, shown + left - 1]).toContain(300);
  });

  it('off: nothing of the agent’s', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ ...SUCCEEDED, conversation: work().steps() }]);
    const job = await stage.runMain({ with: { stream: 'off' } });
    expect(job.log).not.toMatch(/I look first|npm test|Find the cause/);
    expect(job.outputs.result).toBe('I look first.');
  });

  it('nothing without waiting', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ state: 'INPROGRESS', conversation: work().steps() }]);
    const job = await stage.runMain({ with: { wait: 'false' } });
    expect(job.log).not.toContain('I look first.');
  });
});

describe.concurrent('columns', () => {
  it('times, titles and gutters line up, as the page of the log shows them', async ({ stage }) => {
    const talk = work().assistant('Found it.').assistant('## Done\n\n| a | b |\n| - | - |\n| `x` | y |');
    talk.nested('Repair it').command('npm test', 'fine');
    stage.emulator.oz.nextLife([{ ...SUCCEEDED, conversation: talk.steps() }]);
    const job = await stage.runMain({ env: { NO_COLOR: '1' } });
    const shown = asShown(printed(job));
    const places = shown.flatMap(({ text }) => /^ *(?:\d+:)+\d\d(?= {2}\S)/.exec(text)?.[0].length ?? []);
    expect(new Set(places)).toEqual(new Set([8]));
    const gutters = (isInside: boolean) =>
      shown.flatMap((line) =>
        line.isInside === isInside ? (/^[ \d:]*(?=[│▸•])/.exec(line.text)?.[0].length ?? []) : [],
      );
    expect(new Set(gutters(false))).toEqual(new Set([10]));
    expect(new Set(gutters(true))).toEqual(new Set([12]));
    // Inside of a group the time stands in its title, and after it once more.
    expect(shown.filter(({ text, isInside }) => isInside && /\d:\d\d /.test(text))).toEqual([]);
    const after = shown.findIndex(({ text }) => text.includes('Found it.'));
    expect(shown[after]?.text).toMatch(/^ +\d+:\d\d {2}│ Found it\.$/);
    expect(shown.slice(after + 1, after + 6).map(({ text }) => text.slice(12))).toEqual([
      '## Done',
      '',
      '| a | b |',
      '| - | - |',
      '| `x` | y |',
    ]);
  });
});

describe.concurrent('colours', () => {
  it('where the log shows them', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ ...SUCCEEDED, conversation: work().steps() }]);
    const job = await stage.runMain();
    expect(job.main.stdout).toContain('\u001b[');
    // Each line ends as it began.
    for (const line of printed(job)) {
      const codes = line.match(/\u001b\[\d+m/g) ?? [];
      expect([line, codes.length % 2]).toEqual([line, 0]);
    }
  });

  it('none when NO_COLOR is set', async ({ stage }) => {
    stage.emulator.oz.nextLife([{ ...SUCCEEDED, conversation: work().steps() }]);
    const job = await stage.runMain({ env: { NO_COLOR: '1' }, with: { stream: 'full' } });
    expect(job.main.stdout).not.toContain('\u001b');
  });
});

describe.concurrent('a long and deep conversation', () => {
  it('of 5,000 messages, nested 10 deep, that grows while it is read', async ({ stage }) => {
    stage.emulator.oz.nextLife(growing({ ms: 6500, messages: 5000, depth: 10 }));
    const job = await stage.runMain({ env: { NO_COLOR: '1' } });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(printedNumbers(printed(job))).toEqual(upTo(5000));
    // More than the last reading: it was shown while it happened.
    expect(stage.emulator.count('oz', 'GET /agent/runs/{runId}/conversation')).toBeGreaterThan(1);
    const groups = job.main.commands.filter(({ name }) => name.endsWith('group')).map(({ name }) => name);
    expect(groups.filter((name, index) => name !== (index % 2 === 0 ? 'group' : 'endgroup'))).toEqual([]);
    expect(groups.length % 2).toBe(0);
    expect(
      printed(job).filter((line) => !line.startsWith('::') && [...line].length > 80 && !/https:/.test(line)),
    ).toEqual([]);
  });

  it('of words without end', async ({ stage }) => {
    const talk = new Talk('wide').assistant('x'.repeat(5000)).assistant('漢字'.repeat(200));
    talk.command(`echo ${'y'.repeat(9000)}`, 'z'.repeat(100_000));
    talk.assistant('line\n'.repeat(3000)).assistant('The end.');
    stage.emulator.oz.nextLife([{ ...SUCCEEDED, conversation: talk.steps() }]);
    const job = await stage.runMain({ env: { NO_COLOR: '1' }, with: { stream: 'full' } });
    const lines = printed(job).filter((line) => !line.startsWith('::') && !/https:/.test(line));
    expect(lines.filter((line) => line.length > 2100)).toEqual([]);
    // What people copy stays on one line.
    expect(job.log).toContain('漢字'.repeat(200));
    expect(job.log).toContain(`▸ command: echo ${'y'.repeat(900)}`);
    expect(job.log).toMatch(/ … y{1000}$/m);
    expect(lines.length).toBeLessThan(1000);
    expect(job.log).toContain('│ The end.');
  });
});

describe.concurrent('whatever the agent writes is no command', () => {
  it.for(['messages', 'full'])('in any kind of thing that is streamed: %s', async (level, { stage }) => {
    const talk = new Talk('attack');
    for (const attack of [...ATTACKS, '::endgroup::', '##[group]forged', '\r::group::forged']) {
      talk.assistant(attack).event(attack, { [attack]: attack });
      const inner = talk.nested(attack);
      inner
        .command(attack, attack, 1)
        .action(attack, attack, { path: attack }, { stderr: attack, [attack]: attack });
      inner.action(attack, attack, {}, { error: attack }, 'denied').nested(attack).assistant(attack);
    }
    stage.emulator.oz.nextLife([{ ...SUCCEEDED, deviates: true, conversation: talk.steps() }]);
    const job = await stage.runMain({ with: { stream: level } });
    expect(job.outputs.outcome).toBe('succeeded');
    const { commands, masks, stdout } = job.main;
    const names = commands.map(({ name }) => name);
    expect(names.filter((name) => !['add-mask', 'group', 'endgroup'].includes(name))).toEqual([]);
    expect(new Set(masks)).toEqual(new Set([stage.emulator.apiKey, stage.emulator.githubToken]));
    expect(names.filter((name) => name === 'group')).toHaveLength(
      names.filter((name) => name === 'endgroup').length,
    );
    // Only our own colours drive a terminal.
    expect(stdout.replace(/\u001b\[(?:2|22|36|39)m/g, '')).not.toMatch(
      /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u,
    );
  });
});
