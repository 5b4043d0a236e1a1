/**
 * Cuts a stream of text into lines as the runner does: `\n`, `\r\n` and a lone `\r` end a line. Text after the
 * last line end is a line too, once the stream ends.
 */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #rest = '';
  #skipLineFeed = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: string): void {
    if (chunk === '') return;
    // A `\r\n` may be cut in two by the pipe.
    const text = this.#skipLineFeed && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
    this.#skipLineFeed = chunk.endsWith('\r');
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line);
  }

  end(): void {
    if (this.#rest !== '') this.#onLine(this.#rest);
    this.#rest = '';
  }
}
