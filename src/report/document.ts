import type { BlockContent, ListItem, PhrasingContent, RootContent, TableRow } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown, type Unsafe } from 'mdast-util-to-markdown';
import { httpUrl } from '../lib/json.ts';
import { cut } from '../lib/text.ts';
import { harmless, visible } from './harmless.ts';
import type { Place } from './references.ts';

// The vocabulary that reports are written in. Whatever others wrote goes through `words`, `code` or `link`.

/** On one line, without invisible characters; `serialise` does the rest. */
function plainWords(text: string): string {
  return visible(text)
    .replace(/[^\S\u00a0]+/g, ' ')
    .trim();
}

export function words(text: string): PhrasingContent {
  return { type: 'text', value: plainWords(text) };
}

/** A message of ours, which may quote others' words: what looks like a name between backticks becomes code. */
export function prose(message: string): PhrasingContent[] {
  const parts = message.split(/`([\w ./:@{}$*[\]…-]{1,200})`/);
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : untrimmed(part)));
}

/** Blanks at the edges part the words from the code beside them. */
function untrimmed(part: string): PhrasingContent {
  const [, before = '', core = '', after = ''] = /^(\s?)([\s\S]*?)(\s?)$/.exec(part) ?? [];
  return { type: 'text', value: `${before && ' '}${plainWords(core)}${after && ' '}` };
}

/** Words of ours, blanks at the edges included. */
export function plain(value: string): PhrasingContent {
  return { type: 'text', value };
}

export function strong(...children: PhrasingContent[]): PhrasingContent {
  return { type: 'strong', children };
}

/** A name, cut after 300 characters. Empty code would be two marks, which open a code span. */
export function code(text: string): PhrasingContent {
  return { type: 'inlineCode', value: plainWords(cut(text, 300)) || '–' };
}

/** In characters. Servers refuse longer ones, and a few of them would leave no room in a comment. */
const MAX_URL = 2000;

/** Only http(s) addresses of a sensible length become links; of others the label is shown. */
export function link(url: string, label: string): PhrasingContent {
  const target = httpUrl(url);
  return target === undefined || target.length > MAX_URL
    ? words(label)
    : { type: 'link', url: target, children: [words(label)] };
}

export function heading(depth: 2 | 3 | 4, ...children: PhrasingContent[]): RootContent {
  return { type: 'heading', depth, children };
}

export function paragraph(...children: PhrasingContent[]): BlockContent {
  return { type: 'paragraph', children };
}

export function quote(...children: BlockContent[]): RootContent {
  return { type: 'blockquote', children };
}

type Cell = PhrasingContent | readonly PhrasingContent[];

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): RootContent {
  const row = (cells: readonly Cell[]): TableRow => ({
    type: 'tableRow',
    children: cells.map((cell) => ({ type: 'tableCell', children: [cell].flat() })),
  });
  return { type: 'table', children: [row(head.map((title) => words(title))), ...rows.map(row)] };
}

/** Folded away behind a title of ours. */
export function details(title: string, ...children: RootContent[]): RootContent[] {
  return [
    { type: 'html', value: `<details><summary>${title}</summary>` },
    ...children,
    { type: 'html', value: '</details>' },
  ];
}

/** One below the other, without a blank line between them. */
export function lines(rows: readonly (readonly PhrasingContent[])[]): BlockContent {
  return paragraph(
    ...rows.flatMap((row, index) => (index === 0 ? row : [{ type: 'break' as const }, ...row])),
  );
}

export function list(items: readonly (readonly PhrasingContent[])[]): RootContent {
  const children = items.map((item): ListItem => ({ type: 'listItem', children: [paragraph(...item)] }));
  return { type: 'list', ordered: false, spread: false, children };
}

/** Items of one line, set apart by dots. */
export function dotted(items: readonly PhrasingContent[]): PhrasingContent[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [plain(' · '), item]));
}

const ADDRESSES: Unsafe['notInConstruct'] = ['autolink', 'destinationLiteral', 'destinationRaw'];

const UNSAFE: Unsafe[] = [
  // An address that a renderer makes a link of swallows the backslash after it. The GFM extension leaves alone what
  // is in capitals or in a label.
  { character: ':', before: '[PpSs]', after: '/', inConstruct: 'phrasing', notInConstruct: ADDRESSES },
  { character: '.', before: '[Ww]', inConstruct: 'label' },
  // Some renderers unescape the brackets of a label before they look for images and links in it.
  { character: '!', inConstruct: 'label' },
  { character: '(', inConstruct: 'label' },
];

/** Nothing in it reaches others, read at that place. */
export function serialise(children: readonly RootContent[], place: Place): string {
  return toMarkdown(
    { type: 'root', children: harmless(children, place) },
    // Columns are not padded: one long cell would blow up every row.
    { extensions: [gfmToMarkdown({ tablePipeAlign: false })], bullet: '-', rule: '-', unsafe: UNSAFE },
  );
}

/** A closing line for a table that shows only the first of many. */
export function moreThan(shown: number, all: number): RootContent[] {
  return all > shown ? [paragraph(words(`… and ${all - shown} more.`))] : [];
}

export function optional<T>(
  value: T | undefined,
  show: (value: T) => PhrasingContent,
): PhrasingContent | undefined {
  return value === undefined || value === '' ? undefined : show(value);
}
