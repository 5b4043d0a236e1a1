import { describe, expect } from 'vitest';
import { problemFault } from '../emulator/known-faults.ts';
import { attachTo, commentsOf, errorOf, it } from '../support/dist-step.ts';

describe.concurrent('plain words', () => {
  it('attach to an id that does not exist does not say that nothing was started', async ({ stage }) => {
    const job = await stage.run({ with: attachTo('00000000-0000-7000-8000-00000000dead') });
    expect(job.outputs.outcome).toBe('refused');
    const [comment = ''] = commentsOf(stage.emulator);
    for (const text of [comment, job.summary]) {
      expect(text).toContain('The Oz run could not be followed');
      expect(text).not.toContain('No Oz agent was started');
    }
  });

  it('a wrong path in `api-url` is not blamed on ids', async ({ stage }) => {
    const { faults, routes } = stage.emulator;
    for (const route of routes.filter((one) => one.includes('/agent'))) {
      faults.set(route, { ...problemFault(404, 'resource_not_found'), times: 'always' });
    }
    const job = await stage.run();
    expect(job.outputs.outcome).toBe('refused');
    expect(errorOf(job)).toMatch(/What to do: Check that `api-url` is the base URL/);
  });

  it('a broken list of MCP servers is explained without the names of a parser', async ({ stage }) => {
    const job = await stage.run({ with: { 'mcp-servers': '{"a": {command: "npx"}}' } });
    expect(errorOf(job)).toContain('double quotes');
    expect(errorOf(job)).not.toMatch(/InvalidSymbol|PropertyNameExpected/);
  });
});
