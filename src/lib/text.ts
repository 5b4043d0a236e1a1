import { stripVTControlCharacters } from 'node:util';

/** At most so many bytes of UTF-8, never half a character. */
export function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  // A cut inside a character leaves its first bytes, which decode to U+FFFD.
  return bytes
    .subarray(0, most)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
}

/** With a capital letter and a full stop. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Of the column of times, in characters: a job may take days, but hardly four. */
const WIDTH = 8;

/** `4:07` or `1:02:09`, as stopwatches have it; right-aligned so that log lines stand below each other. */
export function elapsedText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const text =
    hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  return text.padStart(WIDTH);
}

/** The Unicode classes Cc and Cf and whatever else a comparison may skip over, except \n and tabs. */
export const INVISIBLE = /(?:[^\P{Cc}\n\t]|\p{Cf}|\p{Default_Ignorable_Code_Point})+/gu;

/** Without ANSI sequences and invisible characters; line ends become \n. */
export function stripped(text: string): string {
  return stripVTControlCharacters(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')).replace(INVISIBLE, '');
}

/** At most so many characters, and a sign that there were more. Redact others' words first. */
export function cut(text: string, longest: number): string {
  // Not through the middle of a surrogate pair.
  return text.length > longest ? `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}

/** The beginning and the end of a long line. Redact others' words first. */
export function cutMiddle(line: string, longest: number): string {
  if (line.length <= longest) return line;
  const half = Math.floor(longest / 2);
  return `${line.slice(0, half)} … ${line.slice(-half)}`;
}

/** Of a long list of lines the first and the last, with a count of what was left out between them. */
export function shortened(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  const head = Math.ceil(most / 2);
  const tail = most - head - 1;
  const left = lines.length - head - tail;
  return [...lines.slice(0, head), `… ${left} lines left out …`, ...lines.slice(-tail)];
}
