import { type Html, html } from './html.ts';

/** A value on one line, at most about `longest` characters. */
function preview(value: string, longest: number): string {
  const line = value.replace(/\r\n|\r|\n/g, '⏎');
  return line.length > longest ? `${line.slice(0, longest)}… (${value.length} characters)` : line;
}

/** Aligned lines of name and value, for a terminal of that many columns. */
export function outputsToText(outputs: Record<string, string>, columns: number): string {
  const names = Object.keys(outputs);
  const width = Math.max(0, ...names.map((name) => name.length));
  const room = Math.max(20, columns - width - 24);
  return Object.entries(outputs)
    .map(([name, value]) => `${name.padEnd(width)}  ${preview(value, room)}`.trimEnd())
    .join('\n');
}

const SHORT = 110;

export function outputsToHtml(outputs: Record<string, string>): Html {
  const rows = Object.entries(outputs).map(
    ([name, value]) => html`<tr><th scope="row"><code>${name}</code></th><td>${valueToHtml(value)}</td></tr>
`,
  );
  return html`<table class="outputs">
${rows}</table>`;
}

function valueToHtml(value: string): Html {
  if (value === '') return html`<span class="muted">empty</span>`;
  if (value.length <= SHORT && !value.includes('\n')) return html`<code>${value}</code>`;
  return html`<details><summary><code>${preview(value, SHORT)}</code></summary><pre>${laidOut(value)}</pre></details>`;
}

/** JSON with line breaks, for reading. */
function laidOut(value: string): string {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}
