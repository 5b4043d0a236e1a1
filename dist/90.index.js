export const id = 90;
export const ids = [90];
export const modules = {

/***/ 5090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   OwnComment: () => (/* binding */ OwnComment)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(220);

/** One comment of this step. Methods reject with Octokit's errors. */
class OwnComment {
    #store;
    #marker;
    #isFresh;
    #known;
    /** Whether there may be a comment of ours that we do not know of. */
    #mustLook;
    #isDoubtful = false;
    #isRemade = false;
    /** `marker`: its first line. `isFresh`: there surely is none yet, so that none has to be looked for. */
    constructor(store, marker, isFresh) {
        this.#store = store;
        this.#marker = marker;
        this.#isFresh = isFresh;
        this.#mustLook = !isFresh;
    }
    /** Whether a second comment may still turn up, since a request to create ours had no answer. */
    get isDoubtful() {
        return this.#isDoubtful;
    }
    /** Posts the comment or updates it; its URL. One that somebody deleted meanwhile is posted again, once. */
    async write(body, signal) {
        const known = await this.#look(signal);
        if (known !== undefined)
            return this.#edit(known, body, signal);
        const { url, ...created } = await this.#create(body, signal);
        // A step that ran at the same time may have created its own: then one of the two goes.
        const oldest = (await this.#look(signal)) ?? created;
        const isOurs = oldest.id === created.id && oldest.isReview === created.isReview;
        return isOurs ? url : this.#store.update(oldest, body, signal);
    }
    /** Gives a comment that is there another text; its URL, if there is one. It is no longer found by its marker then. */
    async rewrite(body, signal) {
        const known = await this.#look(signal);
        const url = known && (await this.#store.update(known, body, signal));
        this.#known = undefined;
        return url;
    }
    async remove(signal) {
        const known = await this.#look(signal);
        if (known !== undefined)
            await this.#store.remove(known, signal);
        this.#known = undefined;
    }
    async #edit(known, body, signal) {
        try {
            return await this.#store.update(known, body, signal);
        }
        catch (error) {
            if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error) !== 'gone' || this.#isRemade)
                throw error;
        }
        // GitHub answers 404 to a token that may not edit, too: then the comment is still found.
        this.#isRemade = true;
        this.#known = undefined;
        this.#mustLook = true;
        return this.write(body, signal);
    }
    /** GitHub is only asked when it may know more than we do. Younger comments beside ours are removed. */
    async #look(signal) {
        if (this.#mustLook || this.#isDoubtful) {
            const [oldest, ...younger] = await this.#store.find(this.#marker, signal);
            for (const one of younger)
                await this.#store.remove(one, signal);
            this.#known = oldest ?? this.#known;
            this.#mustLook = false;
        }
        return this.#known;
    }
    async #create(body, signal) {
        this.#mustLook = true;
        try {
            const { id, isReview, url } = await this.#store.create(body, signal);
            this.#known = { id, isReview };
            this.#mustLook = !this.#isFresh;
            return { id, isReview, url };
        }
        catch (error) {
            this.#isDoubtful ||= (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error) === 'other';
            throw error;
        }
    }
}


/***/ })

};
