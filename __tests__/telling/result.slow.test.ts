import { describe, expect } from 'vitest';
import type { Content } from '../emulator/http/content.ts';
import { says } from '../emulator/oz/conversation.ts';
import type { ConversationView } from '../emulator/oz/life.ts';
import { attachTo, commentsOf, it, type Job, messages, type Stage } from '../support/dist-step.ts';
import { CONVERSATION, SUCCEEDED } from './growing.ts';

/** Lines of JSON, one thing each. */
function lines(...things: unknown[]): string {
  return things.map((thing) => `${JSON.stringify(thing)}\n`).join('');
}

const said = (role: string, content: unknown) => ({ type: role, message: { role, content } });

const CLAUDE = lines(
  { type: 'system', subtype: 'init' },
  said('user', 'Repair it'),
  said('assistant', [
    { type: 'text', text: 'I look first.' },
    { type: 'tool_use', name: 'Bash', input: {} },
  ]),
  said('assistant', [{ type: 'text', text: 'All **done**.' }]),
);

const CODEX = lines(
  { type: 'thread.started', thread_id: 't' },
  { type: 'item.completed', item: { type: 'agent_message', text: 'I look first.' } },
  { type: 'item.completed', item: { type: 'command_execution', command: 'ls', aggregated_output: 'x' } },
  { type: 'item.completed', item: { type: 'agent_message', text: 'All **done**.' } },
  { type: 'turn.completed', usage: {} },
);

/** Follows a run to its end that has this conversation and this transcript. */
async function followed(
  stage: Stage,
  conversation: ConversationView,
  transcript: { content: Content; contentType: string } | undefined,
): Promise<Job> {
  const { oz } = stage.emulator;
  const id = oz.addRun({}, [{ state: 'INPROGRESS', reads: 2, conversation }, SUCCEEDED]);
  const run = oz.run(id);
  if (run) run.transcript = transcript;
  const job = await stage.runMain({ with: attachTo(id) });
  expect(job.outputs.outcome).toBe('succeeded');
  expect(job.annotations).toEqual([]);
  return job;
}

describe.concurrent('the result without a conversation comes from the transcript', () => {
  it.for([
    ['of Claude Code', CLAUDE],
    [
      'of Claude Code, with its closing line',
      `${CLAUDE}${lines({ type: 'result', result: 'All **done**.' })}`,
    ],
    ['of Codex', CODEX],
    ['that is a conversation', JSON.stringify({ steps: says('t', 'All **done**.') })],
    [
      'that is a list of messages',
      JSON.stringify([
        { role: 'user', content: 'x' },
        { role: 'assistant', content: 'All **done**.' },
      ]),
    ],
    ['whose last line is broken off', `${CODEX}{"type":"item.comp`],
    ['with line ends of Windows', CLAUDE.replaceAll('\n', '\r\n')],
  ] as const)('%s', async ([, content], { stage }) => {
    const job = await followed(stage, 'unsupported', { content, contentType: 'application/x-ndjson' });
    expect(job.outputs.result).toBe('All **done**.');
    expect(job.summary).toContain('All **done**.');
    expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('All **done**.')]);
  });

  it.for([
    ['words', 'user: hello\nassistant: bye\n'],
    ['nothing', ''],
    ['other JSON', '{"a":[1,2,3]}'],
    ['bytes', new Uint8Array([0xff, 0xfe, 0, 0x80, 0x0a, 0xc3])],
  ] as const)('a format that nobody knows gives none: %s', async ([, content], { stage }) => {
    const job = await followed(stage, 'unsupported', { content, contentType: 'application/octet-stream' });
    expect(job.outputs.result).toBe('');
  });

  it('that is not all UTF-8', async ({ stage }) => {
    const content = Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from(CODEX)]);
    const job = await followed(stage, 'unsupported', { content, contentType: 'text/plain' });
    expect(job.outputs.result).toBe('All **done**.');
  });
});

describe.concurrent('a conversation endpoint', () => {
  it('that knows of none (404), with no transcript either: no result, and nothing else is amiss', async ({
    stage,
  }) => {
    const job = await followed(stage, 'none', undefined);
    expect(job.outputs.result).toBe('');
    expect(job.summary).toContain('succeeded');
  });

  it('that is down all the time costs nothing but the stream', async ({ stage }) => {
    stage.emulator.faults.add(CONVERSATION, { kind: 'html', times: 'always' });
    const job = await followed(stage, says('t', 'All **done**.'), undefined);
    expect(job.outputs.result).toBe('All **done**.');
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('that drops every connection, and no transcript', async ({ stage }) => {
    stage.emulator.faults.add(CONVERSATION, { kind: 'reset', times: 'always' });
    stage.emulator.faults.add('GET /agent/runs/{runId}/transcript', { kind: 'html', times: 'always' });
    const job = await followed(stage, says('t', 'lost'), undefined);
    expect(job.outputs.result).toBe('');
    expect(job.summary).toContain('succeeded');
  });
});
