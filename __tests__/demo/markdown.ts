import { Marked, type RendererObject, type Tokens } from 'marked';
import { escapeHtml, Html, html } from './html.ts';

/** Markdown as GitHub renders it in summaries and comments. Nothing in it can reach the page around it. */
export function renderMarkdown(markdown: string): Html {
  const elements = new Elements();
  const marked = new Marked({ gfm: true, renderer: rendererWith(elements) });
  const markup = marked.parse(markdown.toWellFormed(), { async: false });
  return new Html(markup + elements.closeAll());
}

function rendererWith(elements: Elements): RendererObject {
  return {
    html: ({ text }) => rawHtml(text, elements),
    text(token) {
      if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens);
      return withMentions(token.text);
    },
    code: ({ text, lang }) => (lang === 'mermaid' ? mermaid(text) : codeBlock(text, lang)).markup,
    link({ href, tokens }) {
      const inner = new Html(this.parser.parseInline(tokens));
      return link(href, inner).markup;
    },
    image: ({ href, text }) => link(href, html`🖼 ${text || href}`).markup,
    heading({ tokens, depth }: Tokens.Heading) {
      return `<h${depth}>${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
  };
}

/** What the page's script draws. Without it, the source is legible. */
function mermaid(source: string): Html {
  return html`<pre class="mermaid">${source}</pre>
`;
}

function codeBlock(text: string, language: string | undefined): Html {
  return html`<pre${language ? html` data-language="${language}"` : undefined}><code>${text}</code></pre>
`;
}

/** GitHub drops the target of every other scheme and keeps the text. */
function link(href: string, inner: Html): Html {
  if (!/^(https?:|mailto:|#)/i.test(href)) return inner;
  return html`<a href="${href}" rel="nofollow noreferrer">${inner}</a>`;
}

/** GitHub notifies everyone whose login stands behind an @ that starts a word: shown, so that nobody overlooks it. */
function withMentions(text: string): string {
  const parts = text.split(/((?<![\w/@`])@[a-z\d][a-z\d-]{0,38}(?:\/[a-z\d-]+)?)/i);
  const marked = parts.map((part, index) =>
    index % 2 === 1 ? `<strong class="mention">${escapeOnce(part)}</strong>` : escapeOnce(part),
  );
  return marked.join('');
}

/** Character references in Markdown text are references already. */
function escapeOnce(text: string): string {
  return escapeHtml(text).replace(/&amp;(#\d{1,7}|#x[\da-f]{1,6}|\w{1,31});/gi, '&$1;');
}

const ALLOWED = new Set([
  'b',
  'br',
  'code',
  'del',
  'details',
  'em',
  'i',
  'kbd',
  'p',
  'strong',
  'sub',
  'summary',
  'sup',
]);

/** GitHub removes comments, keeps harmless elements and turns the rest into text. Attributes go, but for `open`. */
function rawHtml(markup: string, elements: Elements): string {
  const tag = /^<(\/?)([a-z]+)((?:\s[^<>]*)?)>$/i;
  const parts = markup.split(/(<!--[\s\S]*?-->|<\/?[a-z]+(?:\s[^<>]*)?>)/i).map((part, index) => {
    if (index % 2 === 0) return escapeHtml(part);
    const [, slash, name = '', attributes = ''] = tag.exec(part) ?? [];
    if (name === '') return '';
    if (!ALLOWED.has(name.toLowerCase())) return escapeHtml(part);
    const isOpen = /\sopen\b/i.test(attributes);
    return slash ? elements.close(name.toLowerCase()) : elements.open(name.toLowerCase(), isOpen);
  });
  return parts.join('');
}

/** Keeps raw elements balanced, so that what is left open cannot swallow the page. */
class Elements {
  #open: string[] = [];

  open(name: string, isOpen: boolean): string {
    if (name === 'br') return '<br>';
    this.#open.push(name);
    return `<${name}${isOpen ? ' open' : ''}>`;
  }

  close(name: string): string {
    const at = this.#open.lastIndexOf(name);
    return at < 0 ? '' : this.#closeFrom(at);
  }

  closeAll(): string {
    return this.#closeFrom(0);
  }

  #closeFrom(at: number): string {
    const names = this.#open.splice(at);
    return names
      .reverse()
      .map((name) => `</${name}>`)
      .join('');
  }
}
