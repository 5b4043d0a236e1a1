import type { Clock } from './lib/clock.ts';
import type { CreateRequest, Duplicate, Ending, Failure, RunRecord, RunResult } from './model.ts';
import type { Conversation } from './oz/conversation.ts';
import type { Run } from './oz/decode.ts';
import { OzError } from './oz/problem.ts';
import { canonicalState, stageOf } from './oz/states.ts';
import {
  type PendingComment,
  type PendingStatus,
  recordOf,
  type SavedRun,
  type SavedState,
  savedRun,
} from './saved-state.ts';

/**
 * What has changed of a record:
 * `sending`: a request that may make or change a run is about to be sent;
 * `known`: the run has an id;
 * `reading`: it was read;
 * `ended`: this step is through with it;
 * `result`: what the agent said was collected.
 */
export interface Change {
  readonly kind: 'sending' | 'known' | 'reading' | 'ended' | 'result';
  readonly record: RunRecord;
  /** Whether the state differs from the one before. */
  readonly hasMoved: boolean;
  /** Whether the run showed its session's link for the first time. */
  readonly hasLink: boolean;
}

type Entry = { -readonly [name in keyof RunRecord]: RunRecord[name] };

/** What a record begins with. */
type Beginning = Pick<SavedRun, 'taskId' | 'request' | 'runId' | 'onCancel'> &
  Partial<Pick<SavedRun, 'stateBefore' | 'isAnswerWanted'>>;

type Own = Pick<Beginning, 'taskId' | 'onCancel' | 'isAnswerWanted'>;

/**
 * The run records of a step. Whatever the post phase must know is saved at once, before the request that it announces:
 * the step may be killed at any instant.
 */
export class Ledger {
  readonly #clock: Clock;
  readonly #save: (state: SavedState) => void;
  readonly #entries: Entry[];
  #listener: (change: Change) => void = () => undefined;
  #isReported = false;
  #pendingComment: PendingComment | undefined;
  #pendingStatus: PendingStatus | undefined;
  #commentName: string | undefined;
  #fault: string | undefined;
  /** Whether the session's link lets anyone edit. */
  sharesEditing: boolean;

  /** `save` throws when it cannot. `past`: what the main phase has left to the post phase. */
  constructor(clock: Clock, save: (state: SavedState) => void, past?: SavedState) {
    this.#clock = clock;
    this.#save = save;
    this.sharesEditing = past?.sharesEditing ?? false;
    this.#pendingStatus = past?.pendingStatus;
    this.#commentName = past?.commentName;
    this.#entries = (past?.runs ?? []).map(recordOf);
  }

  /** Called after each change. */
  onChange(listener: (change: Change) => void): void {
    this.#listener = listener;
  }

  get records(): readonly RunRecord[] {
    return this.#entries;
  }

  /** Tells this step from every other; undefined before it has done anything. */
  get name(): string | undefined {
    const [first] = this.#entries;
    return first?.request?.startId ?? first?.runId;
  }

  /** Why the post phase would not know of the last change; undefined when it would. */
  get fault(): string | undefined {
    return this.#fault;
  }

  get isReported(): boolean {
    return this.#isReported;
  }

  /** The end was reported, except what the comment still has to say. */
  reported(pendingComment?: PendingComment): void {
    this.#isReported = true;
    this.#pendingComment = pendingComment;
    this.#persist();
  }

  get pendingStatus(): PendingStatus | undefined {
    return this.#pendingStatus;
  }

  /** A commit status is about to be set that the post phase has to conclude; undefined: nothing is left to it. */
  setPendingStatus(pending: PendingStatus | undefined): void {
    this.#pendingStatus = pending;
    this.#persist();
  }

  get commentName(): string | undefined {
    return this.#commentName;
  }

  /** A comment is about to be written whose marker names this. */
  nameComment(name: string): void {
    this.#commentName = name;
    this.#persist();
  }

  /** A run is wanted. Announce each request for it with `sending`. */
  creating(request: CreateRequest, beginning: Own): RunRecord {
    return this.#begin({ ...beginning, request, runId: undefined });
  }

  /**
   * A request that may make a run is about to be sent. Throws an `OzError` when the post phase would not know of it:
   * nobody would stop the run if this step died.
   */
  sending(record: RunRecord): void {
    this.#update(record, { isDone: false });
    if (this.#fault !== undefined) {
      throw new OzError(`The state of this step could not be saved: ${this.#fault}`, {
        kind: 'unsent',
        code: 'state_not_saved',
        remedy: 'Free disk space on the runner, and run the job again.',
      });
    }
    this.#notify('sending', record);
  }

  /** The last create request had no effect: until the next one there is nothing to look for, unless there was before. */
  harmless(record: RunRecord): void {
    this.#update(record, { isDone: record.ambiguousAt === undefined });
  }

  /** The create request may have made a run that its answer does not name. `serverSentAt`: of the request, if now known. */
  ambiguous(record: RunRecord, serverSentAt: number | undefined): void {
    const { request } = record;
    this.#update(record, {
      ambiguousAt: this.#clock.wall(),
      request: request && { ...request, serverSentAt },
    });
  }

  /** The run of a create request exists; `state` as the server answered, where it did. */
  created(record: RunRecord, runId: string, state?: string): void {
    const entry = this.#update(record, { runId });
    if (state) this.#note(entry, state);
    this.#notify('known', entry, true);
  }

  /** Existing runs are about to be followed or cancelled: all of them are saved before the first request. */
  attaching(
    beginnings: readonly (Omit<Beginning, 'request' | 'runId' | 'stateBefore'> & {
      readonly runId: string;
    })[],
  ): RunRecord[] {
    const entries = beginnings.map((beginning) => this.#add({ ...beginning, request: undefined }));
    this.#persist();
    for (const entry of entries) this.#notify('known', entry, true);
    return entries;
  }

  /** A follow-up is about to be sent to a run that was just read. `said`: its conversation, where that could be read. */
  following(before: Run, said: Conversation | undefined, beginning: Own): RunRecord {
    const { id: runId, state: stateBefore } = before;
    const entry = this.#begin({ ...beginning, runId, request: undefined, stateBefore });
    entry.conversationBefore = said;
    this.#notify('sending', entry);
    return entry;
  }

  /** A follow-up is about to be sent to a run of this step that had ended. Throws like `sending`. */
  correcting(record: RunRecord, { state: stateBefore }: Run): void {
    this.sending(this.#update(record, { stateBefore, ending: undefined, isDone: false }));
  }

  /** The one door for readings: a run that is followed is shown as last read. */
  recordReading(run: Run): void {
    const entry = this.#entries.findLast(({ runId }) => runId === run.id);
    if (entry === undefined) return;
    const hasLink = run.sessionLink !== undefined && entry.run?.sessionLink === undefined;
    const isFirst = entry.run === undefined;
    entry.run = run;
    // It may still show the run as it was before the follow-up.
    const isOld = entry.stateBefore !== undefined && isSameState(entry.stateBefore, run.state);
    if (isOld) entry.state = run.state;
    const hasMoved = !isOld && (this.#note(entry, run.state, run.updatedAt) || isFirst);
    this.#listener({ kind: 'reading', record: entry, hasMoved, hasLink });
  }

  /** How the step is done with a run, as far as that is known now. */
  end(record: RunRecord, ending: Ending): void {
    const entry = this.#update(record, { ending, isDone: ending.isDone });
    this.#notify('ended', entry, true);
  }

  /** The run has reached the spend limit and is about to be cancelled, if need be by the post phase. */
  overBudget(record: RunRecord, failure: Failure): void {
    this.#update(record, { overBudget: failure, onCancel: 'cancel' });
  }

  /** A reading shows the run after the follow-up. */
  followUpShown(record: RunRecord): void {
    if (record.stateBefore === undefined) return;
    const entry = this.#update(record, { stateBefore: undefined });
    if (entry.run !== undefined && this.#note(entry, entry.run.state, entry.run.updatedAt))
      this.#notify('reading', entry, true);
  }

  collected(record: RunRecord, result: RunResult): void {
    const entry = this.#entry(record);
    entry.result = result;
    this.#notify('result', entry);
  }

  /** A look found these runs besides the one of the record. `reported`: ids of those that need no further look. */
  addDuplicates(record: RunRecord, duplicates: readonly Duplicate[], reported: readonly string[]): void {
    if (duplicates.length === 0) return;
    const byId = new Map([...record.duplicates, ...duplicates].map((one) => [one.runId, one]));
    this.#update(record, {
      duplicates: [...byId.values()],
      reportedDuplicates: [...record.reportedDuplicates, ...reported],
    });
  }

  #begin(beginning: Beginning): Entry {
    const entry = this.#add(beginning);
    this.#persist();
    return entry;
  }

  #add(beginning: Beginning): Entry {
    const entry = recordOf({
      stateBefore: undefined,
      overBudget: undefined,
      ambiguousAt: undefined,
      reportedDuplicates: [],
      isDone: false,
      ...beginning,
    });
    this.#entries.push(entry);
    return entry;
  }

  #update(record: RunRecord, change: Partial<RunRecord>): Entry {
    const entry = Object.assign(this.#entry(record), change);
    this.#persist();
    return entry;
  }

  #entry(record: RunRecord): Entry {
    const entry = this.#entries.find((one) => one === record);
    if (entry === undefined) throw new Error('not a record of this step');
    return entry;
  }

  #notify(kind: Change['kind'], record: RunRecord, hasMoved = false): void {
    this.#listener({ kind, record, hasMoved, hasLink: false });
  }

  #persist(): void {
    try {
      this.#save({
        runs: this.#entries.map(savedRun),
        isReported: this.#isReported,
        pendingComment: this.#pendingComment,
        pendingStatus: this.#pendingStatus,
        commentName: this.#commentName,
        sharesEditing: this.sharesEditing,
      });
      this.#fault = undefined;
    } catch (error) {
      this.#fault = (error as Error).message;
    }
  }

  #note(entry: Entry, state: string, updatedAt?: number): boolean {
    entry.state = state;
    const canonical = canonicalState(state);
    if (entry.history.at(-1)?.state === canonical) return false;
    const change = { state: canonical, stage: stageOf(state), at: this.#clock.wall(), updatedAt };
    entry.history = [...entry.history, change];
    return true;
  }
}

function isSameState(one: string, other: string): boolean {
  return canonicalState(one) === canonicalState(other);
}
