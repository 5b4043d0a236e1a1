import { describe, expect } from 'vitest';
import { inputDefaults } from '../../src/inputs/declared.ts';
import { environment } from '../emulator/oz/catalogue.ts';
import { CREATE, errorOf, it, type JobOptions, messages, QUIET, type Stage } from '../support/dist-step.ts';

const SKILL = 'octo-org/octo-repo:fix-ci';

function check(stage: Stage, inputs: Record<string, string>, options: JobOptions = {}) {
  return stage.runMain({ ...options, with: { prompt: '', mode: 'check', ...inputs } });
}

/** Oz is only read, and so is GitHub, whose GraphQL reads by POST. */
function expectNothingWritten({ emulator }: Stage): void {
  for (const { method, route, body } of emulator.requests) {
    const query = route === 'POST /graphql' ? (body as { query: string }).query : '';
    expect(method === 'GET' || /^\s*query\b/.test(query), `${method} ${route}`).toBe(true);
  }
}

describe.concurrent('mode check', () => {
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
    expect(job.summary).toMatch(/GitHub token\s*\| \S*speaks as `github-actions\[bot\]`/);
    expectNothingWritten(stage);
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

  it('shows every input as the step has it, secrets and long texts only described', async ({ stage }) => {
    const secret = 'a-secret-of-a-server';
    const servers = JSON.stringify({ docs: { url: 'https://x.example', headers: { 'X-Key': secret } } });
    const inputs = { prompt: `Say ${secret}`, 'base-prompt': 'x'.repeat(2000), 'mcp-servers': servers };
    const job = await check(stage, inputs, { secrets: [secret] });
    expect(job.summary).toContain('<details><summary>Inputs</summary>');
    const rows = job.summary.split('\n').filter((line) => / \| (?:the step|default) \|$/.test(line));
    expect(rows.map((row) => row.split('`')[1])).toEqual(Object.keys(inputDefaults));
    expect(rows).toContain('| `api-key` | `given` | the step |');
    expect(rows).toContain('| `mcp-servers` | `given` | the step |');
    expect(rows).toContain('| `prompt` | `Say ***` | the step |');
    expect(rows).toContain('| `base-prompt` | `2,000 characters` | the step |');
    expect(rows).toContain('| `run-timeout-minutes` | `60` | default |');
    expect(rows).toContain('| `model` | – | default |');
    expect(job.summary).not.toContain(secret);
  });

  it('without an environment: names those that the key can use', async ({ stage }) => {
    const job = await check(stage, { prompt: 'Repair it', comment: 'off' });
    expect(job.outputs.outcome).toBe('checked');
    expect(job.summary).toMatch(/❔ Environment\s*\|.*the key can use `node`: give one by `environment`/);
    stage.emulator.oz.environments.length = 0;
    const none = await check(stage, { prompt: 'Repair it', comment: 'off' });
    expect(none.summary).toMatch(/❔ Environment\s*\|.*can use none: create one in the Oz settings/);
  });

  it.for([
    [{}, ['pull-requests: write', 'issues: write']],
    [{ status: 'oz/check' }, ['pull-requests: write', 'issues: write', 'statuses: write']],
    [{ comment: 'off', status: 'oz/check' }, ['statuses: write']],
    [{ comment: 'off', review: 'true' }, ['pull-requests: write', 'contents: read']],
  ] as const)('names the permissions that the token needs for %j', async ([inputs, needs], { stage }) => {
    const job = await check(stage, inputs);
    const [, row = ''] = /❔ Token permissions\s*\|(.*)/.exec(job.summary) ?? [];
    const named = [...row.matchAll(/`([\w-]+: \w+)`/g)].map(([, need]) => need);
    expect(named).toEqual(needs);
  });

  it('does not ask GitHub where nothing is told there', async ({ stage }) => {
    const job = await check(stage, { comment: 'off' });
    expect(job.summary).toMatch(/GitHub token\s*\|.*not needed/);
    expect(stage.emulator.count('github')).toBe(0);
  });

  it.for([
    [
      'refuses it',
      { status: 401, body: { message: 'Bad credentials' } },
      /❔ GitHub token.*refused.*`\$\{\{ github\.token \}\}`/,
    ],
    ['is in trouble', { status: 502, body: {} }, /❔ GitHub token.*could not be asked/],
  ] as const)('says so where GitHub %s, and is green', async ([, fault, row], { stage }) => {
    stage.emulator.faults.add('POST /graphql', { ...fault, times: 'always' });
    const job = await check(stage, {});
    expect(job.outputs.outcome).toBe('checked');
    expect(job.summary).toMatch(row);
  });

  it('says that the token is missing', async ({ stage }) => {
    const job = await check(stage, { 'github-token': '' }, { githubToken: '' });
    expect(job.summary).toMatch(/❔ GitHub token.*empty.*github\.token/);
  });

  it.for([
    [
      'a personal access token',
      'ghp_0123456789abcdefghijABCDEFGHIJ012345',
      /a token of GitHub.*`github-token`/,
    ],
    ['a fine-grained one', 'github_pat_11ABCDEFG0123456789_abcdef', /a token of GitHub/],
    ['the key of another service', 'sk-ant-0123456789abcdef', /a model provider/],
    ['a key in quotes', '"wk-1.quoted-0123456789"', /quotation mark/],
    ['a header', 'Bearer wk-1.quoted-0123456789', /`Bearer`/],
    ['any words', 'not a key at all', /does not look like a key of Oz/],
  ] as const)('%s as the key: says what it is and how to get one', async ([, key, kind], { stage }) => {
    const job = await check(stage, { 'api-key': key }, { secrets: [key] });
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'authentication_required' });
    const [, row = ''] = /❌ API key\s*\|(.*)/.exec(job.summary) ?? [];
    for (const text of [row, errorOf(job)]) {
      expect(text).toMatch(kind);
      expect(text).toContain('Create a key in the Oz settings');
      expect(text).toContain('secrets.WARP_API_KEY');
    }
    expect(job.log).not.toContain(key);
    expect(job.summary).not.toContain(key);
  });

  it('a key that is refused: red, and no comment', async ({ stage }) => {
    const key = 'wk-1.revoked-0123456789';
    const job = await check(stage, { 'api-key': key }, { secrets: [key] });
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'authentication_required' });
    expect(stage.emulator.github.comments()).toEqual([]);
  });
});

describe.concurrent('the name of an environment, where there are none', () => {
  it('is refused before anything is sent, and says where to make one', async ({ stage }) => {
    stage.emulator.oz.environments.length = 0;
    const job = await stage.runMain({ with: { ...QUIET, environment: 'node' } });
    expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'environment_unknown' });
    expect(errorOf(job)).toContain('Create an environment in the Oz settings first');
    expect(stage.emulator.count('oz', CREATE)).toBe(0);
  });
});

describe.concurrent('a create request that is refused for one of these', () => {
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
