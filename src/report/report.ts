import type { WorkflowEvent } from '../github/event.ts';
import type { PullRequestLookup } from '../github/pull-requests.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Ledger } from '../ledger.ts';
import { type Json, object, text } from '../lib/json.ts';
import type {
  Check,
  Collection,
  Duplicate,
  Failure,
  Outcome,
  RunRecord,
  Setting,
  SkippedReason,
  StepResult,
} from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import type { RunEvent } from '../oz/newer.ts';
import { type PullRequestLink, pullRequestsOf } from '../oz/pull-requests.ts';
import { durationsOf } from './durations.ts';
import type { ReviewReport } from './review.ts';
import { isSessionLinkShown } from './session-link.ts';

/** What can be reported of one run. */
export interface RunReport {
  readonly runId: string;
  readonly url: string;
  /** The last state that the server reported, as it spelt it. */
  readonly state: string | undefined;
  /** As last read; undefined before the first reading. */
  readonly run: Run | undefined;
  readonly sessionLink: string | undefined;
  /** Whether readers of log, summary and comment may see the session link. */
  readonly isSessionLinkShown: boolean;
  readonly pullRequests: readonly PullRequestLink[];
  /** The agent's final message. */
  readonly result: string | undefined;
  /** The document that was asked for, if it is valid. */
  readonly document?: Json | undefined;
  /** From the creation to the agent's start. */
  readonly queueSeconds: number | undefined;
  /** The same without the set-up. */
  readonly queuedSeconds?: number | undefined;
  /** From the sandbox's first moment to the agent's start. */
  readonly setUpSeconds?: number | undefined;
  readonly runSeconds: number | undefined;
}

/** One attempt, as a table or a picture shows it. */
export type Attempt = Pick<RunRecord, 'runId' | 'run' | 'history'> & {
  readonly timeline?: readonly RunEvent[] | undefined;
};

/** What was asked for, for runs that do not echo it. */
type Asked = Readonly<Partial<Record<'prompt' | 'skill' | 'model' | 'environment', string | undefined>>>;

/** All that can be reported of a step: data only, which outputs, summary, comment and log are made of. */
export interface Report {
  readonly outcome: Outcome;
  readonly failure: Failure | undefined;
  readonly skippedReason: SkippedReason | undefined;
  /** Whether the step was asked to cancel runs. */
  readonly isCancelWanted: boolean;
  /** What `mode: check` found. */
  readonly checks: readonly Check[];
  readonly settings?: readonly Setting[] | undefined;
  /** Whether the pull request or issue is the place to say it. */
  readonly isCommentWanted: boolean;
  /** While the step still follows a run: what the agent does now, if that is known. Then nothing else is final. */
  readonly progress: { readonly now: string | undefined } | undefined;
  readonly attempts: readonly Attempt[];
  /** How many runs this step created. */
  readonly createdCount: number;
  readonly duplicates: readonly Duplicate[];
  /** In their order. An attempt that made none has nothing to report. */
  readonly runs: readonly RunReport[];
  /** The run that counts. */
  readonly last: RunReport | undefined;
  /** By URL, as far as GitHub was asked and could answer. */
  readonly pullRequestDetails: ReadonlyMap<string, PullRequestLookup>;
  /** Base URL of the GitHub server that the workflow runs on. */
  readonly serverUrl: string;
  /** `owner/name` of the repository that the workflow runs in. */
  readonly repository: string;
  /** Absolute path of the downloaded artifacts. */
  readonly artifactsPath: string | undefined;
  /** Absolute path of the file with the document of the last run. */
  readonly structuredOutputFile?: string | undefined;
  /** The result of the review that was asked for. */
  readonly review?: ReviewReport | undefined;
  readonly commentUrl: string | undefined;
  /** What `mode: collect` looked at. */
  readonly collection?: Collection | undefined;
  readonly asked: Asked;
  readonly workflowRunUrl: string;
  readonly actor: string;
}

/** All that can be reported of the step at this moment. `inputs` is missing when they were refused. */
export function buildReport(
  { outcome, failure, skippedReason, checks = [], settings, isQuiet = false, collection }: StepResult,
  inputs: Inputs | undefined,
  ledger: Pick<Ledger, 'records' | 'sharesEditing'>,
  event: WorkflowEvent,
  progress?: Report['progress'],
): Report {
  const { records, sharesEditing } = ledger;
  const runs = records
    .filter(({ runId }) => runId !== undefined)
    .map((record) => runReport(record, sharesEditing, event));
  return {
    outcome,
    failure,
    skippedReason,
    checks,
    settings,
    isCancelWanted: inputs?.mode === 'cancel',
    isCommentWanted: !isQuiet && isCommentWanted(outcome, inputs, records.length),
    progress,
    attempts: records.map(({ runId, run, history, result }) => {
      return { runId, run, history, timeline: result?.timeline };
    }),
    createdCount: records.filter(({ request, runId }) => request !== undefined && runId !== undefined).length,
    duplicates: records.flatMap(({ duplicates }) => duplicates),
    runs,
    last: runs.at(-1),
    pullRequestDetails: new Map(),
    serverUrl: event.serverUrl,
    repository: event.repository,
    artifactsPath: undefined,
    commentUrl: undefined,
    collection,
    asked: askedFor(inputs),
    workflowRunUrl: event.workflowRunUrl,
    actor: event.actor,
  };
}

function runReport(record: RunRecord, sharesEditing: boolean, event: WorkflowEvent): RunReport {
  const { runId = '', state, run, history, result } = record;
  return {
    runId,
    url: runUrl(runId),
    state,
    run,
    sessionLink: run?.sessionLink,
    isSessionLinkShown: run !== undefined && isSessionLinkShown(run, sharesEditing, event),
    pullRequests: run ? pullRequestsOf(run) : [],
    result: result?.text,
    document: result?.document,
    ...durationsOf(run, history, result?.timeline),
  };
}

/** Nothing is said there about a step that a gate stopped, that only checked, or that found nothing to cancel. */
function isCommentWanted(outcome: Outcome, inputs: Inputs | undefined, attempts: number): boolean {
  if (inputs === undefined || ['check', 'collect'].includes(inputs.mode) || outcome === 'skipped')
    return false;
  return !(inputs.mode === 'cancel' && attempts === 0);
}

function askedFor(inputs: Inputs | undefined): Asked {
  if (inputs?.mode !== 'run') return {};
  const config = object(inputs.request.config);
  return {
    prompt: text(inputs.request.prompt),
    skill: text(inputs.request.skill),
    model: text(config.model_id),
    environment: text(config.environment_id),
  };
}

const GREEN: readonly Outcome[] = ['succeeded', 'started', 'checked', 'skipped', 'collected'];

/** A cancellation is red, unless cancelling was what the step was asked for and nothing went wrong with it. */
export function isGreen({
  outcome,
  isCancelWanted,
  failure,
}: Pick<Report, 'outcome' | 'isCancelWanted' | 'failure'>): boolean {
  return GREEN.includes(outcome) || (outcome === 'cancelled' && isCancelWanted && failure === undefined);
}
