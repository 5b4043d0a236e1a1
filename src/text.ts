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

/** `4:07` or `1:02:09`, as stopwatches have it; right-aligned so that log lines stand below each other. */
export function elapsedText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const text =
    hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  return text.padStart(6);
}

// CSI and OSC sequences of ECMA-48.
// biome-ignore lint/complexity/useRegexLiterals: a literal would hold control characters
const ANSI = new RegExp(
  '\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?|[@-_])',
  'g',
);

/**
 * Without ANSI sequences, the Unicode classes Cc and Cf and whatever else a comparison may skip over, save for line
 * ends (as \n) and tabs.
 */
export function stripped(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(ANSI, '')
    .replace(/[^\P{Cc}\n\t]|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu, '');
}

/** At most so many characters, and a sign that there were more. */
export function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
