import { afterAll, afterEach, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import { OzClient } from '../../src/oz/client.ts';
import type { OzError } from '../../src/oz/problem.ts';
import { verdictOn } from '../../src/runs/start.ts';
import {
  type Contracts,
  type Emulator,
  type EmulatorOptions,
  loadContracts,
  startEmulator,
} from '../emulator/emulator.ts';
import { loadEvent } from '../events/load.ts';
import { runStep, type StepResult } from '../runner/run-step.ts';
import { type Certificates, canMakeCertificates, makeCertificates } from '../support/certificates.ts';
import { ROOT } from '../support/invariants.ts';
import { type ForwardProxy, REMOTE_HOST, startProxy } from '../support/proxy.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const PASSWORD = 'p%40ss-word-1';
const DECODED = 'p@ss-word-1';

interface Network {
  readonly emulator: Emulator;
  run(env: Record<string, string>, inputs?: Record<string, string>): Promise<StepResult>;
}

/** Lets the body play with an emulator of its own. */
async function onNetwork(options: EmulatorOptions, play: (network: Network) => Promise<void>): Promise<void> {
  await using emulator = await startEmulator(options);
  const { apiUrl, apiKey, githubToken, githubUrl, graphqlUrl } = emulator;
  const run: Network['run'] = (env, inputs = {}) =>
    runStep({
      action: ROOT,
      event: loadEvent('pull_request.opened'),
      githubToken,
      secrets: [apiKey],
      urls: { api: githubUrl, graphql: graphqlUrl },
      env,
      with: {
        prompt: 'Repair the parser',
        'api-key': apiKey,
        'api-url': apiUrl,
        'poll-interval-seconds': '0.1',
        ...inputs,
      },
    });
  await play({ emulator, run });
  expect(emulator.violations).toEqual([]);
}

function expectSuccess({ conclusion, outputs, log }: StepResult, emulator: Emulator): void {
  expect([conclusion, outputs.outcome], log).toEqual(['success', 'succeeded']);
  expect(emulator.github.comments(7), log).toHaveLength(1);
}

function leaksOf(job: StepResult): string[] {
  const printed = [job.main, job.post].map((phase) =>
    `${phase?.stdout}\n${phase?.stderr}`.replace(/^::add-mask::.*$/gm, ''),
  );
  const everything = [
    ...printed,
    JSON.stringify(job.outputs),
    job.summary,
    JSON.stringify(job.main.state),
  ].join('\n');
  return [
    PASSWORD,
    DECODED,
    encodeURIComponent(DECODED),
    Buffer.from(`me:${DECODED}`).toString('base64'),
  ].filter((secret) => everything.includes(secret));
}

describe.concurrent('through a proxy', () => {
  let contracts: Contracts;
  let certificates: Certificates | undefined;
  beforeAll(() => {
    contracts = loadContracts();
    certificates = canMakeCertificates() ? makeCertificates() : undefined;
  });
  afterAll(() => certificates?.remove());

  const both = (proxy: ForwardProxy, credentials = '') => ({
    HTTP_PROXY: `http://${credentials}${proxy.address}`,
    HTTPS_PROXY: `http://${credentials}${proxy.address}`,
  });
  const remote = ({ apiUrl }: Emulator) => ({ 'api-url': apiUrl.replace('127.0.0.1', REMOTE_HOST) });
  const tlsOptions = ({ skip }: Pick<TestContext, 'skip'>): EmulatorOptions & { authority: string } => {
    if (certificates === undefined) return skip('there is no openssl to make certificates with');
    return { contracts, tls: certificates, authority: certificates.authority };
  };

  it('never sends what is on loopback, whose key and files would travel in clear', async () => {
    await using proxy = await startProxy();
    await onNetwork({ contracts }, async ({ emulator, run }) => {
      expectSuccess(await run(both(proxy), { 'artifacts-dir': 'out' }), emulator);
      expect(emulator.count('storage')).toBeGreaterThan(0);
      expect(proxy.asked).toEqual([]);
    });
  });

  it('reaches an API that speaks HTTPS, with a private authority', async (context) => {
    const { authority, ...options } = tlsOptions(context);
    await using proxy = await startProxy();
    await onNetwork(options, async ({ emulator, run }) => {
      const job = await run({ ...both(proxy), NODE_EXTRA_CA_CERTS: authority }, remote(emulator));
      expectSuccess(job, emulator);
      expect(proxy.asked).toContain(`CONNECT ${REMOTE_HOST}:${new URL(emulator.apiUrl).port}`);
    });
  });

  it('gives credentials to the proxy, and tells nobody', async (context) => {
    const { authority, ...options } = tlsOptions(context);
    await using proxy = await startProxy(`me:${DECODED}`);
    await onNetwork(options, async ({ emulator, run }) => {
      const job = await run(
        { ...both(proxy, `me:${PASSWORD}@`), NODE_EXTRA_CA_CERTS: authority, RUNNER_DEBUG: '1' },
        remote(emulator),
      );
      expectSuccess(job, emulator);
      expect(proxy.asked.length).toBeGreaterThan(0);
      expect(proxy.asked.filter((line) => line.startsWith('407'))).toEqual([]);
      expect(leaksOf(job)).toEqual([]);
    });
  });

  it('that refuses the credentials fails at once, clearly', async (context) => {
    const { authority, ...options } = tlsOptions(context);
    await using proxy = await startProxy('somebody:else');
    await onNetwork(options, async ({ emulator, run }) => {
      const job = await run(
        { ...both(proxy, `me:${PASSWORD}@`), NODE_EXTRA_CA_CERTS: authority },
        { ...remote(emulator), comment: 'off' },
      );
      expect([job.conclusion, job.outputs.outcome], job.log).toEqual(['failure', 'refused']);
      expect(job.outputs['error-message']).toMatch(/proxy|407/i);
      expect(emulator.oz.runs.size).toBe(0);
      expect(leaksOf(job)).toEqual([]);
    });
  });

  it.each(['me:p%40ss-word-1@proxy.invalid:3128', 'http://me:p%40ss-word-1@'])(
    'whose address is none it can use is a clear error without the credentials: %s',
    async (address) => {
      await onNetwork({ contracts }, async ({ run }) => {
        const job = await run(
          { HTTP_PROXY: address, HTTPS_PROXY: address },
          { 'api-url': `https://${REMOTE_HOST}/api/v1`, comment: 'off' },
        );
        expect([job.conclusion, job.outputs.outcome], job.log).toEqual(['failure', 'refused']);
        expect(job.annotations.filter(({ level }) => level === 'error')).toHaveLength(1);
        expect(job.log).not.toMatch(/did not expect/);
        expect(leaksOf(job)).toEqual([]);
      });
    },
    20_000,
  );
});

describe.concurrent('without a proxy', () => {
  it('takes an address of IPv6', async () => {
    await onNetwork({ address: '::1' }, async ({ emulator, run }) => {
      expect(emulator.apiUrl).toMatch(/^http:\/\/\[::1\]:\d+\/api\/v1$/);
      expectSuccess(await run({}), emulator);
    });
  });

  it('finds its comment again on a GitHub Enterprise Server', async () => {
    await onNetwork({ githubBasePath: '/api/v3' }, async ({ emulator, run }) => {
      expectSuccess(await run({}), emulator);
      expectSuccess(await run({}), emulator);
      expect(
        emulator.requests
          .filter(({ host }) => host === 'github')
          .map(({ path }) => path)
          .every((path) => /^\/api\/(v3\/|graphql$)/.test(path)),
      ).toBe(true);
    });
  });

  it('takes a base URL with and without a final slash', async () => {
    await onNetwork({}, async ({ emulator, run }) => {
      expectSuccess(await run({}, { 'api-url': `${emulator.apiUrl}/` }), emulator);
    });
  });
});

describe('a connection that fails before the request is sent', () => {
  afterEach(() => vi.unstubAllEnvs());

  const errorFrom = async (apiUrl: string) => {
    const oz = new OzClient({
      apiUrl: new URL(apiUrl),
      apiKey: 'wk-1',
      userAgent: 'x',
      clock: new VirtualClock(),
      debug: () => undefined,
    });
    const error = await oz.createRun({ prompt: 'x' }).then(
      () => expect.unreachable(),
      (reason: OzError) => reason,
    );
    await oz.destroy();
    return error;
  };

  it('goes past the proxy where NO_PROXY says so', async () => {
    await using proxy = await startProxy();
    vi.stubEnv('HTTPS_PROXY', `http://${proxy.address}`);
    vi.stubEnv('NO_PROXY', `example.org,${REMOTE_HOST}`);
    expect(await errorFrom(`https://${REMOTE_HOST}:1/api/v1`)).toMatchObject({ kind: 'unsent' });
    expect(proxy.asked).toEqual([]);
    vi.stubEnv('NO_PROXY', 'example.org');
    await errorFrom(`https://${REMOTE_HOST}:1/api/v1`);
    expect(proxy.asked).toEqual([`CONNECT ${REMOTE_HOST}:1`]);
  });

  it('for a certificate that nobody vouches for is harmless, and says so', async (context) => {
    if (!canMakeCertificates()) context.skip('there is no openssl to make certificates with');
    const tls = makeCertificates();
    await using emulator = await startEmulator({ tls });
    const error = await errorFrom(emulator.apiUrl);
    expect(error).toMatchObject({ kind: 'unsent', code: 'unreachable' });
    expect(error.message).toMatch(
      /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY/,
    );
    expect(verdictOn(error)).toBe('harmless');
    expect(emulator.requests).toEqual([]);
    tls.remove();
  });

  it('for TLS where plain HTTP is spoken is harmless', async () => {
    await using emulator = await startEmulator();
    const error = await errorFrom(emulator.apiUrl.replace('http:', 'https:'));
    expect([error.kind, verdictOn(error)]).toEqual(['unsent', 'harmless']);
  });

  it('for a name that does not resolve, or a port that nobody listens on, is harmless', async () => {
    await using emulator = await startEmulator();
    await emulator.down('oz');
    for (const url of [
      'http://no-such-host.invalid/api/v1',
      emulator.apiUrl,
      emulator.apiUrl.replace('127.0.0.1', 'localhost'),
    ]) {
      const error = await errorFrom(url);
      expect([url, error.kind, verdictOn(error)]).toEqual([url, 'unsent', 'harmless']);
    }
  });
});
