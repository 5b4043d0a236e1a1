export const id = 274;
export const ids = [274];
export const modules = {

/***/ 5274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Comment: () => (/* binding */ Comment),
/* harmony export */   explain: () => (/* binding */ explain),
/* harmony export */   failureOf: () => (/* binding */ failureOf),
/* harmony export */   isFinal: () => (/* binding */ isFinal),
/* harmony export */   pauseAfter: () => (/* binding */ pauseAfter)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4570);
/* harmony import */ var _oz_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9895);
/* harmony import */ var _report_marker_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8729);




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
        this.#octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, { baseUrl: apiUrl });
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
            if (failureOf(error) !== 'gone' || this.#isRemade)
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
                .filter((node) => isBy(page.viewer.login, node) && (0,_report_marker_js__WEBPACK_IMPORTED_MODULE_3__/* .opensWith */ .UW)(node.body, marker))
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
            this.#isDoubtful ||= failureOf(error) === 'other';
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
            if (failureOf(error) !== 'gone')
                throw error;
        }
    }
    #requestOptions(signal) {
        return { request: { signal: AbortSignal.any([signal, (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .timeoutSignal */ ._)(this.#requestTimeout)]) } };
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
/** GraphQL names the viewer `x[bot]`, but a comment's author `x`, of type Bot. */
function isBy(viewer, { author }) {
    if (author === null)
        return false;
    const login = author.__typename === 'Bot' ? `${author.login.replace(/\[bot\]$/, '')}[bot]` : author.login;
    return login.toLowerCase() === viewer.toLowerCase();
}
/** A spoilt body comes as text, or not at all. */
function urlOf({ html_url }) {
    if (html_url === undefined)
        throw new Error('GitHub answered with something unreadable');
    return html_url;
}
/** GitHub's secondary rate limit is a 403 or 429 like any other, except for its headers and words. */
function failureOf(error) {
    const { status = 0, message = '', response, errors = [] } = error;
    const { headers = {} } = response ?? {};
    const isLimited = headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining'] === '0' ||
        /rate limit/i.test(message);
    if ([404, 410].includes(status) || errors.some(({ type }) => type === 'NOT_FOUND'))
        return 'gone';
    if (status === 429 || (isLimited && [0, 403].includes(status)))
        return 'busy';
    if (status === 403 && /\blocked\b/i.test(message))
        return 'locked';
    if (status === 401 || status === 403 || /not accessible/i.test(message))
        return 'denied';
    return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'other';
}
/** Failures that no later try overcomes. */
const FINAL_FAILURES = ['gone', 'denied', 'locked', 'refused'];
function isFinal(failure) {
    return FINAL_FAILURES.includes(failure);
}
/** How long GitHub asks to be left alone, in ms; a minute where it does not say, as its documentation advises. */
function pauseAfter(error, wall) {
    const { headers = {} } = error.response ?? {};
    const reset = Number(headers['x-ratelimit-reset']) * 1000 - wall;
    return (0,_oz_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .parseRetryAfter */ .mu)(headers['retry-after'], wall) ?? (reset > 0 ? reset : 60_000);
}
/** A sentence that says what happened, and what to do about it. `isOpen`: whether the post phase tries again. */
function explain(error, isOpen) {
    const happened = `The comment could not be written: ${causeOf(error)}.`;
    switch (failureOf(error)) {
        case 'locked':
            return `${happened} Unlock the conversation, or set \`comment: off\`.`;
        case 'denied':
        case 'gone':
            return error.status === 401
                ? `${happened} Check the \`github-token\` input.`
                : `${happened} Let the job write comments:\npermissions:\n  pull-requests: write\n  issues: write\nor set \`comment: off\`. Pull requests from forks get a read-only token.`;
        default:
            return isOpen
                ? `${happened} The post phase of this step tries again.`
                : `${happened} The outcome is not affected.`;
    }
}
function causeOf({ status, message, response, cause }) {
    if (response !== undefined && status !== undefined)
        return `GitHub answered ${status}: ${message}`;
    const { name } = (cause ?? {});
    if (name === 'TimeoutError')
        return 'GitHub did not answer in time';
    return status === undefined ? String(message) : `GitHub did not answer: ${message}`;
}


/***/ })

};
