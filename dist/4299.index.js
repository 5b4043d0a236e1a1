export const id = 4299;
export const ids = [4299,987];
export const modules = {

/***/ 2839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ isBy)
/* harmony export */ });
function isBy(viewer, { author }) {
    if (author === null)
        return false;
    const login = author.__typename === 'Bot' ? `${author.login.replace(/\[bot\]$/, '')}[bot]` : author.login;
    return login.toLowerCase() === viewer.toLowerCase();
}


/***/ }),

/***/ 987:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   connectGitHub: () => (/* binding */ connectGitHub)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var p_retry__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4995);
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(292);



const RETRY_PAUSE = 400;
const RETRIES = 2;
function connectGitHub({ token, apiUrl }) {
    const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, { baseUrl: apiUrl });
    octokit.hook.wrap('request', (request, options) => {
        const { signal } = options.request;
        return (0,p_retry__WEBPACK_IMPORTED_MODULE_1__/* ["default"] */ .Ay)(() => request(options), {
            retries: isRead(options) ? RETRIES : 0,
            minTimeout: RETRY_PAUSE,
            factor: 3,
            signal,
            shouldRetry: ({ error }) => mayPass(error),
        });
    });
    return octokit;
}
function isRead(options) {
    if (options.method === 'GET')
        return true;
    return options.url.endsWith('/graphql') && !/^\s*mutation\b/.test((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ik)(options).query) ?? '');
}
function mayPass(error) {
    const { status = 0 } = error;
    return status >= 500;
}


/***/ }),

/***/ 4299:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Reviews: () => (/* binding */ Reviews),
/* harmony export */   explainReview: () => (/* binding */ explainReview)
/* harmony export */ });
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4570);
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(292);
/* harmony import */ var _author_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2839);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(220);
/* harmony import */ var _marker_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4878);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(987);






const STANDING = `
query ($owner: String!, $name: String!, $number: Int!,
       $reviews: Boolean!, $reviewsBefore: String, $threads: Boolean!, $threadsBefore: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid
      baseRefOid
      reviews(last: 100, before: $reviewsBefore) @include(if: $reviews) {
        nodes { body url author { login __typename } }
        pageInfo { hasPreviousPage startCursor }
      }
      reviewThreads(last: 100, before: $threadsBefore) @include(if: $threads) {
        nodes {
          path diffSide isResolved
          comments(first: 1) { nodes { body url diffHunk isMinimized author { login __typename } } }
        }
        pageInfo { hasPreviousPage startCursor }
      }
    }
  }
}`;
const REQUEST_TIMEOUT = 12_000;
const PAGE = 100;
class Reviews {
    #octokit;
    #place;
    #signal;
    constructor(access, place, signal) {
        this.#octokit = (0,_octokit_js__WEBPACK_IMPORTED_MODULE_2__.connectGitHub)(access);
        this.#place = place;
        this.#signal = signal;
    }
    async look() {
        const comments = [];
        let [reviews, threads] = [FIRST_PAGE, FIRST_PAGE];
        for (;;) {
            const { viewer, pull } = await this.#read(reviews, threads);
            const { headRefOid: headSha, baseRefOid: baseSha } = pull;
            const ours = pull.reviews?.nodes.find((node) => this.#isOurs(node, viewer, this.#place.marker));
            comments.push(...(pull.reviewThreads?.nodes ?? []).flatMap((node) => this.#ownComment(node, viewer)));
            reviews = nextPage(pull.reviews);
            threads = nextPage(pull.reviewThreads);
            if (ours !== undefined || !(reviews.isWanted || threads.isWanted)) {
                return { headSha, baseSha, url: ours?.url, comments };
            }
        }
    }
    async find() {
        for (let page = FIRST_PAGE; page.isWanted;) {
            const { viewer, pull } = await this.#read(page, NO_PAGE);
            const ours = pull.reviews?.nodes.find((node) => this.#isOurs(node, viewer, this.#place.marker));
            if (ours !== undefined)
                return ours.url;
            page = nextPage(pull.reviews);
        }
        return undefined;
    }
    async files() {
        const files = [];
        for (let page = 1;; page += 1) {
            const { data } = await this.#octokit.rest.pulls.listFiles({
                ...this.#repository,
                pull_number: this.#place.number,
                per_page: PAGE,
                page,
                ...this.#requestOptions,
            });
            if (!Array.isArray(data))
                throw new Error('GitHub did not list the files');
            files.push(...data);
            if (data.length < PAGE)
                return files;
        }
    }
    async compare(base, commit) {
        const { data } = await this.#octokit.rest.repos.compareCommitsWithBasehead({
            ...this.#repository,
            basehead: `${base}...${commit}`,
            per_page: 1,
            ...this.#requestOptions,
        });
        const { merge_base_commit, files = [] } = data;
        return { mergeBase: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(merge_base_commit).sha), files };
    }
    async create({ body, commit, comments }) {
        const { data } = await this.#octokit.rest.pulls.createReview({
            ...this.#repository,
            pull_number: this.#place.number,
            event: 'COMMENT',
            body,
            ...(commit !== undefined && { commit_id: commit }),
            comments: [...comments],
            ...this.#requestOptions,
        });
        const url = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(data).html_url);
        if (url === undefined)
            throw new Error('GitHub answered with something unreadable');
        return url;
    }
    async #read(reviews, threads) {
        const answer = await this.#octokit.graphql(STANDING, {
            owner: this.#repository.owner,
            name: this.#repository.repo,
            number: this.#place.number,
            reviews: reviews.isWanted,
            reviewsBefore: reviews.before,
            threads: threads.isWanted,
            threadsBefore: threads.before,
            ...this.#requestOptions,
        });
        const pull = answer?.repository?.pullRequest;
        const isWhole = (!reviews.isWanted || pull?.reviews) && (!threads.isWanted || pull?.reviewThreads);
        if (!answer || !pull || !isWhole)
            throw new Error('GitHub did not list the reviews');
        return { viewer: answer.viewer.login, pull };
    }
    #ownComment({ path, diffSide: side, isResolved, comments }, viewer) {
        const [first] = comments.nodes;
        if (first === undefined || first.isMinimized)
            return [];
        if (!this.#isOurs(first, viewer, this.#place.inlineMarker))
            return [];
        return [{ path, side, isResolved, diffHunk: first.diffHunk, url: first.url }];
    }
    #isOurs(node, viewer, marker) {
        return (0,_author_js__WEBPACK_IMPORTED_MODULE_4__/* .isBy */ ._)(viewer, node) && (0,_marker_js__WEBPACK_IMPORTED_MODULE_5__/* .opensWith */ .UW)(node.body, marker);
    }
    get #requestOptions() {
        return { request: { signal: AbortSignal.any([this.#signal, (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .timeoutSignal */ ._)(REQUEST_TIMEOUT)]) } };
    }
    get #repository() {
        const [owner = '', repo = ''] = this.#place.repository.split('/');
        return { owner, repo };
    }
}
const FIRST_PAGE = { isWanted: true, before: null };
const NO_PAGE = { isWanted: false, before: null };
function nextPage(page) {
    if (!page?.pageInfo.hasPreviousPage)
        return NO_PAGE;
    return { isWanted: true, before: page.pageInfo.startCursor };
}
function explainReview(error) {
    const happened = `The review could not be posted: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_1__.causeOf)(error)}.`;
    const instead = 'Its findings stand in the step summary, and in the comment where there is one.';
    switch ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error)) {
        case 'denied':
        case 'gone':
            return (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(error) === 401
                ? `${happened} Check the \`github-token\` input. ${instead}`
                : `${happened} Let the job post reviews:\npermissions:\n  pull-requests: write\nPull requests from forks get a read-only token. ${instead}`;
        default:
            return `${happened} ${instead}`;
    }
}


/***/ })

};
