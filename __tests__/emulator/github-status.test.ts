import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, clientOf } from './client.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from './emulator.ts';

const REPO = '/repos/octo-org/octo-repo';
const SHA = '1'.repeat(40);

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

function github(method: string, path: string, body?: unknown): Promise<Answer> {
  return clientOf(emulator).github(method, path, body);
}

function set(status: object, sha = SHA): Promise<Answer> {
  return github('POST', `${REPO}/statuses/${sha}`, { context: 'oz/review', state: 'pending', ...status });
}

test('the newest status of a context counts', async () => {
  const target_url = 'https://oz.warp.dev/runs/a';
  const made = await set({ description: 'Queued', target_url });
  expect(made).toMatchObject({ status: 201, body: { state: 'pending', description: 'Queued', target_url } });
  await set({ state: 'failure', context: 'OZ/Review' });
  await set({ state: 'success', description: null });
  await set({ context: 'other', state: 'success' });
  const combined = await github('GET', `${REPO}/commits/${SHA}/status`);
  expect(combined.body).toMatchObject({ state: 'success', total_count: 2, sha: SHA });
  const all = await github('GET', `${REPO}/commits/${SHA}/statuses?per_page=3`);
  const states = (all.body as { state: string }[]).map((one) => one.state);
  expect(states).toEqual(['success', 'success', 'failure']);
  expect(all.headers.get('link')).toContain('rel="next"');
});

test('a branch and a pull request name their commit', async () => {
  const { headSha } = emulator.github.addPull({ number: 7, headRefName: 'fix' });
  await set({}, headSha);
  for (const ref of ['fix', 'refs%2Fpull%2F7%2Fhead', 'heads%2Ffix']) {
    expect((await github('GET', `${REPO}/commits/${ref}/status`)).body).toMatchObject({ sha: headSha });
  }
  expect((await github('GET', `${REPO}/commits/nothing/status`)).status).toBe(404);
});

test.each([
  ['a description of 141 characters', { description: 'x'.repeat(141) }, 'too long'],
  ['a context of 256 characters', { context: 'x'.repeat(256) }, 'too long'],
  ['an address that is none', { target_url: 'oz.warp.dev' }, 'scheme'],
])('%s is refused', async (_, status, message) => {
  const refused = await set(status);
  expect(refused.status).toBe(422);
  expect(JSON.stringify(refused.body)).toContain(message);
  expect(emulator.github.statuses.get(SHA)).toBeUndefined();
});

test('140 characters are counted as characters', async () => {
  expect((await set({ description: '😀'.repeat(140) })).status).toBe(201);
});

test('a commit that is not there is refused', async () => {
  emulator.github.missingCommits.add(SHA);
  expect((await set({})).status).toBe(422);
  expect((await set({}, 'main')).status).toBe(422);
  expect((await github('GET', `${REPO}/commits/${SHA}/status`)).status).toBe(404);
});

test('a commit and context take a thousand statuses', async () => {
  for (let n = 0; n < 1000; n += 1)
    emulator.github.addStatus(SHA, { context: 'oz/review', state: 'pending' });
  expect((await set({})).status).toBe(422);
  expect((await set({ context: 'other' })).status).toBe(201);
});

test('setting one takes statuses: write, reading one statuses: read', async () => {
  emulator.github.grants.statuses = 'read';
  expect((await set({})).status).toBe(403);
  expect((await github('GET', `${REPO}/commits/${SHA}/statuses`)).status).toBe(200);
  emulator.github.grants.statuses = 'none';
  expect((await github('GET', `${REPO}/commits/${SHA}/status`)).status).toBe(403);
});

test('one GraphQL request reads what twenty runs left behind', async () => {
  const { github: world } = emulator;
  for (let n = 1; n <= 20; n += 1) {
    const { headSha } = world.addPull({ number: n });
    world.addComment({ number: n, body: `comment ${n}` });
    world.reviews.add({ number: n, body: `review ${n}` });
    world.addStatus(headSha, {
      context: 'oz',
      state: 'success',
      description: `Done ${n}`,
      targetUrl: `https://oz.warp.dev/runs/${n}`,
    });
  }
  const fields = Array.from({ length: 20 }, (_, n) => {
    const sha = world.pull(n + 1)?.headSha;
    return `r${n}: repository(owner: "octo-org", name: "octo-repo") {
      issueOrPullRequest(number: ${n + 1}) {
        ... on PullRequest { comments(last: 100) { nodes { body } } reviews(last: 20) { nodes { body databaseId } } }
        ... on Issue { comments(last: 100) { nodes { body } } }
      }
      object(oid: "${sha}") { ... on Commit { status { context(name: "OZ") { state description targetUrl } none: context(name: "no") { state } } } }
    }`;
  });
  const { body } = await github('POST', '/graphql', { query: `{ ${fields.join('\n')} }` });
  const { data } = body as { data: Record<string, unknown> };
  expect(Object.keys(data)).toHaveLength(20);
  expect(data.r19).toMatchObject({
    issueOrPullRequest: {
      comments: { nodes: [{ body: 'comment 20' }] },
      reviews: { nodes: [{ body: 'review 20' }] },
    },
    object: {
      status: {
        context: { state: 'SUCCESS', description: 'Done 20', targetUrl: 'https://oz.warp.dev/runs/20' },
        none: null,
      },
    },
  });
  const bare = `{ repository(owner: "octo-org", name: "octo-repo") { object(oid: "${SHA}") { oid ... on Commit { status { state } } } } }`;
  expect((await github('POST', '/graphql', { query: bare })).body).toMatchObject({
    data: { repository: { object: { oid: SHA, status: null } } },
  });
  world.grants.statuses = 'none';
  expect((await github('POST', '/graphql', { query: bare })).body).toMatchObject({
    errors: [{ type: 'FORBIDDEN' }],
  });
});
