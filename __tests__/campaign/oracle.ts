import type { LoggedRequest } from '../emulator/http/message.ts';
import type { EmulatedRun } from '../emulator/oz/run.ts';
import { type Case, EARLIER_ID, ROUTES, type RouteName } from './case.ts';
import { isAmbiguous } from './doubt.ts';
import { isRefusal, isSecretReplay } from './faults.ts';
import type { Happening } from './play.ts';

/** What a happening comes to, as nobody but the emulator can know it. */
export class Oracle {
  readonly happening: Happening;
  readonly outputs: Readonly<Record<string, string>>;
  readonly outcome: string;
  /** Runs that the step created, by the start_id that was sent. */
  readonly wishes: ReadonlyMap<string, readonly EmulatedRun[]>;

  constructor(happening: Happening) {
    this.happening = happening;
    this.outputs = happening.main.outputs;
    this.outcome = this.outputs.outcome ?? '';
    this.wishes = byStartId(happening);
  }

  /** Runs that the step created. */
  get created(): EmulatedRun[] {
    return [...this.wishes.values()].flat();
  }

  /** Warnings and errors of both phases, in words. */
  get complaints(): string[] {
    const { main, post } = this.happening;
    return [...main.annotations, ...(post?.annotations ?? [])]
      .filter(({ level }) => level !== 'notice')
      .map(({ message }) => message);
  }

  /** Whether the main phase ended by itself, however it was asked to. */
  get endedItself(): boolean {
    return this.happening.main.signal === null;
  }

  get mode(): string {
    return this.happening.plan.inputs.mode ?? 'run';
  }

  /** Requests on a route, over both phases. */
  requestsTo(...routes: RouteName[]): LoggedRequest[] {
    const wanted: readonly string[] = routes.map((route) => ROUTES[route]);
    return this.happening.requests.filter(({ route }) => route !== undefined && wanted.includes(route));
  }

  /** Whether the post phase could do its work. */
  get hasPost(): boolean {
    const { post } = this.happening;
    return post !== undefined && post.signal === null;
  }

  get isAttached(): boolean {
    return this.outputs['run-id'] === EARLIER_ID;
  }

  /** Neither ended, nor about to, nor waiting for a person. */
  isActive(run: EmulatedRun): boolean {
    return run.isActive && run.state !== 'BLOCKED';
  }

  /** By the step, or by somebody else. */
  isCancelled(run: EmulatedRun): boolean {
    return run.cancelAccepted || run.state === 'CANCELLED';
  }

  /** Whether somebody was told of the run, by its id or by the start_id to search for. */
  isReported(run: EmulatedRun): boolean {
    const names = [run.id, run.request.metadata?.start_id ?? run.id];
    return this.complaints.some((text) => names.some((name) => text.includes(name)));
  }

  /** What kept the action from cancelling a run; undefined when nothing did, so that it should have. */
  hindranceFor(run: EmulatedRun): string | undefined {
    const { plan, postBegan } = this.happening;
    if (!this.hasPost && !this.#wasConcluded(run)) return KILLED;
    if (this.#isSecretTwin(run)) return REPLAYED;
    if (run.look().is_run_type_cancellable === false) return 'it cannot be cancelled';
    if (this.#wasDeclaredUncancellable(run)) return 'the server said that it cannot be cancelled';
    if (plan.server.dropMetadata && !this.#wasFollowed(run)) return 'the server lost its metadata';
    const { omitParent } = plan.server;
    const isKnown = this.outputs['run-id'] === run.id;
    if (omitParent === 'everywhere' && run.look().parent_run_id !== undefined && !isKnown)
      return 'the server does not tell whose child it is';
    if (
      plan.server.sendsDate === false &&
      this.#postRequests.some(({ fault = '' }) => fault.startsWith('retry-date'))
    )
      return 'the server named a time by a clock that nobody knows';
    const refused = this.#postRequests.some(({ fault }) => isRefusal(fault));
    if (refused) return 'the server refused the post phase';
    const lastLook = this.#postRequests.findLast(({ route }) => route === ROUTES.list)?.at ?? postBegan;
    return createdAt(run, plan) > lastLook ? LANDED_LATE : undefined;
  }

  /** Whether a run that should not be there is excused: nothing could be done, and somebody was told so. */
  isExcused(run: EmulatedRun): boolean {
    const hindrance = this.hindranceFor(run);
    return UNKNOWABLE.includes(hindrance ?? '') || (hindrance !== undefined && this.isReported(run));
  }

  /** A run that the main phase has reported in full leaves nothing to the post phase. */
  #wasConcluded({ id }: EmulatedRun): boolean {
    return this.endedItself && this.outputs['run-id'] === id && CONCLUDED.includes(this.outcome);
  }

  get #postRequests(): LoggedRequest[] {
    const { requests, postBegan } = this.happening;
    return requests.filter(({ host, at }) => host === 'oz' && at >= postBegan);
  }

  /** Nothing tells of the other run of a replayed request, if no request of the wish needed to be looked for. */
  #isSecretTwin({ id, request }: EmulatedRun): boolean {
    const known = this.outputs['run-id'] ?? '';
    if (known === '' || known === id) return false;
    const sent = this.requestsTo('create').filter(
      ({ body }) => startIdOf(body) === request.metadata?.start_id,
    );
    return sent.some(({ fault }) => isSecretReplay(fault)) && !sent.some(isAmbiguous);
  }

  #wasDeclaredUncancellable({ id }: EmulatedRun): boolean {
    return this.happening.requests.some(
      ({ route, path, status }) => route === ROUTES.cancel && path.includes(id) && status === 422,
    );
  }

  /** Reading and cancelling go by the id, so whoever did either knew the run. */
  #wasFollowed({ id }: EmulatedRun): boolean {
    return this.happening.requests.some(({ path }) => path.includes(id));
  }
}

/** Outcomes after which the main phase is through with its run. */
export const CONCLUDED = ['succeeded', 'failed', 'error', 'blocked', 'no-pull-request', 'started'];

const KILLED = 'the post phase was killed';
const LANDED_LATE = 'it came after the last look';
const REPLAYED = 'a replayed request was answered as if nothing had happened';
const UNKNOWABLE = [KILLED, LANDED_LATE, REPLAYED];

/** By the clock of the emulator. */
function createdAt(run: EmulatedRun, { server }: Case): number {
  return run.createdAt - (server.clockSkewMs ?? 0);
}

function byStartId({ requests, runs }: Happening): Map<string, EmulatedRun[]> {
  const sent = requests.filter(({ route }) => route === ROUTES.create).map(({ body }) => startIdOf(body));
  return new Map(
    [...new Set(sent)].map((startId) => [
      startId,
      runs.filter(({ request }) => request.metadata?.start_id === startId),
    ]),
  );
}

function startIdOf(body: unknown): string {
  const { metadata } = (body ?? {}) as { metadata?: { start_id?: string } };
  return metadata?.start_id ?? '';
}

/** For a breach. */
export function describe(runs: readonly EmulatedRun[]): string {
  return runs
    .map((run) => `run ${run.id.slice(-4)} (${run.state}, ${run.cancelRequests} cancel requests)`)
    .join(', ');
}
