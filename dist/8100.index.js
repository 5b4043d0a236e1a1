export const id = 8100;
export const ids = [8100,37];
export const modules = {

/***/ 4878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MU: () => (/* binding */ isOurs),
/* harmony export */   UW: () => (/* binding */ opensWith),
/* harmony export */   we: () => (/* binding */ markerOf)
/* harmony export */ });
const START = '<!-- oz-agent-action ';
function markerOf(kind, key) {
    return `${START}${kind}=${encodeURIComponent(key).replaceAll('-', '%2D')} -->`;
}
function isOurs(body) {
    return body.split('\n').some((line) => line.startsWith(START));
}
function opensWith(body, ...markers) {
    return markers.some((marker) => body.startsWith(marker));
}


/***/ }),

/***/ 37:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openStore: () => (/* binding */ openStore)
/* harmony export */ });
async function openStore({ githubToken: token = '', number = 0, thread: firstId, requestTimeout }, event, place) {
    const { apiUrl, repository } = event;
    const access = { token, apiUrl, requestTimeout };
    if (place === 'thread') {
        const { ThreadComments, threadOf } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(6572)]).then(__webpack_require__.bind(__webpack_require__, 4191));
        const thread = firstId === undefined ? threadOf(event, number) : { repository, number, firstId, since: undefined };
        if (thread !== undefined)
            return new ThreadComments(access, thread);
    }
    const { IssueComments } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(2893)]).then(__webpack_require__.bind(__webpack_require__, 5274));
    return new IssueComments(access, { repository, number });
}


/***/ }),

/***/ 8100:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ReplyComment: () => (/* binding */ ReplyComment)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _github_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(220);
/* harmony import */ var _github_marker_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4878);
/* harmony import */ var _comment_store_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(37);




class ReplyComment {
    #options;
    #parts;
    #phase;
    #name;
    #pair;
    constructor(options, parts, phase) {
        this.#options = options;
        this.#parts = parts;
        this.#phase = phase;
    }
    get isDoubtful() {
        return this.#pair?.working.isDoubtful === true || this.#pair?.answer.isDoubtful === true;
    }
    async textOf(report) {
        const { commentOf } = await Promise.all(/* import() */[__webpack_require__.e(3094), __webpack_require__.e(3617), __webpack_require__.e(7391), __webpack_require__.e(2027), __webpack_require__.e(2297), __webpack_require__.e(5401), __webpack_require__.e(8090)]).then(__webpack_require__.bind(__webpack_require__, 8090));
        const marker = (0,_github_marker_js__WEBPACK_IMPORTED_MODULE_2__/* .markerOf */ .we)(isAnswer(report) ? 'reply' : 'working', this.#nameOf(report));
        const lines = [marker, this.#options.secondLine?.(report)].filter((line) => line !== undefined);
        return commentOf(report, lines.join('\n'), this.#parts.secrets);
    }
    async write(text, report, signal) {
        this.#pair ??= await this.#open(this.#nameOf(report));
        const { working, answer } = this.#pair;
        if (!isAnswer(report))
            return working.write(text, signal);
        const url = await answer.write(text, signal).catch(async (error) => {
            const edited = (0,_github_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .isFinal */ .dR)((0,_github_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error)) ? await rewritten(working, text, signal) : undefined;
            if (edited === undefined)
                throw error;
            return edited;
        });
        await working.remove(signal);
        return url;
    }
    async #open(name) {
        const { OwnComment } = await __webpack_require__.e(/* import() */ 5090).then(__webpack_require__.bind(__webpack_require__, 5090));
        const store = await (0,_comment_store_js__WEBPACK_IMPORTED_MODULE_3__.openStore)(this.#options, this.#parts.event, 'thread');
        const isFresh = this.#phase === 'main' && this.#options.mode !== 'attach';
        return {
            working: new OwnComment(store, (0,_github_marker_js__WEBPACK_IMPORTED_MODULE_2__/* .markerOf */ .we)('working', name), isFresh),
            answer: new OwnComment(store, (0,_github_marker_js__WEBPACK_IMPORTED_MODULE_2__/* .markerOf */ .we)('reply', name), isFresh),
        };
    }
    #nameOf(report) {
        const { ledger } = this.#parts;
        this.#name ??= ledger.commentName ?? ledger.records[0]?.request?.startId;
        if (this.#name === undefined) {
            const isAttached = this.#options.mode === 'attach';
            this.#name = (isAttached ? this.#nameOfRun(report) : undefined) ?? (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)();
            ledger.nameComment(this.#name);
        }
        return this.#name;
    }
    #nameOfRun({ last }) {
        const { metadata, parentRunId } = last?.run ?? {};
        const isOurs = metadata?.github_repository === this.#parts.event.repository && parentRunId === undefined;
        return (isOurs ? metadata?.start_id : undefined) ?? last?.runId;
    }
}
function isAnswer({ progress, outcome }) {
    return progress === undefined && outcome !== 'started';
}
async function rewritten(working, text, signal) {
    try {
        return await working.rewrite(text, signal);
    }
    catch {
        return undefined;
    }
}


/***/ })

};
