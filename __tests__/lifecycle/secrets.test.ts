import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secrets } from '../../src/lib/secrets.ts';

describe('secrets', () => {
  // No asterisks: what stands in for one secret shall not become part of another.
  const secret = fc
    .string({ minLength: 6, maxLength: 20 })
    .filter((value) => value.trim().length >= 6 && !value.includes('*'));
  const mixed = (values: string[]) =>
    fc
      .array(
        fc.oneof(
          fc.constantFrom(...values),
          fc.string({ maxLength: 4 }).map((text) => text.replaceAll('*', '')),
        ),
      )
      .map((parts) => parts.join(''));
  const cases = fc
    .array(secret, { minLength: 1, maxLength: 4 })
    .chain((values) => fc.tuple(fc.constant(values), mixed(values)));
  const secretsOf = (values: string[]) => {
    const secrets = new Secrets(() => undefined);
    secrets.add(...values);
    return secrets;
  };

  it('survive in no text', () => {
    fc.assert(
      fc.property(cases, ([values, text]) => {
        const redacted = secretsOf(values).redact(text);
        for (const value of values) expect(redacted.includes(value.trim())).toBe(false);
      }),
    );
  });

  it('survive in no string of data, nor in a key', () => {
    fc.assert(
      fc.property(cases, ([values, text]) => {
        const secrets = secretsOf(values);
        const data = { [text]: [text, { deep: [text, 1, null, true] }] };
        const strings: string[] = [];
        JSON.stringify(secrets.redactData(data), (key, value) => {
          strings.push(key, ...(typeof value === 'string' ? [value] : []));
          return value;
        });
        for (const value of values) expect(strings.filter((one) => one.includes(value.trim()))).toEqual([]);
      }),
    );
  });

  it('inside longer ones leave nothing of these', () => {
    expect(secretsOf(['abcdef', 'abcdef-ghijkl']).redact('x abcdef-ghijkl y abcdef')).toBe('x *** y ***');
  });

  it('of several lines are secret line by line, and masked so', () => {
    const masks: string[] = [];
    const secrets = new Secrets((value) => masks.push(value));
    secrets.add('-----BEGIN-----\r\nline-one-of-key\n\nxy\nline-two-of-key\n');
    expect(masks).toContain('line-one-of-key');
    expect(masks).not.toContain('xy');
    expect(secrets.redact('a line-two-of-key b')).toBe('a *** b');
  });

  it.each(['', 'x', '12345', '  abc  '])('too short to be hidden are left alone: %j', (value) => {
    const masks: string[] = [];
    const secrets = new Secrets((one) => masks.push(one));
    secrets.add(value);
    expect([masks, secrets.redact(`a${value}b`)]).toEqual([[], `a${value}b`]);
  });

  it('of MCP servers are registered from any shape', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const secrets = new Secrets(() => undefined);
        secrets.addMcpServers(value);
        secrets.addMcpServers({ a: value, b: { env: value, headers: value } });
        expect(typeof secrets.redact('x')).toBe('string');
      }),
    );
    const secrets = new Secrets(() => undefined);
    secrets.addMcpServers({
      a: { headers: { Authorization: 'Bearer tok-123456' }, env: { KEY: 'env-secret' } },
    });
    expect(secrets.redact('tok-123456 env-secret')).toBe('*** ***');
  });

  it.each([
    [
      'userinfo of a URL',
      { url: 'https://ada:pass-word1@mcp.example.com/sse' },
      ['pass-word1', 'ada:pass-word1'],
    ],
    [
      'telling query values',
      { url: 'https://mcp.example.com/sse?api_key=abc%2Fdef&transport=streamable&accessToken=ghijkl' },
      ['abc%2Fdef', 'abc/def', 'ghijkl'],
    ],
    [
      'random path segments',
      { url: 'https://mcp.example.com/s/Zm9vYmFyMTIzNDU2Nzg5MA/mcp' },
      ['Zm9vYmFyMTIzNDU2Nzg5MA'],
    ],
    [
      'flags',
      { args: ['-y', 'server', '--api-key', 'key-of-flag', '--authToken=tok-of-flag'] },
      ['key-of-flag', 'tok-of-flag'],
    ],
    [
      'variables',
      { args: ['run', '-e', 'TRACKER=value-of-var', 'password=pass-of-var'] },
      ['value-of-var', 'pass-of-var'],
    ],
    [
      'headers',
      { args: ['mcp-remote', 'https://x.example', '--header', 'X-Key: Bearer tok-of-header'] },
      ['tok-of-header'],
    ],
    ['one header argument', { args: ['--header=Authorization: Bearer tok-of-header'] }, ['tok-of-header']],
    ['URLs among arguments', { args: ['postgres://ada:pass-of-url@db.example/app'] }, ['pass-of-url']],
    [
      'a URL behind a flag',
      { args: ['--url=https://ada:pass-of-url@x.example?sig=sig-of-url'] },
      ['pass-of-url', 'sig-of-url'],
    ],
    [
      'a command line',
      { command: 'sh', args: ['-c', 'TOKEN="tok-of-line" exec server --password pass-of-line'] },
      ['tok-of-line', 'pass-of-line'],
    ],
  ])('of MCP servers stand in %s', (_name, server, hidden) => {
    const secrets = new Secrets(() => undefined);
    secrets.addMcpServers({ server });
    for (const value of hidden) expect(secrets.redact(`a ${value} b`)).toBe('a *** b');
  });

  it('of MCP servers are no words without a telling name', () => {
    const masks: string[] = [];
    const secrets = new Secrets((value) => masks.push(value));
    secrets.addMcpServers({
      a: { url: 'https://mcp.example.com/sse/repository?transport=streamable&to=ada@example' },
      b: {
        command: 'npx',
        args: ['-y', '@acme/server-filesystem', '--transport', 'streamable', '--mode=readonly'],
      },
      c: { env: { STAGE: 'working', KIND: 'PULL_REQUEST', LEVEL: 'succee' } },
    });
    expect(masks).toEqual([]);
  });

  it('that overlap leave nothing of each other', () => {
    expect(secretsOf(['abcdef', 'defghi']).redact('x abcdefghi y')).toBe('x *** y');
    expect(secretsOf(['aaaaaa']).redact('aaaaaaaaa')).toBe('***');
  });

  it.each([
    ['zero-width characters', 'tok\u200b_of_\u2060tracker'],
    ['colours', 'tok\u001b[1m_of_\u001b[0mtracker'],
    ['an ANSI sequence that would take the first letter', '\u001b[tok_of_tracker'],
    ['an ANSI sequence beside invisible characters', '\u001b[tok_of\u200b_tracker'],
  ])('are found behind %s', (_name, text) => {
    expect(secretsOf(['tok_of_tracker']).redact(`a ${text} b`)).toMatch(/^a [^a-z]*\*\*\* b$/);
  });

  it('are found as JSON and URLs escape them', () => {
    const secret = 'a "b" <c>\\d';
    const secrets = secretsOf([secret]);
    for (const text of [JSON.stringify({ secret }), encodeURIComponent(secret), encodeURI(secret)])
      expect(secrets.redact(text)).not.toMatch(/b.*c/);
  });

  it.each([
    ['http://me:p%40ssword1@proxy:3128', ['p%40ssword1', 'p@ssword1', 'me:p%40ssword1']],
    ['http://only-a-token@proxy:3128', ['only-a-token']],
  ])('in proxy addresses are hidden: %s', (url, hidden) => {
    const secrets = new Secrets(() => undefined);
    secrets.addProxies({ HTTPS_PROXY: url, http_proxy: 'not a url', NO_PROXY: 'x' });
    for (const value of hidden) expect(secrets.redact(`a ${value} b`)).toBe('a *** b');
  });

  it('in a URL of a proxy without a scheme are hidden as well', () => {
    const secrets = new Secrets(() => undefined);
    secrets.addProxies({ HTTPS_PROXY: 'user:password1@proxy:3128' });
    expect(secrets.redact('cannot use user:password1@proxy:3128')).not.toContain('password1');
  });

  it.each([
    'https://app.warp.dev/session/0F8B-1234?pwd=PASS1234',
    'http://app.warp.dev/session/0f8b-1234',
    'app.warp.dev/session/0f8b-1234?pwd=pass1234',
    '//APP.warp.dev/session/0f8b-1234',
    'session/0f8b-1234',
    '0F8B-1234',
    'pass1234',
    'other-id-5678',
  ])('a hidden session shows in no form: %s', (form) => {
    const secrets = secretsOf([]);
    secrets.hideSession({
      link: 'https://app.warp.dev/session/0f8b-1234?pwd=pass1234',
      id: 'other-id-5678',
      runId: 'run-1',
    });
    expect(secrets.redact(`a ${form} b`)).not.toMatch(/0f8b|pass1234|5678/i);
    expect(secrets.redactLink(form)).toBe(form);
  });

  it('a session that is named after its run leaves the id of the run readable', () => {
    const secrets = secretsOf([]);
    secrets.hideSession({ link: 'https://app.warp.dev/session/run-1234', id: 'run-1234', runId: 'run-1234' });
    expect(secrets.redact('https://oz.warp.dev/runs/run-1234')).toBe('https://oz.warp.dev/runs/run-1234');
    expect(secrets.redact('http://app.warp.dev/session/run-1234 session/run-1234')).toBe('http://*** ***');
  });
});
