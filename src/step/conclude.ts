import type { Inputs } from '../inputs/read.ts';
import type { CommentPlace } from '../report/comment.ts';
import { isGreen, type Report } from '../report/report.ts';
import { writeSummary } from '../runner.ts';
import type { BareContext } from './context.ts';

/** How long the comment may take, in ms: in all, and once the step was asked to go. */
const COMMENT_PATIENCE = 60_000;
const COMMENT_GRACE = 6500;

/** Tells people, in the order of importance: outputs, log, summary, comment. Whether the step is green. */
export async function conclude(
  report: Report,
  inputs: Inputs | undefined,
  context: BareContext,
): Promise<boolean> {
  const { outputs } = context;
  outputs.write(report);
  announce(report, context);
  if (inputs === undefined) return isGreen(report);
  if (inputs.summary) await summarise(report, context);
  const commentUrl = await comment(report, inputs, context);
  if (commentUrl) outputs.write({ ...report, commentUrl });
  return isGreen(report);
}

/** The closing lines of the log; of a red step the last is its one error annotation. */
function announce(report: Report, { log, elapsed }: BareContext): void {
  const { outcome, trouble, runUrl, pullRequests } = report;
  for (const { url } of pullRequests) log.info(`${elapsed()}  pull request: ${url}`);
  log.info(`${elapsed()}  outcome: ${outcome}${runUrl ? `  ${runUrl}` : ''}`);
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

/** Nothing is said about a step that started nothing by choice of a gate. */
async function comment(report: Report, inputs: Inputs, context: BareContext): Promise<string | undefined> {
  const { event, log, secrets, shutdown } = context;
  const { number, comment: kind, githubToken } = inputs;
  if (kind === 'off' || number === undefined || report.outcome === 'skipped') return undefined;
  if (githubToken === undefined) {
    log.warning(
      'No comment was written: the input `github-token` is empty. Give one, or set `comment: off`.',
      'Comment',
    );
    return undefined;
  }
  const [{ Comment }, { commentOf }, { markerOf }] = await Promise.all([
    import('../report/comment.ts'),
    import('../report/markdown.ts'),
    import('../report/marker.ts'),
  ]);
  const place: CommentPlace = {
    repository: event.repository,
    number,
    kind,
    marker: markerOf(kind, inputs.commentKey),
  };
  const body = secrets.redactForReaders(commentOf(secrets.redactDataForReaders(report), place.marker));
  const signal = AbortSignal.any([shutdown.after(COMMENT_GRACE), AbortSignal.timeout(COMMENT_PATIENCE)]);
  return new Comment({ token: githubToken, apiUrl: event.apiUrl }, place, log, signal).show(body);
}
