import type { Nodes, Parents, PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { httpUrl } from '../json.ts';

const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Text that others wrote, as it may stand in Markdown on GitHub: on one line, without invisible characters, and
 * mentioning nobody. It belongs into a text node, whose serialiser escapes what is left.
 */
export function plainWords(words: string): string {
  return unmentioned(
    visible(words)
      .replace(/[^\S\u00a0]+/g, ' ')
      .trim(),
  );
}

/**
 * Markdown that an agent wrote, as nodes that are safe beside ours: nobody is mentioned, no HTML survives, images
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
  if (new Set(prose.match(/`+/g)).size > MOST_SPAN_LENGTHS) return true;
  const blocks = prose.split(/\n\s*\n/);
  if (blocks.length > MOST_BLOCKS) return true;
  const marks = blocks.map((block) => block.match(/[[\]*_~`<]/g)?.length ?? 0);
  return (
    squares(marks) > MOST_SQUARED_MARKS || squares(blocks.map(({ length }) => length)) > MOST_SQUARED_LENGTHS
  );
}

const MOST_SPAN_LENGTHS = 20;
const MOST_BLOCKS = 1500;
const MOST_SQUARED_MARKS = 3_000_000;
const MOST_SQUARED_LENGTHS = 500_000_000;

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
      case 'text':
        return [{ type: 'text', value: unmentioned(node.value) }];
      case 'html':
        // A comment shows nothing anyway, and could imitate a marker.
        return /^\s*<!--(?:(?!-->)[\s\S])*(?:-->)?\s*$/.test(node.value)
          ? []
          : shownHtml(node.value, isPhrasing);
      case 'image':
        return [this.#link(node.url, [{ type: 'text', value: unmentioned(node.alt || 'image') }])];
      case 'imageReference':
        return [
          this.#link(this.#definitions.get(node.identifier), [
            { type: 'text', value: unmentioned(node.alt || 'image') },
          ]),
        ];
      case 'link':
        return [this.#link(node.url, this.children(node) as PhrasingContent[])];
      case 'linkReference':
        return [this.#link(this.#definitions.get(node.identifier), this.children(node) as PhrasingContent[])];
      case 'heading': {
        const depth = Math.min(6, node.depth - this.#shallowest + this.#floor + 1) as 1 | 2 | 3 | 4 | 5 | 6;
        return [{ type: 'heading', depth, children: this.children(node) as PhrasingContent[] }];
      }
      case 'code':
        return [{ type: 'code', lang: languageOf(node.lang), value: node.value }];
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
        return [{ type: 'text', value: `[${node.identifier}]` }];
      case 'footnoteDefinition':
        return this.children(node);
      default:
        return [{ ...node, children: this.children(node) } as RootContent];
    }
  }

  #link(url: string | undefined, children: PhrasingContent[]): PhrasingContent {
    const target = httpUrl(url);
    if (target === undefined) return { type: 'emphasis', children };
    return { type: 'link', url: target, children };
  }
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
  const text: PhrasingContent = { type: 'text', value: unmentioned(source) };
  return isPhrasing ? [text] : [{ type: 'paragraph', children: [text] }];
}

function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) walk(child, visit);
}

/** The language of a code block, unless it is anything but a word. */
function languageOf(lang: string | null | undefined): string | null {
  return lang && /^[\w+#.-]{1,40}$/.test(lang) ? lang : null;
}

function emphasised(value: string): RootContent {
  return { type: 'paragraph', children: [{ type: 'emphasis', children: [{ type: 'text', value }] }] };
}

/**
 * A zero-width space after `@`, and in references to other repositories' issues, which would notify there. The
 * same trick as in many release-note bots; escapes do not help, since GitHub looks for mentions in the rendered text.
 */
function unmentioned(text: string): string {
  return (
    text
      .replace(/@(?=[\p{L}\p{N}])/gu, `@${ZERO_WIDTH_SPACE}`)
      .replace(/([\w.-]+\/[\w.-]+)#(?=\d)/g, `$1#${ZERO_WIDTH_SPACE}`)
      // The serialiser does not see that it would escape what the next node begins with.
      .replace(/\\$/, `\\${ZERO_WIDTH_SPACE}`)
  );
}

/**
 * Without control characters (line ends and tabs stay) and without the marks that reorder text. Joiners stay: emoji
 * and many scripts need them.
 */
function visible(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu, '');
}
