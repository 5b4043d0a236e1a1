import { describe, expect } from 'vitest';
import type { Fault } from '../emulator/http/faults.ts';
import { outOfCredits, problemFault } from '../emulator/known-faults.ts';
import { hostileProblem } from '../emulator/oz/hostile.ts';
import { loadEvent } from '../events/load.ts';
import {
  CREATE,
  commentsOf,
  errorOf,
  it,
  type Job,
  type JobOptions,
  nowhere,
  type Stage,
} from '../support/dist-step.ts';
import { render } from './rendered.ts';

const TRACE = 'c0ffee00c0ffee00c0ffee00c0ffee00';

/** Red and refused, after one create request, with the same words in outputs, summary and comment. */
async function refusedBy(stage: Stage, fault: Fault | undefined, options: JobOptions = {}): Promise<Job> {
  if (fault !== undefined) stage.emulator.faults.add(CREATE, { ...fault, times: 'always' });
  const job = await stage.run(options);
  expect(job.conclusion).toBe('failure');
  expect(job.outputs).toMatchObject({ outcome: 'refused', attempts: '0', 'run-id': '', run: '' });
  expect(stage.emulator.count('oz', CREATE)).toBe(1);
  expect(stage.emulator.oz.runs.size).toBe(0);
  expect(job.outputs['error-message']).not.toBe('');
  expect(job.summary).toContain('No Oz agent was started');
  expect(commentsOf(stage.emulator)).toEqual([expect.stringContaining('No Oz agent was started')]);
  return job;
}

describe.concurrent('a create request that is refused', () => {
  it('401: check the key', async ({ stage }) => {
    const key = 'wk-1.a-wrong-key-0123456789';
    // Not on a pull request, where runs are looked up first.
    const options = {
      event: loadEvent('push'),
      with: { 'api-key': key, 'issue-number': '7' },
      secrets: [key],
    };
    const job = await refusedBy(stage, undefined, options);
    expect(job.outputs['error-code']).toBe('authentication_required');
    const error = errorOf(job);
    for (const part of ['`api-key`', 'expired or revoked', 'error-code: authentication_required']) {
      expect(error).toContain(part);
    }
    nowhere(key, job, stage.emulator);
    expect(job.main.masks).toContain(key);
  });

  it('401 met by a look-up before it: reported as a wrong key, and nothing else', async ({ stage }) => {
    const key = 'wk-1.a-wrong-key-0123456789';
    const wrong = { 'api-key': key };
    const steps: JobOptions[] = [
      { event: loadEvent('pull_request.opened'), with: wrong },
      { event: loadEvent('pull_request_target.opened'), with: wrong },
      { event: loadEvent('push'), with: { ...wrong, 'issue-number': '7', 'on-overlap': 'skip' } },
      { event: loadEvent('push'), with: { ...wrong, 'issue-number': '7', mode: 'attach', prompt: '' } },
    ];
    for (const options of steps) {
      const job = await stage.runMain({ ...options, secrets: [key] });
      expect(job.conclusion).toBe('failure');
      expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'authentication_required' });
      expect(job.outputs['error-message']).toBe('Listing runs: Invalid API key.');
      expect(errorOf(job)).toContain('expired or revoked');
    }
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('another refusal of a look-up before it: the cause first, then what follows from it', async ({
    stage,
  }) => {
    const fault = problemFault(403, 'not_authorized', { error: 'Runs are hidden' });
    stage.emulator.faults.add('GET /agent/runs', { ...fault, times: 'always' });
    const own = await stage.runMain({ event: loadEvent('pull_request.opened') });
    expect(own.outputs['error-message']).toMatch(/^Listing runs: Runs are hidden.*opened the pull request/);
    const overlap = { 'issue-number': '7', 'on-overlap': 'skip' };
    const other = await stage.runMain({ event: loadEvent('push'), with: overlap });
    expect(other.outputs['error-message']).toMatch(/^Listing runs: Runs are hidden.*still active/);
    for (const job of [own, other]) expect(job.outputs['error-code']).toBe('not_authorized');
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('401 whose words quote the key', async ({ stage }) => {
    const words = {
      error: `Unknown key ${stage.emulator.apiKey}`,
      detail: `Bearer ${stage.emulator.apiKey}`,
    };
    const job = await refusedBy(stage, problemFault(401, 'authentication_required', words));
    expect(errorOf(job)).toContain('Unknown key ***');
  });

  it('403 without credits: add some', async ({ stage }) => {
    const fault = problemFault(403, 'insufficient_credits', { detail: 'The team has 0 credits left' });
    const job = await refusedBy(stage, fault);
    const error = errorOf(job);
    for (const part of ['The team has 0 credits left', 'Add credits', 'insufficient_credits', TRACE]) {
      expect(error).toContain(part);
    }
    expect(job.summary).toContain('Add credits');
  });

  it('429 that hides the same is not tried again', async ({ stage }) => {
    const job = await refusedBy(stage, outOfCredits());
    expect(errorOf(job)).toContain('Add credits');
    expect(job.outputs['error-code']).toBe('out_of_credits');
  });

  it('403 with an auth_url: authorise there', async ({ stage }) => {
    const extra = { auth_url: 'https://github.com/apps/oz/installations/new', provider: 'github' };
    const job = await refusedBy(stage, problemFault(403, 'external_authentication_required', extra));
    expect(errorOf(job)).toContain('Authorise github here: https://github.com/apps/oz/installations/new');
    expect(render(job.summary).prose).toContain('https://github.com/apps/oz/installations/new');
  });

  it('403 with repositories that the agent cannot reach', async ({ stage }) => {
    const extra = {
      setup_url: 'https://oz.warp.dev/setup',
      inaccessible_repos: ['octo-org/a', 'octo-org/b'],
    };
    const job = await refusedBy(stage, problemFault(403, 'not_authorized', extra));
    expect(errorOf(job)).toContain('octo-org/a, octo-org/b');
    expect(errorOf(job)).toContain('https://oz.warp.dev/setup');
  });

  it('404: check the environment', async ({ stage }) => {
    stage.emulator.oz.options.refuseUnknown = true;
    const job = await refusedBy(stage, undefined, { with: { environment: 'nowhereNowhereNowhere1' } });
    const error = errorOf(job);
    for (const part of ['"nowhereNowhereNowhere1" not found', '`environment`', 'resource_not_found']) {
      expect(error).toContain(part);
    }
  });

  for (const status of [401, 413]) {
    it(`a gateway's HTML with ${status}: check api-url and the proxy`, async ({ stage }) => {
      const job = await refusedBy(stage, { kind: 'html', status });
      const error = errorOf(job);
      expect(error).toContain('`api-url` and the proxy');
      expect(error).toContain(String(status));
      expect(error).not.toContain('<html>');
    });
  }

  it('hostile words stay words', async ({ stage }) => {
    const fault: Fault = { status: 422, body: hostileProblem(422, 'operation_not_supported') };
    const job = await refusedBy(stage, fault);
    expect(job.annotations).toHaveLength(1);
    expect(job.annotations[0]).toMatchObject({ title: 'Oz agent: refused' });
    expect(errorOf(job)).not.toContain('javascript:alert(1)//');
  });
});

describe.concurrent('a create request whose answer was lost', () => {
  it('behind a gateway page: the run is found and adopted', async ({ stage }) => {
    stage.emulator.faults.add(CREATE, { kind: 'html', effect: true });
    const job = await stage.run();
    expect(job.outputs.outcome).toBe('succeeded');
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
    expect(stage.emulator.oz.runs.size).toBe(1);
  });

  it('where runs cannot be looked up: lost, nothing created again', async ({ stage }) => {
    stage.emulator.faults.add(CREATE, { kind: 'reset-after' });
    stage.emulator.faults.add('GET /agent/runs', {
      ...problemFault(403, 'feature_not_available'),
      times: 'always',
    });
    // Not on a pull request, where the gate would have to ask for runs as well.
    const job = await stage.runMain({ event: loadEvent('push') });
    expect(job.outputs.outcome).toBe('lost');
    expect(stage.emulator.count('oz', CREATE)).toBe(1);
    expect(errorOf(job)).toContain(`start_id=${stage.emulator.oz.lastRun.metadata.start_id}`);
  });
});
