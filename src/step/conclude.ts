import { isGreen, type Report } from '../report/report.ts';
import { writeSummary } from '../runner.ts';
import type { BareContext } from './context.ts';
import type { LivingComment } from './living-comment.ts';

/** Tells people, in the order of importance: outputs, log, summary, comment. Whether the step is green. */
export async function conclude(
  report: Report,
  telling: Telling | undefined,
  context: BareContext,
): Promise<boolean> {
  const { outputs } = context;
  outputs.write(report);
  announce(report, context);
  if (telling !== undefined) {
    const commentUrl = await tell(report, telling, context);
    if (commentUrl) outputs.write({ ...report, commentUrl });
  }
  return isGreen(report);
}

/** Where people are told. */
export interface Telling {
  readonly summary: boolean;
  readonly comment: LivingComment;
}

/** Summary and comment; the comment's URL. Nothing is said on a pull request about a step that a gate skipped. */
export async function tell(
  report: Report,
  telling: Telling,
  context: BareContext,
): Promise<string | undefined> {
  if (telling.summary) await summarise(report, context);
  const url = report.outcome === 'skipped' ? undefined : await telling.comment.finish(report);
  context.journal.told();
  return url;
}

/** The closing lines of the log; of a red step the last is its one error annotation. */
function announce(report: Report, { log }: BareContext): void {
  const { outcome, trouble, runUrl, pullRequests } = report;
  for (const { url } of pullRequests) log.info(`pull request: ${url}`);
  log.info(`outcome: ${outcome}${runUrl ? `  ${runUrl}` : ''}`);
  if (outcome === 'skipped') log.notice(trouble?.message ?? '', 'Oz agent skipped');
  if (isGreen(report) || !trouble) return;
  const lines = [
    trouble.message,
    trouble.remedy && `What to do: ${trouble.remedy}`,
    [`error-code: ${trouble.code}`, trouble.traceId && `trace: ${trouble.traceId}`]
      .filter(Boolean)
      .join(', '),
    runUrl && `Run: ${runUrl}`,
  ];
  log.error(lines.filter(Boolean).join('\n'), `Oz agent: ${outcome}`);
}

async function summarise(report: Report, { secrets, log, env }: BareContext): Promise<void> {
  try {
    const { summaryOf } = await import('../report/markdown.ts');
    writeSummary(secrets.redactForReaders(summaryOf(secrets.redactDataForReaders(report))), env);
  } catch (error) {
    log.warning(
      `The step summary could not be written: ${(error as Error).message}. The outcome is not affected.`,
      'Summary',
    );
  }
}
