import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { loadEvent } from '../events/load.ts';
import { CREATE, commentsOf, errorOf, it, type JobOptions, messages, nowhere } from '../support/dist-step.ts';

interface BadInput extends JobOptions {
  /** What the error names: the input above all. */
  says: (string | RegExp)[];
}

/** A file that surely lies outside every workspace. */
const OUTSIDE = fileURLToPath(import.meta.url);
const OUTSIDE_DIRECTORY = fileURLToPath(new URL('.', import.meta.url));
const NOT_UTF8 = new Uint8Array([0x52, 0xff, 0xfe, 0x80]);
const SERVER = { command: 'npx', args: ['server'] };

/** The most likely reason, for whoever adds a row. */
const ACCEPTED =
  'dist/ accepted this input. Run `npm run build` if you changed src/; else refuse the value where it is read';

const SIX = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`logs/${n}.txt`, 'log']));

const bad = (input: string, value: string, ...says: (string | RegExp)[]): BadInput => ({
  with: { [input]: value },
  says: [`\`${input}\``, ...says],
});
const badPromptFile = (says: string | RegExp, more: JobOptions = {}): BadInput => ({
  with: { prompt: '', 'prompt-file': 'prompt.md' },
  says: ['`prompt-file`', says],
  ...more,
});
const badServers = (servers: unknown, ...says: (string | RegExp)[]): BadInput =>
  bad('mcp-servers', JSON.stringify(servers), ...says);

const PROMPTS: Record<string, BadInput> = {
  'neither prompt nor skill': { with: { prompt: '' }, says: ['`prompt`', '`prompt-file`', '`skill`'] },
  'both prompts': {
    with: { 'prompt-file': 'prompt.md' },
    files: { 'prompt.md': 'Do it' },
    says: ['`prompt`', '`prompt-file`', 'both'],
  },
  'a prompt file that is missing': badPromptFile('prompt.md'),
  'a prompt file that is a directory': badPromptFile('not a file', { files: { 'prompt.md/x': '' } }),
  'a prompt file that is not UTF-8': badPromptFile('UTF-8', { files: { 'prompt.md': NOT_UTF8 } }),
  'a prompt file that is empty': badPromptFile('empty', { files: { 'prompt.md': '\n' } }),
  'a prompt file linked out': badPromptFile('out of the workspace', { links: { 'prompt.md': OUTSIDE } }),
  'a prompt file by an absolute path': {
    with: { prompt: '', 'prompt-file': OUTSIDE },
    says: ['`prompt-file`', 'out of the workspace'],
  },
  'a prompt file linked into .git': badPromptFile('`.git`', {
    files: { '.git/config': 'token' },
    links: { 'prompt.md': '.git/config' },
  }),
  'a prompt file in a directory linked into .git': {
    with: { prompt: '', 'prompt-file': 'docs/config' },
    files: { '.git/config': 'token' },
    links: { docs: '.git' },
    says: ['`prompt-file`', '`.git`'],
  },
};

const OBJECTS: Record<string, BadInput> = {
  'broken JSON in mcp-servers': bad('mcp-servers', '{\n  "a": {,\n}', /line 2, column 9/),
  'broken JSON in config': bad('config', '{"model_id": "x"', /line 1, column \d+/),
  'JSON that is no object': bad('config', '[1]', 'object'),
  'a broken file of MCP servers': {
    with: { 'mcp-servers': 'mcp.json' },
    files: { 'mcp.json': '{\n"a": nothing}' },
    says: ['`mcp-servers`', /line 2, column \d+/],
  },
  'a file of MCP servers linked out': {
    with: { 'mcp-servers': 'mcp.json' },
    links: { 'mcp.json': OUTSIDE },
    says: ['`mcp-servers`', 'out of the workspace'],
  },
  'an MCP server with two transports': badServers(
    { good: SERVER, twice: { ...SERVER, url: 'https://mcp.example.com' } },
    '`twice`',
    '`command` and `url`',
  ),
  'an MCP server with none': badServers({ mcpServers: { idle: { args: [] } } }, '`idle`'),
  'a field given twice': { with: { model: 'a', config: '{"model_id": "b"}' }, says: ['`model`', '`config`'] },
  'a secret for a harness that takes none': {
    with: { harness: 'gemini', 'harness-auth-secret': 'name' },
    says: ['`harness-auth-secret`', '`gemini`'],
  },
  'a reserved metadata key': bad('metadata', 'start_id=mine', '`start_id`', 'reserved'),
  'nine metadata keys': bad(
    'metadata',
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `k${n}=v`).join('\n'),
    '9',
    '7',
  ),
};

const ATTACHMENTS: Record<string, BadInput> = {
  'six attachments': { ...bad('attachments', 'logs/*.txt', '6', '5'), files: SIX },
  'an attachment over the limit': {
    ...bad('attachments', 'big.bin', '10485761', '10485760'),
    files: { 'big.bin': new Uint8Array(10 * 1024 * 1024 + 1) },
  },
  'a glob that matches nothing': bad('attachments', 'reports/**/*.xml', '`reports/**/*.xml`'),
  'attachments in a directory linked out': {
    ...bad('attachments', 'out/inputs.*', 'out of the workspace'),
    links: { out: OUTSIDE_DIRECTORY },
  },
  'an attachment in .git': {
    ...bad('attachments', '.git/config', '`.git`'),
    files: { '.git/config': 'token' },
  },
};

const WORDS: Record<string, BadInput> = {
  'an unknown mode': bad('mode', 'walk', '`walk`', '`run`', '`attach`'),
  'an unknown comment': bad('comment', 'always', '`always`', '`auto`', '`reply`', '`off`'),
  'a status with a name that is too long': bad('status', 'x'.repeat(101), '1 to 100'),
  'a status with a name of two lines': bad('status', 'oz\nreview', 'on one line'),
  'an unknown session-access': bad('session-access', 'owner', '`viewer`', '`editor`'),
  'an unknown agent-mode': bad('agent-mode', 'fast', '`orchestrate`'),
  'a boolean that is none': bad('wait', 'yes', '`yes`', '`true`', '`false`'),
  'a number in another notation': bad('run-timeout-minutes', '1e3', '`1e3`'),
  'a negative number': bad('run-timeout-minutes', '-1', '`-1`'),
  'a broken number where a whole one belongs': bad('idle-timeout-minutes', '2.5', '`2.5`', '60'),
  'a number out of bounds': bad('idle-timeout-minutes', '61', '`61`', '60'),
  'an issue number that is none': bad('issue-number', '#7', '`#7`'),
};

const PLACES: Record<string, BadInput> = {
  'no run-id to attach to, and no number to find it by': {
    with: { mode: 'attach', prompt: '' },
    event: loadEvent('push'),
    says: ['`run-id`'],
  },
  'a run-id that is a path': {
    with: { mode: 'attach', prompt: '', 'run-id': '../models' },
    says: ['`run-id`', '`../models`'],
  },
  'a malformed api-url': bad('api-url', 'app.warp.dev', '`app.warp.dev`', 'https://app.warp.dev/api/v1'),
  'plain http off loopback': bad('api-url', 'http://oz.example.com/api/v1', '`https`'),
  'plain http on a name that looks like loopback': bad('api-url', 'http://127.0.0.1.example.com', '`https`'),
  'a missing key': { with: { 'api-key': '' }, says: ['`api-key`', 'WARP_API_KEY', 'secrets.'] },
  'a missing key on a fork, when the base repository asks': {
    with: { 'api-key': '', 'allowed-actors': 'mona' },
    event: loadEvent('pull_request_target.opened.fork'),
    says: ['`api-key`'],
  },
};

for (const [kind, table] of Object.entries({ PROMPTS, OBJECTS, ATTACHMENTS, WORDS, PLACES })) {
  describe.concurrent(`bad input: ${kind.toLowerCase()}`, () => {
    for (const [name, { says, ...options }] of Object.entries(table)) {
      it(name, async ({ stage }) => {
        const job = await stage.runMain(options);
        expect(job.conclusion, ACCEPTED).toBe('failure');
        expect(job.outputs).toMatchObject({ outcome: 'refused', attempts: '0', 'run-id': '' });
        for (const part of says) expect(errorOf(job)).toMatch(part);
        expect(stage.emulator.count('oz')).toBe(0);
      });
    }
  });
}

describe.concurrent('a step that was refused', () => {
  for (const [name, options] of Object.entries({
    'bad input': { with: { wait: 'yes' } },
    'no key': { with: { 'api-key': '' } },
  })) {
    it(`leaves nothing to the post phase: ${name}`, async ({ stage }) => {
      const job = await stage.run(options);
      expect(job.outputs.outcome).toBe('refused');
      expect(stage.emulator.count('oz')).toBe(0);
      expect(job.post?.annotations).toEqual([]);
    });
  }
});

describe.concurrent('bad input that holds a secret', () => {
  it('is not quoted when it is broken JSON', async ({ stage }) => {
    const secret = 'tok_in_broken_json';
    const servers = `{"s": {"command": "x", "env": {"TOKEN": "${secret}" "A": 1}}}`;
    const job = await stage.run({ with: { 'mcp-servers': servers }, secrets: [servers] });
    expect(job.outputs.outcome).toBe('refused');
    nowhere(secret, job, stage.emulator);
  });

  it('is not quoted when it is a URL with credentials', async ({ stage }) => {
    const url = 'https://ada:pass-in-the-url@oz.example.com/api/v1';
    const job = await stage.run({ with: { 'api-url': url }, secrets: [url] });
    expect(errorOf(job)).toContain('`api-url`');
    nowhere('pass-in-the-url', job, stage.emulator);
  });
});

describe.concurrent('a missing key where GitHub gives no secrets', () => {
  for (const [event, says, actor] of [
    ['pull_request.opened.fork', 'fork', 'mona'],
    ['pull_request.opened.dependabot', 'Dependabot', 'dependabot[bot]'],
  ] as const) {
    it(`${event}: skipped, green, with a notice`, async ({ stage }) => {
      const job = await stage.run({
        event: loadEvent(event),
        with: { 'api-key': '', 'allowed-actors': actor },
      });
      expect(job.conclusion, job.log).toBe('success');
      expect(job.outputs).toMatchObject({ outcome: 'skipped', 'skipped-reason': 'no-secret', attempts: '0' });
      expect(messages(job, 'notice')).toEqual([expect.stringContaining(says)]);
      expect(stage.emulator.count('oz')).toBe(0);
      expect(commentsOf(stage.emulator)).toEqual([]);
    });
  }

  it('whoever is behind it: one reason in one notice, and GitHub is asked nothing', async ({ stage }) => {
    for (const [event, who] of [
      ['pull_request.opened.fork', 'fork'],
      ['pull_request.synchronize.fork', 'fork'],
      ['pull_request_review_comment.created.fork', 'fork'],
      ['pull_request.opened.dependabot', 'Dependabot'],
    ] as const) {
      const job = await stage.runMain({ event: loadEvent(event), with: { 'api-key': '' } });
      expect(job.conclusion, job.log).toBe('success');
      expect(job.outputs).toMatchObject({ outcome: 'skipped', 'skipped-reason': 'no-secret' });
      const notices = messages(job, 'notice');
      expect(notices).toEqual([expect.stringContaining(who)]);
      expect(notices.join()).not.toMatch(/holds|is a bot/);
    }
    expect(stage.emulator.count('github')).toBe(0);
  });

  it('does not skip where there is a key', async ({ stage }) => {
    const job = await stage.run({
      event: loadEvent('pull_request.opened.fork'),
      with: { 'allowed-actors': 'mona' },
    });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
  });
});
