import type { Setting } from '../model.ts';
import { type InputName, inputDefaults } from './declared.ts';
import type { RawInputs } from './values.ts';

/** They hold secrets, or may. */
const HIDDEN: readonly InputName[] = ['api-key', 'github-token', 'mcp-servers', 'config'];

/** In characters: a table is no place for prompts. */
const LONGEST = 100;

/** Every declared input as the step has it, for people who look for the one that is not what they think. */
export function settingsOf(raw: RawInputs): Setting[] {
  const names = Object.keys(inputDefaults) as InputName[];
  return names.map((name) => ({ name, value: shownOf(name, raw.text(name)), isChosen: raw.isChosen(name) }));
}

function shownOf(name: InputName, value: string): string | undefined {
  if (value === '') return undefined;
  if (HIDDEN.includes(name)) return 'given';
  const isShort = value.length <= LONGEST && !/[\r\n]/.test(value);
  return isShort ? value : `${value.length.toLocaleString('en')} characters`;
}

/** The lines of `permissions:` that the token needs for what a step tells people. */
export function permissionsFor(hasComment: boolean, hasReview: boolean, hasStatus: boolean): string[] {
  return [
    ...(hasComment || hasReview ? ['pull-requests: write'] : []),
    ...(hasComment ? ['issues: write'] : []),
    ...(hasReview ? ['contents: read'] : []),
    ...(hasStatus ? ['statuses: write'] : []),
  ];
}
