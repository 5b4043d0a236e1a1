import type { CommentRef, CommentStore } from './comments.ts';
import { failureOf } from './failure.ts';

/** One comment of this step. Methods reject with Octokit's errors. */
export class OwnComment {
  readonly #store: CommentStore;
  readonly #marker: string;
  readonly #isFresh: boolean;
  #known: CommentRef | undefined;
  /** Whether there may be a comment of ours that we do not know of. */
  #mustLook: boolean;
  #isDoubtful = false;
  #isRemade = false;

  /** `marker`: its first line. `isFresh`: there surely is none yet, so that none has to be looked for. */
  constructor(store: CommentStore, marker: string, isFresh: boolean) {
    this.#store = store;
    this.#marker = marker;
    this.#isFresh = isFresh;
    this.#mustLook = !isFresh;
  }

  /** Whether a second comment may still turn up, since a request to create ours had no answer. */
  get isDoubtful(): boolean {
    return this.#isDoubtful;
  }

  /** Posts the comment or updates it; its URL. One that somebody deleted meanwhile is posted again, once. */
  async write(body: string, signal: AbortSignal): Promise<string> {
    const known = await this.#look(signal);
    if (known !== undefined) return this.#edit(known, body, signal);
    const { url, ...created } = await this.#create(body, signal);
    // A step that ran at the same time may have created its own: then one of the two goes.
    const oldest = (await this.#look(signal)) ?? created;
    const isOurs = oldest.id === created.id && oldest.isReview === created.isReview;
    return isOurs ? url : this.#store.update(oldest, body, signal);
  }

  /** Gives a comment that is there another text; its URL, if there is one. It is no longer found by its marker then. */
  async rewrite(body: string, signal: AbortSignal): Promise<string | undefined> {
    const known = await this.#look(signal);
    const url = known && (await this.#store.update(known, body, signal));
    this.#known = undefined;
    return url;
  }

  async remove(signal: AbortSignal): Promise<void> {
    const known = await this.#look(signal);
    if (known !== undefined) await this.#store.remove(known, signal);
    this.#known = undefined;
  }

  async #edit(known: CommentRef, body: string, signal: AbortSignal): Promise<string> {
    try {
      return await this.#store.update(known, body, signal);
    } catch (error) {
      if (failureOf(error) !== 'gone' || this.#isRemade) throw error;
    }
    // GitHub answers 404 to a token that may not edit, too: then the comment is still found.
    this.#isRemade = true;
    this.#known = undefined;
    this.#mustLook = true;
    return this.write(body, signal);
  }

  /** GitHub is only asked when it may know more than we do. Younger comments beside ours are removed. */
  async #look(signal: AbortSignal): Promise<CommentRef | undefined> {
    if (this.#mustLook || this.#isDoubtful) {
      const [oldest, ...younger] = await this.#store.find([this.#marker], signal);
      for (const one of younger) await this.#store.remove(one, signal);
      this.#known = oldest ?? this.#known;
      this.#mustLook = false;
    }
    return this.#known;
  }

  async #create(body: string, signal: AbortSignal): Promise<CommentRef & { url: string }> {
    this.#mustLook = true;
    try {
      const { id, isReview, url } = await this.#store.create(body, signal);
      this.#known = { id, isReview };
      this.#mustLook = !this.#isFresh;
      return { id, isReview, url };
    } catch (error) {
      this.#isDoubtful ||= failureOf(error) === 'other';
      throw error;
    }
  }
}
