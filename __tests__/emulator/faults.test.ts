import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { clientOf } from './client.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from './emulator.ts';
import { problemFault, secondaryRateLimit, tooManyRequests } from './known-faults.ts';
import { longConversation } from './oz/conversation.ts';
import { problem } from './oz/problem.ts';

const CREATE = 'POST /agent/runs';

let contracts: Contracts;
let emulator: Emulator;

beforeAll(() => {
  contracts = loadContracts();
});

beforeEach(async () => {
  emulator = await startEmulator({ contracts });
});

afterEach(async () => {
  expect(emulator.violations).toEqual([]);
  await emulator.close();
});

function create(): Promise<{ status: number; body: unknown }> {
  return clientOf(emulator).oz('POST', '/agent/runs', { prompt: 'Do it' });
}

test('faults are used up in order, then the truth is told again', async () => {
  emulator.faults.add(
    CREATE,
    { status: 503, headers: { 'Retry-After': '7' } },
    { status: 403, body: problem(403, 'insufficient_credits', { detail: 'none left' }) },
    { kind: 'html', times: 2 },
  );
  const answers = [await create(), await create(), await create(), await create()];
  expect(answers.map((one) => one.status)).toEqual([503, 403, 502, 502]);
  expect(answers[1]?.body).toMatchObject({ type: expect.stringMatching(/\/insufficient-credits$/) });
  expect(emulator.oz.runs.size).toBe(0);
  expect((await create()).status).toBe(200);
  expect(emulator.requests.map((one) => one.fault)).toEqual(['answer', 'answer', 'html', 'html', undefined]);
});

test('a reset has no effect, a lost answer has one', async () => {
  emulator.faults.add(CREATE, { kind: 'reset' }, { kind: 'reset-after' });
  await expect(create()).rejects.toThrow();
  expect(emulator.oz.runs.size).toBe(0);
  await expect(create()).rejects.toThrow();
  expect(emulator.oz.runs.size).toBe(1);
  expect((await emulator.answered(CREATE, 2)).status).toBeUndefined();
});

test.each([{ kind: 'truncate' }, { kind: 'broken-json' }] as const)(
  '$kind spoils the answer after the effect',
  async (fault) => {
    emulator.faults.add(CREATE, fault);
    await expect(create()).rejects.toThrow();
    expect(emulator.oz.runs.size).toBe(1);
  },
);

test('an error can hide an effect, and a true answer carry another header', async () => {
  emulator.faults.add(CREATE, { status: 500, effect: true }, { headers: { 'X-Extra': '1' } });
  expect((await create()).status).toBe(500);
  expect(emulator.oz.runs.size).toBe(1);
  const { headers, status } = await clientOf(emulator).oz('POST', '/agent/runs', { prompt: 'Do it' });
  expect([status, headers.get('x-extra')]).toEqual([200, '1']);
});

test('a held request waits for its release', async () => {
  const hold = emulator.faults.set(CREATE, { kind: 'hold' });
  const pending = create();
  await emulator.seen(CREATE);
  expect(emulator.oz.runs.size).toBe(0);
  hold.release();
  expect((await pending).status).toBe(200);
  expect(emulator.oz.runs.size).toBe(1);
});

test('a hanging request ends with its client', async () => {
  emulator.faults.add(CREATE, { kind: 'hang', effect: true });
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${emulator.apiKey}`, 'content-type': 'application/json' };
  const pending = fetch(`${emulator.apiUrl}/agent/runs`, {
    method: 'POST',
    body: '{"prompt":"x"}',
    headers,
    signal: abort.signal,
  });
  await emulator.seen(CREATE);
  abort.abort();
  await expect(pending).rejects.toThrow();
  await emulator.answered(CREATE);
  expect(emulator.oz.runs.size).toBe(1);
});

test('a late effect lands after further requests, or when told to', async () => {
  const { oz } = clientOf(emulator);
  const [counted, told] = emulator.faults.add(
    CREATE,
    { kind: 'late-effect', requests: 1, status: 504 },
    { kind: 'late-effect' },
  );
  expect((await create()).status).toBe(504);
  await oz('GET', '/agent/runs');
  expect(emulator.oz.runs.size).toBe(0);
  await expect(create()).rejects.toThrow();
  expect(emulator.oz.runs.size).toBe(1);
  await told?.land();
  expect(emulator.oz.runs.size).toBe(2);
  expect(counted?.spent).toBe(true);
});

test("a replayed request takes effect twice; the answer is lost, a gateway's, or that of the second", async () => {
  emulator.faults.add(
    CREATE,
    { kind: 'replay' },
    { kind: 'replay', status: 504 },
    { kind: 'replay', answer: 'second' },
  );
  await expect(create()).rejects.toThrow();
  expect(emulator.oz.runs.size).toBe(2);
  expect((await create()).status).toBe(504);
  expect(emulator.oz.runs.size).toBe(4);
  expect((await create()).body).toMatchObject({ run_id: emulator.oz.lastRun.id });
  expect(emulator.oz.runs.size).toBe(6);
});

test('the second effect of a replayed request can come late', async () => {
  const { oz } = clientOf(emulator);
  const [, landed] = emulator.faults.add(
    CREATE,
    { kind: 'replay', late: { requests: 1 } },
    { kind: 'replay', late: {} },
  );
  await expect(create()).rejects.toThrow();
  await oz('GET', '/agent/runs');
  expect(emulator.oz.runs.size).toBe(1);
  await oz('GET', '/agent/runs');
  expect(emulator.oz.runs.size).toBe(2);
  await expect(create()).rejects.toThrow();
  expect(emulator.oz.runs.size).toBe(3);
  await landed?.land();
  expect(emulator.oz.runs.size).toBe(4);
});

test('a whole host can fail, be down and come back', async () => {
  const outage = emulator.faults.set('oz *', {
    status: 502,
    times: 'always',
    when: (one) => one.method === 'GET',
  });
  const { oz } = clientOf(emulator);
  expect((await oz('GET', '/agent/models')).status).toBe(502);
  expect((await create()).status).toBe(200);
  expect(outage.met).toHaveLength(1);
  emulator.faults.clear();
  await emulator.down('oz');
  await expect(create()).rejects.toThrow();
  await emulator.up('oz');
  expect((await create()).status).toBe(200);
  expect(() => emulator.faults.add('POST /agent/rums', { kind: 'reset' })).toThrow('no such route');
});

test('a true answer can be altered, and ready faults look like the services', async () => {
  const { oz, github } = clientOf(emulator);
  emulator.faults.add(CREATE, { alter: (json) => ({ ...(json as object), run_id: undefined }) });
  expect((await create()).body).toEqual({ task_id: emulator.oz.lastRun.id, state: 'QUEUED' });
  emulator.faults.add('GET /agent/runs', tooManyRequests('3'), problemFault(403, 'budget_exceeded'));
  const limited = await oz('GET', '/agent/runs');
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
  expect((await oz('GET', '/agent/runs')).headers.get('content-type')).toBe('application/problem+json');
  emulator.faults.add('GET /rate_limit', secondaryRateLimit(60));
  expect((await github('GET', '/rate_limit')).body).toMatchObject({
    message: expect.stringContaining('secondary'),
  });
});

test('a long conversation grows by its end', async () => {
  const { oz } = clientOf(emulator);
  const conversation = (elapsedMs: number) => longConversation('c', elapsedMs < 0 ? 0 : 200, 10);
  const id = emulator.oz.addRun({}, [{ state: 'INPROGRESS', conversation }]);
  const { body } = await oz('GET', `/agent/runs/${id}/conversation`);
  const text = JSON.stringify(body);
  expect(text.match(/Message \d+:/g)).toHaveLength(200);
  const shorter = JSON.stringify(longConversation('c', 80, 10)).slice(1, -1);
  expect(text).toContain(shorter);
});

test('a server that drops work on disconnect does nothing for a client that left', async () => {
  const held = emulator.faults.set(CREATE, { kind: 'hold', dropsOnDisconnect: true, times: 2 });
  const leaving = new AbortController();
  const left = fetch(`${emulator.apiUrl}/agent/runs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${emulator.apiKey}`, 'content-type': 'application/json' },
    body: '{"prompt":"Do it"}',
    signal: leaving.signal,
  }).catch(() => 'left');
  await emulator.seen(CREATE);
  leaving.abort();
  expect(await left).toBe('left');
  await emulator.answered(CREATE);
  const stayed = create();
  await emulator.seen(CREATE, 2);
  held.release();
  expect((await stayed).status).toBe(200);
  expect(emulator.oz.runs.size).toBe(1);
});
