import { distance } from 'fastest-levenshtein';
import { cut } from './text.ts';

/** Something that has one name or several. */
export type Names = readonly [string, ...string[]];

const MOST = 10;

/** In characters: names are others' words. */
const MAX_NAME = 120;

/**
 * What a name that is not known may have meant, and up to ten that are, nearest first: goes on a clause that says so.
 * `compared`: what of a name counts.
 */
export function suggestion(
  wanted: string,
  known: readonly Names[],
  compared: (name: string) => string = (name) => name,
): string {
  const ranked = known.map((names) => nearestOf(wanted, names, compared)).toSorted((a, b) => a.far - b.far);
  const [near] = ranked;
  if (near === undefined) return '; there are none';
  const shown = ranked.slice(0, MOST).map(({ name }) => quoted(name));
  const more = ranked.length > MOST ? ` and ${ranked.length - MOST} more` : '';
  const list = `here are: ${shown.join(', ')}${more}`;
  // Farther off it was hardly meant.
  const isMeant = near.far <= Math.max(2, wanted.length / 3);
  return isMeant ? `; did you mean ${quoted(near.name)}? T${list}` : `; t${list}`;
}

function nearestOf(
  wanted: string,
  names: Names,
  compared: (name: string) => string,
): { name: string; far: number } {
  const ranked = names
    .map((name) => ({ name, far: distance(wanted, compared(name)) }))
    .toSorted((a, b) => a.far - b.far);
  return ranked[0] ?? { name: names[0], far: Number.POSITIVE_INFINITY };
}

function quoted(name: string): string {
  return `\`${cut(name, MAX_NAME)}\``;
}

/** A finding as a sentence of its own. */
export function closed(words: string): string {
  return /[.?!]$/.test(words) ? words : `${words}.`;
}
