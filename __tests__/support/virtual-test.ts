import { expect, test } from 'vitest';
import { loadContracts } from '../emulator/emulator.ts';
import { openVirtualStep, type VirtualStep } from './virtual-step.ts';

/** A test with a virtual step of its own; a breach of contract fails it. */
export const it = test
  .extend('contracts', { scope: 'file' }, () => loadContracts())
  .extend('step', async ({ contracts }, { onCleanup }): Promise<VirtualStep> => {
    const step = await openVirtualStep(contracts);
    onCleanup(async () => {
      await step.close();
      expect(step.emulator.violations).toEqual([]);
    });
    return step;
  });
