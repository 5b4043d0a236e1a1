import type { CommonInputs } from '../inputs/inputs.ts';
import { writeSummary } from '../lib/runner.ts';
import { cut } from '../lib/text.ts';
import type { LivingComment } from '../publish/comment.ts';
import { isGreen, type Report, type Trouble } from '../report/report.ts';
import type { BareContext } from './context.ts';
import { lookUpDetails } from './pull-request-details.ts';

/** How long GitHub may take in all once the outcome is known, in ms. What it does not take then, the post phase brings. */
const GITHUB_PATIENCE = 30_000;

/** Tells people, in the order of importance: outputs, log, summary, comment. Whether the step is green. */
export async function conclude(
  report: Report,
  telling: Telling | undefined,
  context: BareContext,
): Promise<boolean> {
  const { outputs, secrets, journal, log } = context;
  outputs.write(report);
  announce(secrets.redactData(report), context);
  if (telling !== undefined) {
    const commentUrl = await tell(report, telling, context, GITHUB_PATIENCE);
    if (commentUrl) outputs.write({ ...report, commentUrl });
  }
  const fault = faultOf(outputs.fault, journal.fault);
  // A red step has its one error annotation already.
  if (isGreen(report) && fault !== undefined) log.error(fault, `Oz agent: ${report.outcome}`);
  return isGreen(report) && fault === undefined;
}

/** Why a step is red whose run went well: what comes after it would act on something untrue. */
function faultOf(unwritten: string | undefined, unsaved: string | undefined): string | undefined {
  const remedy = 'What to do: Free disk space on the runner.';
  if (unwritten !== undefined) {
    return `The outputs could not be written: ${unwritten}. Later steps see old values or none.\n${remedy}`;
  }
  if (unsaved === undefined) return undefined;
  return `The state of this step could not be saved: ${unsaved}. Its post phase may cancel the run.\n${remedy}`;
}

/** Where people are told. */
export interface Telling {
  readonly inputs: CommonInputs;
  readonly comment: LivingComment;
}

/** Summary and comment; the comment's URL. GitHub gets `patience` ms for all of it. */
export async function tell(
  report: Report,
  { inputs, comment }: Telling,
  context: BareContext,
  patience: number,
): Promise<string | undefined> {
  const deadline = context.clock.now() + patience;
  const pullRequestDetails = await lookUpDetails(report, inputs, context);
  const detailed = { ...report, pullRequestDetails };
  if (inputs.summary) await summarise(detailed, context);
  return tellInComment(detailed, comment, context, deadline);
}

/** The comment alone; its URL. The step may be killed meanwhile, so what it has to say is saved first. */
export async function tellInComment(
  report: Report,
  comment: LivingComment,
  { journal, secrets }: BareContext,
  deadline: number,
): Promise<string | undefined> {
  if (!report.isCommentWanted || !comment.isWanted) {
    journal.told();
    return undefined;
  }
  const { outcome, trouble, isCancelWanted } = secrets.redactData(report);
  const pending = { outcome, trouble: trouble && shortened(trouble), isCancelWanted };
  journal.told(pending);
  const { url, isOpen } = await comment.finish(report, deadline);
  journal.told(isOpen ? pending : undefined);
  return url;
}

/** Short enough for an environment variable, which is how the runner hands it to the post phase. */
function shortened(trouble: Trouble): Trouble {
  const { code, message, remedy, traceId } = trouble;
  return {
    ...trouble,
    code: cut(code, 200),
    message: cut(message, LONGEST_PART),
    remedy: cut(remedy, LONGEST_PART),
    traceId: traceId && cut(traceId, 200),
  };
}

/** The closing lines of the log; of a red step the last is its one error annotation. `report` is redacted. */
function announce(report: Report, { log }: BareContext): void {
  const { outcome, trouble, runUrl, pullRequests } = report;
  for (const { url } of pullRequests) log.info(`pull request: ${url}`);
  log.info(`outcome: ${outcome}${runUrl ? `  ${runUrl}` : ''}`);
  if (outcome === 'skipped') log.notice(trouble?.message ?? '', 'Oz agent skipped');
  if (isGreen(report) || !trouble) return;
  const rest = [
    trouble.remedy && `What to do: ${cut(trouble.remedy, LONGEST_PART)}`,
    [`error-code: ${cut(trouble.code, 200)}`, trouble.traceId && `trace: ${cut(trouble.traceId, 200)}`]
      .filter(Boolean)
      .join(', '),
    runUrl && `Run: ${runUrl}`,
  ];
  const end = rest.filter(Boolean).join('\n');
  log.error(`${cut(trouble.message, LONGEST - end.length)}\n${end}`, `Oz agent: ${outcome}`);
}

/** Of duplicates that turned up after everything else was told. */
export async function summariseDuplicates({ journal, event, secrets, log, env }: BareContext): Promise<void> {
  try {
    const { duplicatesSummary } = await import('../report/duplicates.ts');
    const duplicates = secrets.redactData(journal.duplicates);
    const pullRequests = duplicates.flatMap((duplicate) => duplicate.pullRequests);
    writeSummary(secrets.redact(duplicatesSummary(duplicates, { ...event, pullRequests })), env);
  } catch (error) {
    log.warning(`The step summary could not be written: ${(error as Error).message}.`, 'Summary');
  }
}

/** In characters: GitHub shows 4,096 of an annotation, and its end matters as much as its beginning. */
const LONGEST = 3900;
const LONGEST_PART = 1500;

async function summarise(report: Report, { secrets, log, env }: BareContext): Promise<void> {
  try {
    const { summaryOf } = await import('../report/markdown.ts');
    writeSummary(summaryOf(report, secrets), env);
  } catch (error) {
    log.warning(
      `The step summary could not be written: ${(error as Error).message}. The outcome is not affected.`,
      'Summary',
    );
  }
}
