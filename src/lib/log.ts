import * as core from '@actions/core';
import type { Clock } from './clock.ts';
import type { Secrets } from './secrets.ts';
import { cut, cutMiddle, elapsedText, shortened, stripped } from './text.ts';

/** GitHub shows 4,096 characters of an annotation. */
const MAX_ANNOTATION = 4000;

/** In characters: no command that anyone copies is longer. */
const MAX_LINE = 2000;

type Runner = Pick<
  typeof core,
  'info' | 'debug' | 'isDebug' | 'notice' | 'warning' | 'error' | 'startGroup' | 'endGroup'
>;

export type LogStyle = 'plain' | 'dim' | 'cyan';

/** How an agent's words stand in the log. */
export interface Gutter {
  readonly style: LogStyle;
  /** Lines; of more, those in the middle are left out. */
  readonly most: number;
  /** What stands before the line of this number. */
  readonly before: (index: number) => string;
}

// SGR of ECMA-48, which GitHub's log shows.
const STYLES: Readonly<Record<LogStyle, readonly [on: string, off: string]>> = {
  plain: ['', ''],
  dim: ['\u001b[2m', '\u001b[22m'],
  cyan: ['\u001b[36m', '\u001b[39m'],
};

/** Says what happens, to people who read the log of the step. Everything passes the neutraliser and the secrets. */
export class Log {
  readonly #secrets: Secrets;
  readonly #runner: Runner;

  readonly #isColoured: boolean;

  readonly #clock: Clock;
  readonly #began: number;

  /** `isColoured`: see https://no-color.org for who may not want it. */
  constructor(secrets: Secrets, clock: Clock, isColoured: boolean, runner: Runner = core) {
    this.#secrets = secrets;
    this.#clock = clock;
    this.#began = clock.now();
    this.#isColoured = isColoured;
    this.#runner = runner;
  }

  /** Time since the step began, as it stands before every line. */
  get elapsed(): string {
    return elapsedText(this.#clock.now() - this.#began);
  }

  /** Our own words, which may quote others': each line is made harmless. */
  info(message: string): void {
    const { elapsed } = this;
    this.#lines(message).forEach((line, index) => {
      const before = index === 0 ? elapsed : ' '.repeat(elapsed.length);
      this.#runner.info(`${before}  ${cutMiddle(line, MAX_LINE)}`);
    });
  }

  /** What an agent said or did. Give it whole: it is redacted before it is cut. */
  gutter(text: string, { style, most, before }: Gutter): void {
    const [on, off] = this.#isColoured ? STYLES[style] : STYLES.plain;
    shortened(this.#lines(text), most).forEach((line, index) => {
      this.#runner.info(`${on}${before(index)}${cutMiddle(line, MAX_LINE)}${off}`);
    });
  }

  startGroup(title: string): void {
    this.#runner.startGroup(cutMiddle(this.#lines(title).join(' '), MAX_LINE));
  }

  endGroup(): void {
    this.#runner.endGroup();
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
    return cut(this.#lines(message).join('\n'), MAX_ANNOTATION);
  }

  // The whole text: a secret may have several lines.
  #lines(message: string): string[] {
    return harmlessLines(this.#secrets.redact(message));
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
