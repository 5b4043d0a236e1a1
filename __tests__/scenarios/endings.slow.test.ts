import { describe, expect } from 'vitest';
import { file } from '../emulator/oz/artifacts.ts';
import { errorOf, it, QUIET } from '../support/dist-step.ts';

describe('a run that succeeded', () => {
  it('is red without the pull request that was required, once it has been waited for', {
    timeout: 60_000,
  }, async ({ stage }) => {
    const report = file('report', 'nothing to change', { filename: 'report.txt' });
    stage.emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts: [report] }]);
    const job = await stage.run({ with: { ...QUIET, 'require-pull-request': 'true' } });
    expect(job.outputs).toMatchObject({
      outcome: 'no-pull-request',
      state: 'SUCCEEDED',
      'pull-requests': '[]',
    });
    expect(errorOf(job)).toContain('require-pull-request');
  });
});
