import { stripVTControlCharacters } from 'node:util';
import type { Masks } from './masks.ts';

const LABELS = { notice: 'Notice: ', warning: 'Warning: ', error: 'Error: ' };

/** The log of a phase as its web page shows it. Words are masked with the masks known when the line arrives. */
export class LogPage {
  readonly #masks: Masks;
  readonly #debug: boolean;
  readonly #ansi: boolean;
  readonly #lines: string[] = [];
  #inGroup = false;

  constructor(masks: Masks, options: { debug: boolean; ansi: boolean }) {
    this.#masks = masks;
    this.#debug = options.debug;
    this.#ansi = options.ansi;
  }

  text(text: string): void {
    const masked = this.#masks.apply(text);
    const shown = this.#ansi ? masked : stripVTControlCharacters(masked);
    for (const line of shown.split(/\r\n|\r|\n/)) this.#lines.push(this.#inGroup ? `  ${line}` : line);
  }

  message(level: keyof typeof LABELS, message: string): void {
    this.text(LABELS[level] + message);
  }

  debug(message: string): void {
    if (this.#debug) for (const line of message.split(/\r\n|\r|\n/)) this.text(`##[debug]${line}`);
  }

  /** Groups do not nest: a new one ends the last. */
  group(title: string): void {
    this.#inGroup = false;
    this.text(`▼ ${title}`);
    this.#inGroup = true;
  }

  endGroup(): void {
    this.#inGroup = false;
  }

  toString(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }
}
