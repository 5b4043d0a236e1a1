import type { EmulatedRun } from '../emulator/oz/run.ts';
import { faultsOfColour, faultsOfOutputs, faultsOfPhase, leaksIn } from '../support/invariants.ts';
import { EARLIER_ID, ROUTES } from './case.ts';
import { lookedBeforeSending, lostForAReason, madeTwiceForAReason } from './doubt.ts';
import { describe, Oracle } from './oracle.ts';
import type { Happening } from './play.ts';
import { commentTellsTheEnd, oneComment, summaryAsAsked } from './telling.ts';
import { outcomeIsTrue } from './truth.ts';

/** What holds after main and post, whatever happened. Each breach comes in words, under the name of its invariant. */
export function breachesOf(happening: Happening, declared: readonly string[]): string[] {
  const oracle = new Oracle(happening);
  return Object.entries(INVARIANTS).flatMap(([name, check]) =>
    check(oracle, declared).map((breach) => `${name}: ${breach}`),
  );
}

type Invariant = (oracle: Oracle, declared: readonly string[]) => readonly string[];

const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'one run per wish': oneRunPerWish,
  'made twice for a reason only': madeTwiceForAReason,
  'a look before a request is sent again': lookedBeforeSending,
  'no more wishes than asked for': wishesAsAskedFor,
  'one follow-up': oneFollowUp,
  'a run that was started is there': startedRunIsThere,
  'no orphan': noOrphan,
  'a blocked run is named': blockedIsNamed,
  'left alone as the user chose': leftAlone,
  "others' runs are left alone": othersLeftAlone,
  'the outcome is the truth': outcomeIsTrue,
  'lost for a reason only': lostForAReason,
  'every output is set': outputsAreSet,
  'one error annotation iff red': colourFits,
  'one comment': oneComment,
  'the comment tells the end': commentTellsTheEnd,
  'the summary as asked for': summaryAsAsked,
  'secrets stay secret': secretsStaySecret,
  'every message in the log once': messagesOnce,
  'the phases are sound': phasesAreSound,
};

function oneRunPerWish(oracle: Oracle): string[] {
  return [...oracle.wishes].flatMap(([startId, runs]) => {
    const kept = runs.filter((run) => !oracle.isCancelled(run));
    const [, ...tooMany] = kept.toSorted((a, b) => Number(oracle.isExcused(a)) - Number(oracle.isExcused(b)));
    const culprits = tooMany.filter((run) => !oracle.isExcused(run) && !hasEndedAndIsReported(oracle, run));
    return kept.length > 1 && culprits.length > 0
      ? [`start_id ${startId} made ${describe(kept)} that were not cancelled`]
      : [];
  });
}

/** A duplicate may come to its own end before it can be cancelled. */
function hasEndedAndIsReported(oracle: Oracle, run: EmulatedRun): boolean {
  return !run.isActive && oracle.isReported(run);
}

/** What is BLOCKED goes on once a person answers, so somebody must hear of it. */
function blockedIsNamed(oracle: Oracle): string[] {
  if (oracle.outcome === 'blocked' || mayGoOn(oracle)) return [];
  return oracle.created
    .filter((run) => run.isActive && run.state === 'BLOCKED')
    .filter((run) => !oracle.isExcused(run) && !oracle.isReported(run))
    .map((run) => `nobody hears of ${describe([run])}`);
}

function oneFollowUp({ happening, mode, outcome, endedItself }: Oracle): string[] {
  const most = mode === 'follow-up' ? 1 : 0;
  const followUps = happening.runs.reduce((sum, run) => sum + run.followUps.length, 0);
  if (followUps > most) return [`${followUps} follow-ups, ${most} allowed`];
  const isClaimed = mode === 'follow-up' && endedItself && ANSWERED.includes(outcome);
  return isClaimed && followUps === 0 ? [`outcome ${outcome}, but no follow-up arrived`] : [];
}

/** Outcomes that claim that the agent has answered. */
const ANSWERED = ['succeeded', 'failed', 'error', 'blocked', 'no-pull-request'];

function wishesAsAskedFor({ happening, mode, wishes, created }: Oracle): string[] {
  const most = mode === 'run' ? Number(happening.plan.inputs['max-attempts'] ?? 1) : 0;
  const worthAnother = (run: EmulatedRun) =>
    run.look().status_message?.retryable === true && run.artifacts.length === 0;
  const failures = created.filter(worthAnother).length;
  return [
    ...(wishes.size > most ? [`${wishes.size} wishes, ${most} allowed`] : []),
    ...(wishes.size > failures + 1 ? [`${wishes.size} wishes after ${failures} retryable failures`] : []),
  ];
}

/** Outcomes that tell of a run. */
const OF_A_RUN = [
  'succeeded',
  'failed',
  'error',
  'cancelled',
  'blocked',
  'no-pull-request',
  'started',
  'timed-out',
  'over-budget',
];

function startedRunIsThere({
  outcome,
  outputs,
  happening,
  mode,
  created,
  isAttached,
  endedItself,
}: Oracle): string[] {
  const { requests } = happening;
  const runId = outputs['run-id'] ?? '';
  if (outcome === 'refused' && created.length > 0) return ['refused, but a run was created'];
  if (outcome === 'skipped' && requests.some(({ route }) => route === ROUTES.create))
    return ['skipped, but a create request was sent'];
  const mayBeNone = mode === 'cancel' && outcome === 'cancelled';
  if (OF_A_RUN.includes(outcome) && runId === '' && !mayBeNone) return [`${outcome} without a run-id`];
  if (runId === '' || isAttached) return [];
  if (mode !== 'run') return [`${mode} of the wrong run ${runId}`];
  if (!created.some(({ id }) => id === runId)) return [`run-id ${runId} is none of ${describe(created)}`];
  const attempts = Number(outputs.attempts);
  const wishesWithRun = new Set(created.map(({ request }) => request.metadata?.start_id)).size;
  const isPlausible = endedItself ? attempts >= 1 && attempts <= wishesWithRun : attempts >= 0;
  return isPlausible ? [] : [`attempts ${outputs.attempts}, ${wishesWithRun} wishes with a run`];
}

/** By the user's choice. */
function mayGoOn({ happening, outcome }: Oracle): boolean {
  const { inputs } = happening.plan;
  return (
    inputs.wait === 'false' ||
    inputs['on-cancel'] === 'detach' ||
    (inputs['on-timeout'] === 'detach' && outcome === 'timed-out')
  );
}

function noOrphan(oracle: Oracle): string[] {
  if (mayGoOn(oracle)) return [];
  // A person may answer a run that was reported as BLOCKED.
  const blocked = oracle.outcome === 'blocked' ? oracle.outputs['run-id'] : undefined;
  return oracle.created
    .filter((run) => run.id !== blocked && oracle.isActive(run) && !oracle.isExcused(run))
    .map((run) => `${describe([run])} is active after post${hint(oracle, run)}`);
}

function hint(oracle: Oracle, run: EmulatedRun): string {
  const hindrance = oracle.hindranceFor(run);
  return hindrance === undefined ? '' : ` without a warning, although ${hindrance}`;
}

/** `detach` for both: then of each wish's runs one at least is never told to stop. */
function leftAlone(oracle: Oracle): string[] {
  const { inputs } = oracle.happening.plan;
  if (inputs['on-cancel'] !== 'detach' || inputs['on-timeout'] !== 'detach') return [];
  return [...oracle.wishes.values()]
    .filter((runs) => runs.length > 0 && runs.every((run) => run.cancelRequests > 0))
    .map((runs) => `${describe(runs)} was told to stop in spite of detach`);
}

function othersLeftAlone({ happening, mode, created }: Oracle): string[] {
  const { runs, plan } = happening;
  const { inputs } = plan;
  const mayStopEarlier =
    mode === 'cancel' || [inputs['on-overlap'], inputs['on-cancel'], inputs['on-timeout']].includes('cancel');
  return runs
    .filter((run) => !created.includes(run) && run.cancelRequests > 0)
    .filter(({ id }) => !(id === EARLIER_ID && mayStopEarlier))
    .map((run) => `${describe([run])}, which is not ours, was told to stop`);
}

function outputsAreSet({ happening: { main } }: Oracle, declared: readonly string[]): string[] {
  if (Object.keys(main.outputs).length === 0 && main.signal !== null) return [];
  return faultsOfOutputs(main, declared);
}

function colourFits({ happening, endedItself }: Oracle): string[] {
  const { main, post, plan } = happening;
  if (endedItself) return faultsOfColour({ main, post, inputs: plan.inputs });
  const annotations = [...main.annotations, ...(post?.annotations ?? [])];
  const errors = annotations.filter(({ level }) => level === 'error').length;
  return errors > 1 ? [`${errors} error annotations`] : [];
}

function secretsStaySecret({ happening: { written, secrets } }: Oracle): string[] {
  return leaksIn(written, secrets);
}

function messagesOnce({ happening }: Oracle): readonly string[] {
  return happening.unsaid;
}

function phasesAreSound({ happening }: Oracle): string[] {
  const { main, post, killed, plan, contractViolations } = happening;
  const hasClimbedAll = plan.kill?.how === 'cancel' && main.signal === 'SIGKILL' && main.stdout !== '';
  const mainDied = main.signal !== null && !killed.main;
  return [
    ...contractViolations,
    ...[main, ...(post ? [post] : [])].flatMap(faultsOfPhase),
    ...(hasClimbedAll ? ['the main phase had to be killed at the end of the ladder'] : []),
    ...(mainDied ? [`the main phase hung`] : []),
    ...(post && post.exitCode !== 0 && !killed.post
      ? [`the post phase ended with ${post.exitCode ?? post.signal}`]
      : []),
    ...(post === undefined ? ['there was no post phase'] : []),
  ];
}
