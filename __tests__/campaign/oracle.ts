import type { LoggedRequest } from '../emulator/http/message.ts';
import type { EmulatedRun } from '../emulator/oz/run.ts';
import { EARLIER_ID, ROUTES, type RouteName } from './case.ts';
import { isRefusal } from './faults.ts';
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

  isCancelled(run: EmulatedRun): boolean {
    return run.cancelAccepted;
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
    if (run.look().is_run_type_cancellable === false) return 'it cannot be cancelled';
    if (this.#wasDeclaredUncancellable(run)) return 'the server said that it cannot be cancelled';
    if (plan.server.dropMetadata && !this.#wasFollowed(run)) return 'the server lost its metadata';
    const refused = this.#postRequests.some(({ fault }) => isRefusal(fault));
    if (refused) return 'the server refused the post phase';
    const lastLook = this.#postRequests.findLast(({ route }) => route === ROUTES.list)?.at ?? postBegan;
    return run.createdAt > lastLook ? LANDED_LATE : undefined;
  }

  /** Whether a run that should not be there is excused: nothing could be done, and somebody was told so. */
  isExcused(run: EmulatedRun): boolean {
    const hindrance = this.hindranceFor(run);
    return (
      hindrance === LANDED_LATE || hindrance === KILLED || (hindrance !== undefined && this.isReported(run))
    );
  }

  /** A run that the main phase has reported in full leaves nothing to the post phase. */
  #wasConcluded({ id }: EmulatedRun): boolean {
    return this.endedItself && this.outputs['run-id'] === id && CONCLUDED.includes(this.outcome);
  }

  get #postRequests(): LoggedRequest[] {
    const { requests, postBegan } = this.happening;
    return requests.filter(({ host, at }) => host === 'oz' && at >= postBegan);
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
