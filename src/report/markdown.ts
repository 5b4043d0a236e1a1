import type { PhrasingContent, Root, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import type { Secrets } from '../lib/secrets.ts';
import { cut } from '../lib/text.ts';
import type { Artifact } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import type { Stage } from '../oz/states.ts';
import {
  code,
  details,
  dotted,
  heading,
  link,
  moreThan,
  optional,
  paragraph,
  prose,
  quote,
  serialise,
  strong,
  table,
  words,
} from './document.ts';
import { duplicatesOf } from './duplicates.ts';
import { pullRequestTable } from './pull-request-table.ts';
import { creditsOf, durationText, type Outcome, type Report } from './report.ts';
import { agentMarkdown } from './safe-markdown.ts';
import { timelineOf } from './timeline.ts';

/** How much may be said. Lengths in characters. */
interface Tier {
  readonly result: number;
  readonly prompt: number;
  readonly rows: number;
  readonly words: number;
}

/** From all there is to the heart only; the first that fits is taken. */
const TIERS: readonly Tier[] = [
  { result: 100_000, prompt: 100_000, rows: 200, words: 10_000 },
  { result: 40_000, prompt: 4000, rows: 50, words: 4000 },
  { result: 10_000, prompt: 0, rows: 20, words: 1000 },
  { result: 1000, prompt: 0, rows: 5, words: 300 },
];

/** GitHub drops a step summary over 1 MiB whole. In bytes of UTF-8. */
export const LARGEST_SUMMARY = 1_000_000;
/** GitHub refuses a comment over 65,536 characters. In bytes of UTF-8, which are never fewer. */
export const LARGEST_COMMENT = 60_000;

/** What hides secrets: in the report before anything is cut, and in what Markdown's escapes had kept apart. */
export type Redactor = Pick<Secrets, 'redact' | 'redactData'>;

const NOTHING_SECRET: Redactor = { redact: (text) => text, redactData: (data) => data };

/** The step summary: at most `largest` bytes. */
export function summaryOf(told: Report, secrets = NOTHING_SECRET, largest = LARGEST_SUMMARY): string {
  const report = secrets.redactData(told);
  return fitting(report, largest, secrets, (tier) => [
    heading(2, ...headline(report, tier)),
    ...resultOf(report, tier, 2),
    ...troubleOf(report, tier),
    ...checksOf(report, tier),
    ...pullRequestTable(report, tier.rows),
    ...artifactsOf(report, tier),
    ...pictureOf(report, tier),
    ...attemptsOf(report, tier),
    ...duplicatesOf(report.duplicates, tier.rows),
    ...factsOf(report, tier),
    ...promptOf(report, tier),
  ]);
}

/** The comment: at most `largest` bytes, `marker` included. */
export function commentOf(
  told: Report,
  marker: string,
  secrets = NOTHING_SECRET,
  largest = LARGEST_COMMENT,
): string {
  const report = secrets.redactData(told);
  // The marker stays as it is: the comment is found again by it.
  const body = fitting(report, largest - Buffer.byteLength(marker) - 1, secrets, (tier) => [
    heading(3, ...headline(report, tier)),
    ...nowOf(report),
    ...resultOf(report, tier, 3),
    ...troubleOf(report, tier),
    ...pullRequestTable(report, tier.rows),
    ...artifactsOf(report, tier),
    ...attemptsOf(report, tier),
    paragraph(...footOf(report)),
  ]);
  return `${marker}\n${body}`;
}

function fitting(
  report: Report,
  largest: number,
  secrets: Redactor,
  build: (tier: Tier) => RootContent[],
): string {
  let text = '';
  for (const tier of TIERS) {
    // Parsing what cannot fit anyway would be for nothing.
    const nodes = build({ ...tier, result: Math.min(tier.result, largest) });
    text = secrets.redact(serialise(withoutSecrets(nodes, secrets), report));
    if (Buffer.byteLength(text) <= largest) return text;
  }
  throw new Error(`the shortest report has ${Buffer.byteLength(text)} bytes; ${largest} are allowed`);
}

function withoutSecrets(children: RootContent[], secrets: Redactor): RootContent[] {
  visit({ type: 'root', children } as Root, (node) => {
    if ('value' in node) node.value = secrets.redact(node.value);
    if ('url' in node) node.url = secrets.redact(node.url);
  });
  return children;
}

const HEADLINES: Readonly<Record<Outcome, string>> = {
  succeeded: '✅ The Oz agent succeeded',
  started: '🚀 An Oz agent was started',
  checked: '✅ An Oz agent could be started',
  skipped: '⏭️ No Oz agent was started',
  failed: '❌ The Oz agent failed',
  error: '❌ The Oz run ended in an error',
  cancelled: '🚫 The Oz run was cancelled',
  blocked: '✋ The Oz agent waits for a person',
  'no-pull-request': '❌ The Oz agent opened no pull request',
  'timed-out': '⏱️ The Oz agent ran out of time',
  refused: '❌ No Oz agent was started',
  lost: '❓ The Oz run was lost from sight',
};

/** While the run goes on, its stage is all there is to tell. */
const UNDER_WAY: Readonly<Record<Stage, string>> = {
  queued: '🕓 An Oz agent is queued',
  working: '⏳ The Oz agent is working',
  blocked: '✋ The Oz agent waits for a person',
  ended: '⏳ The Oz agent has finished',
  unknown: '⏳ The Oz agent is under way',
};

function headline(report: Report, tier: Tier): PhrasingContent[] {
  const { run, outcome, runSeconds, underWay } = report;
  const took = runSeconds === undefined || !WORKED.includes(outcome) ? '' : ` in ${durationText(runSeconds)}`;
  const happened = underWay ? UNDER_WAY[run?.stage ?? 'queued'] : `${endOf(report)}${took}`;
  const title = run?.title
    ? [{ type: 'text' as const, value: ': ' }, words(cut(run.title, Math.min(tier.words, 200)))]
    : [];
  return [{ type: 'text', value: happened }, ...title];
}

function endOf({ outcome, isCancelWanted, attempts, trouble, checks }: Report): string {
  if (outcome === 'refused' && checks.length > 0) return '❌ An Oz agent would be refused';
  if (!isCancelWanted || outcome !== 'cancelled') return HEADLINES[outcome];
  if (trouble) return '⚠️ Not every Oz run could be cancelled';
  if (attempts.length === 0) return '✅ There was no Oz run to cancel';
  return attempts.length === 1
    ? '🚫 The Oz run was cancelled'
    : `🚫 ${attempts.length} Oz runs were cancelled`;
}

/** Outcomes of which it says something how long the agent worked. */
const WORKED: readonly Outcome[] = ['succeeded', 'failed', 'error', 'no-pull-request'];

/** What the agent does now: one line of it. */
function nowOf({ underWay }: Report): RootContent[] {
  return underWay?.now ? [paragraph({ type: 'text', value: 'Now: ' }, code(cut(underWay.now, 200)))] : [];
}

function resultOf({ result }: Report, tier: Tier, floor: number): RootContent[] {
  return result ? agentMarkdown(result, { floor, longest: tier.result }) : [];
}

function troubleOf({ trouble, underWay }: Report, tier: Tier): RootContent[] {
  if (!trouble || underWay) return [];
  const facts = [
    code(trouble.code),
    ...(trouble.traceId ? [words(`trace ${cut(trouble.traceId, 200)}`)] : []),
  ];
  return [
    quote(
      paragraph(strong(...prose(cut(trouble.message, tier.words)))),
      ...(trouble.remedy ? [paragraph(...prose(cut(trouble.remedy, tier.words)))] : []),
      paragraph(...dotted(facts)),
    ),
  ];
}

function checksOf({ checks }: Report, tier: Tier): RootContent[] {
  if (checks.length === 0) return [];
  const icons = { good: '✅', bad: '❌', unknown: '❔' };
  const rows = checks.map(({ what, verdict, finding }) => [
    words(`${icons[verdict]} ${what}`),
    { type: 'emphasis' as const, children: prose(cut(finding, tier.words)) },
  ]);
  return [table(['Checked', 'Finding'], rows)];
}

function artifactsOf({ run }: Report, tier: Tier): RootContent[] {
  const others = (run?.artifacts ?? []).filter(({ type }) => type !== 'PULL_REQUEST');
  if (others.length === 0) return [];
  const rows = others
    .slice(0, tier.rows)
    .map((artifact) => [
      words(cut(kindOf(artifact), 60)),
      nameOf(artifact),
      words(cut(artifact.description ?? '', 100)),
    ]);
  return [table(['Artifact', 'Name', 'Description'], rows), ...moreThan(rows.length, others.length)];
}

function pictureOf({ attempts }: Report, tier: Tier): RootContent[] {
  const timeline = tier.prompt > 0 ? timelineOf(attempts) : undefined;
  return timeline ? [{ type: 'code', lang: 'mermaid', value: timeline }] : [];
}

/** Worth a table once there was more than one. */
function attemptsOf({ attempts }: Report, tier: Tier): RootContent[] {
  if (attempts.length < 2) return [];
  const rows = attempts.map(({ runId, run }, index) => [
    words(String(index + 1)),
    runId ? link(runUrl(runId), runId) : words('not created'),
    optional(run?.state, code) ?? words('–'),
    words(cut(run?.status?.message ?? '', Math.min(tier.words, 300))),
    words(String(creditsOf(run) ?? '–')),
  ]);
  return [table(['Attempt', 'Run', 'State', 'Message', 'Credits'], rows)];
}

function kindOf({ type }: Artifact): string {
  const kind = type.toLowerCase().replaceAll('_', ' ');
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

function nameOf({ title, filename, filepath, url, uid }: Artifact): PhrasingContent {
  const name = cut(title ?? filename ?? filepath ?? uid ?? url ?? '–', 80);
  return url ? link(url, name) : code(name);
}

function factsOf(report: Report, tier: Tier): RootContent[] {
  const { run, asked } = report;
  const credits = creditsOf(run);
  const facts: [string, PhrasingContent | undefined][] = [
    ['Run', report.runUrl && report.runId ? link(report.runUrl, report.runId) : undefined],
    ['Session', sessionOf(report)],
    ['State', optional(run?.state, code)],
    ['Queued', optional(report.queueSeconds, (seconds) => words(durationText(seconds)))],
    ['Worked', optional(report.runSeconds, (seconds) => words(durationText(seconds)))],
    ['Credits', optional(credits, (total) => words(`${total}${splitOf(report)}`))],
    ['Model', optional(run?.config.model ?? asked.model, code)],
    ['Environment', optional(run?.config.environment ?? asked.environment, code)],
    ['Skill', optional(run?.config.skill ?? asked.skill, code)],
    ['Harness', optional(run?.config.harness, code)],
    ['Started by', optional(startedBy(report), words)],
  ];
  const rows = facts.flatMap(([name, value]) => (value ? [[words(name), value]] : []));
  return rows.length > 0 ? [table(['Fact', 'Value'], rows.slice(0, Math.max(tier.rows, 10)))] : [];
}

/** The person behind the event, and whose run it is in Oz. */
function startedBy({ actor, run }: Report): string {
  const owner = run?.creator ? `, as ${cut(run.creator, 80)} in Oz` : '';
  return actor ? `${cut(actor, 80)}${owner}` : '';
}

function splitOf({ run }: Report): string {
  const { inference, compute, platform, tokens } = run?.usage ?? {};
  const parts = Object.entries({ inference, compute, platform }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  const split = parts.length > 1 ? ` (${parts.join(', ')})` : '';
  return tokens === undefined ? split : `${split}, ${tokens.toLocaleString('en')} tokens`;
}

function promptOf({ asked, run }: Report, tier: Tier): RootContent[] {
  const prompt = asked.prompt ?? run?.prompt;
  if (!prompt || tier.prompt === 0) return [];
  return details('Prompt', { type: 'code', value: cut(prompt, tier.prompt) });
}

function sessionOf({ sessionLink, isSessionLinkShown }: Report): PhrasingContent | undefined {
  if (!sessionLink) return undefined;
  return isSessionLinkShown
    ? link(sessionLink, 'open')
    : words('not shown here, since the link lets anyone edit');
}

function footOf(report: Report): PhrasingContent[] {
  const credits = creditsOf(report.run);
  return dotted([
    ...(report.runUrl ? [link(report.runUrl, 'Run')] : []),
    ...(report.sessionLink && report.isSessionLinkShown ? [link(report.sessionLink, 'Session')] : []),
    link(report.workflowRunUrl, 'Workflow run'),
    ...(credits === undefined ? [] : [words(`${credits} credits`)]),
  ]);
}
