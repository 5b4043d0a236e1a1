import type { BlockContent, Parents, PhrasingContent, RootContent } from 'mdast';
import type { Finding, Severity } from '../review/findings.ts';
import type { Placed } from '../review/placement.ts';
import { code, paragraph, quote, strong, words } from './document.ts';
import { visible } from './harmless.ts';
import { agentMarkdown } from './safe-markdown.ts';

// What is shown of one finding. Every text in it is an agent's.

/** What was reviewed: links lead there, and nowhere else. */
export interface ReviewedAt {
  /** Base URL of the GitHub server. */
  readonly serverUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string | undefined;
  /** Where the branch left its base: what LEFT shows. Undefined where GitHub did not say. */
  readonly mergeBase: string | undefined;
}

/** Distinguished by their shapes, and by the word beside them. */
const ICONS: Readonly<Record<Severity, string>> = { critical: '🛑', major: '⚠️', minor: '🔷', nit: '✏️' };

export function severityText(severity: Severity): string {
  return `${ICONS[severity]} ${severity}`;
}

/** Severity and title. */
export function titleOf({ severity, title }: Finding): PhrasingContent[] {
  return [
    strong({ type: 'text', value: severityText(severity) }),
    { type: 'text', value: ': ' },
    words(title),
  ];
}

/** Path and line, as a link where there is something to lead to. */
export function placeOf(placed: Placed, at: ReviewedAt): PhrasingContent {
  const { path, line, start_line: start = line } = placed.finding;
  const label = code(`${path}:${start < line ? `${start}-${line}` : line}`);
  const url = lineUrl(placed, at);
  return url === undefined ? label : { type: 'link', url, children: [label] };
}

function lineUrl({ finding, previousPath }: Placed, at: ReviewedAt): string | undefined {
  const { line, start_line: start = line, side = 'RIGHT' } = finding;
  const sha = side === 'RIGHT' ? at.commit : at.mergeBase;
  const path = side === 'LEFT' ? (previousPath ?? finding.path) : finding.path;
  if (sha === undefined || !isPlainPath(path)) return undefined;
  const segments = path.split('/').map((segment) => encodeURIComponent(segment));
  const lines = start < line ? `L${start}-L${line}` : `L${line}`;
  return `${repositoryUrl(at)}/blob/${sha}/${segments.join('/')}#${lines}`;
}

/** Browsers resolve `..`, also where it is encoded. */
function isPlainPath(path: string): boolean {
  return path.isWellFormed() && path.split('/').every((segment) => !['', '.', '..'].includes(segment));
}

function repositoryUrl({ serverUrl, repository }: ReviewedAt): string {
  return `${serverUrl}/${repository}`;
}

/** The body, and the suggestion. `isApplicable`: whether GitHub can offer to commit it. */
export function contentOf(
  { body, suggestion }: Finding,
  at: ReviewedAt,
  { longest, floor, isApplicable }: { longest: number; floor: number; isApplicable: boolean },
): RootContent[] {
  const said = body.trim() === '' ? [] : reviewMarkdown(body, at, { longest, floor });
  return suggestion === undefined ? said : [...said, suggestionBlock(suggestion, isApplicable)];
}

/** The end of the last line is the block's own. */
function suggestionBlock(suggestion: string, isApplicable: boolean): RootContent {
  const value = visible(suggestion).replace(/\n$/, '');
  return { type: 'code', lang: isApplicable ? 'suggestion' : null, value };
}

/** As it stands in a list of findings. */
export function listed(
  placed: Placed,
  at: ReviewedAt,
  { longest, floor }: { longest: number; floor: number },
): RootContent[] {
  const { finding } = placed;
  const title = paragraph(placeOf(placed, at), { type: 'text', value: ' ' }, ...titleOf(finding));
  if (longest === 0) return [title];
  const content = contentOf(finding, at, { longest, floor, isApplicable: false });
  return content.length === 0 ? [title] : [title, quote(...(content as BlockContent[]))];
}

/** Markdown of the agent, in which links lead to the reviewed commit or are none. */
export function reviewMarkdown(
  source: string,
  at: ReviewedAt,
  limits: { floor: number; longest: number },
): RootContent[] {
  return withoutLinks(agentMarkdown(source, limits), at);
}

function withoutLinks<T extends RootContent>(nodes: readonly T[], at: ReviewedAt): T[] {
  return nodes.flatMap((node): RootContent[] => {
    if (!('children' in node)) return [node];
    const children = withoutLinks((node as Parents).children, at);
    if (node.type !== 'link' || leadsToReviewed(node.url, at)) return [{ ...node, children } as RootContent];
    const target: PhrasingContent = code(node.url);
    const [only] = children;
    if (children.length === 1 && only?.type === 'text' && node.url.includes(only.value)) return [target];
    return [...children, { type: 'text', value: ' (' }, target, { type: 'text', value: ')' }];
  }) as T[];
}

function leadsToReviewed(url: string, at: ReviewedAt): boolean {
  const { commit } = at;
  if (commit === undefined || !URL.canParse(url)) return false;
  return new URL(url).href.startsWith(`${repositoryUrl(at)}/blob/${commit}/`);
}
