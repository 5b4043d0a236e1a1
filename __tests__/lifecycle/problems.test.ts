import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, OzError, parseRetryAfter, problemFrom } from '../../src/oz/problem.ts';

describe('Retry-After', () => {
  const wall = Date.parse('2026-01-01T12:00:00Z');
  it.each([
    ['0', 0],
    ['1', 1000],
    [' 120 ', 120_000],
    ['Thu, 01 Jan 2026 12:00:07 GMT', 7000],
    ['Thursday, 01-Jan-26 12:00:07 GMT', 7000],
    ['Thu Jan  1 12:00:07 2026 GMT', 7000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j means %s ms', (value, ms) => {
    expect(parseRetryAfter(value, wall)).toBe(ms);
  });

  it('is never negative nor NaN, whatever a server sends', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(parseRetryAfter(value, wall) ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('an answer that is an error', () => {
  const from = (status: number, body: unknown, headers: Answer['headers'] = {}) =>
    problemFrom(
      'Doing it',
      { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
      0,
    );

  it.each([
    ['https://docs.warp.dev/errors/insufficient-credits', 'insufficient_credits'],
    ['https://docs.warp.dev/errors/Insufficient-Credits/', 'insufficient_credits'],
    ['/errors/feature_not_available?x=1#y', 'feature_not_available'],
    ['conflict', 'conflict'],
    ['about:blank', 'not_authorized'],
    ['', 'not_authorized'],
    [null, 'not_authorized'],
    [['x'], 'not_authorized'],
  ])('has its code from its type: %j is %s', (type, code) => {
    expect(from(403, { type, title: 'No', status: 403, error: 'No' })).toMatchObject({
      kind: 'problem',
      code,
    });
  });

  it.each([
    [400, 'invalid_request'],
    [401, 'authentication_required'],
    [403, 'not_authorized'],
    [404, 'resource_not_found'],
    [409, 'conflict'],
    [422, 'operation_not_supported'],
    [429, 'resource_unavailable'],
    [500, 'internal_error'],
    [418, 'http_418'],
  ])('of the oldest form, status %i, has the code %s', (status, code) => {
    expect(from(status, { error: 'No' })).toMatchObject({ kind: 'problem', code, message: 'Doing it: No' });
  });

  it('tells the server’s words, trace, retryable and remedies', () => {
    const error = from(403, {
      type: 'https://x/external-authentication-required',
      error: 'Connect GitHub',
      detail: 'The token has expired',
      trace_id: 't-1',
      retryable: false,
      auth_url: 'https://github.com/login',
      provider: 'GitHub',
      setup_url: 'javascript:alert(1)',
      inaccessible_repos: ['octo-org/a', 5],
    });
    expect(error).toMatchObject({
      message: 'Doing it: Connect GitHub (The token has expired)',
      traceId: 't-1',
      retryable: false,
    });
    expect(error.remedy).toContain('Authorise GitHub here: https://github.com/login');
    expect(error.remedy).toContain('octo-org/a');
    expect(error.remedy).not.toContain('javascript');
  });

  it.each(['', '<html>403</html>', '[]', 'null', '"no"', '{}', '{"error":""}', '{"error":{"message":"x"}}'])(
    'that names no reason is a gateway’s: %s',
    (body) => {
      expect(from(403, body)).toMatchObject({ kind: 'gateway', code: 'bad_gateway', status: 403 });
    },
  );

  it.each([{ error: 'No credits' }, '', '<html></html>'])(
    'carries the code of X-Warp-Error-Code: %j',
    (body) => {
      expect(from(429, body, { 'x-warp-error-code': 'OUT_OF_CREDITS' }).code).toBe('out_of_credits');
    },
  );

  it('never throws, whatever the body', () => {
    const headers = fc.dictionary(
      fc.constantFrom('retry-after', 'x-warp-error-code', 'x-trace-id'),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 599 }),
        fc.oneof(fc.json(), fc.string()),
        headers,
        (status, body, sent) => {
          const error = from(status, body, sent);
          expect(error).toBeInstanceOf(OzError);
          expect(typeof error.code).toBe('string');
        },
      ),
    );
  });

  it('never throws, whatever its members', () => {
    const member = fc.constantFrom(
      'type',
      'title',
      'status',
      'error',
      'detail',
      'trace_id',
      'retryable',
      'auth_url',
      'provider',
      'setup_url',
      'inaccessible_repos',
    );
    fc.assert(
      fc.property(fc.dictionary(member, fc.jsonValue()), (body) => {
        expect(from(400, body)).toBeInstanceOf(OzError);
      }),
    );
  });
});
