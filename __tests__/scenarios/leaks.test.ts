import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { file } from '../emulator/oz/artifacts.ts';
import { Talk } from '../emulator/oz/conversation.ts';
import type { Life } from '../emulator/oz/life.ts';
import { pullRequestOf } from '../emulator/oz/lives.ts';
import { loadEvent } from '../events/load.ts';
import {
  attachTo,
  commentsOf,
  errorOf,
  it,
  type Job,
  nowhere,
  placesOf,
  QUIET,
  READ,
  type Stage,
  until,
} from '../support/dist-step.ts';
import { makeFolders } from '../telling/folders.ts';

/** As long as a key of Oz. */
const TOKEN = 'tok_f0d1e2c3b4a5968778695a4b3c2d1e0fR4nd0mZ9y8X7w6V5u4T3s2R1q0P9o8n7';
const SERVERS = { tracker: { command: 'npx', args: ['tracker'], env: { TOKEN } } };
const WORDS = `${'word '.repeat(12)}${TOKEN} ${'word '.repeat(400)}`;

/** Says the secret in every field there is, at the offsets of cuts. */
const spills =
  (text: string, end: 'SUCCEEDED' | 'ERROR' | 'FAILED', set: object = {}): Life =>
  (context) => {
    const told = { title: text, conversation_id: `conversation-${TOKEN}`, ...set };
    const talk = new Talk(context.runId).assistant(text).command(text, text).assistant(text);
    return [
      { state: 'INPROGRESS', reads: 3, set: told, conversation: talk.steps() },
      {
        state: end,
        set: told,
        conversation: talk.steps(),
        artifacts: [
          pullRequestOf(context),
          file('file-1', 'content', { filename: `${TOKEN}.txt`, title: text, description: text }),
        ],
        error: { message: `${'x'.repeat(1480)}${TOKEN} ${text}`, error_code: `${'c'.repeat(190)}${TOKEN}` },
        deviates: true,
      },
    ];
  };

/** Fails at twelve characters of it in a row, wherever the step wrote them. */
function noPieceOf(secret: string, job: Job, stage: Stage): void {
  for (let at = 0; at + 12 <= secret.length; at += 3) nowhere(secret.slice(at, at + 12), job, stage.emulator);
}

describe.concurrent('no piece of an MCP secret', () => {
  const inputs = { 'mcp-servers': JSON.stringify(SERVERS) };

  for (const end of ['SUCCEEDED', 'ERROR'] as const) {
    it(`in anything that main writes: ${end}`, async ({ stage }) => {
      stage.emulator.oz.nextLife(spills(WORDS, end));
      const job = await stage.run({ with: { ...inputs, stream: 'full' }, debug: true });
      expect(job.outputs).toMatchObject({ state: end, 'conversation-id': 'conversation-***' });
      noPieceOf(TOKEN, job, stage);
    });
  }

  for (const [name, given] of [
    ['from the inputs', inputs],
    ['from config', { config: JSON.stringify({ mcp_servers: SERVERS }) }],
  ] as const) {
    it(`in what post writes after a kill: ${name}`, async ({ stage }) => {
      stage.emulator.oz.nextLife(spills(WORDS, 'FAILED', { agent_config: {} }));
      const step = await stage.start({ with: given, debug: true });
      await until(stage.emulator.answered(READ, 2), step);
      step.kill();
      const job = await stage.finish(step);
      expect(job.summary).toContain('\\*\\*\\*');
      expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('\\*\\*\\*')]);
      noPieceOf(TOKEN, job, stage);
    });
  }

  it('in what post writes after a kill, when the server alone knows it', async ({ stage }) => {
    const id = stage.emulator.oz.addRun(
      { request: { config: { mcp_servers: SERVERS } } },
      spills(WORDS, 'FAILED'),
    );
    const step = await stage.start({ with: { ...attachTo(id), 'on-cancel': 'cancel' } });
    await until(stage.emulator.answered(READ, 2), step);
    step.kill();
    const job = await stage.finish(step);
    expect(job.summary).toContain('\\*\\*\\*');
    noPieceOf(TOKEN, job, stage);
  });

  for (const [mode, more] of [
    ['cancel', { 'run-id': '' }],
    ['attach', {}],
    ['follow-up', { prompt: 'Go on' }],
  ] as const) {
    it(`that the server alone knows, in mode ${mode}`, async ({ stage }) => {
      const request = { config: { mcp_servers: SERVERS } };
      const id = stage.emulator.oz.addRun({ request }, spills(WORDS, 'SUCCEEDED'));
      const job = await stage.run({ with: { prompt: '', mode, ...more, 'run-id': id }, debug: true });
      expect(job.outputs.run).toContain('"TOKEN":"***"');
      noPieceOf(TOKEN, job, stage);
    });
  }

  it('in url and args', async ({ stage }) => {
    const servers = {
      wiki: { url: `https://mcp.example.com/sse?token=${TOKEN}` },
      shell: { command: 'npx', args: ['-y', 'server', '--password', 'pass-of-the-flag'] },
    };
    stage.emulator.oz.nextLife(spills(`${TOKEN} pass-of-the-flag`, 'SUCCEEDED'));
    const job = await stage.run({ with: { 'mcp-servers': JSON.stringify(servers) } });
    expect(job.main.masks).toEqual(expect.arrayContaining([TOKEN, 'pass-of-the-flag']));
    for (const secret of [TOKEN, 'pass-of-the-flag']) nowhere(secret, job, stage.emulator);
  });
});

describe.concurrent('a secret in a refused input', () => {
  for (const [name, input, value] of [
    ['MCP secret', 'comment', TOKEN],
    ['MCP secret at the cut', 'comment', `${'x'.repeat(60)}${TOKEN}`],
    ['MCP secret in the mode', 'mode', TOKEN],
  ] as const) {
    it(`${name} is not quoted`, async ({ stage }) => {
      const job = await stage.run({ with: { 'mcp-servers': JSON.stringify(SERVERS), [input]: value } });
      expect(errorOf(job)).toContain(`Input \`${input}\` is \``);
      noPieceOf(TOKEN, job, stage);
    });
  }

  it('neither the key nor the token', async ({ stage }) => {
    const { apiKey, githubToken } = stage.emulator;
    const job = await stage.run({ with: { 'issue-number': `${apiKey}${githubToken}` } });
    expect(errorOf(job)).toContain('Input `issue-number` is `******`');
  });
});

it('a code that names a member of every object has no remedy', async ({ stage }) => {
  stage.emulator.oz.nextLife([
    { state: 'ERROR', error: { message: 'No.', error_code: 'constructor' }, deviates: true },
  ]);
  const job = await stage.run({ with: QUIET });
  expect(errorOf(job)).toContain('error-code: constructor');
  expect(errorOf(job)).not.toContain('function');
});

describe.concurrent('a session that the public may not edit', () => {
  const SESSION = '0f8b6c1e-5a4d-4c3b-9b2a-1d0e7f6a5b4c';
  const PASSWORD = 'a1b2c3d4e5f60718';
  const LINK = `https://app.warp.dev/session/${SESSION}?pwd=${PASSWORD}`;
  const FORMS = [
    LINK,
    LINK.replace('https', 'http'),
    LINK.replace('https://', ''),
    `<${LINK}>`,
    `session ${SESSION.toUpperCase()}`,
    PASSWORD,
  ].join('\n\n');
  const set = { session_link: LINK, session_id: SESSION };

  const spoken: Life = (context) => {
    const said = new Talk(context.runId).assistant(FORMS).assistant(FORMS).steps();
    return [
      { state: 'INPROGRESS', reads: 3, set: { ...set, title: FORMS } },
      { state: 'ERROR', set: { ...set, title: FORMS }, conversation: said, error: { message: FORMS } },
    ];
  };

  /** Everything but the output that holds the link. */
  function expectHidden(job: Job, stage: Stage, evidence: readonly string[] = []): void {
    for (const value of [SESSION, SESSION.toUpperCase(), PASSWORD]) {
      const places = placesOf(value, job, stage.emulator).filter((place) => place !== 'file');
      expect(places).toEqual([]);
      const { 'session-link': _link, ...others } = job.outputs;
      for (const text of [...Object.values(others), job.summary, ...evidence])
        expect(text).not.toContain(value);
    }
  }

  it('stands in the output `session-link` alone, whatever its form', async ({ stage }) => {
    await using folders = await makeFolders();
    stage.emulator.oz.nextLife(spoken);
    const job = await stage.run({
      workspace: folders.workspace,
      with: { 'session-access': 'editor', 'artifacts-dir': 'out' },
      debug: true,
    });
    expect(job.outputs).toMatchObject({ state: 'ERROR', 'session-link': LINK });
    const names = ['run.json', 'conversation.json', 'index.json'];
    const files = await Promise.all(
      names.map((name) => readFile(path.join(folders.workspace, 'out', name), 'utf8')),
    );
    expect(files[0]).toContain('"session_id": "***"');
    expectHidden(job, stage, files);
  });

  it('is hidden in what post writes', async ({ stage }) => {
    stage.emulator.oz.nextLife(spoken);
    const step = await stage.start({ with: { 'session-access': 'editor' }, debug: true });
    await until(stage.emulator.answered(READ, 2), step);
    stage.emulator.oz.lastRun.afterCancel = [{ state: 'CANCELLED', set: { ...set, title: FORMS } }];
    step.kill();
    const job = await stage.finish(step);
    expect(job.summary).toContain('was cancelled');
    expect(commentsOf(stage.emulator)).toHaveLength(1);
    expectHidden(job, stage);
  });

  it('is hidden in mode cancel, when the server alone says that its holder may edit', async ({ stage }) => {
    const agent_config = { session_sharing: { public_access: 'EDITOR' as const } };
    const shown = { ...set, agent_config, title: FORMS };
    const id = stage.emulator.oz.addRun({}, [{ state: 'INPROGRESS', set: shown }]);
    stage.emulator.oz.lastRun.afterCancel = [{ state: 'CANCELLED', set: shown }];
    const job = await stage.run({ with: { prompt: '', mode: 'cancel', 'run-id': id }, debug: true });
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', 'session-link': LINK });
    expectHidden(job, stage);
  });

  it('is shown in a private repository', async ({ stage }) => {
    stage.emulator.oz.nextLife(spoken);
    const event = loadEvent('pull_request.opened', { repository: { private: true, visibility: 'private' } });
    const job = await stage.run({ event, with: { 'session-access': 'editor' } });
    expect(job.outputs.run).toContain(SESSION);
    expect(job.summary).toContain(LINK);
  });
});
