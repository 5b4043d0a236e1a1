import { describe, expect } from 'vitest';
import { says } from '../emulator/oz/conversation.ts';
import { pullRequestOf } from '../emulator/oz/lives.ts';
import { loadEvent } from '../events/load.ts';
import { it, QUIET } from '../support/dist-step.ts';

/** Only the request matters. */
const SENT = { ...QUIET, wait: 'false' };

const EVERYTHING = {
  prompt: '',
  'prompt-file': 'docs/prompt.md',
  skill: 'review',
  environment: 'A1b2C3d4E5f6G7h8I9j0Kk',
  model: 'auto',
  name: 'nightly',
  title: 'Review it',
  'base-prompt': 'Be brief.',
  'mcp-servers': 'mcp.json',
  attachments: 'logs/*.txt\nnotes.md',
  team: 'TRUE',
  interactive: 'false',
  'computer-use': 'true',
  'agent-identity': 'agent-1',
  'conversation-id': 'conversation-1',
  'parent-run-id': 'run-0',
  'worker-host': 'worker-1',
  'idle-timeout-minutes': '5',
  'session-access': 'viewer',
  harness: 'claude',
  'harness-auth-secret': 'anthropic',
  'agent-mode': 'normal',
  config: '{}',
  metadata: 'team=parsers\nurl=https://example.com/?a=b',
};

describe.concurrent('the create request', () => {
  it('carries every input', async ({ stage }) => {
    await stage.run({
      with: { ...EVERYTHING, ...SENT },
      files: {
        'docs/prompt.md': '\ufeffReview the parser: ünïcödé\n',
        'mcp.json': '{"mcpServers": {"wiki": {"warp_id": "mcp-1"}}}',
        'logs/a.txt': 'first',
        'logs/b.txt': 'second',
        'notes.md': '# Notes',
      },
    });
    const { request, metadata } = stage.emulator.oz.lastRun;
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    expect(request).toMatchObject({
      prompt: expect.stringMatching(/^Review the parser: ünïcödé/),
      skill: 'octo-org/octo-repo:review',
      title: 'Review it',
      team: true,
      interactive: false,
      agent_identity_uid: 'agent-1',
      conversation_id: 'conversation-1',
      parent_run_id: 'run-0',
      mode: 'normal',
      attachments: [
        { file_name: 'a.txt', mime_type: 'text/plain', data: base64('first') },
        { file_name: 'b.txt', mime_type: 'text/plain', data: base64('second') },
        { file_name: 'notes.md', mime_type: 'text/markdown', data: base64('# Notes') },
      ],
      config: {
        name: 'nightly',
        model_id: 'auto',
        environment_id: 'A1b2C3d4E5f6G7h8I9j0Kk',
        base_prompt: 'Be brief.',
        mcp_servers: { wiki: { warp_id: 'mcp-1' } },
        computer_use_enabled: true,
        worker_host: 'worker-1',
        idle_timeout_minutes: 5,
        session_sharing: { public_access: 'VIEWER' },
        harness: { type: 'claude' },
        harness_auth_secrets: { claude_auth_secret_name: 'anthropic' },
      },
    });
    expect(metadata).toMatchObject({ team: 'parsers', url: 'https://example.com/?a=b' });
  });

  it('carries nothing that was not asked for', async ({ stage }) => {
    await stage.run({ with: SENT });
    const { metadata, prompt, ...others } = stage.emulator.oz.lastRun.request;
    expect(prompt).toMatch(/^Repair the parser/);
    expect(metadata).toBeDefined();
    expect(others).toEqual({});
  });

  it('stamps where it comes from', async ({ stage }) => {
    const event = loadEvent('pull_request.opened');
    await stage.run({ event, with: SENT });
    expect(stage.emulator.oz.lastRun.metadata).toEqual({
      github_repository: 'octo-org/octo-repo',
      github_run_id: '1658821493',
      github_run_attempt: '1',
      github_workflow: 'Agent',
      github_job: 'agent',
      github_event: 'pull_request',
      github_ref: 'refs/pull/7/merge',
      github_sha: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
      github_number: '7',
      github_actor: 'octocat',
      comment_key: 'Agent/agent',
      start_id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
    });
  });

  it('cuts long values at 256 bytes and leaves out empty ones', async ({ stage }) => {
    const workflow = `x${'ü'.repeat(200)}`;
    const env = { GITHUB_WORKFLOW: workflow, GITHUB_SHA: '' };
    await stage.run({
      event: loadEvent('push'),
      env,
      with: { ...SENT, 'comment-key': 'k', metadata: 'empty=' },
    });
    const { metadata } = stage.emulator.oz.lastRun;
    expect(metadata.github_workflow).toBe(`x${'ü'.repeat(127)}`);
    expect(metadata.comment_key).toBe('k');
    for (const absent of ['github_sha', 'github_number', 'empty'])
      expect(metadata).not.toHaveProperty(absent);
  });

  it('has another start_id in every step', async ({ stage }) => {
    await stage.run({ with: SENT });
    await stage.run({ with: SENT });
    const ids = [...stage.emulator.oz.runs.values()].map(({ metadata }) => metadata.start_id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe.concurrent('text in outputs', () => {
  it('arrives intact, with several lines and heredocs in it', async ({ stage }) => {
    const text = [
      'first line',
      'outcome<<ghadelimiter_0',
      'failed',
      'ghadelimiter_0',
      'run-id=forged',
      '<<EOF',
      'EOF',
      '::set-output name=outcome::failed',
      ' %0A %25 trailing \t',
      '',
    ].join('\n');
    stage.emulator.oz.nextLife((context) => [
      {
        state: 'SUCCEEDED',
        set: { title: text, conversation_id: 'a\nb=c' },
        conversation: says(context.runId, text),
        artifacts: [pullRequestOf(context)],
        error: { message: text },
      },
    ]);
    const { outputs } = await stage.run({ with: QUIET });
    expect(outputs).toMatchObject({ outcome: 'succeeded', title: text, 'conversation-id': 'a\nb=c' });
    expect(outputs.result).toBe(text);
    expect(outputs['run-id']).toBe(stage.emulator.oz.lastRun.id);
  });

  it('arrives intact as an error message', async ({ stage }) => {
    const text = 'line 1\noutcome<<END\nsucceeded\nEND\nline 5';
    stage.emulator.oz.nextLife([{ state: 'FAILED', error: { message: text } }]);
    const { outputs } = await stage.run({ with: QUIET });
    expect(outputs).toMatchObject({ outcome: 'failed', 'error-message': text });
  });
});
