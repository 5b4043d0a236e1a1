import type { Inputs } from '../inputs/inputs.ts';
import { object, text } from '../lib/json.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import type { Report, StateChange } from '../report/report.ts';
import type { BareContext } from './context.ts';
import { isSessionLinkShown } from './observe.ts';
import type { Verdict } from './verdict.ts';

/** All that can be told of the step at this moment. `inputs` is missing when they were refused. */
export function account(
  verdict: Verdict,
  inputs: Inputs | undefined,
  context: BareContext,
  extra: Partial<Pick<Report, 'result' | 'underWay' | 'artifactsPath'>> = {},
): Report {
  const { journal, event } = context;
  const { attempts } = journal;
  // An attempt that made no run tells nothing of one.
  const {
    runId,
    state,
    run,
    history = [],
  } = attempts.findLast((attempt) => attempt.runId !== undefined) ?? {};
  return {
    outcome: verdict.outcome,
    skippedReason: verdict.skippedReason,
    trouble: verdict.trouble,
    attempts,
    created: journal.createdCount,
    duplicates: journal.duplicates,
    runId,
    runUrl: runId === undefined ? undefined : runUrl(runId),
    state,
    run,
    sessionLink: run?.sessionLink,
    isSessionLinkShown: run !== undefined && isSessionLinkShown(run, context),
    pullRequests: run ? pullRequestsOf(run) : [],
    isCancelWanted: inputs?.mode === 'cancel',
    checks: verdict.checks ?? [],
    isCommentWanted: isCommentWanted(verdict, inputs, attempts.length),
    pullRequestDetails: new Map(),
    serverUrl: event.serverUrl,
    repository: event.repository,
    result: extra.result,
    underWay: extra.underWay,
    artifactsPath: extra.artifactsPath,
    ...durations(run, history),
    commentUrl: undefined,
    asked: askedFor(inputs),
    workflowRunUrl: event.workflowRunUrl,
    actor: event.actor,
  };
}

/** Nothing is said there about a step that a gate stopped, that only checked, or that found nothing to cancel. */
function isCommentWanted(
  { outcome, isQuiet = false }: Verdict,
  inputs: Inputs | undefined,
  attempts: number,
): boolean {
  if (inputs === undefined || inputs.mode === 'check' || outcome === 'skipped') return false;
  return !isQuiet && !(inputs.mode === 'cancel' && attempts === 0);
}

function askedFor(inputs: Inputs | undefined): Report['asked'] {
  if (inputs?.mode !== 'run') return {};
  const config = object(inputs.request.config);
  return {
    prompt: text(inputs.request.prompt),
    skill: text(inputs.request.skill),
    model: text(config.model_id),
    environment: text(config.environment_id),
  };
}

/** By the server's clock where it tells; else as seen from here, which is later by up to one polling interval. */
function durations(
  run: Run | undefined,
  history: readonly StateChange[],
): Pick<Report, 'queueSeconds' | 'runSeconds'> {
  const created = run?.createdAt ?? history[0]?.at;
  const started = run?.startedAt ?? history.find(({ stage }) => stage === 'working')?.at;
  const isOver = run !== undefined && ['ended', 'blocked'].includes(run.stage);
  const ended = isOver ? (run.startedAt === undefined ? history.at(-1)?.at : run.updatedAt) : undefined;
  return { queueSeconds: seconds(created, started), runSeconds: seconds(started, ended) };
}

function seconds(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, Math.round((to - from) / 1000));
}
