export const id = 2193;
export const ids = [2193,37];
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

/***/ 2193:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   StickyComment: () => (/* binding */ StickyComment)
/* harmony export */ });
/* harmony import */ var _github_marker_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4878);
/* harmony import */ var _runs_stamp_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5304);
/* harmony import */ var _comment_store_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37);



class StickyComment {
    #options;
    #parts;
    #phase;
    #marker;
    #comment;
    constructor(options, parts, phase) {
        this.#options = options;
        this.#parts = parts;
        this.#phase = phase;
    }
    get isDoubtful() {
        return this.#comment?.isDoubtful === true;
    }
    async textOf(report) {
        const { commentOf } = await Promise.all(/* import() */[__webpack_require__.e(3094), __webpack_require__.e(3617), __webpack_require__.e(7391), __webpack_require__.e(2027), __webpack_require__.e(2297), __webpack_require__.e(5401), __webpack_require__.e(8090)]).then(__webpack_require__.bind(__webpack_require__, 8090));
        this.#marker ??= this.#makeMarker(report);
        const lines = [this.#marker, this.#options.secondLine?.(report)].filter((line) => line !== undefined);
        return commentOf(report, lines.join('\n'), this.#parts.secrets);
    }
    async write(text, _report, signal) {
        this.#comment ??= await this.#open();
        return this.#comment.write(text, signal);
    }
    async #open() {
        const { OwnComment } = await __webpack_require__.e(/* import() */ 5090).then(__webpack_require__.bind(__webpack_require__, 5090));
        const isFresh = this.#options.comment === 'new' && this.#phase === 'main';
        const store = await (0,_comment_store_js__WEBPACK_IMPORTED_MODULE_1__.openStore)(this.#options, this.#parts.event, 'conversation');
        return new OwnComment(store, this.#marker ?? '', isFresh);
    }
    #makeMarker(report) {
        const { comment, isCommentKeyGiven } = this.#options;
        const theirs = report.isCancelWanted && !isCommentKeyGiven ? report.last?.run?.metadata?.comment_key : undefined;
        const commentKey = (0,_runs_stamp_js__WEBPACK_IMPORTED_MODULE_0__/* .stampedValue */ .oO)(theirs ?? this.#options.commentKey) ?? '';
        const { ledger, event } = this.#parts;
        return comment === 'new'
            ? (0,_github_marker_js__WEBPACK_IMPORTED_MODULE_2__/* .markerOf */ .we)('new', ledger.commentName ?? ledger.name ?? event.runId)
            : (0,_github_marker_js__WEBPACK_IMPORTED_MODULE_2__/* .markerOf */ .we)('sticky', commentKey);
    }
}


/***/ })

};
