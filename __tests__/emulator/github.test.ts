import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { clientOf } from './client.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from './emulator.ts';

const REPO = '/repos/octo-org/octo-repo';

let contracts: Contracts;
let emulator: Emulator;

beforeAll(() => {
  contracts = loadContracts();
});

beforeEach(async () => {
  emulator = await startEmulator({ contracts });
});

afterEach(async () => {
  await emulator.close();
});

async function query(text: string, variables: object = {}): Promise<Record<string, unknown>> {
  return (await clientOf(emulator).github('POST', '/graphql', { query: text, variables })).body as never;
}

test('comments are created, edited, deleted and paged', async () => {
  const { github } = clientOf(emulator);
  for (let n = 0; n < 205; n += 1) emulator.github.addComment({ number: 7, body: `no ${n}`, user: 'mona' });
  const made = await github('POST', `${REPO}/issues/7/comments`, { body: 'ours' });
  expect(made).toMatchObject({ status: 201, body: { user: { login: 'github-actions[bot]', type: 'Bot' } } });
  const { id } = made.body as { id: number };
  const page = await github('GET', `${REPO}/issues/7/comments?per_page=100&page=3`);
  expect(page.body).toHaveLength(6);
  expect(page.headers.get('link')).toMatch(/page=2>; rel="prev", .*page=1>; rel="first"$/);
  const first = await github('GET', `${REPO}/issues/7/comments?per_page=100`);
  expect(first.headers.get('link')).toMatch(/page=2>; rel="next", .*page=3>; rel="last"$/);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  expect((await github('GET', next.slice(emulator.githubUrl.length))).body).toHaveLength(100);
  expect((await github('PATCH', `${REPO}/issues/comments/${id}`, { body: 'edited' })).status).toBe(200);
  expect((await github('GET', `${REPO}/issues/comments/${id}`)).body).toMatchObject({ body: 'edited' });
  expect((await github('PATCH', `${REPO}/issues/comments/${id}`, { body: 'x'.repeat(65_537) })).status).toBe(
    422,
  );
  expect((await github('DELETE', `${REPO}/issues/comments/${id}`)).status).toBe(204);
  expect((await github('GET', `${REPO}/issues/comments/${id}`)).status).toBe(404);
  expect((await github('GET', '/repos/octo-org/other/issues/7/comments')).status).toBe(404);
  expect(emulator.violations).toEqual([]);
});

test('permissions, reactions, pull requests, checks and the viewer', async () => {
  const { github } = clientOf(emulator);
  emulator.github.permissions.set('mona', { permission: 'write', role_name: 'maintain' });
  const held = await github('GET', `${REPO}/collaborators/Mona/permission`);
  expect(held.body).toMatchObject({ permission: 'write', role_name: 'maintain' });
  expect((await github('GET', `${REPO}/collaborators/stranger/permission`)).status).toBe(404);
  for (const on of ['issues/7', 'issues/comments/1', 'pulls/comments/2']) {
    expect((await github('POST', `${REPO}/${on}/reactions`, { content: 'eyes' })).status).toBe(201);
    expect((await github('POST', `${REPO}/${on}/reactions`, { content: 'eyes' })).status).toBe(200);
  }
  const { headSha } = emulator.github.addPull({ number: 42, state: 'MERGED' });
  emulator.github.checks.set(headSha, [{ name: 'test', status: 'completed', conclusion: 'success' }]);
  emulator.github.statuses.set(headSha, [{ context: 'ci', state: 'pending' }]);
  expect((await github('GET', `${REPO}/pulls/42`)).body).toMatchObject({ merged: true, state: 'closed' });
  expect((await github('GET', `${REPO}/pulls/43`)).status).toBe(404);
  expect((await github('GET', `${REPO}/commits/${headSha}/check-runs`)).body).toMatchObject({
    total_count: 1,
  });
  expect((await github('GET', `${REPO}/commits/${headSha}/status`)).body).toMatchObject({ state: 'pending' });
  expect((await github('GET', '/user')).status).toBe(403);
  emulator.github.logInAs('mona');
  expect((await github('GET', '/user')).body).toMatchObject({ login: 'mona' });
  expect((await github('GET', '/rate_limit')).status).toBe(200);
  expect(emulator.violations).toEqual([]);
});

const COMMENTS = `query ($owner: String!, $name: String!, $number: Int!, $before: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    issueOrPullRequest(number: $number) {
      __typename
      ... on Issue { comments(last: 100, before: $before) { ...page } }
      ... on PullRequest { comments(last: 100, before: $before) { ...page } }
    }
  }
}
fragment page on IssueCommentConnection {
  totalCount
  pageInfo { startCursor hasPreviousPage }
  nodes { databaseId fullDatabaseId body url createdAt updatedAt isMinimized viewerDidAuthor author { login __typename } }
}`;

test('GraphQL reads comments from the end', async () => {
  for (let n = 0; n < 120; n += 1) emulator.github.addComment({ number: 7, body: `no ${n}` });
  const variables = { owner: 'octo-org', name: 'octo-repo', number: 7 };
  const { data } = (await query(COMMENTS, variables)) as { data: never };
  expect(data).toMatchObject({
    viewer: { login: 'github-actions[bot]' },
    repository: { issueOrPullRequest: { __typename: 'Issue', comments: { totalCount: 120 } } },
  });
  const { comments } = (data as { repository: { issueOrPullRequest: { comments: Comments } } }).repository
    .issueOrPullRequest;
  expect(comments.nodes.at(-1)).toMatchObject({
    body: 'no 119',
    viewerDidAuthor: true,
    author: { login: 'github-actions', __typename: 'Bot' },
  });
  expect(comments.nodes).toHaveLength(100);
  emulator.github.addPull({ number: 7 });
  const older = await query(COMMENTS, { ...variables, before: comments.pageInfo.startCursor });
  expect(older).toMatchObject({
    data: {
      repository: {
        issueOrPullRequest: { __typename: 'PullRequest', comments: { pageInfo: { hasPreviousPage: false } } },
      },
    },
  });
  expect(emulator.violations).toEqual([]);
});

interface Comments {
  nodes: { body: string }[];
  pageInfo: { startCursor: string };
}

test('GraphQL reads a pull request with its checks; what is not in the schema is a violation', async () => {
  const { headSha } = emulator.github.addPull({ number: 42, isDraft: true });
  emulator.github.checks.set(headSha, [{ name: 'test', status: 'completed', conclusion: 'failure' }]);
  const text = `{ repository(owner: "octo-org", name: "octo-repo") { pullRequest(number: 42) {
    title state isDraft headRefName headRefOid baseRefName additions deletions changedFiles merged mergedAt
    commits(last: 1) { nodes { commit { statusCheckRollup { state contexts(first: 1) { totalCount } } } } }
  } } }`;
  expect(await query(text)).toMatchObject({
    data: {
      repository: {
        pullRequest: {
          isDraft: true,
          commits: {
            nodes: [{ commit: { statusCheckRollup: { state: 'FAILURE', contexts: { totalCount: 1 } } } }],
          },
        },
      },
    },
  });
  const none = await query(
    '{ repository(owner: "octo-org", name: "octo-repo") { pullRequest(number: 9) { title } } }',
  );
  expect(none).toMatchObject({
    data: { repository: { pullRequest: null } },
    errors: [{ type: 'NOT_FOUND' }],
  });
  expect(emulator.violations).toEqual([]);
  await query('{ viewer { logout } }');
  expect(emulator.violations).toEqual([expect.stringContaining('logout')]);
});

test('an Enterprise Server has its APIs under other paths', async () => {
  await using server = await startEmulator({ contracts, githubBasePath: '/api/v3' });
  const { github } = clientOf(server);
  expect(server.graphqlUrl).toMatch(/\/api\/graphql$/);
  expect((await github('GET', `${REPO}/issues/7/comments`)).status).toBe(200);
  expect((await github('POST', '/graphql', { query: '{ viewer { login } }' })).status).toBe(200);
  expect(server.violations).toEqual([]);
});

test('no token, no entry', async () => {
  expect((await fetch(`${emulator.githubUrl}/rate_limit`)).status).toBe(401);
  expect(emulator.violations).toEqual([]);
});
