export const id = 5090;
export const ids = [5090];
export const modules = {

/***/ 5090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   OwnComment: () => (/* binding */ OwnComment)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(220);

class OwnComment {
    #store;
    #marker;
    #isFresh;
    #known;
    #mustLook;
    #isDoubtful = false;
    #isRemade = false;
    constructor(store, marker, isFresh) {
        this.#store = store;
        this.#marker = marker;
        this.#isFresh = isFresh;
        this.#mustLook = !isFresh;
    }
    get isDoubtful() {
        return this.#isDoubtful;
    }
    async write(body, signal) {
        const known = await this.#look(signal);
        if (known !== undefined)
            return this.#edit(known, body, signal);
        const { url, ...created } = await this.#create(body, signal);
        const oldest = (await this.#look(signal)) ?? created;
        const isOurs = oldest.id === created.id && oldest.isReview === created.isReview;
        return isOurs ? url : this.#store.update(oldest, body, signal);
    }
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
        this.#isRemade = true;
        this.#known = undefined;
        this.#mustLook = true;
        return this.write(body, signal);
    }
    async #look(signal) {
        if (this.#mustLook || this.#isDoubtful) {
            const [oldest, ...younger] = await this.#store.find([this.#marker], signal);
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
