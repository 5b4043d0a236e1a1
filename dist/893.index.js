export const id = 893;
export const ids = [893,987];
export const modules = {

/***/ 2839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ isBy)
/* harmony export */ });
/** GraphQL names the viewer `x[bot]`, but a comment's author `x`, of type Bot. */
function isBy(viewer, { author }) {
    if (author === null)
        return false;
    const login = author.__typename === 'Bot' ? `${author.login.replace(/\[bot\]$/, '')}[bot]` : author.login;
    return login.toLowerCase() === viewer.toLowerCase();
}


/***/ }),

/***/ 5274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IssueComments: () => (/* binding */ IssueComments),
/* harmony export */   Wi: () => (/* binding */ unlessGone),
/* harmony export */   _h: () => (/* binding */ REQUEST_TIMEOUT),
/* harmony export */   explain: () => (/* binding */ explain),
/* harmony export */   rs: () => (/* binding */ urlOf)
/* harmony export */ });
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4570);
/* harmony import */ var _author_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2839);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(220);
/* harmony import */ var _marker_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4878);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(987);





// GraphQL serves comments from the newest backwards, and alone can tell who a token of GitHub Actions is.
const COMMENTS = `
query ($owner: String!, $name: String!, $number: Int!, $before: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    issueOrPullRequest(number: $number) {
      ... on Issue { comments(last: 100, before: $before) { ...page } }
      ... on PullRequest { comments(last: 100, before: $before) { ...page } }
    }
  }
}
fragment page on IssueCommentConnection {
  nodes { databaseId body author { login __typename } }
  pageInfo { hasPreviousPage startCursor }
}`;
/** How long one request may take, in ms: GitHub itself ends those that take over 10 s. */
const REQUEST_TIMEOUT = 12_000;
/** The comments of a pull request or issue. */
class IssueComments {
    #octokit;
    #place;
    #number;
    #requestTimeout;
    constructor({ requestTimeout = REQUEST_TIMEOUT, ...access }, { repository, number }) {
        const [owner = '', repo = ''] = repository.split('/');
        this.#octokit = (0,_octokit_js__WEBPACK_IMPORTED_MODULE_2__.connectGitHub)(access);
        this.#place = { owner, repo };
        this.#number = number;
        this.#requestTimeout = requestTimeout;
    }
    async find(marker, signal) {
        const { owner, repo: name } = this.#place;
        let before = null;
        for (;;) {
            const page = await this.#octokit.graphql(COMMENTS, {
                owner,
                name,
                number: this.#number,
                before,
                ...this.#options(signal),
            });
            const comments = page?.repository?.issueOrPullRequest?.comments;
            // Taken for "none", it would make a second comment.
            if (page === undefined || comments === undefined)
                throw new Error('GitHub did not list the comments');
            const mine = comments.nodes
                .filter((node) => (0,_author_js__WEBPACK_IMPORTED_MODULE_3__/* .isBy */ ._)(page.viewer.login, node) && (0,_marker_js__WEBPACK_IMPORTED_MODULE_4__/* .opensWith */ .UW)(node.body, marker))
                .map(({ databaseId: id, body }) => ({ id, isReview: false, body }));
            if (mine.length > 0)
                return mine.toSorted((a, b) => a.id - b.id);
            if (!comments.pageInfo.hasPreviousPage)
                return [];
            before = comments.pageInfo.startCursor;
        }
    }
    async create(body, signal) {
        const { data } = await this.#octokit.rest.issues.createComment({
            ...this.#place,
            issue_number: this.#number,
            body,
            ...this.#options(signal),
        });
        return { url: urlOf(data), id: data.id, isReview: false };
    }
    async update({ id }, body, signal) {
        const { data } = await this.#octokit.rest.issues.updateComment({
            ...this.#place,
            comment_id: id,
            body,
            ...this.#options(signal),
        });
        return urlOf(data);
    }
    async remove({ id }, signal) {
        await this.#octokit.rest.issues
            .deleteComment({ ...this.#place, comment_id: id, ...this.#options(signal) })
            .catch(unlessGone);
    }
    #options(signal) {
        return { request: { signal: AbortSignal.any([signal, (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .timeoutSignal */ ._)(this.#requestTimeout)]) } };
    }
}
function unlessGone(error) {
    if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error) !== 'gone')
        throw error;
}
/** A spoilt body comes as text, or not at all. */
function urlOf({ html_url }) {
    if (html_url === undefined)
        throw new Error('GitHub answered with something unreadable');
    return html_url;
}
/** A sentence that says what happened, and what to do about it. `isOpen`: whether the post phase tries again. */
function explain(error, isOpen) {
    const happened = `The comment could not be written: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_1__.causeOf)(error)}.`;
    switch ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error)) {
        case 'locked':
            return `${happened} Unlock the conversation, or set \`comment: off\`.`;
        case 'denied':
        case 'gone':
            return (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(error) === 401
                ? `${happened} Check the \`github-token\` input.`
                : `${happened} Let the job write comments:\npermissions:\n  pull-requests: write\n  issues: write\nor set \`comment: off\`. Pull requests from forks get a read-only token.`;
        default:
            return isOpen
                ? `${happened} The post phase of this step tries again.`
                : `${happened} The outcome is not affected.`;
    }
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



/** Between the tries of a read, in ms; three times as long before the second repetition. */
const RETRY_PAUSE = 400;
const RETRIES = 2;
/**
 * The one way to GitHub. Reads are repeated over what may pass; whatever creates or changes something is sent once, since
 * its effect may have come before the error. A signal ends a pause at once.
 */
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
/** A gateway's errors and lost answers. Rate limits ask for longer pauses than there is time for. */
function mayPass(error) {
    const { status = 0 } = error;
    return status >= 500;
}


/***/ })

};
