import type { WorkflowEvent } from '../github/event.ts';
import type { GatedInputs } from '../inputs/inputs.ts';
import { type JsonObject, object, text } from '../lib/json.ts';
import { sentence } from '../lib/text.ts';
import { StepError, skipped } from '../model.ts';
import type { RunFilter } from '../oz/client.ts';
import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import type { Deps } from '../runs/deps.ts';
import { refusedLookUp } from '../runs/endings.ts';
import { listActive, listRuns, listStamped, type Stamp } from '../runs/find.ts';
import { matchesStamp } from '../runs/stamp.ts';

/** How long the look may take, in ms. */
const TIMEOUT = 2 * 60_000;

/** How long the API may take to answer for the first time, in ms: the address or the proxy may be wrong. */
const FIRST_TIMEOUT = 60_000;

/** How long before it opens its pull request a run was created, at most and usually; how far clocks differ. In ms. */
const MAX_RUN = 8 * 24 * 60 * 60_000;
const USUAL_RUN = 24 * 60 * 60_000;
const CLOCK_SKEW = 60 * 60_000;

/** While a pull request is so young, its run may not list it yet; pauses before looking again. In ms. */
const ARTIFACT_LAG = 2 * 60_000;
const LOOKS = [2000, 4000, 8000, 16_000, 30_000];

/**
 * Throws a `StepError` when the pull request of the event was opened by a run of this same workflow, job and key:
 * answering to it would go round in circles. With a personal key the agent acts as its owner, so no permission tells.
 * Where Oz cannot be asked, the step is refused.
 */
export async function stopOnOwnPullRequest(
  inputs: GatedInputs,
  event: WorkflowEvent,
  deps: Deps,
): Promise<void> {
  const { clock, signal } = deps;
  if (!['pull_request', 'pull_request_target'].includes(event.name)) return;
  const began = clock.now();
  const deadline = began + TIMEOUT;
  const stamp = {
    github_repository: event.repository,
    github_workflow: event.workflow,
    github_job: event.job,
    comment_key: inputs.commentKey,
  };
  try {
    for (const pause of [0, ...LOOKS]) {
      await clock.sleep(pause, signal);
      const filter = { artifactType: 'PULL_REQUEST', ...periodOf(MAX_RUN, event) };
      const listed = await listStamped(stamp, filter, deps, pause === 0 ? began + FIRST_TIMEOUT : deadline);
      if (listed.kind === 'unclear') throw cannotTell(listed.why);
      // Children inherit the metadata of their parent, and count.
      const own = listed.runs.find(
        (run) => hasOpened(run, event) && matchesStamp(run, stamp, run.parentRunId),
      );
      if (own) throw selfTriggered(own);
      if (!isFresh(event, deps) || !(await mayYetTurnUp(stamp, event, deps, deadline))) break;
    }
    await stopIfUnknown(event, deps, deadline);
  } catch (error) {
    throw error instanceof OzError ? refusedLookUp(error, UNKNOWN, { isQuiet: true }) : error;
  }
}

const UNKNOWN =
  'It could not be determined whether a run of this same job opened the pull request, so no agent was started.';

/** A server that drops metadata finds nothing by it, but knows which run opened the pull request. */
async function stopIfUnknown(event: WorkflowEvent, deps: Deps, deadline: number): Promise<void> {
  const filter = { artifactType: 'PULL_REQUEST', ...periodOf(USUAL_RUN, event) };
  const listed = await listRuns(filter, deps, deadline);
  const opened = listed.kind === 'runs' ? listed.runs.filter((run) => hasOpened(run, event)) : [];
  const isBare = opened.some((run) => Object.keys(run.metadata ?? {}).length === 0);
  if (isBare) throw cannotTell('the server does not tell which job started the run that opened it');
}

/** GitHub tells of a pull request within seconds; the run that opened it lists it a while later. */
function isFresh(event: WorkflowEvent, { clock }: Deps): boolean {
  const pull = object(event.payload.pull_request);
  const age = clock.wall() - Date.parse(text(pull.created_at) ?? '');
  return isFromHere(pull, event.repository) && Math.abs(age) < ARTIFACT_LAG;
}

/** Whether a run of this job works, and has opened nothing that we know of. */
async function mayYetTurnUp(
  stamp: Stamp,
  event: WorkflowEvent,
  deps: Deps,
  deadline: number,
): Promise<boolean> {
  const listed = await listActive(stamp, periodOf(MAX_RUN, event), deps, deadline);
  if (listed.kind === 'unclear') return false;
  return listed.runs.some((run) => {
    return (
      run.stage === 'working' && matchesStamp(run, stamp, run.parentRunId) && pullRequestsOf(run).length === 0
    );
  });
}

function isFromHere(pull: JsonObject, repository: string): boolean {
  return text(object(object(pull.head).repo).full_name)?.toLowerCase() === repository.toLowerCase();
}

function periodOf(before: number, event: WorkflowEvent): Pick<RunFilter, 'createdAfter' | 'createdBefore'> {
  const opened = Date.parse(text(object(event.payload.pull_request).created_at) ?? '');
  return Number.isNaN(opened) ? {} : { createdAfter: opened - before, createdBefore: opened + CLOCK_SKEW };
}

function selfTriggered({ id }: Run): StepError {
  return skipped(
    'self-triggered',
    `This pull request was opened by run ${id} of this same workflow and job, so no agent was started: it would go round in circles.`,
  );
}

function cannotTell(why: string): StepError {
  const failure = {
    code: 'self_triggered_unknown',
    message: `${sentence(why)} ${UNKNOWN}`,
    remedy: 'Try again later.',
  };
  return new StepError(failure, { isQuiet: true });
}

/** By number; by branch where the artifact's URL is of no form that is known. */
function hasOpened(run: Run, event: WorkflowEvent): boolean {
  const pull = object(event.payload.pull_request);
  return pullRequestsOf(run).some(({ repository, number, branch }) => {
    if (repository === undefined || number === undefined) {
      return branch !== undefined && branch === object(pull.head).ref && isFromHere(pull, event.repository);
    }
    return repository.toLowerCase() === event.repository.toLowerCase() && number === pull.number;
  });
}
