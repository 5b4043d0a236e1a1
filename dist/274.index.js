export const id = 274;
export const ids = [274,987];
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

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Comment: () => (/* binding */ Comment),
/* harmony export */   explain: () => (/* binding */ explain)
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
/** One comment on a pull request or issue. Methods reject with Octokit's errors. */
class Comment {
    #octokit;
    #place;
    #requestTimeout;
    #id;
    /** Whether there may be a comment of ours that we do not know of. */
    #mustLook;
    #isDoubtful = false;
    #isRemade = false;
    constructor({ token, apiUrl, requestTimeout = REQUEST_TIMEOUT }, place) {
        this.#octokit = (0,_octokit_js__WEBPACK_IMPORTED_MODULE_2__.connectGitHub)({ token, apiUrl });
        this.#place = place;
        this.#requestTimeout = requestTimeout;
        this.#mustLook = !place.isFresh;
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
        const { id, url } = await this.#create(body, signal);
        // A step that ran at the same time may have created its own: then one of the two goes.
        const oldest = await this.#look(signal);
        return oldest === undefined || oldest === id ? url : this.#update(oldest, body, signal);
    }
    async #edit(id, body, signal) {
        try {
            return await this.#update(id, body, signal);
        }
        catch (error) {
            if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error) !== 'gone' || this.#isRemade)
                throw error;
        }
        // GitHub answers 404 to a token that may not edit, too: then the comment is still found.
        this.#isRemade = true;
        this.#id = undefined;
        this.#mustLook = true;
        return this.write(body, signal);
    }
    /** The id of our comment; GitHub is only asked when it may know more than we do. */
    async #look(signal) {
        if (this.#mustLook || this.#isDoubtful) {
            this.#id = (await this.#find(signal)) ?? this.#id;
            this.#mustLook = false;
        }
        return this.#id;
    }
    /**
     * The oldest comment that opens with our marker and that our own account wrote: anyone can copy a marker. Younger
     * ones beside it are removed.
     */
    async #find(signal) {
        const { number, marker } = this.#place;
        let before = null;
        for (;;) {
            const page = await this.#octokit.graphql(COMMENTS, {
                owner: this.#owner,
                name: this.#name,
                number,
                before,
                ...this.#requestOptions(signal),
            });
            const comments = page?.repository?.issueOrPullRequest?.comments;
            // Taken for "none", it would make a second comment.
            if (page === undefined || comments === undefined)
                throw new Error('GitHub did not list the comments');
            const mine = comments.nodes
                .filter((node) => (0,_author_js__WEBPACK_IMPORTED_MODULE_3__/* .isBy */ ._)(page.viewer.login, node) && (0,_marker_js__WEBPACK_IMPORTED_MODULE_4__/* .opensWith */ .UW)(node.body, marker))
                .map(({ databaseId }) => databaseId);
            const oldest = Math.min(...mine);
            for (const id of mine)
                if (id !== oldest)
                    await this.#remove(id, signal);
            if (mine.length > 0)
                return oldest;
            if (!comments.pageInfo.hasPreviousPage)
                return undefined;
            before = comments.pageInfo.startCursor;
        }
    }
    async #create(body, signal) {
        this.#mustLook = true;
        try {
            const { data } = await this.#octokit.rest.issues.createComment({
                ...this.#repository,
                issue_number: this.#place.number,
                body,
                ...this.#requestOptions(signal),
            });
            const url = urlOf(data);
            this.#id = data.id;
            this.#mustLook = !this.#place.isFresh;
            return { id: data.id, url };
        }
        catch (error) {
            this.#isDoubtful ||= (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error) === 'other';
            throw error;
        }
    }
    async #update(id, body, signal) {
        const { data } = await this.#octokit.rest.issues.updateComment({
            ...this.#repository,
            comment_id: id,
            body,
            ...this.#requestOptions(signal),
        });
        return urlOf(data);
    }
    async #remove(id, signal) {
        try {
            await this.#octokit.rest.issues.deleteComment({
                ...this.#repository,
                comment_id: id,
                ...this.#requestOptions(signal),
            });
        }
        catch (error) {
            if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error) !== 'gone')
                throw error;
        }
    }
    #requestOptions(signal) {
        return { request: { signal: AbortSignal.any([signal, (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .timeoutSignal */ ._)(this.#requestTimeout)]) } };
    }
    get #repository() {
        return { owner: this.#owner, repo: this.#name };
    }
    get #owner() {
        return this.#place.repository.split('/')[0] ?? '';
    }
    get #name() {
        return this.#place.repository.split('/')[1] ?? '';
    }
}
/** A spoilt body comes as text, or not at all. */
function urlOf({ html_url }) {
    if (html_url === undefined)
        throw new Error('GitHub answered with something unreadable');
    return html_url;
}
/** A sentence that says what happened, and what to do about it. `isOpen`: whether the post phase tries again. */
function explain(error, isOpen) {
    const happened = `The comment could not be written: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .causeOf */ .rl)(error)}.`;
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
