import type { LoggedRequest } from '../../emulator/http/message.ts';
import { ROUTES, type RouteName } from '../case.ts';
import {
  type CollectOracle,
  commentIn,
  concludedLineOf,
  isAtWorkBeside,
  markerOf,
  type Ordered,
  outcomesOf,
  reviewMarkerOf,
  says,
  statusIn,
  urlOf,
  WORDS,
} from './oracle.ts';
import type { PlayedRound, World } from './play.ts';

// What is said of runs, and how often.

/** After the first clean step each place tells the end of the newest run that reports there. */
export function toldTheEnd(oracle: CollectOracle): string[] {
  const [round] = oracle.clean;
  const all = oracle.orderedIn(round);
  return all.flatMap((run) => {
    const outcomes = outcomesOf(run, round.after.runs.get(run.id));
    if (outcomes.length === 0) return [];
    return oracle
      .placesOf(run, all)
      .filter((place) => !says(round.after, place, run, outcomes))
      .map(
        (place) =>
          `the ${place} does not say that run ${run.id} came to ${outcomes.join(' or ')}: ${shown(round.after, run)}`,
      );
  });
}

function shown(world: World, run: Ordered): string {
  const { state, description, targetUrl } = statusIn(world, run) ?? {};
  const comment = commentIn(world, run)?.split('\n').slice(0, 4).join(' ');
  return JSON.stringify({ comment, status: `${state} ${description} ${targetUrl}` });
}

/** A place that told the end of a run before a step tells nothing new of it after it; the last step writes nothing. */
export function nothingTwice(oracle: CollectOracle): string[] {
  const [, last] = oracle.clean;
  return [
    ...oracle.happening.rounds.flatMap((round) =>
      oracle.orderedIn(round).flatMap((run) => repeated(oracle, round, run)),
    ),
    ...last.requests.filter(isWrite).map(({ method, path }) => `the last step sent ${method} ${path}`),
  ];
}

function isWrite({ method, path }: LoggedRequest): boolean {
  return method !== 'GET' && !path.endsWith('/graphql');
}

function repeated(oracle: CollectOracle, round: PlayedRound, run: Ordered): string[] {
  const { before, after } = round;
  const places = oracle.placesOf(run, oracle.orderedIn(round));
  const outcomes = outcomesOf(run, before.runs.get(run.id));
  const isSettled =
    outcomes.length > 0 && places.length > 0 && places.every((place) => says(before, place, run, outcomes));
  if (!isSettled) return [];
  const statuses = (world: World) =>
    world.statuses.filter(({ targetUrl }) => targetUrl === urlOf(run.id)).length;
  const comment = (world: World) => (places.includes('comment') ? commentIn(world, run) : undefined);
  return [
    ...(statuses(after) > statuses(before) ? [`the status of run ${run.id} was set again`] : []),
    ...(comment(after) === comment(before) ? [] : [`the comment of run ${run.id} was written again`]),
  ];
}

/** Each end of a run is told by one status and, where the comment is an answer, by one comment. */
export function concludedOnce(oracle: CollectOracle): string[] {
  const { rounds } = oracle.happening;
  return oracle.orderedIn(oracle.clean[0]).flatMap((run) => {
    const answers = new Set(
      rounds.flatMap(({ after }) =>
        after.comments
          .filter(({ body }) => run.kind === 'reply' && body.startsWith(markerOf(run)))
          .map(({ id, body }) => `${id} ${body.split('\n')[1]}`),
      ),
    );
    return Object.keys(WORDS).flatMap((outcome) => {
      const excused = disturbances(rounds);
      const line = concludedLineOf(run.id, outcome);
      const told = [...answers].filter((answer) => answer.endsWith(line)).length;
      const set = oracle.clean[1].after.statuses.filter(
        ({ targetUrl, description }) =>
          targetUrl === urlOf(run.id) && description.startsWith(WORDS[outcome] ?? '?'),
      ).length;
      return [
        ...(told > 1 + mayLand(rounds, 'comment')
          ? [`run ${run.id} was answered ${told} times: ${outcome}`]
          : []),
        ...(set > 1 + excused ? [`run ${run.id} got ${set} statuses: ${outcome}`] : []),
      ];
    });
  });
}

/** How often a status may have been set once more: its answer was lost, or something else was left to the next step. */
function disturbances(rounds: readonly PlayedRound[]): number {
  return rounds.reduce(
    (sum, { killed, requests }) =>
      sum +
      Number(killed.main) +
      requests.filter(({ host, fault }) => host === 'github' && fault !== undefined).length,
    0,
  );
}

/** How many requests of a route may have had their effect when nobody could know it any more. */
function mayLand(rounds: readonly PlayedRound[], ...routes: RouteName[]): number {
  const paths: readonly string[] = routes.map((route) => ROUTES[route]);
  return rounds
    .flatMap(({ requests }) => requests)
    .filter(
      ({ route = '', fault = '' }) => paths.includes(route) && /^(late-effect|hold|hang|slow)/.test(fault),
    ).length;
}

/** One of each marker, and none at work where the answer is there. */
export function oneCommentEach(oracle: CollectOracle): string[] {
  const [{ after }] = oracle.clean;
  const { happening } = oracle;
  const late = mayLand(happening.rounds, 'comment');
  const groups = Map.groupBy(after.comments, ({ number, body }) => `#${number} ${body.split('\n')[0]}`);
  const tooMany = [...groups].filter(([, same]) => same.length > 1 + late);
  const round = oracle.clean[0];
  const atWork = oracle.orderedIn(round).filter((run) => isAtWorkBeside(after, run));
  return [
    ...tooMany.map(([marker, same]) => `${same.length} comments open with ${marker}`),
    ...atWork.map(({ id }) => `the working comment of run ${id} stands beside the answer`),
  ];
}

/** Never two of one run, and none of a run that no review was asked for. */
export function oneReviewEach(oracle: CollectOracle): string[] {
  const { happening } = oracle;
  const [, { after }] = oracle.clean;
  const late = mayLand(happening.rounds, 'review');
  const ids = [...after.runs.keys()];
  return ids.flatMap((id) => {
    const reviews = after.reviews.filter(({ body }) => body.startsWith(reviewMarkerOf(id))).length;
    const isAsked = happening.starts.some(
      ({ index, runIds }) => runIds[0] === id && happening.plan.starts[index]?.inputs.review === 'true',
    );
    const most = isAsked ? 1 + late : 0;
    return reviews > most ? [`${reviews} reviews of run ${id}, at most ${most}`] : [];
  });
}
