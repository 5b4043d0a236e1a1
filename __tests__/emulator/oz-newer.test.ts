import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, clientOf } from './client.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from './emulator.ts';
import { says } from './oz/conversation.ts';
import type { LifeStep } from './oz/life.ts';
import { NEWER_ROUTES } from './oz/newer.ts';

const LIFE: LifeStep[] = [
  { state: 'QUEUED', ms: 60_000 },
  { state: 'CLAIMED', ms: 30_000 },
  { state: 'INPROGRESS', conversation: says('x', 'Working'), ms: 60_000 },
  { state: 'INPROGRESS', conversation: says('x', 'Nearly'), ms: 60_000 },
  { state: 'SUCCEEDED', conversation: says('x', 'Done') },
];

let contracts: Contracts;
let emulator: Emulator;
let time = 0;

beforeAll(() => {
  contracts = loadContracts();
});

beforeEach(async () => {
  time = Date.parse('2026-03-01T12:00:00Z');
  emulator = await startEmulator({ contracts, now: () => time });
});

afterEach(async () => {
  expect(emulator.violations).toEqual([]);
  await emulator.close();
});

function get(path: string): Promise<Answer> {
  return clientOf(emulator).oz('GET', path);
}

test('a timeline has the true times, whoever looked when', async () => {
  const id = emulator.oz.addRun({}, LIFE);
  time += 300_000;
  const { events } = (await get(`/agent/runs/${id}/timeline`)).body as {
    events: { event_type: string; occurred_at: string }[];
  };
  expect(events.map((one) => `${one.occurred_at.slice(11, 19)} ${one.event_type}`)).toEqual([
    '12:00:00 oz_run_created',
    '12:01:00 oz_run_claimed',
    '12:01:30 worker_container_ready',
    '12:01:30 shared_session_started',
    '12:01:30 agent_started',
    '12:03:30 oz_run_done',
    '12:03:30 vm_shutdown',
  ]);
  expect((await get('/agent/runs/none/timeline')).status).toBe(404);
  emulator.oz.lastRun.timeline = [{ event_type: 'unheard_of' }];
  expect((await get(`/agent/runs/${id}/timeline`)).body).toEqual({ events: [{ event_type: 'unheard_of' }] });
});

test('a run shows when it finished, what was asked for, and what was billed', async () => {
  const id = emulator.oz.addRun({ request: { prompt: 'Do it' } }, LIFE);
  expect((await get(`/agent/runs/${id}`)).body).toMatchObject({
    finished_at: null,
    submitted_prompt: 'Do it',
  });
  time += 300_000;
  expect((await get(`/agent/runs/${id}`)).body).toMatchObject({ finished_at: '2026-03-01T12:03:30.000Z' });
  await clientOf(emulator).oz('POST', '/agent/runs', { prompt: 'x' });
  for (let n = 0; n < 8; n += 1) await get(`/agent/runs/${emulator.oz.lastRun.id}`);
  expect((await get(`/agent/runs/${emulator.oz.lastRun.id}`)).body).toMatchObject({
    request_usage: { inference_cost_usd: 0.125, model_token_usage: [{ model_id: 'large-thinker' }] },
  });
});

test('a session leads to its conversation once it is over, without a key too', async () => {
  const id = emulator.oz.addRun({}, LIFE);
  time += 100_000;
  expect((await get(`/agent/sessions/session-${id}/redirect`)).body).toEqual({});
  time += 200_000;
  const answer = await fetch(`${emulator.apiUrl}/agent/sessions/session-${id}/redirect`);
  const { conversation_id } = (await answer.json()) as { conversation_id: string };
  expect((await get(`/agent/sessions/${id}/redirect`)).body).toEqual({ conversation_id });
  const { body } = await get(`/agent/conversations/${conversation_id}`);
  expect(body).toMatchObject({ conversation_id, steps: says('x', 'Done') });
  expect((await get('/agent/sessions/none/redirect')).status).toBe(404);
  expect((await get('/agent/conversations/none')).status).toBe(404);
});

test('what the sandbox handed over comes by signed URLs', async () => {
  const id = emulator.oz.addRun({}, LIFE);
  expect((await get(`/agent/runs/${id}/handoff/attachments`)).body).toEqual({ attachments: [] });
  emulator.oz.lastRun.handoff = [{ filename: 'state.patch', mimeType: 'text/x-diff', content: 'diff' }];
  const { attachments } = (await get(`/agent/runs/${id}/handoff/attachments`)).body as {
    attachments: { filename: string; download_url: string }[];
  };
  expect(attachments).toMatchObject([{ filename: 'state.patch', mime_type: 'text/x-diff' }]);
  expect(await (await fetch(attachments[0]?.download_url ?? '')).text()).toBe('diff');
});

test('an older server knows none of these routes', async () => {
  const id = emulator.oz.addRun({}, LIFE);
  emulator.oz.options.unknownRoutes = new Set(NEWER_ROUTES);
  time += 300_000;
  for (const path of [
    `/agent/runs/${id}/timeline`,
    `/agent/runs/${id}/handoff/attachments`,
    `/agent/conversations/conversation-${id}`,
    `/agent/sessions/session-${id}/redirect`,
  ]) {
    expect(await get(path)).toMatchObject({ status: 404, body: '404 page not found\n' });
  }
  expect((await get(`/agent/runs/${id}`)).status).toBe(200);
});

test.each([
  [{ 'a.b_c-1': 'x'.repeat(256) }, 200],
  [{ a: 'é'.repeat(129) }, 400],
  [{ 'a b': 'x' }, 400],
  [{ ['k'.repeat(65)]: 'x' }, 400],
])('metadata %j is answered with %s', async (metadata, status) => {
  const answer = await clientOf(emulator).oz('POST', '/agent/runs', { prompt: 'x', metadata });
  expect(answer.status).toBe(status);
});
