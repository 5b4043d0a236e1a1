import type { Link, Nodes, PhrasingContent, RootContent, Text } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { hostOf, type Place, References } from './references.ts';

/**
 * A report's content in which nothing that others wrote reaches anybody: no mention, no reference to another
 * repository, no link under another's address. GitHub looks for them in the rendered text, where neighbouring pieces
 * are one, so this comes after everything that takes pieces away.
 */
export function harmless(children: readonly RootContent[], place: Place): RootContent[] {
  return new Pass(new References(place)).children(children);
}

class Pass {
  readonly #references: References;

  constructor(references: References) {
    this.#references = references;
  }

  children<T extends Nodes>(children: readonly T[]): T[] {
    const pieces = children.flatMap((child) => this.#node(child));
    return joined(pieces).flatMap((node): Nodes[] =>
      node.type === 'text' ? this.#text(node) : [node],
    ) as T[];
  }

  #text({ value }: Text): Text[] {
    const text = this.#references.neutralise(visible(value).replace(/\n\s+/g, '\n'));
    return text === '' ? [] : [{ type: 'text', value: text }];
  }

  #node(node: Nodes): Nodes[] {
    // A line end in code would end a heading.
    if (node.type === 'inlineCode') return [{ ...node, value: node.value.replaceAll('\n', ' ') }];
    if (!('children' in node)) return [node];
    if (node.type === 'link') return this.#link(node);
    const children = this.children<Nodes>(node.children);
    if (PHRASING.includes(node.type) && children.length === 0) return [];
    if (!LINES.includes(node.type)) return [{ ...node, children } as Nodes];
    return [{ ...node, children: trimmed(children, node.type !== 'paragraph') } as Nodes];
  }

  #link({ url: written, children }: Link): PhrasingContent[] {
    const url = withoutReferences(written);
    const label = textOf(children).trim();
    const isAddress = label === '' || this.#addressesIn(label).length > 0;
    const isHonest = label !== '' && this.#addressesIn(label).every((address) => isSame(address, url));
    if (this.#references.isForeign(url)) {
      const target: PhrasingContent = { type: 'inlineCode', value: url };
      return isAddress
        ? [target]
        : [...this.children(children), { type: 'text', value: ' (' }, target, { type: 'text', value: ')' }];
    }
    const shown: PhrasingContent[] = isHonest ? children : [{ type: 'text', value: url }];
    return [{ type: 'link', url, children: this.children(shown) as Link['children'] }];
  }

  /** What readers take for addresses. File names look like hosts, so a host needs a path, or to be GitHub's. */
  #addressesIn(label: string): string[] {
    const words = label
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .split(/\s+/);
    return words.flatMap((word) => {
      const [address] = /(?:https?:\/\/|www\.).+/i.exec(word) ?? [];
      if (address !== undefined) return [address];
      const [, host = '', path] = /^((?:[a-z\d-]+\.)+[a-z]{2,})(?::\d+)?(\/)?/i.exec(word) ?? [];
      const isAddress = (path && words.length === 1) || this.#references.isHost(host.toLowerCase());
      return isAddress ? [word] : [];
    });
  }
}

/** Within `<…>` nothing can be escaped, but some renderers decode `&#111;`. */
function withoutReferences(url: string): string {
  return url.replace(/&(?=#?\w{1,40};)/g, '%26');
}

/** Whether an address, written with or without its scheme and perhaps cut, is that of the link. */
function isSame(address: string, url: string): boolean {
  const [written, target] = [keyOf(/^https?:/i.test(address) ? address : `https://${address}`), keyOf(url)];
  if (!address.endsWith('…')) return written === target;
  return written.includes('/') && target.startsWith(written);
}

/** What two spellings of an address have in common. */
function keyOf(address: string): string {
  const text = address.replace(/…$/, '');
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  return `${hostOf(url)}:${url.port}${url.pathname}${url.search}${url.hash}`.replace(/[/.,;:!?'"]{1,9}$/, '');
}

const PHRASING: readonly string[] = ['emphasis', 'strong', 'delete', 'link'];
/** What holds one line of text, at whose edges a line end would break it. */
const LINES: readonly string[] = ['paragraph', 'heading', 'tableCell'];

/** Neighbouring text as one, and code too, whose marks would become one another's. */
function joined(nodes: readonly Nodes[]): Nodes[] {
  const found: Nodes[] = [];
  for (const node of nodes) {
    const last = found.at(-1);
    if (last?.type === 'text' && node.type === 'text') {
      found[found.length - 1] = { type: 'text', value: last.value + node.value };
    } else if (last?.type === 'inlineCode' && node.type === 'inlineCode') {
      found[found.length - 1] = { type: 'inlineCode', value: `${last.value} ${node.value}` };
    } else found.push(node);
  }
  return found;
}

/** Its text without blanks at the edges, where a line end would end it, and within `isOneLine` without any. */
function trimmed(nodes: readonly Nodes[], isOneLine: boolean): Nodes[] {
  const last = nodes.length - 1;
  return nodes.map((node, index) => {
    if (node.type !== 'text') return node;
    const text = isOneLine ? node.value.replaceAll('\n', ' ') : node.value;
    const start = index === 0 ? text.trimStart() : text;
    return { ...node, value: index === last ? start.trimEnd() : start };
  });
}

/**
 * Without control characters (line ends and tabs stay) and without the marks that reorder text. Joiners stay:
 * emoji and many scripts need them.
 */
export function visible(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu, '');
}
