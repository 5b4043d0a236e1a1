import * as core from '@actions/core';
import type { Secrets } from './secrets.ts';

/** GitHub shows 4,096 characters of an annotation. */
const LONGEST_ANNOTATION = 4000;

type Runner = Pick<typeof core, 'info' | 'debug' | 'isDebug' | 'notice' | 'warning' | 'error'>;

/** Says what happens, to people who read the log of the step. Everything passes the neutraliser and the secrets. */
export class Log {
  readonly #secrets: Secrets;
  readonly #runner: Runner;

  constructor(secrets: Secrets, runner: Runner = core) {
    this.#secrets = secrets;
    this.#runner = runner;
  }

  /** Our own words, which may quote others': each line is made harmless. */
  info(message: string): void {
    for (const line of this.#lines(message)) this.#runner.info(line);
  }

  /** Only shown when step debugging is on. */
  debug(message: string): void {
    if (this.#runner.isDebug()) this.#runner.debug(this.#lines(message).join('\n'));
  }

  notice(message: string, title?: string): void {
    this.#runner.notice(this.#annotation(message), title ? { title } : {});
  }

  warning(message: string, title?: string): void {
    this.#runner.warning(this.#annotation(message), title ? { title } : {});
  }

  error(message: string, title?: string): void {
    this.#runner.error(this.#annotation(message), title ? { title } : {});
  }

  #annotation(message: string): string {
    const text = this.#lines(message).join('\n');
    return text.length > LONGEST_ANNOTATION ? `${text.slice(0, LONGEST_ANNOTATION)}…` : text;
  }

  // Secrets are replaced after the stripping, which may join what invisible characters kept apart.
  #lines(message: string): string[] {
    return harmlessLines(this.#secrets.redactForReaders(stripped(message)));
  }
}

/**
 * Lines that the runner cannot take for workflow commands. It reads `::name::` at the start of a line and `##[name]`
 * anywhere, ends lines at \n, \r\n and a lone \r, and compares in a way that skips invisible characters: so those go,
 * `##[` is broken up, and a line that starts like a command is moved behind a gutter.
 */
export function harmlessLines(text: string): string[] {
  return stripped(text)
    .split('\n')
    .map((line) => line.replaceAll('##[', '## [').replace(/^(\s*)::/u, '$1│ ::'));
}

/** The same on one line. */
export function harmlessLine(text: string): string {
  return harmlessLines(text).join(' ').replaceAll('##[', '## [').trim();
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
