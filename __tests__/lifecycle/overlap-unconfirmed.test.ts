import { describe, expect } from 'vitest';
import { resolveOverlap } from '../../src/runs/overlap.ts';
import { it } from '../support/virtual-test.ts';

const STAMP = { github_repository: 'octo-org/octo-repo', github_number: '7' };
const CANCEL = 'POST /agent/runs/{runId}/cancel';

describe('an earlier run', () => {
  it('whose cancellation is accepted, but never seen to take, still stands in the way', async ({ step }) => {
    const { oz } = step.emulator;
    const id = oz.addRun({ metadata: STAMP }, [{ state: 'INPROGRESS' }]);
    const run = oz.run(id);
    if (run) run.cancelReads = Number.POSITIVE_INFINITY;
    const resolved = resolveOverlap('cancel', STAMP, undefined, step.deps);
    await expect(resolved).rejects.toMatchObject({
      failure: { code: 'overlap', message: expect.stringContaining(id) },
    });
    expect(step.requests(CANCEL).length).toBeGreaterThan(0);
  });
});
