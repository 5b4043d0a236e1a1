import { beforeAll, describe, expect, test } from 'vitest';
import { loadDocument } from './document.ts';
import { fill } from './fill.ts';
import { OpenApiContract } from './openapi.ts';

const CREATE = 'POST /agent/runs';
const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
const NO_QUERY = new URLSearchParams();

let oz: OpenApiContract;
let github: OpenApiContract;

beforeAll(() => {
  oz = new OpenApiContract(loadDocument('oz'));
  github = new OpenApiContract(loadDocument('github'));
});

test('a path finds its route, literal segments first', () => {
  expect(oz.match('GET', '/agent/runs/a%2Fb')).toEqual({
    route: 'GET /agent/runs/{runId}',
    params: { runId: 'a/b' },
  });
  expect(oz.match('DELETE', '/agent/runs/a')).toBeUndefined();
  const params = { owner: 'o', repo: 'r', comment_id: '5' };
  expect(github.match('GET', '/repos/o/r/issues/comments/5')).toEqual({ route: `GET ${COMMENT}`, params });
});

describe('a request', () => {
  test.each([
    [{ prompt: 'x', metadata: { any: 'key' }, config: { harness: { type: 'claude' } } }, undefined],
    [{ prompt: 'x', unknown: 1 }, /unknown/],
    [{ prompt: 'x', config: { mcp_servers: { a: { comand: 'x' } } } }, /comand/],
    [{ prompt: 'x', mode: 'fast' }, /normal,plan,orchestrate/],
    [{ prompt: 'x', config: { idle_timeout_minutes: 61 } }, /60/],
    [undefined, /no request body/],
  ])('with the body %j', (body, wrong) => {
    const found = oz.checkRequest(CREATE, { query: NO_QUERY, body }).join('\n');
    if (wrong === undefined) expect(found).toBe('');
    else expect(found).toMatch(wrong);
  });

  test.each([
    ['state=QUEUED&state=BLOCKED&metadata[a]=b&limit=500', undefined],
    ['state=BUSY', /BUSY|QUEUED/],
    ['limit=501', /500/],
    ['limit=many', /integer/],
    ['metadata[a]=1&metadata[b]=1&metadata[c]=1&metadata[d]=1&metadata[e]=1&metadata[f]=1', /5/],
    ['meta[a]=b', /meta is not in the contract/],
  ])('with the query %s', (query, wrong) => {
    const found = oz
      .checkRequest('GET /agent/runs', { query: new URLSearchParams(query), body: undefined })
      .join();
    if (wrong === undefined) expect(found).toBe('');
    else expect(found).toMatch(wrong);
  });
});

describe('an answer', () => {
  const json = { 'content-type': 'application/json' };
  const body = { run_id: 'a', task_id: 'a', state: 'QUEUED', new_member: 1 };

  test('may hold more than the contract, and no less', () => {
    expect(oz.checkReply(CREATE, { status: 200, headers: json, body })).toEqual([]);
    expect(oz.checkReply(CREATE, { status: 200, headers: json, body: { run_id: 'a' } })).not.toEqual([]);
  });

  test('has a known status and content type', () => {
    expect(oz.checkReply(CREATE, { status: 418, headers: json, body })).toEqual([
      'status 418 is not in the contract',
    ]);
    const html = { 'content-type': 'text/html' };
    expect(oz.checkReply(CREATE, { status: 200, headers: html, body })[0]).toContain('text/html');
  });

  test('may be null where the contract says so', () => {
    const comment = fill(loadDocument('github'), 'issue-comment', { user: null });
    expect(github.checkReply(`GET ${COMMENT}`, { status: 200, headers: json, body: comment })).toEqual([]);
    const nameless = { ...comment, url: null };
    expect(github.checkReply(`GET ${COMMENT}`, { status: 200, headers: json, body: nameless })).not.toEqual(
      [],
    );
  });
});
