import { describe, expect } from 'vitest';
import { it } from '../support/dist-step.ts';

const CHECK = { prompt: '', mode: 'check' };

describe.concurrent('mode check where Oz does not answer', () => {
  it('a wrong host: names it, and what to do', async ({ stage }) => {
    const job = await stage.runMain({ with: { ...CHECK, 'api-url': 'http://127.0.0.1:1/api/v1' } });
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'unreachable' });
    expect(job.summary).toMatch(/❌ API at 127\.0\.0\.1:1\s*\|.*Check `api-url`/);
    expect(job.summary).toContain('GitHub token');
  });

  it('a wrong path: names the right one', async ({ stage }) => {
    stage.emulator.faults.add('GET /agent/environments', {
      status: 404,
      body: '<html></html>',
      times: 'always',
    });
    const job = await stage.runMain({ with: CHECK });
    expect(job.outputs.outcome).toBe('refused');
    expect(job.summary).toMatch(/❌ API at .*base URL of the Oz API.*app\.warp\.dev\/api\/v1/);
  });
});
