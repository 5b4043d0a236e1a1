import { ansiToHtml } from './ansi.ts';
import { type Html, html } from './html.ts';
import type { LogBlock, LogLine } from './log-blocks.ts';

/** The log of one phase with numbered lines; groups are folded, as on a workflow's page. */
export function logToHtml(blocks: readonly LogBlock[]): Html {
  let first = 1;
  const parts = blocks.map((block) => {
    const part = blockToHtml(block, first);
    first += block.lines.length + (block.title === undefined ? 0 : 1);
    return part;
  });
  return html`<div class="log">${parts}</div>`;
}

function blockToHtml({ title, lines }: LogBlock, first: number): Html {
  if (title === undefined) return html`${lines.map((line, index) => lineToHtml(line, first + index))}`;
  const inner = lines.map((line, index) => lineToHtml(line, first + 1 + index));
  return html`<details><summary>${lineToHtml({ text: title }, first)}</summary>${inner}</details>`;
}

function lineToHtml({ text, level }: LogLine, number: number): Html {
  return html`<div class="line ${level}"><i>${number}</i><code>${ansiToHtml(text)}</code></div>
`;
}
