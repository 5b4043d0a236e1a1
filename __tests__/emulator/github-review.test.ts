import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, clientOf } from './client.ts';
import { type Contracts, type Emulator, loadContracts, startEmulator } from './emulator.ts';

const REPO = '/repos/octo-org/octo-repo';
const REVIEWS = `${REPO}/pulls/7/reviews`;
const BEFORE = Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('');
const AFTER = BEFORE.replace('line 10\n', 'ten\nand a half\n').replace('line 30\n', '');
const FILES = [
  { path: 'a.ts', before: BEFORE, after: AFTER },
  { path: 'gone.ts', before: 'one\ntwo\n' },
  { path: 'new.ts', previousPath: 'old.ts', before: 'one\ntwo\n', after: 'one\n2\n' },
  { path: 'logo.png', binary: true },
];

let contracts: Contracts;
let emulator: Emulator;

beforeAll(() => {
  contracts = loadContracts();
});

beforeEach(async () => {
  emulator = await startEmulator({ contracts });
  emulator.github.addPull({ number: 7, files: FILES });
});

afterEach(async () => {
  expect(emulator.violations).toEqual([]);
  await emulator.close();
});

function github(method: string, path: string, body?: unknown): Promise<Answer> {
  return clientOf(emulator).github(method, path, body);
}

function post(comments: object[], more: object = {}): Promise<Answer> {
  const bodies = comments.map((comment) => ({ body: 'Look here', ...comment }));
  return github('POST', REVIEWS, { event: 'COMMENT', body: 'A review', comments: bodies, ...more });
}

describe('an inline comment', () => {
  test.each([
    ['an added line', { path: 'a.ts', line: 11 }],
    ['a context line', { path: 'a.ts', line: 14, side: 'RIGHT' }],
    ['a removed line', { path: 'a.ts', line: 10, side: 'LEFT' }],
    ['a context line as it was', { path: 'a.ts', line: 33, side: 'LEFT' }],
    ['a range', { path: 'a.ts', start_line: 7, line: 14, start_side: 'RIGHT', side: 'RIGHT' }],
    ['a file that is gone', { path: 'gone.ts', line: 2, side: 'LEFT' }],
    ['the old side of a renamed file', { path: 'new.ts', line: 2, side: 'LEFT' }],
  ])('stands on %s', async (_, comment) => {
    const { headSha } = emulator.github.pull(7) ?? {};
    const made = await post([comment], { commit_id: headSha });
    expect(made).toMatchObject({ status: 200, body: { state: 'COMMENTED', commit_id: headSha } });
    const [shown] = (await github('GET', `${REPO}/pulls/7/comments`)).body as object[];
    expect(shown).toMatchObject({
      path: comment.path,
      line: comment.line,
      user: { login: 'github-actions[bot]' },
    });
  });

  test.each([
    ['a line outside every hunk', { path: 'a.ts', line: 20 }, 'must be part of the diff'],
    ['a line on the wrong side', { path: 'a.ts', line: 15, side: 'RIGHT' }, 'must be part of the diff'],
    ['a line that there is not', { path: 'gone.ts', line: 1 }, 'must be part of the diff'],
    ['a range from outside', { path: 'a.ts', start_line: 6, line: 9 }, 'same hunk'],
    ['a range over two hunks', { path: 'a.ts', start_line: 12, line: 31 }, 'same hunk'],
    ['a range that goes back', { path: 'a.ts', start_line: 12, line: 9 }, 'must precede'],
    ['a range of one line', { path: 'a.ts', start_line: 9, line: 9 }, 'must precede'],
    ['a range over both sides', { path: 'a.ts', start_line: 9, start_side: 'LEFT', line: 10 }, 'start side'],
    ['a side of its own', { path: 'a.ts', line: 10, side: 'MIDDLE' }, 'side is invalid'],
    ['no line', { path: 'a.ts' }, 'position is invalid'],
    ['another file', { path: 'src/a.ts', line: 10 }, 'Path could not be resolved'],
    ['the old name of a file', { path: 'old.ts', line: 2, side: 'LEFT' }, 'Path could not be resolved'],
    ['a binary file', { path: 'logo.png', line: 1 }, 'must be part of the diff'],
    ['an empty text', { path: 'a.ts', line: 11, body: ' ' }, 'blank'],
    ['a long text', { path: 'a.ts', line: 11, body: 'x'.repeat(65_537) }, 'too long'],
  ])('on %s has the whole review refused', async (_, comment, message) => {
    const refused = await post([{ path: 'a.ts', line: 11 }, comment]);
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toContain(message);
    expect((await github('GET', REVIEWS)).body).toEqual([]);
    expect((await github('GET', `${REPO}/pulls/7/comments`)).body).toEqual([]);
  });
});

describe('a review is refused', () => {
  test.each([
    ['for a commit of another branch', { commit_id: 'f'.repeat(40) }, 422, 'not part of the pull request'],
    ['for a long text', { body: 'x'.repeat(65_537) }, 422, 'too long'],
    ['for saying nothing', { body: '', comments: [] }, 422, 'blank'],
  ])('%s', async (_, more, status, message) => {
    const refused = await post([], more);
    expect(refused.status).toBe(status);
    expect(JSON.stringify(refused.body)).toContain(message);
  });

  test('without permission, on a locked pull request, on none', async () => {
    emulator.github.locked.add(7);
    expect((await post([])).status).toBe(422);
    emulator.github.locked.delete(7);
    emulator.github.grants['pull-requests'] = 'read';
    expect(await post([])).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect((await github('GET', REVIEWS)).status).toBe(200);
    emulator.github.grants['pull-requests'] = 'none';
    expect((await github('GET', REVIEWS)).status).toBe(403);
    emulator.github.grants['pull-requests'] = 'write';
    expect((await github('POST', `${REPO}/pulls/8/reviews`, { event: 'COMMENT', body: 'x' })).status).toBe(
      404,
    );
  });

  test('when one of the same author is pending already', async () => {
    expect((await post([], { event: undefined })).body).toMatchObject({ state: 'PENDING' });
    expect((await post([])).status).toBe(422);
  });
});

test('closed and merged pull requests take reviews, also without their branch', async () => {
  emulator.github.setState(7, 'MERGED');
  emulator.github.deleteBranch(7);
  expect((await post([{ path: 'a.ts', line: 11 }])).status).toBe(200);
});

test('a push moves a comment with its line, or outdates it', async () => {
  const { github: world } = emulator;
  await post([
    { path: 'a.ts', line: 10 },
    { path: 'a.ts', line: 11 },
    { path: 'a.ts', line: 10, side: 'LEFT' },
  ]);
  const old = world.pull(7)?.headSha;
  const after = `first\n${AFTER.replace('and a half', 'and two halves')}`;
  world.push(7, [{ path: 'a.ts', before: BEFORE, after }]);
  const { body } = await github('GET', `${REPO}/pulls/7/comments`);
  expect(body).toMatchObject([
    { line: 11, original_line: 10, original_commit_id: old, commit_id: world.pull(7)?.headSha },
    { line: null, position: null, original_line: 11 },
    { line: 10, side: 'LEFT' },
  ]);
  const late = await post([{ path: 'a.ts', line: 11 }], { commit_id: old });
  expect(late).toMatchObject({ status: 200, body: { commit_id: old } });
  expect(world.reviews.threads(7).at(-1)?.current).toBeUndefined();
});

test('after a forced push the old commit is refused', async () => {
  const old = emulator.github.pull(7)?.headSha;
  emulator.github.forcePush(7, FILES);
  expect((await post([{ path: 'a.ts', line: 11 }], { commit_id: old })).status).toBe(422);
  expect((await post([{ path: 'a.ts', line: 11 }])).status).toBe(200);
});

test('reviews and their comments come in pages', async () => {
  for (let n = 0; n < 35; n += 1) emulator.github.reviews.add({ number: 7, body: `no ${n}`, user: 'mona' });
  const first = await github('GET', REVIEWS);
  expect(first.body).toHaveLength(30);
  expect(first.headers.get('link')).toMatch(/page=2>; rel="next"/);
  expect((await github('GET', `${REVIEWS}?per_page=100&page=1`)).body).toHaveLength(35);
  await post(Array.from({ length: 3 }, () => ({ path: 'a.ts', line: 11 })));
  expect((await github('GET', `${REPO}/pulls/7/comments?per_page=2&page=2`)).body).toHaveLength(1);
  expect((await github('GET', `${REPO}/pulls/7/comments?direction=desc&sort=updated`)).body).toHaveLength(3);
});

test('a thread is answered at its first comment only; comments are edited and deleted', async () => {
  const { reviews } = emulator.github;
  const comments = [{ path: 'a.ts', line: 11, body: 'Please look' }];
  reviews.add({ number: 7, user: 'mona', comments });
  const first = reviews.comments(7)[0]?.id;
  const replies = (id: number | undefined) => `${REPO}/pulls/7/comments/${id}/replies`;
  const made = await github('POST', replies(first), { body: 'Done' });
  expect(made).toMatchObject({ status: 201, body: { in_reply_to_id: first, path: 'a.ts', line: 11 } });
  const { id } = made.body as { id: number };
  expect((await github('POST', replies(id), { body: 'More' })).status).toBe(422);
  expect((await github('POST', replies(99), { body: 'More' })).status).toBe(404);
  emulator.github.addPull({ number: 8 });
  expect((await github('POST', replies(first).replace('/7/', '/8/'), { body: 'More' })).status).toBe(404);
  expect((await github('PATCH', `${REPO}/pulls/comments/${id}`, { body: 'Edited' })).status).toBe(200);
  expect((await github('GET', `${REPO}/pulls/comments/${id}`)).body).toMatchObject({ body: 'Edited' });
  expect((await github('PATCH', `${REPO}/pulls/comments/${id}`, { body: '' })).status).toBe(422);
  emulator.github.locked.add(7);
  expect((await github('POST', replies(first), { body: 'More' })).status).toBe(403);
  emulator.github.locked.clear();
  expect((await github('DELETE', `${REPO}/pulls/comments/${id}`)).status).toBe(204);
  expect((await github('DELETE', `${REPO}/pulls/comments/${id}`)).status).toBe(404);
  expect((await github('DELETE', `${REPO}/pulls/comments/${first}`)).status).toBe(204);
  expect((await github('POST', replies(first), { body: 'More' })).status).toBe(404);
  expect(reviews.threads(7)).toEqual([]);
});

test('a locked issue takes no comment; a pull request is commented on with either permission', async () => {
  const { github: world } = emulator;
  const comment = (number: number) => github('POST', `${REPO}/issues/${number}/comments`, { body: 'x' });
  world.locked.add(9);
  expect((await comment(9)).status).toBe(403);
  world.grants.issues = 'none';
  expect([(await comment(7)).status, (await comment(5)).status]).toEqual([201, 403]);
  world.grants['pull-requests'] = 'read';
  expect((await comment(7)).status).toBe(403);
});

const QUERY = `query ($states: [PullRequestReviewState!]) { repository(owner: "octo-org", name: "octo-repo") { pullRequest(number: 7) {
  headRefOid baseRefOid locked
  reviews(last: 10, author: "github-actions", states: $states) { totalCount nodes {
    databaseId state url body author { __typename login } commit { oid } comments(first: 1) { totalCount }
  } }
  reviewThreads(last: 100) { nodes {
    isResolved isOutdated path line originalLine diffSide resolvedBy { login }
    comments(first: 2) { totalCount nodes {
      databaseId body isMinimized url diffHunk author { login __typename } originalCommit { oid } replyTo { databaseId }
    } }
  } }
} } }`;

test('GraphQL shows reviews and threads, resolved, outdated, minimised and answered', async () => {
  const { reviews } = emulator.github;
  await post([
    { path: 'a.ts', line: 11 },
    { path: 'a.ts', line: 12 },
  ]);
  reviews.add({ number: 7, user: 'mona', body: 'Mine' });
  const [first, second] = reviews.comments(7);
  if (first === undefined || second === undefined) throw new Error('no comments');
  reviews.reply(first, 'No', 'mona');
  reviews.resolve(first.id, 'mona');
  second.isMinimized = true;
  const pull = emulator.github.pull(7);
  const old = pull?.headSha;
  emulator.github.push(7, [{ path: 'a.ts', before: BEFORE, after: AFTER.replace('and a half', '') }]);
  const { body } = await github('POST', '/graphql', { query: QUERY, variables: { states: ['COMMENTED'] } });
  expect(body).toMatchObject({
    data: {
      repository: {
        pullRequest: {
          headRefOid: pull?.headSha,
          baseRefOid: pull?.baseSha,
          reviews: {
            totalCount: 1,
            nodes: [
              { body: 'A review', state: 'COMMENTED', commit: { oid: old }, comments: { totalCount: 2 } },
            ],
          },
          reviewThreads: {
            nodes: [
              {
                isResolved: true,
                isOutdated: true,
                line: null,
                originalLine: 11,
                resolvedBy: { login: 'mona' },
                comments: {
                  totalCount: 2,
                  nodes: [{ originalCommit: { oid: old } }, { replyTo: { databaseId: first.id } }],
                },
              },
              {
                isResolved: false,
                isOutdated: false,
                line: 12,
                comments: { nodes: [{ isMinimized: true }] },
              },
            ],
          },
        },
      },
    },
  });
  expect(first.thread.diffHunk.split('\n').at(-1)).toBe('+and a half');
  emulator.github.grants['pull-requests'] = 'none';
  const refused = await github('POST', '/graphql', { query: QUERY });
  expect(refused.body).toMatchObject({
    data: { repository: { pullRequest: null } },
    errors: [{ type: 'FORBIDDEN' }],
  });
});
