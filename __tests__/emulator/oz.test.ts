import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { clientOf } from './client.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from './emulator.ts';
import { externalReference, file } from './oz/artifacts.ts';
import { says } from './oz/conversation.ts';
import type { LifeStep } from './oz/life.ts';
import { blocksForAWhile, byReads } from './oz/lives.ts';
import type { RunItem } from './oz/wire.ts';
import { isScenarioName, SCENARIOS } from './scenarios.ts';

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
  await emulator.close();
});

async function create(body: object = { prompt: 'Do it' }): Promise<string> {
  const { body: answer } = await clientOf(emulator).oz('POST', '/agent/runs', body);
  return (answer as RunItem).run_id;
}

async function read(id: string): Promise<RunItem> {
  return (await clientOf(emulator).oz('GET', `/agent/runs/${id}`)).body as RunItem;
}

async function list(query: string): Promise<string[]> {
  const { body } = await clientOf(emulator).oz('GET', `/agent/runs?${query}`);
  return (body as { runs: RunItem[] }).runs.map((run) => run.run_id);
}

test('a run lives by its reads, and echoes what was asked for', async () => {
  emulator.oz.nextLife([
    { state: 'QUEUED', reads: 2 },
    { state: 'INPROGRESS', reads: 1 },
    { state: 'SUCCEEDED', artifacts: [externalReference('https://example.com', 'issue')] },
  ]);
  const config = { mcp_servers: { files: { command: 'serve', env: { TOKEN: 'secret-value' } } } };
  const id = await create({ prompt: 'Do it\nand more', config, metadata: { start_id: 'a' } });
  const states: string[] = [];
  for (let n = 0; n < 5; n += 1) states.push((await read(id)).state);
  expect(states).toEqual(['QUEUED', 'QUEUED', 'INPROGRESS', 'SUCCEEDED', 'SUCCEEDED']);
  const run = await read(id);
  expect(run).toMatchObject({ title: 'Do it', agent_config: config, metadata: { start_id: 'a' } });
  expect(run.session_link).toContain(id);
  expect(emulator.violations).toEqual([]);
});

test('a run lives by world time, and its timestamps with it', async () => {
  emulator.oz.nextLife([
    { state: 'QUEUED', ms: 1000 },
    { state: 'INPROGRESS', ms: 2000 },
    { state: 'FAILED', error: { message: 'no' } },
  ]);
  const id = await create();
  expect((await read(id)).started_at).toBeNull();
  time += 5000;
  expect(emulator.oz.active()).toEqual([]);
  expect(await read(id)).toMatchObject({
    state: 'FAILED',
    created_at: '2026-03-01T12:00:00.000Z',
    started_at: '2026-03-01T12:00:01.000Z',
    updated_at: '2026-03-01T12:00:03.000Z',
  });
});

test.each([
  ['QUEUED', 200, 'CANCELLED'],
  ['INPROGRESS', 200, 'CANCELLED'],
  ['PENDING', 409, 'PENDING'],
  ['BLOCKED', 400, 'BLOCKED'],
  ['SUCCEEDED', 400, 'SUCCEEDED'],
])('a cancel of a run that is %s is answered with %i', async (state, status, after) => {
  emulator.oz.nextLife([{ state }]);
  const id = await create();
  expect((await clientOf(emulator).oz('POST', `/agent/runs/${id}/cancel`)).status).toBe(status);
  expect((await read(id)).state).toBe(after);
  expect(emulator.violations).toEqual([]);
});

test('a cancel can take its time, be refused at first, or be impossible', async () => {
  const { oz } = clientOf(emulator);
  emulator.oz.nextLife([{ state: 'PENDING', cancels: 2 }, { state: 'INPROGRESS' }]);
  const id = await create();
  emulator.oz.lastRun.cancelReads = 2;
  const statuses: number[] = [];
  for (let n = 0; n < 3; n += 1) statuses.push((await oz('POST', `/agent/runs/${id}/cancel`)).status);
  expect(statuses).toEqual([409, 409, 200]);
  expect(emulator.oz.active()).toEqual([]);
  expect([(await read(id)).state, (await read(id)).state]).toEqual(['INPROGRESS', 'INPROGRESS']);
  expect((await read(id)).state).toBe('CANCELLED');

  const local = emulator.oz.addRun({ is_run_type_cancellable: false }, [{ state: 'INPROGRESS' }]);
  expect((await oz('POST', `/agent/runs/${local}/cancel`)).status).toBe(422);
  expect(emulator.oz.active().map((run) => run.id)).toEqual([local]);
});

test('a follow-up shows the old state for a while; a run that is gone answers 410', async () => {
  const { oz } = clientOf(emulator);
  emulator.oz.nextLife([{ state: 'SUCCEEDED', conversation: says('x', 'Done.') }]);
  const id = await create();
  expect((await oz('POST', `/agent/runs/${id}/followups`, { message: 'More' })).status).toBe(200);
  const states = [(await read(id)).state, (await read(id)).state, (await read(id)).state];
  expect(states).toEqual(['SUCCEEDED', 'INPROGRESS', 'SUCCEEDED']);
  emulator.oz.lastRun.continuable = false;
  expect((await oz('POST', `/agent/runs/${id}/followups`, { message: 'More' })).status).toBe(410);
  expect(emulator.violations).toEqual([]);
});

test('lists filter by metadata and state, page by cursor, newest first', async () => {
  const life: LifeStep[] = [{ state: 'INPROGRESS' }];
  const ours = emulator.oz.addRun({ metadata: { number: '7' } }, life);
  time += 1000;
  const child = emulator.oz.addChild(ours, life);
  time += 1000;
  const other = emulator.oz.addRun({}, [{ state: 'SUCCEEDED' }]);
  expect(await list('metadata[number]=7')).toEqual([child, ours]);
  expect(await list('state=SUCCEEDED&state=FAILED')).toEqual([other]);
  expect(await list('limit=2')).toEqual([other, child]);
  expect(await list('limit=2&cursor=after-2')).toEqual([ours]);
  expect(await list(`ancestor_run_id=${ours}`)).toEqual([child]);
  emulator.oz.options.ignoreMetadataFilter = true;
  expect(await list('metadata[number]=7')).toHaveLength(3);
  emulator.oz.options.refuseMetadataFilter = true;
  expect((await clientOf(emulator).oz('GET', '/agent/runs?metadata[a]=b')).status).toBe(403);
  expect(emulator.violations).toEqual([]);
});

test('an older server knows task ids only, and errors that are a word', async () => {
  const { oz } = clientOf(emulator);
  Object.assign(emulator.oz.options, {
    legacyErrors: true,
    legacyIds: true,
    dropMetadata: true,
    bodies: 'string',
  });
  const { body } = await oz('POST', '/agent/run', { prompt: 'Do it', metadata: { a: 'b' } });
  const { task_id } = body as RunItem;
  expect(body).not.toHaveProperty('run_id');
  expect((await oz('GET', `/agent/runs/${task_id}`)).body).not.toHaveProperty('metadata');
  expect((await oz('GET', '/agent/runs/none')).body).toEqual({ error: 'resource not found' });
  expect((await oz('POST', `/agent/runs/${task_id}/cancel`)).body).toBe('ok');
  expect(emulator.violations).toEqual([]);
});

test.each([
  ['lower', 'inprogress'],
  ['underscore', 'IN_PROGRESS'],
  ['hyphen', 'in-progress'],
] as const)(
  'a server spells states its own way, and filters by no other: %s',
  async (stateSpelling, spelt) => {
    emulator.oz.options.stateSpelling = stateSpelling;
    emulator.oz.nextLife([{ state: 'INPROGRESS' }]);
    const { body } = await clientOf(emulator).oz('POST', '/agent/runs', { prompt: 'Do it' });
    const { run_id, state } = body as RunItem;
    expect([state, (await read(run_id)).state]).toEqual([spelt, spelt]);
    const listed = (await clientOf(emulator).oz('GET', '/agent/runs')).body as { runs: RunItem[] };
    expect(listed.runs[0]?.state).toBe(spelt);
    expect(await list('state=INPROGRESS')).toEqual([]);
    expect(emulator.violations).toEqual([]);
  },
);

test('the parent of a run can be left out of listings, or everywhere', async () => {
  const life: LifeStep[] = [{ state: 'INPROGRESS' }];
  const child = emulator.oz.addChild(emulator.oz.addRun({}, life), life);
  const parents = async () => {
    const { body } = await clientOf(emulator).oz('GET', '/agent/runs');
    const listed = (body as { runs: RunItem[] }).runs.some((run) => 'parent_run_id' in run);
    return [listed, 'parent_run_id' in (await read(child))];
  };
  expect(await parents()).toEqual([true, true]);
  emulator.oz.options.omitParent = 'in-listings';
  expect(await parents()).toEqual([false, true]);
  emulator.oz.options.omitParent = 'everywhere';
  expect(await parents()).toEqual([false, false]);
  expect(emulator.violations).toEqual([]);
});

test('the clock of the server shows in timestamps and the Date header, which can be missing', async () => {
  emulator.oz.options.clockSkewMs = 2 * 60 * 60_000;
  const { oz, github } = clientOf(emulator);
  const id = await create();
  expect((await read(id)).created_at).toBe('2026-03-01T14:00:00.000Z');
  expect((await oz('GET', '/agent/models')).headers.get('date')).toBe('Sun, 01 Mar 2026 14:00:00 GMT');
  expect((await github('GET', '/rate_limit')).headers.get('date')).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
  emulator.oz.options.sendsDate = false;
  expect((await oz('GET', '/agent/models')).headers.get('date')).toBeNull();
});

test('what breaks the contract is a violation', async () => {
  const { oz } = clientOf(emulator);
  expect((await oz('POST', '/agent/runs', { prompt: 'x', config: { typo: 1 } })).status).toBe(400);
  expect((await oz('GET', '/agent/runs?statee=QUEUED')).status).toBe(400);
  expect((await oz('GET', '/agent/nothing')).status).toBe(404);
  await fetch(`${emulator.apiUrl}/agent/models`, { headers: { 'x-oz-api-source': 'GITHUB_ACTION' } });
  emulator.oz.nextLife([{ state: 'QUEUED', set: { created_at: 'yesterday' } }]);
  await read(await create());
  expect(emulator.violations).toHaveLength(5);
  expect(emulator.violations.join('\n')).toMatch(
    /typo[\s\S]*statee[\s\S]*no such route[\s\S]*X-Oz-Api-Source[\s\S]*created_at/,
  );
});

test('a wrong key is refused', async () => {
  const response = await fetch(`${emulator.apiUrl}/agent/models`, {
    headers: { authorization: 'Bearer wk-other' },
  });
  expect(response.status).toBe(401);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(emulator.violations).toEqual([]);
});

test('files come by a signed URL that expires, from a host that wants no header of ours', async () => {
  const { oz } = clientOf(emulator);
  const artifact = file('f', { size: 300_000, seed: 7 }, { filename: 'a/../b.bin', sizeBytes: 300_000 });
  emulator.oz.addRun({}, [{ state: 'SUCCEEDED', conversation: says('x', 'Done.'), artifacts: [artifact] }]);
  const { data } = (await oz('GET', '/agent/artifacts/f')).body as { data: { download_url: string } };
  expect((await (await fetch(data.download_url)).arrayBuffer()).byteLength).toBe(300_000);
  const [fault] = emulator.faults.add('GET /{token}/{name}', { kind: 'truncate' });
  await expect(fetch(data.download_url).then((answer) => answer.arrayBuffer())).rejects.toThrow();
  expect(fault?.met).toHaveLength(1);
  const transcript = await oz('GET', `/agent/runs/${emulator.oz.lastRun.id}/transcript`);
  expect(transcript.status).toBe(302);
  expect((await fetch(transcript.headers.get('location') ?? '')).status).toBe(200);
  time += emulator.oz.options.signedUrlMs;
  expect((await fetch(data.download_url)).status).toBe(400);
  expect(emulator.violations).toEqual([]);
  await fetch(data.download_url, { headers: { authorization: 'Bearer x' } });
  expect(emulator.violations).toEqual([expect.stringContaining('authorization')]);
});

test.each(Object.keys(SCENARIOS).filter(isScenarioName))(
  'the scenario %s keeps to the contract',
  async (scenario) => {
    await using world = await startEmulator({ contracts, scenario });
    const { oz } = clientOf(world);
    await oz('POST', '/agent/runs', { prompt: 'Do it' });
    const { id } = world.oz.lastRun;
    for (let n = 0; n < 12; n += 1) {
      await oz('GET', `/agent/runs/${id}`);
      if (n % 5 === 0) await oz('GET', `/agent/runs/${id}/conversation`);
    }
    for (const { item } of world.oz.lastRun.artifacts) {
      const uid = item.data.artifact_uid;
      if (uid !== undefined) expect((await oz('GET', `/agent/artifacts/${uid}`)).status).toBe(200);
    }
    expect(world.violations).toEqual([]);
  },
);

test('a lagging replica does not know a new run at first', async () => {
  emulator.oz.options.replica = { unknownRequests: 2 };
  const id = await create();
  const statuses: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    statuses.push((await clientOf(emulator).oz('GET', `/agent/runs/${id}`)).status);
  }
  expect(statuses).toEqual([404, 404, 200]);
  expect(await list('')).toEqual([id]);
});

test('a lagging replica shows older states after newer ones', async () => {
  emulator.oz.options.replica = { staleEvery: 3 };
  emulator.oz.nextLife([
    { state: 'QUEUED', reads: 1 },
    { state: 'INPROGRESS', reads: 2 },
    { state: 'SUCCEEDED' },
  ]);
  const id = await create();
  const states: string[] = [];
  for (let n = 0; n < 7; n += 1) states.push((await read(id)).state);
  expect(states).toEqual([
    'QUEUED',
    'INPROGRESS',
    'QUEUED',
    'SUCCEEDED',
    'SUCCEEDED',
    'INPROGRESS',
    'SUCCEEDED',
  ]);
});

test('a run that ended says when, until it goes on', async () => {
  const id = emulator.oz.addRun({}, [{ state: 'INPROGRESS', ms: 1000 }, { state: 'FAILED' }]);
  expect((await read(id)).finished_at).toBeNull();
  time += 5000;
  expect((await read(id)).finished_at).toBe('2026-03-01T12:00:01.000Z');
  emulator.oz.run(id)?.turn({ state: 'INPROGRESS' });
  expect((await read(id)).finished_at).toBeNull();
  expect(emulator.violations).toEqual([]);
});

test('answers carry the date of the world', async () => {
  const { headers } = await clientOf(emulator).oz('GET', '/agent/models');
  expect(headers.get('date')).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
});

test('a working run takes a follow-up into its conversation', async () => {
  const id = emulator.oz.addRun({}, [{ state: 'INPROGRESS', conversation: says('first', 'I look.') }]);
  await clientOf(emulator).oz('POST', `/agent/runs/${id}/followups`, { message: 'That as well' });
  const { body } = await clientOf(emulator).oz('GET', `/agent/runs/${id}/conversation`);
  expect(JSON.stringify(body)).toContain('That as well');
  expect(emulator.violations).toEqual([]);
});

test('a run that waits for a person goes on for a while, and then to its end', async () => {
  emulator.oz.nextLife(blocksForAWhile(byReads));
  const id = await create();
  const states: string[] = [];
  for (let n = 0; n < 7; n += 1) states.push((await read(id)).state);
  expect(states).toEqual([
    'QUEUED',
    'CLAIMED',
    'INPROGRESS',
    'BLOCKED',
    'INPROGRESS',
    'INPROGRESS',
    'SUCCEEDED',
  ]);
});
