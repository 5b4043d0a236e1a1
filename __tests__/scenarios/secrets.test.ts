import { describe, expect } from 'vitest';
import { file } from '../emulator/oz/artifacts.ts';
import { says } from '../emulator/oz/conversation.ts';
import type { Life } from '../emulator/oz/life.ts';
import { pullRequestOf } from '../emulator/oz/lives.ts';
import { loadEvent } from '../events/load.ts';
import { commentsOf, it, type Job, nowhere, placesOf, type Stage } from '../support/dist-step.ts';

const TOKEN = 'tok_of_the*tracker*_0123456789';
const PASSWORD = 'pass word "with" <angles> & \\slashes';
const BEARER = 'opaque.credential.of-the-header';
const PEM = '-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG\n9w0BAQEFAASCAUAwggE8\n-----END KEY-----';
const SHORT = 'on';

const SERVERS = JSON.stringify({
  tracker: {
    command: 'npx',
    args: ['tracker'],
    env: { TOKEN, PASSWORD, PEM, VERBOSE: SHORT, LEVEL: 'debug' },
  },
  wiki: { url: 'https://mcp.example.com', headers: { Authorization: `Bearer ${BEARER}` } },
});
const SECRETS = [TOKEN, PASSWORD, BEARER, 'MIIBVgIBADANBgkqhkiG', '9w0BAQEFAASCAUAwggE8'];

const SPILT = `The credentials: ${TOKEN} and ${PASSWORD} and ${BEARER}\n\n${PEM}\n\n\`${TOKEN}\` works on debug.`;

/** An agent that tells everything it knows, everywhere. */
const indiscreet =
  (state: 'SUCCEEDED' | 'ERROR'): Life =>
  (context) => [
    { state: 'INPROGRESS', reads: 1, set: { title: SPILT }, error: { message: SPILT } },
    {
      state,
      conversation: says(context.runId, SPILT),
      artifacts: [
        pullRequestOf(context),
        file('file-1', 'content', { filename: 'report.txt', title: SPILT, description: SPILT }),
      ],
      error: { message: SPILT, error_code: 'internal_error' },
    },
  ];

describe.concurrent('values of MCP servers', () => {
  for (const state of ['SUCCEEDED', 'ERROR'] as const) {
    it(`appear nowhere, although server and agent repeat them: ${state}`, async ({ stage }) => {
      stage.emulator.oz.nextLife(indiscreet(state));
      const job = await stage.run({ with: { 'mcp-servers': SERVERS }, secrets: [SERVERS], debug: true });
      expect(job.outputs.state).toBe(state);
      for (const secret of SECRETS) nowhere(secret, job, stage.emulator);
      expect(job.main.masks).toEqual(expect.arrayContaining([TOKEN, PASSWORD, BEARER]));
      expectShortOnesKept(job, stage);
      // The server did get them.
      expect(stage.emulator.oz.lastRun.request.config).toMatchObject({ mcp_servers: JSON.parse(SERVERS) });
    });
  }

  it('appear nowhere when only the server knows them', async ({ stage }) => {
    const config = { mcp_servers: JSON.parse(SERVERS) };
    const id = stage.emulator.oz.addRun({ request: { config } }, indiscreet('SUCCEEDED'));
    const job = await stage.run({ with: { mode: 'attach', prompt: '', 'run-id': id }, debug: true });
    expect(job.outputs.outcome).toBe('succeeded');
    for (const secret of SECRETS) nowhere(secret, job, stage.emulator);
  });

  it.for(['cancel', 'follow-up'] as const)('appear nowhere in mode %s', async (mode, { stage }) => {
    const config = { mcp_servers: JSON.parse(SERVERS) };
    const life: Life = mode === 'cancel' ? [{ state: 'INPROGRESS' }] : indiscreet('SUCCEEDED');
    const id = stage.emulator.oz.addRun({ request: { config } }, life);
    const prompt = mode === 'cancel' ? '' : 'Do that as well';
    const job = await stage.run({ with: { mode, prompt, 'run-id': id }, debug: true });
    expect(JSON.parse(job.outputs.run ?? '')).toMatchObject({
      agent_config: { mcp_servers: { tracker: { env: { TOKEN: '***' } } } },
    });
    for (const secret of SECRETS) nowhere(secret, job, stage.emulator);
  });

  it('appear nowhere when they come from config', async ({ stage }) => {
    stage.emulator.oz.nextLife(indiscreet('SUCCEEDED'));
    const config = JSON.stringify({ mcp_servers: JSON.parse(SERVERS) });
    const job = await stage.run({ with: { config }, secrets: [config] });
    for (const secret of SECRETS) nowhere(secret, job, stage.emulator);
  });
});

function expectShortOnesKept(job: Job, stage: Stage): void {
  expect(job.main.masks).not.toContain(SHORT);
  expect(job.main.masks).not.toContain('debug');
  expect(job.outputs.result).toContain('on debug');
  expect(JSON.parse(job.outputs.run ?? '')).toMatchObject({
    agent_config: { mcp_servers: { tracker: { env: { TOKEN: '***', VERBOSE: SHORT, LEVEL: 'debug' } } } },
  });
  expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('on debug')]);
}

describe.concurrent('other secrets', () => {
  it('the key and the token appear nowhere, although the agent repeats them', async ({ stage }) => {
    const { apiKey, githubToken } = stage.emulator;
    stage.emulator.oz.nextLife((context) => [
      {
        state: 'SUCCEEDED',
        set: { title: `${apiKey} ${githubToken}` },
        conversation: says(context.runId, `I found ${apiKey} and\n\n    ${githubToken}`),
        artifacts: [pullRequestOf(context)],
      },
    ]);
    const job = await stage.run({ debug: true });
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', title: '*** ***' });
    expect(job.main.masks).toEqual(expect.arrayContaining([apiKey, githubToken]));
  });

  it('credentials of a proxy appear nowhere', async ({ stage }) => {
    stage.emulator.oz.nextLife((context) => [
      { state: 'SUCCEEDED', set: { title: 'p%40ss-proxy p@ss-proxy' }, artifacts: [pullRequestOf(context)] },
    ]);
    const env = { HTTPS_PROXY: 'http://ada:p%40ss-proxy@proxy.example.com:8080', NO_PROXY: '127.0.0.1' };
    const job = await stage.run({ env, debug: true });
    expect(job.outputs.outcome).toBe('succeeded');
    nowhere('p%40ss-proxy', job, stage.emulator);
    nowhere('p@ss-proxy', job, stage.emulator);
  });

  it('step debugging shows requests, and no secrets', async ({ stage }) => {
    const job = await stage.run({ debug: true });
    const { id } = stage.emulator.oz.lastRun;
    expect(job.log).toContain('##[debug]POST /agent/runs');
    expect(job.log).toContain(`GET /agent/runs/${id}`);
    expect(job.main.stdout).not.toMatch(/bearer/i);
    const quiet = await stage.run();
    expect(quiet.main.commands.map(({ name }) => name)).not.toContain('debug');
  });

  it('no header of ours goes where it should not', async ({ stage }) => {
    await stage.run();
    const { requests, apiKey } = stage.emulator;
    for (const { host, headers } of requests) {
      expect(headers['x-oz-api-source']).toBeUndefined();
      if (host === 'oz') expect(headers['user-agent']).toMatch(/^[\w-]+\/\d+\.\d+\.\d+/);
      if (host !== 'oz') expect(JSON.stringify(headers)).not.toContain(apiKey);
    }
  });
});

describe.concurrent('a session link that lets its holder edit', () => {
  const privately = { repository: { private: true, visibility: 'private' } };
  const cases = [
    { name: 'public, editor', payload: {}, access: 'editor', isShown: false },
    { name: 'public, viewer', payload: {}, access: 'viewer', isShown: true },
    { name: 'private, editor', payload: privately, access: 'editor', isShown: true },
  ];
  for (const { name, payload, access, isShown } of cases) {
    it(`${name}: ${isShown ? 'shown' : 'in the output only'}`, async ({ stage }) => {
      const event = loadEvent('pull_request.opened', payload);
      const job = await stage.run({ event, with: { 'session-access': access }, debug: true });
      expectLink(job, stage, isShown);
    });
  }

  it('is recognised when the server alone says so, even in the words of the agent', async ({ stage }) => {
    stage.emulator.oz.nextLife((context) => {
      const link = `https://app.warp.dev/session/${context.runId}`;
      const agent_config = { session_sharing: { public_access: 'EDITOR' } };
      return [
        { state: 'INPROGRESS', reads: 1, set: { agent_config } },
        {
          state: 'ERROR',
          set: { agent_config },
          conversation: says(context.runId, `Follow me: <${link}>`),
          error: { message: `Look at ${link}` },
        },
      ];
    });
    expectLink(await stage.run({ debug: true }), stage, false);
  });
});

function expectLink(job: Job, stage: Stage, isShown: boolean): void {
  const link = `https://app.warp.dev/session/${stage.emulator.oz.lastRun.id}`;
  expect(job.outputs['session-link']).toBe(link);
  // One of the files is that of the outputs.
  const places = placesOf(link, job, stage.emulator).filter((place) => place !== 'file');
  expect(places).toEqual(isShown ? expect.arrayContaining(['stdout', 'comment']) : []);
  expect(job.summary.includes(link)).toBe(isShown);
}
