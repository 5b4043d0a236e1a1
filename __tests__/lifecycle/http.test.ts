import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it as plain, vi } from 'vitest';
import { OzClient } from '../../src/oz/client.ts';
import { routeTo } from '../../src/oz/network.ts';
import { OzError } from '../../src/oz/problem.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { it } from '../support/virtual-test.ts';

const CREATE = 'POST /agent/runs';
const MB = 1024 ** 2;

const failure = (promise: Promise<unknown>): Promise<OzError> =>
  promise.then(
    () => expect.unreachable(),
    (error) => {
      if (error instanceof OzError) return error;
      throw error;
    },
  );

describe('an answer in gzip', () => {
  plain('is asked for and decoded, whoever sends it', async () => {
    await using host = await rawHost(gzipSync(JSON.stringify({ run_id: 'run-1', state: 'QUEUED' })));
    await using oz = clientOf(host.url);
    expect(await oz.client.createRun({ prompt: 'x' })).toMatchObject({ id: 'run-1', state: 'QUEUED' });
    expect(host.asked.join()).toMatch(/^accept-encoding: gzip\r$/im);
  });

  plain('that fills the memory is given up', async () => {
    await using host = await rawHost(gzipSync(Buffer.alloc(257 * MB), { level: 1 }));
    await using oz = clientOf(host.url);
    expect(await failure(oz.client.readRun('run-1'))).toMatchObject({ kind: 'unanswered' });
  });

  plain('that is broken may have had its effect', async () => {
    await using host = await rawHost(gzipSync('{"run_id": "run-1"}').subarray(0, 20));
    await using oz = clientOf(host.url);
    expect(await failure(oz.client.createRun({ prompt: 'x' }))).toMatchObject({ kind: 'unanswered' });
  });
});

describe('the limit of a request', () => {
  afterEach(() => vi.restoreAllMocks());

  it('grows with its body: 50 MiB of attachments take 47 s at 12 Mbit/s', async ({ step }) => {
    const limits = vi.spyOn(AbortSignal, 'timeout');
    await step.oz.createRun({ prompt: 'x' });
    await step.oz.createRun({ prompt: 'A'.repeat((50 * MB * 4) / 3) });
    const [small = 0, large = 0] = limits.mock.calls.map(([ms]) => ms);
    expect(small).toBeLessThan(31_000);
    expect(large).toBeGreaterThan(90_000);
    // Within the time that a create request is tried.
    expect(large).toBeLessThan(3 * 60_000);
  });
});

describe('a request that was never written', () => {
  plain('is unsent, also when a proxy holds its tunnel back until the time is up', async () => {
    await using host = await rawHost(undefined);
    vi.stubEnv('HTTPS_PROXY', `http://me:hidden@${new URL(host.url).host}`);
    vi.stubEnv('NO_PROXY', '');
    await using oz = clientOf('https://oz.example.test/api/v1', 500);
    const error = await failure(oz.client.createRun({ prompt: 'x' }));
    vi.unstubAllEnvs();
    expect(error).toMatchObject({ kind: 'unsent', code: 'unreachable' });
    expect(error.message).toContain(`oz.example.test through the proxy ${new URL(host.url).host}`);
    expect(error.message).toContain('HTTPS_PROXY');
    expect(error.message).not.toContain('hidden');
    expect(host.asked.join()).toMatch(/^CONNECT oz\.example\.test:443/);
  });

  plain('is told from one that was written and got no answer', async () => {
    await using host = await rawHost(undefined);
    await using oz = clientOf(host.url, 500);
    const error = await failure(oz.client.createRun({ prompt: 'x' }));
    expect(error).toMatchObject({ kind: 'unanswered' });
    expect(error.message).toContain('timed out');
    expect(host.asked.join()).toMatch(/^POST /);
  });

  plain('goes to the path of the base URL, with or without slashes at its end', async () => {
    await using host = await rawHost(gzipSync('{"run_id": "run-1"}'));
    for (const end of ['', '/', '//']) {
      await using oz = clientOf(`${host.url}${end}`);
      await oz.client.createRun({ prompt: 'x' });
    }
    const lines = host.asked.map((request) => request.split('\r\n')[0]);
    expect(new Set(lines)).toEqual(new Set(['POST /api/v1/agent/runs HTTP/1.1']));
  });

  it('names the host that cannot be reached', async ({ step }) => {
    await step.emulator.down('oz');
    const error = await failure(step.oz.createRun({ prompt: 'x' }));
    expect(error).toMatchObject({ kind: 'unsent', code: 'unreachable' });
    expect(error.message).toContain(new URL(step.emulator.apiUrl).host);
    expect(step.requests(CREATE)).toEqual([]);
  });
});

plain.each<[string, string, NodeJS.ProcessEnv]>([
  ['app.warp.dev', 'https://app.warp.dev/x', {}],
  [
    'app.warp.dev through the proxy proxy:3128 that HTTPS_PROXY names',
    'https://app.warp.dev/x',
    { HTTPS_PROXY: 'http://me:secret@proxy:3128', HTTP_PROXY: 'http://other' },
  ],
  [
    'app.warp.dev through the proxy other that http_proxy names, unless NO_PROXY exempts the host',
    'https://app.warp.dev/x',
    { http_proxy: 'http://other', no_proxy: 'a.b' },
  ],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080/x', { HTTP_PROXY: 'http://other' }],
  ['app.warp.dev', 'https://app.warp.dev/x', { HTTPS_PROXY: 'nonsense' }],
])('%s is the way to %s', (route, url, env) => {
  expect(routeTo(new URL(url), env)).toBe(route);
});

/** A host that answers every request with this content in gzip; with none it never answers. */
async function rawHost(
  content: Buffer | undefined,
): Promise<AsyncDisposable & { url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      asked.push(chunk.toString('latin1'));
      if (content === undefined) return;
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: ${content.length}\r\nconnection: close\r\n\r\n`,
      );
      socket.end(content);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.close();
    },
  };
}

function clientOf(apiUrl: string, timeout?: number): AsyncDisposable & { client: OzClient } {
  const client = new OzClient({
    apiUrl: new URL(apiUrl),
    apiKey: 'wk-1',
    userAgent: 'tests',
    clock: new VirtualClock(),
    debug: () => undefined,
    ...(timeout === undefined ? {} : { timeout }),
  });
  return { client, [Symbol.asyncDispose]: () => client.destroy() };
}
