export const id = 8450;
export const ids = [8450];
export const modules = {

/***/ 8450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ReviewPublisher: () => (/* binding */ ReviewPublisher)
/* harmony export */ });
/* harmony import */ var _github_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(220);
/* harmony import */ var _github_marker_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4878);
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4570);
/* harmony import */ var _runs_stamp_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5304);




const RESERVE = 8000;
const GRACE = 5000;
class ReviewPublisher {
    #options;
    #parts;
    constructor(options, parts) {
        this.#options = options;
        this.#parts = parts;
    }
    async finish({ last }, deadline) {
        const { log } = this.#parts;
        if (last?.document === undefined)
            return undefined;
        const unposted = await this.#unposted(last);
        if (unposted.placed.length === 0)
            return { review: unposted };
        const { githubToken: token } = this.#options;
        if (token === undefined) {
            log.warning('No review was posted: the input `github-token` is empty.', 'Review');
            return { review: { ...unposted, why: 'No review was posted: there is no `github-token`.' } };
        }
        try {
            const review = await this.#publish(unposted, last.runId, token, deadline);
            if (review.url !== undefined)
                log.info(`review: ${review.url}`);
            return { review };
        }
        catch (error) {
            const { explainReview } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(4299)]).then(__webpack_require__.bind(__webpack_require__, 4299));
            log.warning(explainReview(error), 'Review');
            const why = 'The review could not be posted: the log says why.';
            return { review: { ...unposted, why, isPutOff: !(0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .isFinal */ .dR)((0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error)) } };
        }
    }
    async #unposted({ document, run }) {
        const { serverUrl, repository } = this.#parts.event;
        const { unplaced } = await __webpack_require__.e(/* import() */ 86).then(__webpack_require__.bind(__webpack_require__, 86));
        const { summary, findings } = document;
        const at = { serverUrl, repository, commit: run?.metadata?.github_sha, mergeBase: undefined };
        return { summary, at, placed: unplaced(findings), url: undefined, why: undefined };
    }
    async #publish(unposted, runId, token, deadline) {
        const { clock, event, shutdown } = this.#parts;
        const { number = 0, commentKey, maxComments } = this.#options;
        const [{ Reviews }, { Diff }, { placeFindings }, { ReviewPost }] = await Promise.all([
            Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(4299)]).then(__webpack_require__.bind(__webpack_require__, 4299)),
            __webpack_require__.e(/* import() */ 8742).then(__webpack_require__.bind(__webpack_require__, 8742)),
            __webpack_require__.e(/* import() */ 86).then(__webpack_require__.bind(__webpack_require__, 86)),
            Promise.all(/* import() */[__webpack_require__.e(3094), __webpack_require__.e(3617), __webpack_require__.e(7391), __webpack_require__.e(2027), __webpack_require__.e(2297), __webpack_require__.e(5401), __webpack_require__.e(4297)]).then(__webpack_require__.bind(__webpack_require__, 4297)),
        ]);
        const marker = (0,_github_marker_js__WEBPACK_IMPORTED_MODULE_3__/* .markerOf */ .we)('review', runId);
        const inlineMarker = (0,_github_marker_js__WEBPACK_IMPORTED_MODULE_3__/* .markerOf */ .we)('finding', (0,_runs_stamp_js__WEBPACK_IMPORTED_MODULE_2__/* .stampedValue */ .oO)(commentKey) ?? '');
        const signal = AbortSignal.any([shutdown.after(GRACE), (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .timeoutSignal */ ._)(deadline - RESERVE - clock.now())]);
        const access = { token, apiUrl: event.apiUrl };
        const reviews = new Reviews(access, { repository: event.repository, number, marker, inlineMarker }, signal);
        const standing = await reviews.look();
        if (standing.url !== undefined)
            return { ...unposted, url: standing.url };
        const { files, mergeBase, why } = await this.#changes(reviews, standing, unposted);
        const findings = unposted.placed.map(({ finding }) => finding);
        const earlier = await earlierOf(standing.comments);
        const placed = files && placeFindings(findings, new Diff(files), earlier, maxComments);
        const review = {
            ...unposted,
            at: { ...unposted.at, mergeBase },
            placed: placed ?? unposted.placed,
            why,
        };
        if (review.placed.every(({ kind }) => kind === 'repeated'))
            return review;
        return new ReviewPost(reviews, { marker, inlineMarker }, { ...this.#parts, signal }).post(review);
    }
    async #changes(reviews, { headSha, baseSha }, { at: { commit }, placed }) {
        if (commit === undefined)
            return unknownChanges('Which commit was reviewed is not known');
        const compare = () => reviews.compare(baseSha, commit);
        try {
            if (headSha !== commit)
                return { ...(await compare()), why: undefined };
            const files = await reviews.files();
            const isOldShown = placed.some(({ finding }) => finding.side === 'LEFT');
            const mergeBase = isOldShown ? (await compare().catch(() => undefined))?.mergeBase : undefined;
            return { files, mergeBase, why: undefined };
        }
        catch (error) {
            if (!(0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .isFinal */ .dR)((0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error)))
                throw error;
            const why = `What commit ${commit.slice(0, 12)} changes could not be read`;
            const remedy = 'After a push to the pull request that needs\npermissions:\n  contents: read';
            this.#parts.log.warning(`${why}: ${(0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__.causeOf)(error)}. ${remedy}`, 'Review');
            return unknownChanges(why);
        }
    }
}
function unknownChanges(why) {
    return { files: undefined, mergeBase: undefined, why: `${why}, so no finding stands on its line.` };
}
async function earlierOf(comments) {
    const { lastLineOf } = await __webpack_require__.e(/* import() */ 8742).then(__webpack_require__.bind(__webpack_require__, 8742));
    return comments.flatMap(({ diffHunk, ...comment }) => {
        const lineText = lastLineOf(diffHunk);
        return lineText === undefined ? [] : [{ ...comment, lineText }];
    });
}


/***/ })

};
