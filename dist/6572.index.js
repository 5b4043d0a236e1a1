export const id = 6572;
export const ids = [6572,987,2893];
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
const REQUEST_TIMEOUT = 12_000;
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
    async find(markers, signal) {
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
            if (page === undefined || comments === undefined)
                throw new Error('GitHub did not list the comments');
            const mine = comments.nodes
                .filter((node) => (0,_author_js__WEBPACK_IMPORTED_MODULE_3__/* .isBy */ ._)(page.viewer.login, node) && (0,_marker_js__WEBPACK_IMPORTED_MODULE_4__/* .opensWith */ .UW)(node.body, ...markers))
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
function urlOf({ html_url }) {
    if (html_url === undefined)
        throw new Error('GitHub answered with something unreadable');
    return html_url;
}
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

/***/ 4191:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ThreadComments: () => (/* binding */ ThreadComments),
/* harmony export */   threadOf: () => (/* binding */ threadOf)
/* harmony export */ });
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4570);
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(292);
/* harmony import */ var _comments_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5274);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(220);
/* harmony import */ var _marker_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4878);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(987);






function threadOf({ name, payload, repository, number: own }, pull) {
    if (name !== 'pull_request_review_comment' || own !== pull)
        return undefined;
    const comment = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ik)(payload.comment);
    const firstId = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_4__/* .number */ .ai)(comment.in_reply_to_id) ?? (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_4__/* .number */ .ai)(comment.id);
    return firstId === undefined
        ? undefined
        : { repository, number: pull, firstId, since: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_4__/* .text */ .Qq)(comment.created_at) };
}
class ThreadComments {
    #octokit;
    #thread;
    #place;
    #conversation;
    #requestTimeout;
    constructor(access, thread) {
        const [owner = '', repo = ''] = thread.repository.split('/');
        this.#octokit = (0,_octokit_js__WEBPACK_IMPORTED_MODULE_3__.connectGitHub)(access);
        this.#thread = thread;
        this.#place = { owner, repo };
        this.#conversation = new _comments_js__WEBPACK_IMPORTED_MODULE_1__.IssueComments(access, thread);
        this.#requestTimeout = access.requestTimeout ?? _comments_js__WEBPACK_IMPORTED_MODULE_1__/* .REQUEST_TIMEOUT */ ._h;
    }
    async find(markers, signal) {
        const elsewhere = await this.#conversation.find(markers, signal);
        const { number: pull_number, since } = this.#thread;
        const [viewer, comments] = await Promise.all([
            this.#viewer(signal),
            this.#octokit.paginate(this.#octokit.rest.pulls.listReviewComments, {
                ...this.#place,
                pull_number,
                ...(since === undefined ? {} : { since }),
                per_page: 100,
                ...this.#options(signal),
            }),
        ]);
        const mine = comments
            .filter(({ user, body }) => user?.login?.toLowerCase() === viewer && (0,_marker_js__WEBPACK_IMPORTED_MODULE_5__/* .opensWith */ .UW)(body, ...markers))
            .map(({ id, body }) => ({ id, isReview: true, body }));
        return [...mine.toSorted((a, b) => a.id - b.id), ...elsewhere];
    }
    async create(body, signal) {
        const { number: pull_number, firstId: comment_id } = this.#thread;
        try {
            const { data } = await this.#octokit.rest.pulls.createReplyForReviewComment({
                ...this.#place,
                pull_number,
                comment_id,
                body,
                ...this.#options(signal),
            });
            return { url: (0,_comments_js__WEBPACK_IMPORTED_MODULE_1__/* .urlOf */ .rs)(data), id: data.id, isReview: true };
        }
        catch (error) {
            if (!['gone', 'refused'].includes((0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .failureOf */ .g5)(error)))
                throw error;
            return this.#conversation.create(body, signal);
        }
    }
    async update(comment, body, signal) {
        if (!comment.isReview)
            return this.#conversation.update(comment, body, signal);
        const { data } = await this.#octokit.rest.pulls.updateReviewComment({
            ...this.#place,
            comment_id: comment.id,
            body,
            ...this.#options(signal),
        });
        return (0,_comments_js__WEBPACK_IMPORTED_MODULE_1__/* .urlOf */ .rs)(data);
    }
    async remove(comment, signal) {
        if (!comment.isReview)
            return this.#conversation.remove(comment, signal);
        await this.#octokit.rest.pulls
            .deleteReviewComment({ ...this.#place, comment_id: comment.id, ...this.#options(signal) })
            .catch(_comments_js__WEBPACK_IMPORTED_MODULE_1__/* .unlessGone */ .Wi);
    }
    async #viewer(signal) {
        const answer = await this.#octokit.graphql('query { viewer { login } }', this.#options(signal));
        const login = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_4__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ik)(answer).viewer).login);
        if (login === undefined)
            throw new Error('GitHub does not name the account of the token');
        return login.toLowerCase();
    }
    #options(signal) {
        return { request: { signal: AbortSignal.any([signal, (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .timeoutSignal */ ._)(this.#requestTimeout)]) } };
    }
}


/***/ })

};
