import { describe, expect } from 'vitest';
import { file, pullRequest } from '../emulator/oz/artifacts.ts';
import { says } from '../emulator/oz/conversation.ts';
import { CREATE, it, QUIET, READ, type Stage } from '../support/dist-step.ts';
import { type ForwardProxy, startProxy } from '../support/proxy.ts';
import { causedBy } from './people.ts';

const EVIL = 'https://evil.invalid/octo-org/octo-repo/pull/666';

/** Headers that tell a storage host more than it needs. */
const OURS = ['authorization', 'cookie', 'referer', 'user-agent', 'accept', 'x-oz-api-source'];

/** Through a proxy that writes down every address asked for. */
function through({ address }: ForwardProxy): Record<string, string> {
  return { HTTP_PROXY: `http://${address}`, HTTPS_PROXY: `http://${address}` };
}

/** Hosts that were asked for besides those of the Oz API, of GitHub and of the storage. */
function strangeHosts({ asked }: ForwardProxy, { emulator }: Stage): string[] {
  const known = [emulator.apiUrl, emulator.githubUrl, emulator.storageUrl].map((url) => new URL(url).host);
  const hosts = asked.map((line) => line.replace(/^CONNECT /, 'GET https://').split(' ')[1] ?? '');
  return hosts.map((url) => new URL(url).host).filter((host) => !known.includes(host));
}

describe('nobody’s words choose whom the action asks', () => {
  it('neither links in a run nor addresses in an event are followed', async ({ stage }) => {
    await using proxy = await startProxy();
    const artifacts = [pullRequest(EVIL, 'main'), file('report', 'text', { filename: 'report.txt' })];
    const set = { session_link: EVIL, url: EVIL, transcript_url: EVIL, download_url: EVIL };
    stage.emulator.oz.nextLife([
      { state: 'INPROGRESS', reads: 1, set },
      { state: 'SUCCEEDED', artifacts, conversation: says('end', `See ${EVIL} and ![](${EVIL})`) },
    ]);
    const urls = { url: EVIL, html_url: EVIL, comments_url: EVIL };
    const event = causedBy('octocat', 'issue_comment.created.pull_request', {
      comment: urls,
      issue: { ...urls, pull_request: urls },
    });
    const job = await stage.runMain({ event, env: through(proxy), with: { 'artifacts-dir': 'out' } });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(strangeHosts(proxy, stage)).toEqual([]);
    const stored = stage.emulator.requests.filter(({ host }) => host === 'storage');
    expect(stored.length).toBeGreaterThan(0);
    const names = stored.flatMap(({ headers }) => Object.keys(headers));
    expect(names.filter((name) => OURS.includes(name))).toEqual([]);
  });

  it.for([301, 307])('a read that is answered with %i goes nowhere', async (status, { stage }) => {
    await using proxy = await startProxy();
    stage.emulator.faults.add(READ, { status, headers: { location: EVIL }, body: '' });
    await stage.runMain({ env: through(proxy), with: QUIET });
    expect(strangeHosts(proxy, stage)).toEqual([]);
  });

  it('a create request that is answered with a redirect is not sent elsewhere', async ({ stage }) => {
    await using proxy = await startProxy();
    stage.emulator.faults.add(CREATE, { status: 307, headers: { location: EVIL }, body: '' });
    const job = await stage.runMain({ env: through(proxy), with: QUIET });
    expect(['refused', 'lost']).toContain(job.outputs.outcome);
    expect(strangeHosts(proxy, stage)).toEqual([]);
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
  });

  it('a download that is redirected ends there', async ({ stage }) => {
    await using proxy = await startProxy();
    const artifacts = [file('report', 'text', { filename: 'report.txt' })];
    stage.emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts }]);
    const redirect = { status: 302, headers: { location: EVIL }, body: '', times: 'always' } as const;
    stage.emulator.faults.add('GET /{token}/{name}', redirect);
    const job = await stage.runMain({
      env: through(proxy),
      with: { ...QUIET, 'artifacts-dir': 'out' },
    });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(strangeHosts(proxy, stage)).toEqual([]);
  });
});
