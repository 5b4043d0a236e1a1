export const id = 554;
export const ids = [554];
export const modules = {

/***/ 7554:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Comment: () => (/* binding */ Comment),
/* harmony export */   explain: () => (/* binding */ explain),
/* harmony export */   failureOf: () => (/* binding */ failureOf),
/* harmony export */   pauseAfter: () => (/* binding */ pauseAfter)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var _oz_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9895);
/* harmony import */ var _marker_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8729);



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
/** One comment on a pull request or issue. Methods reject with Octokit's errors. */
class Comment {
    #octokit;
    #place;
    #id;
    #isRemade = false;
    constructor(access, place) {
        this.#octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(access.token, { baseUrl: access.apiUrl });
        this.#place = place;
    }
    /** Posts the comment or brings it up to date; its URL. One that somebody deleted meanwhile is made anew, once. */
    async write(body, signal) {
        if (this.#place.isFresh)
            return this.#id === undefined ? this.#create(body, signal) : this.#edit(this.#id, body, signal);
        this.#id ??= await this.#find(signal);
        if (this.#id === undefined) {
            const url = await this.#create(body, signal);
            // A step that ran at the same time may have created its own: then one of the two goes.
            const oldest = await this.#find(signal);
            if (oldest === undefined || oldest === this.#id)
                return url;
            this.#id = oldest;
        }
        return this.#edit(this.#id, body, signal);
    }
    async #edit(id, body, signal) {
        try {
            return await this.#update(id, body, signal);
        }
        catch (error) {
            // GitHub answers 404 to a token that may not edit, too.
            if (failureOf(error) !== 'gone' || this.#isRemade)
                throw error;
            this.#isRemade = true;
            return this.#create(body, signal);
        }
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
                request: { signal },
            });
            const comments = page.repository?.issueOrPullRequest?.comments;
            const mine = (comments?.nodes ?? [])
                .filter((node) => isBy(page.viewer.login, node) && (0,_marker_js__WEBPACK_IMPORTED_MODULE_2__/* .opensWith */ .UW)(node.body, marker))
                .map(({ databaseId }) => databaseId);
            const oldest = Math.min(...mine);
            for (const id of mine)
                if (id !== oldest)
                    await this.#remove(id, signal);
            if (mine.length > 0)
                return oldest;
            if (!comments?.pageInfo.hasPreviousPage)
                return undefined;
            before = comments.pageInfo.startCursor;
        }
    }
    async #create(body, signal) {
        const { data } = await this.#octokit.rest.issues.createComment({
            ...this.#repository,
            issue_number: this.#place.number,
            body,
            request: { signal },
        });
        this.#id = data.id;
        return data.html_url;
    }
    async #update(id, body, signal) {
        const { data } = await this.#octokit.rest.issues.updateComment({
            ...this.#repository,
            comment_id: id,
            body,
            request: { signal },
        });
        return data.html_url;
    }
    async #remove(id, signal) {
        try {
            await this.#octokit.rest.issues.deleteComment({
                ...this.#repository,
                comment_id: id,
                request: { signal },
            });
        }
        catch (error) {
            if (failureOf(error) !== 'gone')
                throw error;
        }
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
/** GitHub's secondary rate limit is a 403 or 429 like any other, save for its headers and words. */
function failureOf(error) {
    const { status = 0, message = '', response } = error;
    const { headers = {} } = response ?? {};
    const isLimited = headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining'] === '0' ||
        /rate limit/i.test(message);
    if (status === 404 || status === 410)
        return 'gone';
    if (status === 429 || (status === 403 && isLimited))
        return 'busy';
    if (status === 401 || status === 403 || /not accessible/i.test(message))
        return 'denied';
    return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'other';
}
/** How long GitHub asks to be left alone, in ms; a minute where it does not say, as its documentation advises. */
function pauseAfter(error, wall) {
    const { headers = {} } = error.response ?? {};
    const reset = Number(headers['x-ratelimit-reset']) * 1000 - wall;
    return (0,_oz_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRetryAfter */ .mu)(headers['retry-after'], wall) ?? (reset > 0 ? reset : 60_000);
}
/** A sentence that says what happened, and what to do about it. */
function explain(error) {
    const { status, message = String(error) } = error;
    const happened = `The comment could not be written: ${status ? `GitHub answered ${status}: ` : ''}${message}.`;
    if (status === 401)
        return `${happened} Check the \`github-token\` input.`;
    if (['denied', 'gone'].includes(failureOf(error))) {
        return `${happened} Let the job write comments:\npermissions:\n  pull-requests: write\n  issues: write\nor set \`comment: off\`. Pull requests from forks get a read-only token.`;
    }
    return `${happened} The outcome is not affected.`;
}


/***/ })

};
