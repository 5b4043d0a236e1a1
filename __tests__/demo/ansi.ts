import { stripVTControlCharacters } from 'node:util';
import { type Html, html } from './html.ts';

// Only "select graphic rendition" sequences: colours and weights.
// biome-ignore lint/complexity/useRegexLiterals: a literal would hold a control character
const SGR = new RegExp('\\u001b\\[([0-9;]*)m');

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

interface Pen {
  colour: string | undefined;
  weight: 'bold' | 'dim' | undefined;
}

const RESET: Pen = { colour: undefined, weight: undefined };

/** One line of a log: colours and weights become spans, all other terminal sequences go. */
export function ansiToHtml(line: string): Html {
  const parts: Html[] = [];
  let pen = RESET;
  // Splitting at a pattern with a group leaves text and codes by turns.
  for (const [index, part] of line.split(SGR).entries()) {
    if (index % 2 === 1) pen = part.split(';').reduce(applyCode, pen);
    else if (part !== '') parts.push(span(stripVTControlCharacters(part), pen));
  }
  return html`${parts}`;
}

/** Text for the developer's terminal: colours stay if wanted, whatever else could drive the terminal goes. */
export function forTerminal(text: string, hasColours: boolean): string {
  const parts = text.split(SGR).map((part, index) => {
    if (index % 2 === 1) return hasColours ? `\u001b[${part}m` : '';
    return stripVTControlCharacters(part).replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '');
  });
  return parts.join('');
}

function applyCode(pen: Pen, code: string): Pen {
  const number = Number(code);
  if (number === 0) return RESET;
  if (number === 1) return { ...pen, weight: 'bold' };
  if (number === 2) return { ...pen, weight: 'dim' };
  if (number === 22) return { ...pen, weight: undefined };
  if (number === 39) return { ...pen, colour: undefined };
  const colour = /^[39][0-7]$/.test(code) ? COLOURS[number % 10] : undefined;
  return colour === undefined ? pen : { ...pen, colour };
}

function span(text: string, { colour, weight }: Pen): Html {
  const classes = [colour && `ansi-${colour}`, weight && `ansi-${weight}`].filter(Boolean).join(' ');
  return classes === '' ? html`${text}` : html`<span class="${classes}">${text}</span>`;
}
