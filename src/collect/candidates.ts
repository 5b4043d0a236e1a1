import type { Distrust } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { type Order, verify } from '../runs/collect-stamp.ts';
import { stampedCommit } from '../runs/stamp.ts';

/** A place that one run writes to, the newest. */
type Place = (typeof PLACES)[number];

const PLACES = ['comment', 'status', 'review'] as const;

/** A run that a step of this repository started and did not wait for. */
export interface Candidate {
  readonly run: Run;
  readonly order: Order;
  readonly number: number | undefined;
  /** The commit that the status is for. */
  readonly sha: string | undefined;
  readonly commentKey: string;
  /** Where this run is to be reported. None: newer ones speak there. */
  readonly places: readonly Place[];
}

export interface Candidates {
  /** The newest first. */
  readonly trusted: readonly Candidate[];
  /** How many are left alone, and why. */
  readonly distrusted: ReadonlyMap<Distrust, number>;
}

/** Which of the runs a workflow with this key ordered to conclude, and where each is to be reported. */
export function sortOut(runs: readonly Run[], repository: string, apiKey: string): Candidates {
  const distrusted = new Map<Distrust, number>();
  const distrust = (why: Distrust) => distrusted.set(why, (distrusted.get(why) ?? 0) + 1);
  const verified: Omit<Candidate, 'places'>[] = [];
  for (const run of runs) {
    const verdict = run.metadata?.github_repository === repository ? verify(run, apiKey) : undefined;
    if (verdict?.kind === 'distrusted') distrust(verdict.why);
    if (verdict?.kind === 'trusted') verified.push(candidateOf(run, verdict.order, repository));
  }
  // The oldest run of a start_id is the one that was ordered.
  const oldestFirst = verified.toSorted(
    ({ run: a }, { run: b }) => age(a) - age(b) || (a.id < b.id ? -1 : 1),
  );
  const originals = new Map<string, Omit<Candidate, 'places'>>();
  for (const one of oldestFirst) {
    const startId = one.run.metadata?.start_id ?? '';
    if (originals.has(startId)) distrust('copy');
    else originals.set(startId, one);
  }
  return { trusted: withPlaces([...originals.values()].toReversed()), distrusted };
}

/** `newestFirst`: each place belongs to the first run that reports there. */
function withPlaces(newestFirst: readonly Omit<Candidate, 'places'>[]): Candidate[] {
  const taken = new Set<string>();
  return newestFirst.map((candidate) => {
    const places = PLACES.filter((place) => {
      const key = placeKey(place, candidate);
      if (key === undefined || taken.has(key)) return false;
      taken.add(key);
      return true;
    });
    // A review without findings leaves no trace: it goes with the comment or the status.
    const isTraced = places.some((place) => place !== 'review');
    return { ...candidate, places: isTraced ? places : [] };
  });
}

/** Undefined where the run is not reported there. `new` and `reply` are comments that no other run shares. */
function placeKey(place: Place, { run, order, number, sha, commentKey }: Omit<Candidate, 'places'>) {
  if (place === 'status') {
    return order.status && sha ? JSON.stringify([place, order.status.toLowerCase(), sha]) : undefined;
  }
  if (place === 'review') {
    return order.review && JSON.stringify([place, number, commentKey]);
  }
  if (order.comment === 'off' || number === undefined) return undefined;
  return JSON.stringify([place, ...(order.comment === 'sticky' ? [number, commentKey] : [run.id])]);
}

function candidateOf(run: Run, order: Order, repository: string): Omit<Candidate, 'places'> {
  const { github_number = '', comment_key: commentKey = '' } = run.metadata ?? {};
  const number = /^[1-9]\d{0,15}$/.test(github_number) ? Number(github_number) : undefined;
  return { run, order, number, sha: stampedCommit(run, { repository }, number), commentKey };
}

function age({ createdAt = 0 }: Run): number {
  return createdAt;
}
