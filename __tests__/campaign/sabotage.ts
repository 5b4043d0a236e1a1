import type { Contracts } from '../emulator/emulator.ts';
import { campaign, type NumberedCase } from './campaign.ts';
import type { Case } from './case.ts';
import { FrozenAction } from './frozen.ts';
import { SABOTAGES } from './sabotages.ts';
import { STEP } from './step-kind.ts';

/** The case that found a serious fault, and what it found; undefined when no case did. */
export type Find = { readonly index: number; readonly breach: string } | undefined;

/** Builds the fault into a copy of the action, and plays cases until one of them notices. */
export async function sabotage(
  name: string,
  action: string,
  cases: readonly NumberedCase<Case>[],
  parallel: number,
  contracts: Contracts,
): Promise<Find> {
  await using frozen = await FrozenAction.of(action);
  await frozen.replace(SABOTAGES[name] ?? unknown(name));
  const enough = new AbortController();
  let find: Find;
  const equipment = { action: frozen.directory, contracts };
  await campaign(
    STEP,
    cases,
    parallel,
    equipment,
    ({ index, breaches: [breach] }) => {
      if (breach === undefined || (find && find.index < index)) return;
      find = { index, breach };
      enough.abort();
    },
    enough.signal,
  );
  return find;
}

function unknown(name: string): never {
  throw new Error(`no such fault: ${name}; known: ${Object.keys(SABOTAGES).join(', ')}`);
}
