import MarkdownIt from 'markdown-it';
import footnotes from 'markdown-it-footnote';
import { Marked } from 'marked';

/** Where a renderer shows raw HTML of the source, as text instead of passing it on. */
export const RAW_HTML = 'raw-html';

/** Renderers of GitHub's flavour, none of which is the one that reports are written with. */
export const RENDERERS: Readonly<Record<string, (markdown: string) => string>> = {
  marked: withMarked(),
  'markdown-it': withMarkdownIt(),
};

function withMarked(): (markdown: string) => string {
  const marked = new Marked({ gfm: true, renderer: { html: ({ text }) => rawHtml(text) } });
  return (markdown) => marked.parse(markdown, { async: false });
}

/** With footnotes; without inline ones and links of `//host` and bare hosts, which GitHub does not make either. */
function withMarkdownIt(): (markdown: string) => string {
  const renderer = new MarkdownIt({ html: true, linkify: true }).use(footnotes);
  renderer.inline.ruler.disable('footnote_inline');
  renderer.linkify.add('//', null).set({ fuzzyLink: false });
  renderer.renderer.rules.html_block = (tokens, index) => rawHtml(tokens[index]?.content ?? '');
  renderer.renderer.rules.html_inline = (tokens, index) => rawHtml(tokens[index]?.content ?? '');
  return (markdown) => renderer.render(markdown);
}

function rawHtml(source: string): string {
  const escaped = source.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<${RAW_HTML}>${escaped}</${RAW_HTML}>`;
}
