import { closest, distance } from 'fastest-levenshtein';
import { inputDefaults } from './declared.ts';
import { InputError, type RawInputs } from './values.ts';

/**
 * Refuses what is nearly the name of an input: the runner only warns of a name that is not declared, and the run would
 * start without what was meant.
 */
export function refuseMisspelt(raw: RawInputs): void {
  for (const name of raw.undeclared()) {
    const near = closest(name, Object.keys(inputDefaults));
    if (distance(name, near) > mostTypos(name)) continue;
    raw.refuse(new InputError(`There is no input \`${name}\`; did you mean \`${near}\`?`));
  }
}

/** Two letters that changed places count as two. */
function mostTypos({ length }: string): number {
  if (length < 5) return 1;
  return length < 12 ? 2 : 3;
}
