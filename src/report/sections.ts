import type { PhrasingContent, RootContent } from 'mdast';
import { cut } from '../lib/text.ts';
import type { Outcome } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import type { Stage } from '../oz/states.ts';
import { costUsdOf, creditsOf } from '../oz/usage.ts';
import {
  code,
  details,
  dotted,
  lines,
  link,
  optional,
  paragraph,
  prose,
  quote,
  strong,
  table,
  words,
} from './document.ts';
import { durationText } from './durations.ts';
import type { Report, RunReport } from './report.ts';
import { agentMarkdown } from './safe-markdown.ts';
import { timelineOf } from './timeline.ts';

// The sections that summary and comment are made of.

/** How much may be said. Lengths in characters. */
export interface Tier {
  readonly result: number;
  readonly prompt: number;
  readonly rows: number;
  readonly words: number;
}

const HEADLINES: Readonly<Record<Outcome, string>> = {
  succeeded: '✅ The Oz agent succeeded',
  started: '🚀 An Oz agent was started',
  checked: '✅ An Oz agent could be started',
  skipped: '⏭️ No Oz agent was started',
  collected: '📬 Oz runs were collected',
  failed: '❌ The Oz agent failed',
  error: '❌ The Oz run ended in an error',
  cancelled: '🚫 The Oz run was cancelled',
  blocked: '✋ The Oz agent waits for a person',
  'no-pull-request': '❌ The Oz agent opened no pull request',
  'invalid-output': '❌ The answer of the Oz agent is not valid',
  findings: '❌ The Oz agent has findings that must not pass',
  'timed-out': '⏱️ The Oz agent ran out of time',
  'over-budget': '💸 The Oz agent reached its spend limit',
  refused: '❌ No Oz agent was started',
  lost: '❓ Lost contact with the Oz run',
};

/** An outcome's words alone, for places that show text only. */
export function outcomeWords(outcome: Outcome): string {
  return HEADLINES[outcome].replace(/^\S+ /, '');
}

/** While the run goes on, its stage is all there is to say. */
const PROGRESS: Readonly<Record<Stage, string>> = {
  queued: '🕓 An Oz agent is queued',
  working: '⏳ The Oz agent is working',
  blocked: '✋ The Oz agent waits for a person',
  ended: '⏳ The Oz agent has finished',
  unknown: '⏳ The Oz agent is in progress',
};

export function headline(report: Report, tier: Tier): PhrasingContent[] {
  const { outcome, progress, last } = report;
  const { run, runSeconds } = last ?? {};
  const took =
    runSeconds === undefined || !TOOK[outcome]
      ? ''
      : ` ${TOOK[outcome]} ${unbroken(durationText(runSeconds))}`;
  const happened = progress ? PROGRESS[run?.stage ?? 'queued'] : `${endOf(report)}${took}`;
  const title = run?.title
    ? [{ type: 'text' as const, value: ': ' }, words(cut(run.title, Math.min(tier.words, 200)))]
    : [];
  return [{ type: 'text', value: happened }, ...title];
}

function endOf({ outcome, isCancelWanted, attempts, failure, checks, createdCount, last }: Report): string {
  if (outcome === 'refused' && checks.length > 0) return '❌ An Oz agent would be refused';
  // None was to be started.
  if (outcome === 'refused' && createdCount === 0 && last) return '❌ The Oz run could not be followed';
  if (!isCancelWanted || outcome !== 'cancelled') return HEADLINES[outcome];
  if (failure) return '⚠️ Not every Oz run could be cancelled';
  if (attempts.length === 0) return '✅ There was no Oz run to cancel';
  return attempts.length === 1
    ? '🚫 The Oz run was cancelled'
    : `🚫 ${attempts.length} Oz runs were cancelled`;
}

/** Outcomes of which it says something how long the agent worked. */
const TOOK: Partial<Record<Outcome, 'in' | 'after'>> = {
  succeeded: 'in',
  failed: 'after',
  error: 'after',
  'no-pull-request': 'after',
};

/** A phone breaks a heading between number and unit. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** What the agent does now: one line of it. */
export function nowOf({ progress }: Report): RootContent[] {
  return progress?.now ? [paragraph({ type: 'text', value: 'Now: ' }, code(cut(progress.now, 200)))] : [];
}

export function resultOf({ last }: Report, tier: Tier, floor: number): RootContent[] {
  const { result } = last ?? {};
  return result ? agentMarkdown(result, { floor, longest: tier.result }) : [];
}

/** More lines are folded away. */
const MAX_OPEN_LINES = 20;

/** The document that was asked for. */
export function documentOf({ last }: Report, tier: Tier): RootContent[] {
  if (last?.document === undefined) return [];
  const json = JSON.stringify(last.document, null, 2);
  const block: RootContent = { type: 'code', lang: 'json', value: cut(json, tier.result) };
  return json.split('\n').length > MAX_OPEN_LINES ? details('Structured output', block) : [block];
}

export function failureOf({ failure, progress }: Report, tier: Tier): RootContent[] {
  if (!failure || progress) return [];
  const facts = [
    code(failure.code),
    ...(failure.traceId ? [words(`trace ${cut(failure.traceId, 200)}`)] : []),
  ];
  return [
    quote(
      paragraph(strong(...prose(cut(failure.message, tier.words)))),
      ...(failure.remedy ? [paragraph(...prose(cut(failure.remedy, tier.words)))] : []),
      paragraph(...dotted(facts)),
    ),
  ];
}

export function pictureOf({ attempts }: Report, tier: Tier): RootContent[] {
  const timeline = tier.prompt > 0 ? timelineOf(attempts) : undefined;
  if (timeline?.kind === 'picture') return [{ type: 'code', lang: 'mermaid', value: timeline.source }];
  return timeline ? [lines(timeline.lines.map((line) => [words(line)]))] : [];
}

/** Worth a table once there was more than one. */
export function attemptsOf({ attempts }: Report, tier: Tier): RootContent[] {
  if (attempts.length < 2) return [];
  const rows = attempts.map(({ runId, run }, index) => [
    runId ? link(runUrl(runId), String(index + 1)) : words(String(index + 1)),
    optional(run?.state, code) ?? words(runId ? '–' : 'not created'),
    words(cut(run?.status?.message ?? '', Math.min(tier.words, 300))),
    words(String(creditsOf(run) ?? '–')),
  ]);
  return [table(['Attempt', 'State', 'Message', 'Credits'], rows)];
}

export function factsOf(report: Report, tier: Tier): RootContent[] {
  const { last, asked } = report;
  const { run, queuedSeconds, setUpSeconds, runSeconds } = last ?? {};
  const credits = creditsOf(run);
  const facts: [string, PhrasingContent | undefined][] = [
    ['Run', last && link(last.url, last.runId)],
    ['Session', last && sessionOf(last)],
    ['State', optional(run?.state, code)],
    ['Queued', optional(queuedSeconds, (seconds) => words(durationText(seconds)))],
    ['Set up', optional(setUpSeconds, (seconds) => words(durationText(seconds)))],
    ['Worked', optional(runSeconds, (seconds) => words(durationText(seconds)))],
    ['Credits', optional(credits, (total) => words(`${total}${splitOf(run)}`))],
    ['Billed', optional(costUsdOf(run), (total) => words(`${total} USD`))],
    ['Model', optional(run?.config.model ?? asked.model, code)],
    ['Served by', optional(servedBy(run), code)],
    ['Environment', optional(run?.config.environment ?? asked.environment, code)],
    ['Skill', optional(run?.config.skill ?? asked.skill, code)],
    ['Harness', optional(run?.config.harness, code)],
    ['Started by', report.collection ? undefined : optional(startedBy(report), words)],
  ];
  const rows = facts.flatMap(([name, value]) => (value ? [[words(name), value]] : []));
  return rows.length > 0 ? [table(['Fact', 'Value'], rows.slice(0, Math.max(tier.rows, 10)))] : [];
}

/** What an auto-routing model came down to. */
function servedBy(run: Run | undefined): string | undefined {
  return run?.usage.models.slice(0, MAX_MODELS).join(', ') || undefined;
}

const MAX_MODELS = 5;

/** The person behind the event, and whose run it is in Oz. */
function startedBy({ actor, last }: Report): string {
  const creator = last?.run?.creator;
  const owner = creator ? `, as ${cut(creator, 80)} in Oz` : '';
  return actor ? `${cut(actor, 80)}${owner}` : '';
}

function splitOf(run: Run | undefined): string {
  const { inference, compute, platform, tokens } = run?.usage ?? {};
  const parts = Object.entries({ inference, compute, platform }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  const split = parts.length > 1 ? ` (${parts.join(', ')})` : '';
  return tokens === undefined ? split : `${split}, ${tokens.toLocaleString('en')} tokens`;
}

export function promptOf({ asked, last }: Report, tier: Tier): RootContent[] {
  const prompt = asked.prompt ?? last?.run?.submittedPrompt ?? last?.run?.prompt;
  if (!prompt || tier.prompt === 0) return [];
  return details('Prompt', { type: 'code', value: cut(prompt, tier.prompt) });
}

function sessionOf({ sessionLink, isSessionLinkShown }: RunReport): PhrasingContent | undefined {
  if (!sessionLink) return undefined;
  return isSessionLinkShown
    ? link(sessionLink, 'open')
    : words('not shown here, since the link lets anyone edit');
}

export function footOf({ last, workflowRunUrl }: Report): PhrasingContent[] {
  const { url, sessionLink, isSessionLinkShown } = last ?? {};
  const credits = creditsOf(last?.run);
  return dotted([
    ...(url ? [link(url, 'Run')] : []),
    ...(sessionLink && isSessionLinkShown ? [link(sessionLink, 'Session')] : []),
    link(workflowRunUrl, 'Workflow run'),
    ...(credits === undefined ? [] : [words(`${credits} credits`)]),
  ]);
}
