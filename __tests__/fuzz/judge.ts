import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { RAW_HTML } from './renderers.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Where the report stands, and what it may say. */
export interface Place {
  readonly marker: string | undefined;
  /** `owner/name`. */
  readonly repository: string;
  /** `owner/name#1` of the pull requests that the run opened. */
  readonly ownPullRequests: readonly string[];
}

const OUR_HTML: readonly string[] = [
  '<details><summary>Inputs</summary>',
  '<details><summary>Prompt</summary>',
  '</details>',
];

/** What GitHub's Markdown makes; everything else would be HTML that somebody wrote. */
const ELEMENTS = new Set(
  `h1 h2 h3 h4 h5 h6 p ul ol li blockquote pre code em strong del s a br hr input
   table thead tbody tr th td ${RAW_HTML}`.split(/\s+/),
);

const CODE = ['pre', 'code', RAW_HTML];

/** Blocks that GitHub draws instead of showing their code. */
const DRAWN = /\blanguage-(?:mermaid|geojson|topojson|stl|math)\b/i;

/** What of a rendered report reaches others, runs, or deceives; empty when all is well. */
export function violationsOf(html: string, place: Place): string[] {
  const fragment = parseFragment(html);
  const violations: string[] = [];
  walk(fragment, [], (node, inside) => {
    if (node.nodeName === '#comment') violations.push('an HTML comment');
    else if ('value' in node) {
      if (!CODE.some((name) => inside.includes(name))) {
        violations.push(...textViolations(node.value, place, inside.includes('a')));
      }
    } else if ('tagName' in node) violations.push(...elementViolations(node, place));
  });
  return [...new Set([...violations, ...frameViolations(fragment.childNodes, place)])];
}

/** `inside`: the names of the elements around it. */
function walk(
  node: Node,
  inside: readonly string[],
  visit: (node: Node, inside: readonly string[]) => void,
): void {
  visit(node, inside);
  const below = [...inside, node.nodeName];
  if ('childNodes' in node) for (const child of node.childNodes) walk(child, below, visit);
}

function elementViolations(element: Element, place: Place): string[] {
  const { tagName } = element;
  const violations: string[] = [];
  if (!ELEMENTS.has(tagName)) violations.push(`a live <${tagName}>`);
  if (tagName === RAW_HTML && !isOurHtml(textOf(element).trim(), place)) {
    violations.push(`raw HTML: ${textOf(element)}`);
  }
  if (tagName === 'a') violations.push(...linkViolations(element, place));
  if (DRAWN.test(attribute(element, 'class') ?? '')) violations.push('a drawn block');
  if (attribute(element, 'title') !== undefined) violations.push('a title');
  return violations;
}

function isOurHtml(source: string, { marker }: Place): boolean {
  return source === marker || OUR_HTML.includes(source);
}

function linkViolations(element: Element, place: Place): string[] {
  const href = attribute(element, 'href') ?? '';
  if (/^mailto:/i.test(href)) return [];
  if (!/^https?:\/\//i.test(href)) return [`a link to ${href}`];
  // It leads nowhere.
  if (!URL.canParse(href)) return [];
  const label = textOf(element)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '');
  const claimed = /(?<!\S)https?:\/\/[^\s/?#]+/i.exec(label)?.[0];
  return [
    ...(isForeign(href, place) ? [`a link to ${href}`] : []),
    ...(claimed && URL.canParse(claimed) && new URL(claimed).host !== new URL(href).host
      ? [`${label} leads to ${href}`]
      : []),
  ];
}

/** GitHub looks at one text node at a time, outside code. Stricter than GitHub: at the labels of links as well, though not
 * for addresses, which are no links of their own there. */
function textViolations(text: string, place: Place, isLabel: boolean): string[] {
  const mentions = [...text.matchAll(/([\w./-]*)@[\p{L}\p{N}][\w./-]*/gu)].filter(
    ([found, before = '']) => !isOwnCommit(found, before, place),
  );
  const references = [...text.matchAll(/(?:([\w.-]+)\/)?([\w.-]*[A-Za-z0-9][\w.-]*)#\d+/g)].filter(
    ([found, owner, name = '']) =>
      !isOwnReference(owner ? found : `${name.replace(/^[^a-z\d]+/i, '')}/${nameOf(place)}#`, place) &&
      !isOwnReference(found, place),
  );
  const addresses = isLabel
    ? []
    : [...text.matchAll(/(?<![a-z\d.-])(?:www\.)?github\.com\/\S+/gi)].filter(([found]) =>
        isForeign(`https://${found}`, place),
      );
  return [...mentions, ...references, ...addresses].map(([found]) => `live in the text: ${found}`);
}

function nameOf({ repository }: Place): string {
  return repository.split('/')[1] ?? '';
}

function isOwnCommit(found: string, before: string, { repository }: Place): boolean {
  return before.toLowerCase() === repository && /@[\da-f]{7,40}(?:\.[\w./-]*)?$/i.test(found);
}

function isOwnReference(found: string, { repository, ownPullRequests }: Place): boolean {
  const reference = found.toLowerCase();
  return reference.startsWith(`${repository}#`) || ownPullRequests.includes(reference);
}

/** Whether the address makes GitHub write "mentioned this" elsewhere than in this repository. */
function isForeign(address: string, { repository, ownPullRequests }: Place): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, pathname } = new URL(address);
  if (!/^(?:www\.)?github\.com\.?$/.test(hostname)) return false;
  const path = percentDecoded(pathname).toLowerCase().replace(/\/+/g, '/');
  const [, found, kind, id] =
    /^\/+([\w.-]+\/+[\w.-]+)\/+(issues|pull|discussions|commit|commits)\/+(\d+|[\da-f]{7,40})(?!\w)/.exec(
      path,
    ) ?? [];
  if (found === undefined || found === repository) return false;
  return !(kind === 'pull' && ownPullRequests.includes(`${found}#${id}`));
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-7][\da-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Our headline comes first, the closing line of a comment last, and our pull requests stand outside of everything. */
function frameViolations(nodes: readonly Node[], { marker }: Place): string[] {
  const shown = nodes.filter(({ nodeName }) => nodeName !== '#text' && nodeName !== RAW_HTML);
  const [first] = shown;
  const last = shown.at(-1);
  const violations: string[] = [];
  if (!first || !/^h[23]$/.test(first.nodeName) || !textOf(first).includes('The Oz agent succeeded')) {
    violations.push('our headline is not the first');
  }
  if (!nodes.some((node) => isPullRequestLine(node))) violations.push('our pull requests are gone');
  if (marker !== undefined && !(last?.nodeName === 'p' && textOf(last).endsWith('Workflow run'))) {
    violations.push('our closing line is not the last');
  }
  return violations;
}

/** One paragraph that begins with the first of them. */
function isPullRequestLine(node: Node): boolean {
  return node.nodeName === 'p' && textOf(node).startsWith('🟢\u00a0');
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((attr) => attr.name === name)?.value;
}
