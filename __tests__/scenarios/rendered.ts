import { Marked, type Token, type Tokens } from 'marked';

/** What a page makes of Markdown. */
export interface Rendered {
  /** Outside code, tags removed and entities decoded: where GitHub looks for mentions. */
  prose: string;
  /** Raw HTML in the source, each piece by itself. */
  html: string[];
  /** Targets of links. */
  links: string[];
  images: string[];
  /** Depths of the headings, in order. */
  headings: number[];
  /** Titles of the columns of each table. */
  tables: string[];
  /** Source of the paragraphs that stand outside of everything. */
  paragraphs: string[];
}

export function render(markdown: string): Rendered {
  const lists = { html: [], links: [], images: [], headings: [], tables: [] };
  const paragraphs = new Marked({ gfm: true }).lexer(markdown).filter(({ type }) => type === 'paragraph');
  const rendered: Rendered = { prose: '', ...lists, paragraphs: paragraphs.map(({ raw }) => raw.trim()) };
  const reader = new Marked({ gfm: true, walkTokens: (token) => collect(token, rendered) });
  const page = reader.parse(markdown, { async: false });
  const visible = page.replace(/<(pre|code)\b[\s\S]*?<\/\1>/g, '').replace(/<!--[\s\S]*?-->|<[^>]*>/g, '');
  rendered.prose = decoded(visible);
  return rendered;
}

/** Whoever would be notified: `@name` that does not continue a word. */
export function mentions(markdown: string): string[] {
  return render(markdown).prose.match(/(?<![\p{L}\p{N}_])@[\p{L}\p{N}][\w/-]*/gu) ?? [];
}

function collect(token: Token, rendered: Rendered): void {
  if (token.type === 'html') rendered.html.push(token.raw.trim());
  if (token.type === 'link') rendered.links.push(token.href);
  if (token.type === 'image') rendered.images.push(token.href);
  if (token.type === 'table') rendered.tables.push(columns(token as Tokens.Table));
  if (token.type === 'heading') rendered.headings.push(token.depth);
}

function columns({ header }: Tokens.Table): string {
  return header.map(({ text }) => text).join(' | ');
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([\da-f]+);/gi, (_all, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&amp;', '&');
}
