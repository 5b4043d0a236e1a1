import type { Secrets } from '../lib/secrets.ts';
import { cut, stripped } from '../lib/text.ts';
import type { Outcome, StatusUpdate } from '../model.ts';
import { durationText } from './durations.ts';
import type { Report } from './report.ts';
import { outcomeWords } from './sections.ts';

type Redactor = Pick<Secrets, 'redact' | 'redactData'>;

/** In characters. */
const MAX_DESCRIPTION = 140;

/** Undefined: such a step sets none. */
const STATES: Readonly<Record<Outcome, StatusUpdate['state'] | undefined>> = {
  succeeded: 'success',
  started: undefined,
  checked: undefined,
  skipped: undefined,
  collected: undefined,
  failed: 'failure',
  error: 'error',
  cancelled: 'error',
  blocked: 'failure',
  'no-pull-request': 'failure',
  'invalid-output': 'failure',
  findings: 'failure',
  'timed-out': 'error',
  'over-budget': 'failure',
  refused: undefined,
  lost: 'error',
};

/** What a concluded step says. `isPending`: whatever the result, the status must not stay pending. */
export function concludedStatus(
  report: Report,
  secrets: Redactor,
  isPending: boolean,
): StatusUpdate | undefined {
  const state = STATES[report.outcome] ?? (isPending ? 'error' : undefined);
  const { failure, last, outcome } = secrets.redactData(report);
  const details =
    outcome === 'succeeded' && last?.runSeconds !== undefined
      ? ` in ${durationText(last.runSeconds)}`
      : failure && `: ${failure.message}`;
  return state && { state, ...statusFacts(`${outcomeWords(outcome)}${details ?? ''}`, report, secrets) };
}

/** Of a step that was killed. It judged nothing, so whatever happened to its run does not count as a success. */
export function killedStatus(report: Report, secrets: Redactor): StatusUpdate | undefined {
  if (report.outcome !== 'succeeded') return concludedStatus(report, secrets, true);
  const words = `${outcomeWords('lost')}: the step was stopped before it could judge how the run succeeded`;
  return { state: 'error', ...statusFacts(words, report, secrets) };
}

/** One line; GitHub refuses characters beyond the Basic Multilingual Plane there. */
function statusFacts(
  words: string,
  { last, workflowRunUrl }: Report,
  secrets: Redactor,
): Pick<StatusUpdate, 'description' | 'targetUrl'> {
  const line = stripped(words)
    .replace(/[\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const description = cut(secrets.redact(line), MAX_DESCRIPTION - 1);
  return { description, targetUrl: last?.url ?? workflowRunUrl };
}
