import type {
  Image,
  ImageReference,
  Link,
  LinkReference,
  Nodes,
  Parents,
  PhrasingContent,
  Root,
  RootContent,
} from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { httpUrl } from '../lib/json.ts';
import { visible } from './harmless.ts';

/**
 * Markdown that an agent wrote, as nodes that are safe beside ours once they are `harmless`: no HTML survives, images
 * become links, links keep only http(s), headings rank below `floor`, and nothing stays open at the end.
 * What no parser can digest becomes a code block.
 */
export function agentMarkdown(
  source: string,
  { floor, longest }: { floor: number; longest: number },
): RootContent[] {
  const cut = source.length > longest;
  const text = visible(cut ? source.slice(0, longest) : source);
  const rest = cut ? `… ${(source.length - longest).toLocaleString('en')} more characters.` : undefined;
  return [...parsed(text, floor), ...(rest ? [emphasised(rest)] : [])];
}

function parsed(text: string, floor: number): RootContent[] {
  const asCode: RootContent[] = [{ type: 'code', value: text }];
  if (isTangled(text)) return asCode;
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  if (depthOf(tree) > DEEPEST) return asCode;
  return new Sanitiser(tree, floor).children(tree) as RootContent[];
}

/**
 * What takes the parser longer than anybody waits, since it looks back over all that is open: dozens of containers
 * begun on one line or by indentation, endless rows of marks, code spans of very many lengths, or blocks so long or
 * so full of marks that their squares add up to more than a second or two. No honest text has them.
 */
function isTangled(text: string): boolean {
  if (/^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){30}/m.test(text)) return true;
  const prose = text.replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1/gm, '');
  if (/^[ \t]{60,}(?:>|[-*+]|\d{1,9}[.)])/m.test(prose)) return true;
  if (/[*_~]{50}/.test(prose.replace(/^[ \t]*[*_]+[ \t]*$/gm, ''))) return true;
  if (new Set(prose.match(/`+/g)).size > MAX_SPAN_LENGTHS) return true;
  const blocks = prose.split(/\n\s*\n/);
  if (blocks.length > MAX_BLOCKS) return true;
  const marks = blocks.map((block) => block.match(/[[\]*_~`<]/g)?.length ?? 0);
  return (
    squares(marks) > MAX_SQUARED_MARKS || squares(blocks.map(({ length }) => length)) > MAX_SQUARED_LENGTHS
  );
}

const MAX_SPAN_LENGTHS = 20;
const MAX_BLOCKS = 1500;
const MAX_SQUARED_MARKS = 3_000_000;
const MAX_SQUARED_LENGTHS = 500_000_000;

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** Nesting that the serialiser still digests without exhausting the stack. */
const DEEPEST = 60;

/** Without recursion, which is the very thing to be guarded. */
function depthOf(tree: Root): number {
  let level: readonly Nodes[] = [tree];
  let depth = 0;
  for (; level.length > 0 && depth <= DEEPEST; depth += 1) {
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
  return depth;
}

/** Rebuilds a tree from what is known to be harmless; whatever it does not know becomes text. */
class Sanitiser {
  readonly #floor: number;
  readonly #definitions = new Map<string, string>();
  readonly #shallowest: number;

  constructor(tree: Root, floor: number) {
    this.#floor = floor;
    let shallowest = 6;
    walk(tree, (node) => {
      if (node.type === 'definition' && !this.#definitions.has(node.identifier)) {
        this.#definitions.set(node.identifier, node.url);
      }
      if (node.type === 'heading') shallowest = Math.min(shallowest, node.depth);
    });
    this.#shallowest = shallowest;
  }

  children(parent: Parents): RootContent[] {
    return parent.children.flatMap((child) => this.#node(child, PHRASING.includes(parent.type)));
  }

  #node(node: Nodes, isPhrasing: boolean): RootContent[] {
    switch (node.type) {
      case 'html':
        // A comment shows nothing anyway, and could imitate a marker.
        return /^\s*<!--(?:(?!-->)[\s\S])*(?:-->)?\s*$/.test(node.value)
          ? []
          : shownHtml(node.value, isPhrasing);
      case 'image':
      case 'imageReference':
        return this.#link(this.#urlOf(node), [{ type: 'text', value: node.alt || 'image' }]);
      case 'link':
      case 'linkReference':
        return this.#link(this.#urlOf(node), this.children(node) as PhrasingContent[]);
      case 'heading': {
        const depth = Math.min(6, node.depth - this.#shallowest + this.#floor + 1) as 1 | 2 | 3 | 4 | 5 | 6;
        return [{ type: 'heading', depth, children: this.children(node) as PhrasingContent[] }];
      }
      case 'code':
        return [{ type: 'code', lang: languageOf(node.lang), value: node.value }];
      case 'text':
      case 'inlineCode':
      case 'break':
      case 'thematicBreak':
        return [node];
      case 'definition':
      case 'yaml':
        return [];
      case 'root':
        return this.children(node);
      // Their labels could collide with others' in the same text.
      case 'footnoteReference':
        return [{ type: 'text', value: `[${node.label ?? node.identifier}]` }];
      case 'footnoteDefinition':
        return this.children(node);
      default:
        return [{ ...node, children: this.children(node) } as RootContent];
    }
  }

  #urlOf(node: Link | LinkReference | Image | ImageReference): string | undefined {
    return httpUrl('url' in node ? node.url : this.#definitions.get(node.identifier));
  }

  /** A link within the label, which images become, would end it. */
  #link(url: string | undefined, label: PhrasingContent[]): PhrasingContent[] {
    if (url === undefined) return [{ type: 'emphasis', children: label }];
    return [{ type: 'link', url, children: unlinked(label) }];
  }
}

function unlinked(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node) => {
    if (!('children' in node)) return [node];
    const children = unlinked(node.children);
    return node.type === 'link' ? children : [{ ...node, children } as PhrasingContent];
  });
}

const PHRASING: readonly string[] = [
  'paragraph',
  'heading',
  'emphasis',
  'strong',
  'delete',
  'link',
  'linkReference',
  'tableCell',
];

/** Where blocks are expected, bare text would make its neighbours run into each other. */
function shownHtml(source: string, isPhrasing: boolean): RootContent[] {
  const text: PhrasingContent = { type: 'text', value: source };
  return isPhrasing ? [text] : [{ type: 'paragraph', children: [text] }];
}

function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) walk(child, visit);
}

/** Blocks that GitHub draws, and the one that it offers to commit. */
const SPECIAL = /^(?:mermaid|geojson|topojson|stl|math|suggestion)$/i;

/** The language of a code block, unless it is anything but a word, or more than a language to GitHub. */
function languageOf(lang: string | null | undefined): string | null {
  return lang && /^[\w+#.-]{1,40}$/.test(lang) && !SPECIAL.test(lang) ? lang : null;
}

function emphasised(value: string): RootContent {
  return { type: 'paragraph', children: [{ type: 'emphasis', children: [{ type: 'text', value }] }] };
}
