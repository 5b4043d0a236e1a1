import { INVISIBLE } from './text.ts';

const REPLACEMENT = '***';

// CSI and OSC sequences of ECMA-48.
// biome-ignore lint/complexity/useRegexLiterals: a literal would hold control characters
const ANSI = new RegExp(
  '\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?|[@-_])',
  'g',
);

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

/** A text in lower case as it reads without some of its characters. */
interface View {
  readonly plain: string;
  /** Of each stretch that was kept, where it begins in `plain`, and in the text. */
  readonly starts: readonly number[];
  readonly sources: readonly number[];
}

function viewsOf(text: string): View[] {
  const lower = inLowerCase(text);
  const whole = { plain: lower, starts: [0], sources: [0] };
  if (text.search(INVISIBLE) < 0) return [whole];
  return [whole, viewWithout(lower, INVISIBLE), viewWithout(lower, INVISIBLE_OR_ANSI)];
}

function viewWithout(text: string, skipped: RegExp): View {
  const [kept, starts, sources]: [string[], number[], number[]] = [[], [], []];
  let length = 0;
  let from = 0;
  const keep = (to: number) => {
    if (to === from) return;
    kept.push(text.slice(from, to));
    starts.push(length);
    sources.push(from);
    length += to - from;
  };
  for (const match of text.matchAll(skipped)) {
    keep(match.index);
    from = match.index + match[0].length;
  }
  keep(text.length);
  return { plain: kept.join(''), starts, sources };
}

function spansIn(view: View, value: string): Span[] {
  const needle = inLowerCase(value);
  const spans: Span[] = [];
  for (let at = view.plain.indexOf(needle); at >= 0; at = view.plain.indexOf(needle, at + 1)) {
    spans.push([sourceOf(at, view), sourceOf(at + needle.length - 1, view) + 1]);
  }
  return spans;
}

/** Where the character at this index of `plain` stands in the text. */
function sourceOf(index: number, { starts, sources }: View): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return index - (starts[low] ?? 0) + (sources[low] ?? 0);
}

/** Some letters change their length with their case: then ASCII has to do. */
function inLowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
