import { faultsOfColour, faultsOfOutputs, faultsOfPhase, leaksIn } from '../../support/invariants.ts';
import { ROUTES } from '../case.ts';
import { concludedOnce, nothingTwice, oneCommentEach, oneReviewEach, toldTheEnd } from './once.ts';
import { CollectOracle, isLeft, outcomesOf, says } from './oracle.ts';
import type { CollectHappening, PlayedRound, RunNow } from './play.ts';
import { LEFT_ALONE } from './stage.ts';

/** What holds after steps that do not wait and collecting ones, whatever happened. Each breach comes in words. */
export function breachesOfCollecting(happening: CollectHappening, declared: readonly string[]): string[] {
  const oracle = new CollectOracle(happening);
  return Object.entries(INVARIANTS).flatMap(([name, check]) =>
    check(oracle, declared).map((breach) => `${name}: ${breach}`),
  );
}

type Invariant = (oracle: CollectOracle, declared: readonly string[]) => readonly string[];

const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'the runs are started': runsAreStarted,
  'each run is concluded': toldTheEnd,
  'concluded once for each end': concludedOnce,
  'nothing twice': nothingTwice,
  'one comment each': oneCommentEach,
  'one review each': oneReviewEach,
  "others' runs are left alone": othersLeftAlone,
  'budgets hold': budgetsHold,
  'collecting starts nothing': startsNothing,
  'what is said of it is true': outputsAreTrue,
  'what was left alone is counted': distrustIsCounted,
  'secrets stay secret': ({ happening: { written, secrets } }) => leaksIn(written, secrets),
  'the phases are sound': phasesAreSound,
};

function runsAreStarted({ happening: { starts } }: CollectOracle): string[] {
  return starts
    .filter(({ main, runIds }) => main.outputs.outcome !== 'started' || runIds.length === 0)
    .map(
      ({ index, main }) => `step ${index} came to ${main.outputs.outcome}: ${main.outputs['error-message']}`,
    );
}

function othersLeftAlone({ happening, clean: [, { after }] }: CollectOracle): string[] {
  const twins = happening.starts.flatMap(({ runIds }) => runIds.slice(1));
  return [...happening.others.keys(), ...twins].flatMap((id) => {
    const kind = happening.others.get(id) ?? 'twin';
    const { cancelRequests = 0, followUps = 0 } = after.runs.get(id) ?? {};
    // A second run of one create request is stopped by the step that sent it.
    const isStopped = kind !== 'twin' && cancelRequests + followUps > 0;
    const isNamed =
      after.comments.some(({ body }) => body.includes(id)) ||
      after.statuses.some(({ targetUrl }) => targetUrl.includes(id)) ||
      after.reviews.some(({ body }) => body.includes(encodeURIComponent(id).replaceAll('-', '%2D')));
    return [
      ...(isStopped ? [`the run ${kind} was told to stop`] : []),
      ...(isNamed ? [`the run ${kind} is reported`] : []),
    ];
  });
}

function budgetsHold(oracle: CollectOracle): string[] {
  const [round] = oracle.clean;
  return oracle.orderedIn(round).flatMap((run) => {
    const [before, after] = [round.before, round.after].map(({ runs }) => runs.get(run.id));
    const isPast = isWorking(before) && outcomesOf(run, before).length > 0;
    if (isPast && !isLeft(run) && isWorking(after)) return [`run ${run.id} goes on past its budget`];
    const wasToldToStop = oracle.happening.rounds.some(
      ({ before: then, after: now }) =>
        (now.runs.get(run.id)?.cancelRequests ?? 0) > (then.runs.get(run.id)?.cancelRequests ?? 0) &&
        (isLeft(run) ||
          !(isWorking(then.runs.get(run.id)) && outcomesOf(run, then.runs.get(run.id)).length > 0)),
    );
    return wasToldToStop ? [`run ${run.id} was told to stop, although nothing asked for it`] : [];
  });
}

function isWorking(now: RunNow | undefined): boolean {
  return now !== undefined && ['QUEUED', 'INPROGRESS', 'REHEARSING'].includes(now.item.state);
}

function startsNothing({ happening: { rounds } }: CollectOracle): string[] {
  return rounds.flatMap(({ requests }) =>
    requests
      .filter(({ route }) => route === ROUTES.create || route === ROUTES.followUp)
      .map(({ route }) => `a collecting step sent ${route}`),
  );
}

/** `runs` and `pending` of the clean steps. */
function outputsAreTrue(oracle: CollectOracle): string[] {
  return oracle.clean.flatMap((round, index) =>
    outputsOf(oracle, round).map((breach) => `${breach} (clean step ${index})`),
  );
}

function outputsOf(oracle: CollectOracle, round: PlayedRound): string[] {
  const { main, before, after } = round;
  if (main.outputs.outcome !== 'collected') return [`a clean step came to ${main.outputs.outcome}`];
  const all = oracle.orderedIn(round);
  const rows = JSON.parse(main.outputs.runs ?? '[]') as { run_id: string; outcome: string }[];
  const working = all.filter(({ id }) => isWorking(after.runs.get(id))).length;
  const claimed = Number(main.outputs.pending);
  const wrong = rows.filter(({ run_id, outcome }) => {
    const run = all.find(({ id }) => id === run_id);
    return (
      run === undefined ||
      ![before, after].some(({ runs }) => outcomesOf(run, runs.get(run_id)).includes(outcome))
    );
  });
  const listed = rows.map(({ run_id }) => run_id);
  const expected = all.filter((run) => isToBeConcluded(oracle, round, run)).map(({ id }) => id);
  return [
    ...(claimed === working ? [] : [`pending ${claimed}, but ${working} runs go on`]),
    ...wrong.map(({ run_id, outcome }) => `run ${run_id} did not come to ${outcome}`),
    ...difference(expected, listed).map((id) => `run ${id} was concluded, and is not in \`runs\``),
    ...difference(listed, expected).map(
      (id) => `run ${id} is in \`runs\`, and there was nothing to conclude`,
    ),
    ...(new Set(listed).size === listed.length ? [] : ['a run is in `runs` twice']),
    ...all.filter(({ id }) => !main.summary.includes(id)).map(({ id }) => `run ${id} is not in the summary`),
  ];
}

/** Whether there is something to say of the run that is not said, or a budget to be enforced. */
function isToBeConcluded(
  oracle: CollectOracle,
  { before }: PlayedRound,
  run: ReturnType<CollectOracle['orderedIn']>[number],
): boolean {
  const all = oracle.orderedIn({ before } as PlayedRound);
  const now = before.runs.get(run.id);
  const outcomes = outcomesOf(run, now);
  const places = oracle.placesOf(run, all);
  if (outcomes.length === 0) return false;
  if (places.length === 0) return isWorking(now) && !isLeft(run);
  return !places.every((place) => says(before, place, run, outcomes));
}

function difference(some: readonly string[], others: readonly string[]): string[] {
  return some.filter((one) => !others.includes(one));
}

function distrustIsCounted(oracle: CollectOracle): string[] {
  const { happening } = oracle;
  const [{ main, before }] = oracle.clean;
  const [first] = happening.starts[0]?.runIds ?? [];
  if (before.runs.get(first ?? '')?.item.metadata?.collect === undefined) return [];
  // A child that no answer names as one is a copy.
  const { omitParent = 'nowhere' } = happening.plan.server;
  const why = [...happening.others.values()].map(
    (kind) => LEFT_ALONE[kind === 'child' && omitParent !== 'nowhere' ? 'copy' : kind],
  );
  const twins = happening.starts.flatMap(({ runIds }) => runIds.slice(1)).map(() => LEFT_ALONE.copy);
  const said = main.annotations.filter(({ level }) => level === 'notice').map(({ message }) => message);
  return [...Map.groupBy([...why, ...twins], (reason) => reason)].flatMap(([reason, same]) => {
    if (reason === undefined) return [];
    const words = `${same.length}, since ${reason}`;
    const isSaid = said.some((text) => text.includes(words)) && main.summary.includes(words);
    return isSaid ? [] : [`nobody hears that ${words}`];
  });
}

function phasesAreSound({ happening }: CollectOracle, declared: readonly string[]): string[] {
  const { starts, rounds, contractViolations } = happening;
  const phases = [...starts, ...rounds].flatMap(({ main, post }) => [main, ...(post ? [post] : [])]);
  const ended = [
    ...starts.map((start) => ({ ...start, killed: { main: false, post: false }, inputs: {} })),
    ...rounds.map((round) => ({ ...round, inputs: { mode: 'collect' } })),
  ];
  return [
    ...contractViolations,
    ...phases.flatMap(faultsOfPhase),
    ...ended.flatMap(({ main, post, killed, inputs }) => [
      ...(main.signal === null ? faultsOfColour({ main, post, inputs }) : []),
      ...(main.signal !== null && !killed.main ? ['the main phase hung'] : []),
      ...(Object.keys(main.outputs).length === 0 && main.signal !== null
        ? []
        : faultsOfOutputs(main, declared)),
      ...(post && post.exitCode !== 0 && !killed.post ? [`the post phase ended with ${post.exitCode}`] : []),
    ]),
  ];
}
