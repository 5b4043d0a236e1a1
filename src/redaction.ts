import { ANSI, INVISIBLE } from './text.ts';

const REPLACEMENT = '***';

const INVISIBLE_OR_ANSI = new RegExp(`${ANSI.source}|${INVISIBLE.source}`, 'gu');

type Span = readonly [from: number, to: number];

/**
 * The text with every occurrence of the values replaced, in whatever case. Also found are those that show only once
 * what is invisible in the text is removed, with or without its ANSI sequences: whoever prints the text may remove it
 * later. Occurrences that overlap are replaced together, so that none leaves a part of another.
 */
export function redacted(text: string, values: readonly string[]): string {
  if (values.length === 0) return text;
  const spans = viewsOf(text).flatMap((view) => values.flatMap((value) => spansIn(view, value)));
  if (spans.length === 0) return text;
  let result = '';
  let end = 0;
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (from >= end) result += `${text.slice(end, from)}${REPLACEMENT}`;
    end = Math.max(end, to);
  }
  return result + text.slice(end);
}

/** A text in lower case as it reads without some of its characters, and where each of the others stands in it. */
interface View {
  readonly plain: string;
  /** Undefined where nothing was left out. */
  readonly positions: readonly number[] | undefined;
}

function viewsOf(text: string): View[] {
  const lower = inLowerCase(text);
  const whole = { plain: lower, positions: undefined };
  if (text.search(INVISIBLE) < 0) return [whole];
  return [whole, viewWithout(lower, INVISIBLE), viewWithout(lower, INVISIBLE_OR_ANSI)];
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

function spansIn({ plain, positions }: View, value: string): Span[] {
  const needle = inLowerCase(value);
  const place = (index: number) => positions?.[index] ?? index;
  const spans: Span[] = [];
  for (let at = plain.indexOf(needle); at >= 0; at = plain.indexOf(needle, at + 1)) {
    spans.push([place(at), place(at + needle.length - 1) + 1]);
  }
  return spans;
}

/** Some letters change their length with their case: then ASCII has to do. */
function inLowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
