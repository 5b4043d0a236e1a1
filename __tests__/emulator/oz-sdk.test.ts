import OzAPI from 'oz-agent-sdk';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Contracts, type Emulator, loadContracts, startEmulator } from './emulator.ts';
import { problemFault } from './known-faults.ts';
import { pullRequest } from './oz/artifacts.ts';
import type { LifeStep } from './oz/life.ts';
import type { RunItem } from './oz/wire.ts';

const WORKING: LifeStep[] = [{ state: 'INPROGRESS' }];

let contracts: Contracts;
let emulator: Emulator;
let sdk: OzAPI;
let time = 0;

beforeAll(() => {
  contracts = loadContracts();
});

beforeEach(async () => {
  time = Date.parse('2026-03-01T12:00:00Z');
  emulator = await startEmulator({ contracts, now: () => time });
  sdk = new OzAPI({ apiKey: emulator.apiKey, baseURL: emulator.apiUrl, maxRetries: 0 });
});

afterEach(async () => {
  await emulator.close();
});

async function list(query: OzAPI.Agent.RunListParams): Promise<string[]> {
  return (await sdk.agent.runs.list(query)).runs.map((run) => run.run_id);
}

test('starts a run and reads it', async () => {
  const config = { name: 'nightly', model_id: 'auto', mcp_servers: { files: { command: 'serve' } } };
  const { run_id, task_id, state } = await sdk.agent.run({
    prompt: 'Do it',
    title: 'Mine',
    team: true,
    config,
  });
  expect([state, task_id]).toEqual(['QUEUED', run_id]);
  expect(await sdk.agent.runs.retrieve(run_id)).toMatchObject({
    prompt: 'Do it',
    title: 'Mine',
    scope: { type: 'Team' },
    agent_config: config,
  });
  const skilled = await sdk.agent.run({ skill: 'octo-org/octo-repo:fix-ci' });
  expect(await sdk.agent.runs.retrieve(skilled.run_id)).toMatchObject({ agent_skill: { name: 'fix-ci' } });
  expect(emulator.violations).toEqual([]);
});

test('the skills of a configuration are a task', async () => {
  const config = { skills: ['octo-org/octo-repo:fix-ci'] } as OzAPI.AmbientAgentConfig;
  const { run_id } = await sdk.agent.run({ config });
  expect(await sdk.agent.runs.retrieve(run_id)).toMatchObject({ agent_config: config });
  emulator.oz.options.refuseUnknown = true;
  const other = { skills: ['octo-org/octo-repo:other'] } as OzAPI.AmbientAgentConfig;
  await expect(sdk.agent.run({ config: other })).rejects.toBeInstanceOf(OzAPI.NotFoundError);
  await expect(sdk.agent.run({ config: { skills: [] } as OzAPI.AmbientAgentConfig })).rejects.toThrow(/400/);
  expect(emulator.violations).toEqual([]);
});

test('a run that continues a conversation keeps its id', async () => {
  const first = emulator.oz.addRun({}, [{ state: 'SUCCEEDED', conversation: [] }]);
  const { conversation_id = '' } = await sdk.agent.runs.retrieve(first);
  emulator.oz.options.refuseUnknown = true;
  emulator.oz.nextLife([{ state: 'INPROGRESS', conversation: [] }]);
  const { run_id } = await sdk.agent.run({ conversation_id });
  expect((await sdk.agent.runs.retrieve(run_id)).conversation_id).toBe(conversation_id);
  await expect(sdk.agent.run({ conversation_id: 'none' })).rejects.toBeInstanceOf(OzAPI.NotFoundError);
  expect(emulator.violations).toEqual([]);
});

const CASES: [OzAPI.Agent.RunListParams & Record<string, unknown>, Partial<RunItem>][] = [
  [{ schedule_id: 's' }, { schedule: { schedule_id: 's', schedule_name: 'n', cron_schedule: '* * * * *' } }],
  [{ executor: 'bot' }, { executor: { type: 'service_account', uid: 'bot' } }],
  [{ creator: 'user-2' }, { creator: { type: 'user', uid: 'user-2' } }],
  [{ automation_id: 'a' }, { automation_id: 'a' }],
  [{ factory_uid: 'f' }, { factory_uid: 'f' }],
  [{ source: 'LINEAR' }, { source: 'LINEAR' }],
  [{ execution_location: 'LOCAL' }, { execution_location: 'LOCAL' }],
  [{ name: 'nightly' }, { agent_config: { name: 'nightly' } }],
  [{ config_name: 'nightly' }, { agent_config: { name: 'nightly' } }],
  [{ model_id: 'large-thinker' }, { agent_config: { model_id: 'large-thinker' } }],
  [{ environment_id: 'env-node-24' }, { agent_config: { environment_id: 'env-node-24' } }],
  [{ skill_spec: 'o/r:x' }, { agent_config: { skill_spec: 'o/r:x' } }],
  [{ skill: 'x' }, { agent_skill: { name: 'x' } }],
  [{ q: 'PARSER' }, { title: 'Mend the parser' }],
  [{ metadata: { number: '7' } }, { metadata: { number: '7' } }],
];

describe('a list is filtered by', () => {
  test.each(CASES)('%j', async (query, facts) => {
    emulator.oz.addRun({}, WORKING);
    const wanted = emulator.oz.addRun(facts, WORKING);
    emulator.oz.addRun({}, WORKING);
    expect(await list(query)).toEqual([wanted]);
    expect(emulator.violations).toEqual([]);
  });

  test('state, times and artifacts', async () => {
    const old = emulator.oz.addRun({}, [{ state: 'FAILED' }]);
    time += 60_000;
    const artifacts = [pullRequest('https://github.com/octo-org/octo-repo/pull/1', 'b')];
    const ended = emulator.oz.addRun({}, [{ state: 'SUCCEEDED', artifacts }]);
    const between = '2026-03-01T12:00:30Z';
    expect(await list({ state: ['SUCCEEDED', 'CANCELLED'] })).toEqual([ended]);
    expect(await list({ created_after: between })).toEqual([ended]);
    expect(await list({ updated_after: between })).toEqual([ended]);
    expect(await list({ created_before: between })).toEqual([old]);
    expect(await list({ artifact_type: 'PULL_REQUEST' })).toEqual([ended]);
    expect(emulator.violations).toEqual([]);
  });

  test('every filter of the contract, or by none that it lacks', async () => {
    const parameters = contracts.oz.queryOf('GET /agent/runs');
    const shown = [
      'limit',
      'cursor',
      'sort_by',
      'sort_order',
      'state',
      'ancestor_run_id',
      'artifact_type',
      'updated_after',
    ];
    const tested = new Set([
      ...CASES.flatMap(([query]) => Object.keys(query)),
      ...shown,
      'created_after',
      'created_before',
    ]);
    expect(parameters.filter((name) => !tested.has(name))).toEqual([]);
    await expect(list({ colour: 'red' } as OzAPI.Agent.RunListParams)).rejects.toThrow(/400/);
    expect(emulator.violations).toEqual([expect.stringContaining('colour')]);
  });
});

test('a list comes in pages, in the order that was asked for', async () => {
  const ids = ['b', 'c', 'a'].map((title) => {
    time += 1000;
    return emulator.oz.addRun({ title }, WORKING);
  });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { runs, page_info } = await sdk.agent.runs.list({
      limit: 2,
      ...(cursor !== undefined && { cursor }),
    });
    seen.push(...runs.map((run) => run.run_id));
    cursor = page_info.next_cursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(ids.toReversed());
  const sorted = { sort_by: 'title', sort_order: 'asc' } as OzAPI.Agent.RunListParams;
  expect(await list(sorted)).toEqual([ids[2], ids[0], ids[1]]);
  await expect(list({ cursor: 'elsewhere' })).rejects.toBeInstanceOf(OzAPI.BadRequestError);
  expect(emulator.violations).toEqual([]);
});

test('cancels a run, and hears why one cannot be cancelled', async () => {
  const cancel = (life: LifeStep[], facts: Partial<RunItem> = {}) =>
    sdk.agent.runs.cancel(emulator.oz.addRun(facts, life));
  expect(await cancel(WORKING)).toContain('cancel');
  await expect(cancel([{ state: 'SUCCEEDED' }])).rejects.toBeInstanceOf(OzAPI.BadRequestError);
  await expect(cancel([{ state: 'PENDING' }])).rejects.toBeInstanceOf(OzAPI.ConflictError);
  const refused = OzAPI.UnprocessableEntityError;
  await expect(cancel(WORKING, { source: 'GITHUB_ACTION' })).rejects.toBeInstanceOf(refused);
  await expect(cancel(WORKING, { is_run_type_cancellable: false })).rejects.toBeInstanceOf(refused);
  await expect(sdk.agent.runs.cancel('none')).rejects.toBeInstanceOf(OzAPI.NotFoundError);
  expect(emulator.violations).toEqual([]);
});

test('lists skills, of a repository, by name or last run', async () => {
  const { agents } = emulator.oz;
  const [variant] = (agents[0]?.variants ?? []) as Record<string, unknown>[];
  const source = { owner: 'octo-org', name: 'other', skill_path: 'SKILL.md' };
  const other = { ...variant, source, last_run_timestamp: '2026-02-01T00:00:00Z' };
  emulator.oz.agents = [...agents, { name: 'zap', variants: [other] }];
  const names = async (query: OzAPI.AgentListParams) =>
    (await sdk.agent.list(query)).agents.map((agent) => agent.name);
  expect(await names({})).toEqual(['fix-ci', 'zap']);
  expect(await names({ sort_by: 'last_run', refresh: true })).toEqual(['zap', 'fix-ci']);
  expect(await names({ repo: 'octo-org/other' })).toEqual(['zap']);
  expect(emulator.violations).toEqual([]);
});

test.each([
  [401, 'authentication_required', OzAPI.AuthenticationError],
  [403, 'budget_exceeded', OzAPI.PermissionDeniedError],
  [429, 'resource_unavailable', OzAPI.RateLimitError],
  [500, 'internal_error', OzAPI.InternalServerError],
])('takes %s %s for its own kind of error', async (status, code, kind) => {
  emulator.faults.add('POST /agent/run', problemFault(status, code, { retryable: true }));
  const error = await sdk.agent.run({ prompt: 'x' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(kind);
  expect(error).toMatchObject({
    status,
    error: { type: expect.stringContaining(code.replaceAll('_', '-')) },
  });
  expect(emulator.violations).toEqual([]);
});

test('a wrong key, and what the emulator does not know, are refused', async () => {
  const stranger = sdk.withOptions({ apiKey: 'wk-other' });
  await expect(stranger.agent.runs.list()).rejects.toBeInstanceOf(OzAPI.AuthenticationError);
  expect(emulator.violations).toEqual([]);
  const image = { data: 'AA==', mime_type: 'image/png' } as const;
  await expect(sdk.agent.run({ prompt: 'x', images: [image] })).rejects.toBeInstanceOf(OzAPI.BadRequestError);
  await expect(sdk.agent.schedules.list()).rejects.toBeInstanceOf(OzAPI.NotFoundError);
  expect(emulator.violations).toEqual([
    expect.stringContaining('images'),
    expect.stringContaining('no such route'),
  ]);
  expect(emulator.oz.runs.size).toBe(0);
});
