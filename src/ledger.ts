import type { Clock } from './lib/clock.ts';
import type { Run } from './oz/decode.ts';
import { OzError } from './oz/problem.ts';
import { canonicalState, stageOf } from './oz/states.ts';
import type { Attempt, Duplicate, StateChange } from './report/report.ts';
import type { Wish } from './runs/find.ts';
import type { PendingComment, SavedAttempt, SavedState } from './saved-state.ts';

interface Entry {
  saved: SavedAttempt;
  /** As the server spelt it. */
  state: string | undefined;
  run: Run | undefined;
  history: StateChange[];
  duplicates: readonly Duplicate[];
}

/**
 * What this step has done so far. Every change that the post phase must know of is saved at once, before the request
 * that it announces, since the step may be killed at any instant.
 */
export class Journal {
  readonly #clock: Clock;
  readonly #save: (state: SavedState) => void;
  readonly #entries: Entry[];
  readonly #sharesEditing: boolean;
  #isTold = false;
  #fault: string | undefined;
  #pendingComment: PendingComment | undefined;

  /** `save` throws when it cannot. `past`: what the main phase has left to the post phase. */
  constructor(clock: Clock, save: (state: SavedState) => void, past?: Partial<SavedState>) {
    this.#clock = clock;
    this.#save = save;
    this.#sharesEditing = past?.sharesEditing ?? false;
    this.#entries = (past?.attempts ?? []).map((saved) => ({
      saved,
      state: undefined,
      run: undefined,
      history: [],
      duplicates: [],
    }));
  }

  /** Tells this step from every other; undefined before it has done anything. */
  get name(): string | undefined {
    const saved = this.#entries[0]?.saved;
    return saved?.wish?.startId ?? saved?.runId;
  }

  /** People were told how it ended; `pendingComment`: all but those who read the comment. */
  told(pendingComment?: PendingComment): void {
    this.#isTold = true;
    this.#pendingComment = pendingComment;
    this.#persist();
  }

  /** Why the post phase would not know of the last change; undefined when it would. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** A create request is about to be sent for this wish. Throws an `OzError` when that cannot be saved. */
  creating(wish: Wish, onCancel: SavedAttempt['onCancel']): void {
    this.#begin({ wish, runId: undefined, onCancel });
    this.#insist();
  }

  /** An existing run is about to be followed. */
  attaching(runId: string, onCancel: SavedAttempt['onCancel']): void {
    this.#begin({ wish: undefined, runId, onCancel });
  }

  /** The same create request is about to be sent once more. Throws like `creating`. */
  creatingAgain(): void {
    this.#persist();
    this.#insist();
  }

  /** The create request may have made a run that its answer does not name. `serverSentAt`: of the wish, if now known. */
  ambiguous(serverSentAt: number | undefined): void {
    const { wish } = this.saved;
    this.#update({ ambiguousAt: this.#clock.wall(), wish: wish && { ...wish, serverSentAt } });
  }

  /** The run exists; `state` as the create request answered. */
  created(runId: string, state: string | undefined): void {
    this.#update({ runId });
    if (state) this.#note(state);
  }

  /** The run that an attempt of the main phase has made turned up. */
  found(attempt: SavedAttempt, runId: string): void {
    const entry = this.#entries.find(({ saved }) => saved === attempt);
    if (entry) entry.saved = { ...entry.saved, runId };
  }

  /** A look found these runs besides the one of the attempt. `reported`: ids of those that need no further look. */
  addDuplicates(startId: string, duplicates: readonly Duplicate[], reported: readonly string[]): void {
    const entry = this.#entries.find(({ saved }) => saved.wish?.startId === startId);
    if (entry === undefined || duplicates.length === 0) return;
    const byId = new Map([...entry.duplicates, ...duplicates].map((one) => [one.runId, one]));
    entry.duplicates = [...byId.values()];
    const reportedDuplicates = [...entry.saved.reportedDuplicates, ...reported];
    entry.saved = { ...entry.saved, reportedDuplicates };
    this.#persist();
  }

  /** All that this phase found. */
  get duplicates(): Duplicate[] {
    return this.#entries.flatMap(({ duplicates }) => duplicates);
  }

  /** The present attempt as the post phase would see it. */
  get saved(): SavedAttempt {
    return this.#last().saved;
  }

  /** Whether the state differs from the one before. */
  read(run: Run): boolean {
    const entry = this.#last();
    entry.run = run;
    return this.#note(run.state);
  }

  /** Nothing is left to do about the present run. */
  settled(): void {
    this.#update({ settled: true });
  }

  /** Whether this step created the present run. */
  get isCreatedHere(): boolean {
    return this.#last().saved.wish !== undefined;
  }

  get isSettled(): boolean {
    return this.#entries.at(-1)?.saved.settled ?? true;
  }

  get attempts(): Attempt[] {
    return this.#entries.map(({ saved, state, run, history }) => ({
      runId: saved.runId,
      state,
      run,
      history,
    }));
  }

  /** How many runs this step has created. */
  get createdCount(): number {
    return this.#entries.filter(({ saved }) => saved.wish !== undefined && saved.runId !== undefined).length;
  }

  #begin(attempt: Pick<SavedAttempt, 'wish' | 'runId' | 'onCancel'>): void {
    this.#entries.push({
      saved: { ...attempt, ambiguousAt: undefined, reportedDuplicates: [], settled: false },
      state: undefined,
      run: undefined,
      history: [],
      duplicates: [],
    });
    this.#persist();
  }

  #update(change: Partial<SavedAttempt>): void {
    const entry = this.#last();
    entry.saved = { ...entry.saved, ...change };
    this.#persist();
  }

  #persist(): void {
    try {
      this.#save({
        attempts: this.#entries.map(({ saved }) => saved),
        isTold: this.#isTold,
        pendingComment: this.#pendingComment,
        sharesEditing: this.#sharesEditing,
      });
      this.#fault = undefined;
    } catch (error) {
      this.#fault = (error as Error).message;
    }
  }

  /** A run that the post phase would not know of must not be made: nobody would stop it if this step died. */
  #insist(): void {
    if (this.#fault === undefined) return;
    throw new OzError(`The state of this step could not be saved: ${this.#fault}`, {
      kind: 'unsent',
      code: 'state_not_saved',
      remedy: 'Free disk space on the runner, and run the job again.',
    });
  }

  #note(state: string): boolean {
    const { history } = this.#last();
    this.#last().state = state;
    if (history.at(-1)?.state === canonicalState(state)) return false;
    history.push({ state: canonicalState(state), stage: stageOf(state), at: this.#clock.wall() });
    return true;
  }

  #last(): Entry {
    const entry = this.#entries.at(-1);
    if (entry === undefined) throw new Error('no attempt was begun');
    return entry;
  }
}
