import type { Clock } from '../clock.ts';
import type { Run } from '../oz/decode.ts';
import { canonicalState, stageOf } from '../oz/states.ts';
import type { Attempt, StateChange } from '../report/report.ts';
import type { SavedAttempt, SavedState } from '../runner.ts';

interface Entry {
  saved: SavedAttempt;
  run: Run | undefined;
  history: StateChange[];
}

/**
 * What this step has done so far. Every change that the post phase must know of is saved at once, before the request
 * that it announces, since the step may be killed at any instant.
 */
export class Journal {
  readonly #clock: Clock;
  readonly #save: (state: SavedState) => void;
  readonly #entries: Entry[] = [];

  constructor(clock: Clock, save: (state: SavedState) => void) {
    this.#clock = clock;
    this.#save = save;
  }

  /** A create request is about to be sent, which stamps `startId` on the run. */
  creating(startId: string, parentRunId: string | undefined, onCancel: SavedAttempt['onCancel']): void {
    this.#begin({ startId, parentRunId, runId: undefined, onCancel });
  }

  /** An existing run is about to be followed. */
  attaching(runId: string, onCancel: SavedAttempt['onCancel']): void {
    this.#begin({ startId: '', parentRunId: undefined, runId, onCancel });
  }

  /** The same create request is about to be sent once more. */
  creatingAgain(): void {
    this.#update({ resent: true });
  }

  /** The run exists; `state` as the create request answered. */
  created(runId: string, state: string | undefined): void {
    this.#update({ runId });
    if (state) this.#note(state);
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
    return this.#last().saved.startId !== '';
  }

  get isSettled(): boolean {
    return this.#entries.at(-1)?.saved.settled ?? true;
  }

  get attempts(): Attempt[] {
    return this.#entries.map(({ saved, run, history }) => ({ runId: saved.runId, run, history }));
  }

  /** How many runs this step has created. */
  get createdCount(): number {
    return this.#entries.filter(({ saved }) => saved.startId !== '' && saved.runId !== undefined).length;
  }

  #begin(attempt: Pick<SavedAttempt, 'startId' | 'parentRunId' | 'runId' | 'onCancel'>): void {
    const saved = { ...attempt, sentAt: this.#clock.wall(), resent: false, settled: false };
    this.#entries.push({ saved, run: undefined, history: [] });
    this.#persist();
  }

  #update(change: Partial<SavedAttempt>): void {
    const entry = this.#last();
    entry.saved = { ...entry.saved, ...change };
    this.#persist();
  }

  #persist(): void {
    this.#save({ attempts: this.#entries.map(({ saved }) => saved) });
  }

  #note(state: string): boolean {
    const { history } = this.#last();
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
