export const id = 193;
export const ids = [193,37];
export const modules = {

/***/ 4878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MU: () => (/* binding */ isOurs),
/* harmony export */   UW: () => (/* binding */ opensWith),
/* harmony export */   we: () => (/* binding */ markerOf)
/* harmony export */ });
const START = '<!-- oz-agent-action ';
/**
 * The first line of what this action posts, by which it is found again: a comment by its key or its step, a review by
 * its run, an inline comment of a review (`finding`) by its comment key. In its second line a comment may say which run it
 * concludes, and how (`concluded`). Keys are free text: percent-encoded, hyphens too,
 * so that none ends the HTML comment.
 */
function markerOf(kind, key) {
    return `${START}${kind}=${encodeURIComponent(key).replaceAll('-', '%2D')} -->`;
}
/** Whether a comment carries a marker of this action, of any step. A quotation of one does not count. */
function isOurs(body) {
    return body.split('\n').some((line) => line.startsWith(START));
}
/** Whether a comment opens with this marker. Elsewhere in it the marker means nothing: others' words stand there. */
function opensWith(body, marker) {
    return body.startsWith(marker);
}


/***/ }),

/***/ 37:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openStore: () => (/* binding */ openStore)
/* harmony export */ });
/** `thread`: the review thread that the event is about, where it is about one. */
async function openStore({ githubToken: token = '', number = 0, thread: firstId, requestTimeout }, event, place) {
    const { apiUrl, repository } = event;
    const access = { token, apiUrl, requestTimeout };
    if (place === 'thread') {
        const { ThreadComments, threadOf } = await Promise.all(/* import() */[__webpack_require__.e(415), __webpack_require__.e(572)]).then(__webpack_require__.bind(__webpack_require__, 4191));
        const thread = firstId === undefined ? threadOf(event, number) : { repository, number, firstId, since: undefined };
        if (thread !== undefined)
            return new ThreadComments(access, thread);
    }
    const { IssueComments } = await Promise.all(/* import() */[__webpack_require__.e(415), __webpack_require__.e(893)]).then(__webpack_require__.bind(__webpack_require__, 5274));
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



/** `comment: sticky` and `new`: one comment, edited in place. */
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
        const { commentOf } = await Promise.all(/* import() */[__webpack_require__.e(94), __webpack_require__.e(617), __webpack_require__.e(391), __webpack_require__.e(27), __webpack_require__.e(297), __webpack_require__.e(401), __webpack_require__.e(709)]).then(__webpack_require__.bind(__webpack_require__, 8090));
        this.#marker ??= this.#makeMarker(report);
        const lines = [this.#marker, this.#options.secondLine].filter((line) => line !== undefined);
        return commentOf(report, lines.join('\n'), this.#parts.secrets);
    }
    async write(text, _report, signal) {
        this.#comment ??= await this.#open();
        return this.#comment.write(text, signal);
    }
    /** In the post phase even a `new` comment of this step's own may exist already. */
    async #open() {
        const { OwnComment } = await __webpack_require__.e(/* import() */ 90).then(__webpack_require__.bind(__webpack_require__, 5090));
        const isFresh = this.#options.comment === 'new' && this.#phase === 'main';
        const store = await (0,_comment_store_js__WEBPACK_IMPORTED_MODULE_1__.openStore)(this.#options, this.#parts.event, 'conversation');
        return new OwnComment(store, this.#marker ?? '', isFresh);
    }
    /**
     * A comment that no other step may take over is named after this step's first attempt. A step that cancels speaks
     * in the comment of the run that it cancelled, which it knows by the key that is stamped on the run.
     */
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
