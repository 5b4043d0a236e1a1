import { describe, expect } from 'vitest';
import { findStamped } from '../../src/runs/find.ts';
import type { StateSpelling } from '../emulator/oz/spelling.ts';
import { MINUTE, type VirtualStep } from '../support/virtual-step.ts';
import { it } from '../support/virtual-test.ts';

const LIST = 'GET /agent/runs';
const STAMP = { github_repository: 'octo-org/octo-repo', github_number: '7' };

function find(step: VirtualStep, parentRunId?: string): ReturnType<typeof findStamped> {
  return findStamped(STAMP, { parentRunId, onlyActive: true }, step.deps, step.within(MINUTE));
}

function add({ emulator }: VirtualStep, state: string, overrides: object = {}): string {
  return emulator.oz.addRun({ metadata: STAMP, ...overrides }, [{ state }]);
}

/** Older runs come first. */
function addEnded(step: VirtualStep, count: number): void {
  for (let n = 0; n < count; n += 1) add(step, 'SUCCEEDED');
}

describe('active runs are found', () => {
  const SPELLINGS: StateSpelling[] = ['canonical', 'lower', 'underscore', 'hyphen'];
  it.for(SPELLINGS)('on a server whose states are spelt %s', async (stateSpelling, { step }) => {
    step.emulator.oz.options.stateSpelling = stateSpelling;
    const queued = add(step, 'QUEUED');
    const working = add(step, 'INPROGRESS');
    addEnded(step, 3);
    const findings = await find(step);
    const ids = findings.kind === 'found' ? findings.runs.map(({ id }) => id) : findings.kind;
    expect(new Set(ids)).toEqual(new Set([queued, working]));
  });

  it('in a state that this version does not know', async ({ step }) => {
    const id = add(step, 'REHEARSING');
    expect(await find(step)).toMatchObject({ kind: 'found', runs: [{ id }] });
  });

  it('none where all have ended, also among runs of others without metadata', async ({ step }) => {
    step.emulator.oz.options.ignoreMetadataFilter = true;
    step.addRun({ state: 'SUCCEEDED' });
    addEnded(step, 3);
    expect(await find(step)).toEqual({ kind: 'none' });
  });

  it('behind more ended ones than can be looked through: the filter saves those pages', async ({ step }) => {
    const id = add(step, 'INPROGRESS', { created_at: '2025-12-31T00:00:00Z' });
    addEnded(step, 520);
    expect(await find(step)).toMatchObject({ kind: 'found', runs: [{ id }] });
    expect(step.requests(LIST)).toHaveLength(6);
  });

  it.for(['lower', 'hyphen'] as const)(
    'unless the filter would hide them: cannot tell, with states spelt %s',
    async (stateSpelling, { step }) => {
      step.emulator.oz.options.stateSpelling = stateSpelling;
      add(step, 'INPROGRESS', { created_at: '2025-12-31T00:00:00Z' });
      addEnded(step, 520);
      expect((await find(step)).kind).toBe('unclear');
    },
  );
});

describe('the parent of an active run', () => {
  it('is read where the listing does not name it', async ({ step }) => {
    step.emulator.oz.options.omitParent = 'in-listings';
    const ours = add(step, 'INPROGRESS', { parent_run_id: 'parent-1' });
    add(step, 'INPROGRESS', { parent_run_id: 'parent-2' });
    expect(await find(step, 'parent-1')).toMatchObject({
      kind: 'found',
      runs: [{ id: ours }],
      doubtful: [],
    });
  });

  it('is a doubt where nothing names it', async ({ step }) => {
    step.emulator.oz.options.omitParent = 'everywhere';
    add(step, 'INPROGRESS', { parent_run_id: 'parent-1' });
    expect(await find(step, 'parent-1')).toMatchObject({
      kind: 'unclear',
      why: expect.stringContaining('child'),
    });
  });
});
