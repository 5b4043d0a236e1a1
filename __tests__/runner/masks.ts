/** The words that a job hides. There is no minimum length: a one-letter mask hides every such letter. */
export class Masks {
  readonly #values = new Set<string>();

  /** Adds a value, and each of its lines, since the log is masked line by line. */
  add(value: string): void {
    for (const word of [value, ...value.split(/[\r\n]+/)]) if (word !== '') this.#values.add(word);
  }

  get values(): string[] {
    return [...this.#values];
  }

  /** The text with every masked stretch as `***`; stretches that overlap or touch become one. */
  apply(text: string): string {
    let result = '';
    let position = 0;
    for (const [start, end] of merge(this.#stretches(text))) {
      result += `${text.slice(position, start)}***`;
      position = end;
    }
    return result + text.slice(position);
  }

  #stretches(text: string): [number, number][] {
    const found: [number, number][] = [];
    for (const value of this.#values) {
      let at = text.indexOf(value);
      while (at >= 0) {
        found.push([at, at + value.length]);
        at = text.indexOf(value, at + 1);
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  }
}

function merge(stretches: [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of stretches) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
