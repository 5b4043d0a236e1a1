import { describe, expect } from 'vitest';
import { environment } from '../emulator/oz/catalogue.ts';
import { CREATE, errorOf, it, type JobOptions, messages, QUIET, type Stage } from '../support/dist-step.ts';

const SKILL = 'octo-org/octo-repo:fix-ci';

function check(stage: Stage, inputs: Record<string, string>, options: JobOptions = {}) {
  return stage.runMain({ ...options, with: { prompt: '', mode: 'check', ...inputs } });
}

describe('mode check', () => {
  it('all is well: green, with a table, and nothing was created', async ({ stage }) => {
    const { emulator } = stage;
    const inputs = { environment: 'env-node-24', model: 'large-thinker', skill: 'fix-ci', harness: 'codex' };
    const job = await check(stage, inputs);
    expect(job.conclusion).toBe('success');
    expect(job.outputs).toMatchObject({ outcome: 'checked', attempts: '0', 'run-id': '', 'error-code': '' });
    expect(job.summary).toMatch(/\| Checked\s*\| Finding/);
    for (const what of ['API key', 'Environment', 'Model', 'Skill', 'Harness', 'GitHub token']) {
      expect(job.summary).toMatch(new RegExp(`\\|[^|]*${what}\\s*\\|`));
    }
    expect(job.summary).not.toContain('❌');
    expect(emulator.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(emulator.github.comments()).toEqual([]);
  });

  it('near misses: red, and what may have been meant', async ({ stage }) => {
    const inputs = { environment: 'env-nod-24', model: 'large-thinkr', skill: 'fix-c1', harness: 'codexx' };
    const job = await check(stage, inputs);
    expect(job.conclusion).toBe('failure');
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'check_failed' });
    for (const meant of ['env-node-24', 'large-thinker', SKILL]) {
      expect(errorOf(job)).toContain(`did you mean \`${meant}\``);
      expect(job.summary).toContain(meant);
    }
    // A harness that this version does not know is passed on, so it would not be refused here.
    expect(errorOf(job)).not.toContain('codexx');
    expect(job.summary).toMatch(/codexx.*did you mean.*codex/);
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
    expect(stage.emulator.github.comments()).toEqual([]);
  });

  it('what is known but of no use: red, and why', async ({ stage }) => {
    const job = await check(stage, { ...QUIET, environment: 'env-broken', model: 'retired-model' });
    expect(job.conclusion).toBe('failure');
    expect(errorOf(job)).toMatch(/Model: .*disabled.*ADMIN_DISABLED/);
    expect(errorOf(job)).toMatch(/Environment: .*set-up has failed/);
  });

  it.for([
    ['mcp-servers', '{bad'],
    ['session-access', 'foo'],
    ['prompt-file', 'missing.md'],
    ['config', '[]'],
    ['metadata', 'no equals sign'],
    ['artifacts-dir', '..'],
    ['wait', 'yes'],
    ['max-attempts', '11'],
    ['required-permission', 'king'],
    ['harness-auth-secret', 'name'],
  ] as const)('what a run refuses for its form: %s', async ([input, value], { stage }) => {
    const job = await check(stage, { ...QUIET, [input]: value });
    expect(job.conclusion).toBe('failure');
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'invalid_input' });
    expect(errorOf(job)).toContain(`\`${input}\``);
    expect(stage.emulator.count('oz')).toBe(0);
  });

  it('takes every input of a run, and advises to remove none', async ({ stage }) => {
    const inputs = {
      prompt: 'Repair it',
      attachments: 'a.txt',
      metadata: 'team=core',
      'on-overlap': 'skip',
      'max-attempts': '2',
      'run-timeout-minutes': '5',
      'required-permission': 'read',
      config: '{"model_id": "large-thinker"}',
    };
    const job = await check(stage, inputs, { files: { 'a.txt': 'x' } });
    expect(job.conclusion).toBe('success');
    expect(job.annotations).toEqual([]);
    // Named in `config`, as a run would send it.
    expect(job.summary).toContain('Large Thinker');
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });

  it('has no task to check without prompt and skill, and says so', async ({ stage }) => {
    const job = await check(stage, { comment: 'off' });
    expect(job.outputs.outcome).toBe('checked');
    expect(job.summary).toMatch(/Task.*`?prompt-file`?/);
  });

  it('warns of an input that no run uses', async ({ stage }) => {
    const job = await check(stage, { ...QUIET, 'run-id': 'abc' });
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('`run-id`')]);
  });

  it('nothing near: no guess', async ({ stage }) => {
    const job = await check(stage, { ...QUIET, model: 'something-else-altogether' });
    expect(errorOf(job)).toContain('something-else-altogether');
    expect(errorOf(job)).not.toContain('did you mean');
  });

  it('a key that is refused: red, and no comment', async ({ stage }) => {
    const key = 'wk-1.revoked-0123456789';
    const job = await check(stage, { 'api-key': key }, { secrets: [key] });
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'authentication_required' });
    expect(stage.emulator.github.comments()).toEqual([]);
  });
});

describe('a create request that is refused for one of these', () => {
  const cases: [input: string, value: string, meant: string][] = [
    ['environment', 'nodeNodeNodeNodeNode24', 'nodeNodeNodeNodeNode42'],
    ['model', 'large-thinkr', 'large-thinker'],
    ['skill', 'fix-c1', 'octo-org/octo-repo:fix-ci'],
  ];
  for (const [input, value, meant] of cases) {
    it(`${input}: says what may have been meant`, async ({ stage }) => {
      stage.emulator.oz.options.refuseUnknown = true;
      stage.emulator.oz.environments.push(environment('nodeNodeNodeNodeNode42', 'forty-two'));
      const job = await stage.runMain({ with: { ...QUIET, [input]: value } });
      expect(job.outputs).toMatchObject({ outcome: 'refused', attempts: '0' });
      expect(errorOf(job)).toContain(`did you mean \`${meant}\``);
      expect(stage.emulator.count('oz', CREATE)).toBe(1);
      expect(messages(job, 'warning')).toEqual([]);
    });
  }
});
