import { isGreen, type Report } from '../report/report.ts';
import { writeSummary } from '../runner.ts';
import { cut } from '../text.ts';
import type { BareContext } from './context.ts';
import type { LivingComment } from './living-comment.ts';

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
    const commentUrl = await tell(report, telling, context);
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
  readonly summary: boolean;
  readonly comment: LivingComment;
}

/** Summary and comment; the comment's URL. */
export async function tell(
  report: Report,
  telling: Telling,
  context: BareContext,
): Promise<string | undefined> {
  if (telling.summary) await summarise(report, context);
  const url = report.isCommentWanted ? await telling.comment.finish(report) : undefined;
  context.journal.told();
  return url;
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
