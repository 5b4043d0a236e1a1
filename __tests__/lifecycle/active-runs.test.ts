import { describe, expect } from 'vitest';
import { findStamped } from '../../src/runs/find.ts';
import type { StateSpelling } from '../emulator/oz/spelling.ts';
import { it, MINUTE, type VirtualStage } from './virtual-stage.ts';

const LIST = 'GET /agent/runs';
const STAMP = { github_repository: 'octo-org/octo-repo', github_number: '7' };

function find(stage: VirtualStage, parentRunId?: string): ReturnType<typeof findStamped> {
  return findStamped(STAMP, { parentRunId, onlyActive: true }, stage.tools, stage.within(MINUTE));
}

function add({ emulator }: VirtualStage, state: string, overrides: object = {}): string {
  return emulator.oz.addRun({ metadata: STAMP, ...overrides }, [{ state }]);
}

/** Older runs come first. */
function addEnded(stage: VirtualStage, count: number): void {
  for (let n = 0; n < count; n += 1) add(stage, 'SUCCEEDED');
}

describe('active runs are found', () => {
  const SPELLINGS: StateSpelling[] = ['canonical', 'lower', 'underscore', 'hyphen'];
  it.for(SPELLINGS)('on a server whose states are spelt %s', async (stateSpelling, { stage }) => {
    stage.emulator.oz.options.stateSpelling = stateSpelling;
    const queued = add(stage, 'QUEUED');
    const working = add(stage, 'INPROGRESS');
    addEnded(stage, 3);
    const findings = await find(stage);
    const ids = findings.kind === 'found' ? findings.runs.map(({ id }) => id) : findings.kind;
    expect(new Set(ids)).toEqual(new Set([queued, working]));
  });

  it('in a state that this version does not know', async ({ stage }) => {
    const id = add(stage, 'REHEARSING');
    expect(await find(stage)).toMatchObject({ kind: 'found', runs: [{ id }] });
  });

  it('none where all have ended, also among runs of others without metadata', async ({ stage }) => {
    stage.emulator.oz.options.ignoreMetadataFilter = true;
    stage.addRun({ state: 'SUCCEEDED' });
    addEnded(stage, 3);
    expect(await find(stage)).toEqual({ kind: 'none' });
  });

  it('behind more ended ones than can be looked through: the filter saves those pages', async ({ stage }) => {
    const id = add(stage, 'INPROGRESS', { created_at: '2025-12-31T00:00:00Z' });
    addEnded(stage, 520);
    expect(await find(stage)).toMatchObject({ kind: 'found', runs: [{ id }] });
    expect(stage.requests(LIST)).toHaveLength(6);
  });

  it.for(['lower', 'hyphen'] as const)(
    'unless the filter would hide them: cannot tell, with states spelt %s',
    async (stateSpelling, { stage }) => {
      stage.emulator.oz.options.stateSpelling = stateSpelling;
      add(stage, 'INPROGRESS', { created_at: '2025-12-31T00:00:00Z' });
      addEnded(stage, 520);
      expect((await find(stage)).kind).toBe('unclear');
    },
  );
});

describe('the parent of an active run', () => {
  it('is read where the listing does not name it', async ({ stage }) => {
    stage.emulator.oz.options.omitParent = 'in-listings';
    const ours = add(stage, 'INPROGRESS', { parent_run_id: 'parent-1' });
    add(stage, 'INPROGRESS', { parent_run_id: 'parent-2' });
    expect(await find(stage, 'parent-1')).toMatchObject({
      kind: 'found',
      runs: [{ id: ours }],
      doubtful: [],
    });
  });

  it('is a doubt where nothing names it', async ({ stage }) => {
    stage.emulator.oz.options.omitParent = 'everywhere';
    add(stage, 'INPROGRESS', { parent_run_id: 'parent-1' });
    expect(await find(stage, 'parent-1')).toMatchObject({
      kind: 'unclear',
      why: expect.stringContaining('child'),
    });
  });
});
