import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmlessLine, harmlessLines } from '../../src/log.ts';
import { Secrets } from '../../src/secrets.ts';
import { parseCommand } from '../runner/command.ts';
import { collectingLog } from '../support/collecting-log.ts';

/** Pieces of which commands, disguises and line ends are made. */
const PIECES = [
  '::error::x',
  '::add-mask::secret',
  '::set-output name=outcome::succeeded',
  '::stop-commands::t',
  '::endgroup::',
  '##[error]x',
  '##[add-mask]secret',
  '##[',
  '##',
  '#',
  '[',
  '::',
  ':',
  'error',
  '\n',
  '\r',
  '\r\n',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u000b',
  '\u000c',
  ' ',
  '\t',
  '\u00a0',
  '\u3000',
  '\u200b',
  '\u200d',
  '\u00ad',
  '\ufeff',
  '\u2066',
  '\u180e',
  '\u034f',
  '\u115f',
  '\ufe0f',
  '\u{e0001}',
  '\u{e0100}',
  '\u0000',
  '\u0007',
  '\u0008',
  '\u001b',
  '\u001b[31m',
  '\u001b[0m',
  '\u001b]8;;https://x.y\u0007',
  '\u001b]8;;\u001b\\',
  '\u009b31m',
  'words',
  '😀',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 20 })
  .map((parts) => parts.join(''));

/** Lines as the runner splits them. */
const runnerLines = (text: string) => text.split(/\r\n|\r|\n/);

describe('a printed line', () => {
  it('never holds a workflow command, whatever the text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of [...harmlessLines(text), harmlessLine(text)].flatMap(runnerLines))
          expect([line, parseCommand(line)]).toEqual([line, undefined]);
      }),
      { numRuns: 3000 },
    );
  });

  it('never holds one once the log has printed it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { log, lines } = collectingLog();
        log.info(text);
        log.gutter(`│ ${text}`, 'dim');
        log.startGroup(text);
        for (const line of lines.filter((one) => !one.startsWith('group: ')).flatMap(runnerLines))
          expect([line, parseCommand(line)]).toEqual([line, undefined]);
        for (const group of lines.filter((one) => one.startsWith('group: ')))
          expect(runnerLines(group)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps harmless words as they are', () => {
    for (const text of [
      'plain words',
      'a :: b',
      '# heading',
      '  indented',
      'tab\there',
      'ünï çødé 😀',
      'x ## [y]',
    ]) {
      expect(harmlessLines(text)).toEqual([text]);
    }
    expect(harmlessLines('a\r\nb\rc\nd')).toEqual(['a', 'b', 'c', 'd']);
  });
});

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

  it('survive in no value of JSON, nor in a key, nor in data for readers', () => {
    fc.assert(
      fc.property(cases, ([values, text]) => {
        const secrets = secretsOf(values);
        const data = { [text]: [text, { deep: [text, 1, null, true] }] };
        const strings: string[] = [];
        for (const redacted of [secrets.redactJson(data), secrets.redactDataForReaders(data)]) {
          JSON.stringify(redacted, (key, value) => {
            strings.push(key, ...(typeof value === 'string' ? [value] : []));
            return value;
          });
        }
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
});
