import { ANSI, INVISIBLE } from './text.ts';

const REPLACEMENT = '***';

type Span = readonly [from: number, to: number];

/** What readers may not see; compared in any case where `ignoresCase`. */
export interface Needles {
  readonly values: Iterable<string>;
  readonly ignoresCase: boolean;
}

/**
 * The text with every occurrence replaced. Also found are those that show only once what is invisible in the text is
 * removed, with or without its ANSI sequences: whoever prints the text may remove it later. Occurrences that overlap
 * are replaced together, so that none leaves a part of another.
 */
export function redacted(text: string, needles: readonly Needles[]): string {
  const spans = viewsOf(text).flatMap((view) => needles.flatMap((one) => spansIn(view, one)));
  if (spans.length === 0) return text;
  let result = '';
  let end = 0;
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (from >= end) result += `${text.slice(end, from)}${REPLACEMENT}`;
    end = Math.max(end, to);
  }
  return result + text.slice(end);
}

/** A text as it reads without some of its characters, and where each of the others stands in it. */
interface View {
  readonly plain: string;
  /** Undefined where nothing was left out. */
  readonly positions: readonly number[] | undefined;
}

function viewsOf(text: string): View[] {
  const whole = { plain: text, positions: undefined };
  if (text.search(INVISIBLE) < 0) return [whole];
  return [
    whole,
    viewWithout(text, INVISIBLE),
    viewWithout(text, new RegExp(`${ANSI.source}|${INVISIBLE.source}`, 'gu')),
  ];
}

function viewWithout(text: string, skipped: RegExp): View {
  const positions: number[] = [];
  let plain = '';
  let from = 0;
  const keep = (to: number) => {
    plain += text.slice(from, to);
    for (let position = from; position < to; position += 1) positions.push(position);
  };
  for (const match of text.matchAll(skipped)) {
    keep(match.index);
    from = match.index + match[0].length;
  }
  keep(text.length);
  return { plain, positions };
}

function spansIn({ plain, positions }: View, { values, ignoresCase }: Needles): Span[] {
  const fold = (text: string) => (ignoresCase ? inLowerCase(text) : text);
  const folded = fold(plain);
  const place = (index: number) => positions?.[index] ?? index;
  const spans: Span[] = [];
  for (const value of values) {
    const needle = fold(value);
    for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
      spans.push([place(at), place(at + needle.length - 1) + 1]);
    }
  }
  return spans;
}

/** ASCII only: other letters may change their length. */
function inLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
