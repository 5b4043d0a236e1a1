export const id = 554;
export const ids = [554,729];
export const modules = {

/***/ 7554:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Comment: () => (/* binding */ Comment)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var _marker_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8729);


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
/** One comment on a pull request or issue. */
class Comment {
    #octokit;
    #place;
    #log;
    #request;
    /** `signal` gives up whatever is under way. */
    constructor(access, place, log, signal) {
        this.#octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(access.token, { baseUrl: access.apiUrl });
        this.#place = place;
        this.#log = log;
        this.#request = { signal };
    }
    /**
     * Posts the comment or brings it up to date; its URL. What goes wrong is a warning that names its remedy, and
     * undefined comes back.
     */
    async show(body) {
        try {
            const id = this.#place.kind === 'sticky' ? await this.#find() : undefined;
            return id === undefined ? await this.#create(body) : await this.#update(id, body);
        }
        catch (error) {
            this.#log.warning(`The comment could not be written: ${describe(error)}. ${remedyFor(error)}`, 'Comment');
            return undefined;
        }
    }
    /** Only a comment of our own account counts: anyone can copy a marker. */
    async #find() {
        const { number, marker } = this.#place;
        let before = null;
        for (;;) {
            const page = await this.#octokit.graphql(COMMENTS, {
                owner: this.#owner,
                name: this.#name,
                number,
                before,
                request: this.#request,
            });
            const comments = page.repository?.issueOrPullRequest?.comments;
            const mine = comments?.nodes.find((node) => isBy(page.viewer.login, node) && (0,_marker_js__WEBPACK_IMPORTED_MODULE_1__.opensWith)(node.body, marker));
            if (mine)
                return mine.databaseId;
            if (!comments?.pageInfo.hasPreviousPage)
                return undefined;
            before = comments.pageInfo.startCursor;
        }
    }
    async #create(body) {
        const { data } = await this.#octokit.rest.issues.createComment({
            owner: this.#owner,
            repo: this.#name,
            issue_number: this.#place.number,
            body,
            request: this.#request,
        });
        return data.html_url;
    }
    async #update(id, body) {
        const { data } = await this.#octokit.rest.issues.updateComment({
            owner: this.#owner,
            repo: this.#name,
            comment_id: id,
            body,
            request: this.#request,
        });
        return data.html_url;
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
function describe(error) {
    const { status, message } = error;
    return [status ? `GitHub answered ${status}` : '', message ?? String(error)].filter(Boolean).join(': ');
}
function remedyFor(error) {
    const { status, message = '' } = error;
    if (status === 401)
        return 'Check the `github-token` input.';
    if (status === 403 || status === 404 || /not accessible/i.test(message)) {
        return 'Let the job write comments:\npermissions:\n  pull-requests: write\n  issues: write\nor set `comment: off`. Pull requests from forks get a read-only token.';
    }
    return 'The outcome is not affected.';
}


/***/ }),

/***/ 8729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   markerOf: () => (/* binding */ markerOf),
/* harmony export */   opensWith: () => (/* binding */ opensWith)
/* harmony export */ });
const START = '<!-- oz-agent-action ';
/**
 * The first line of a sticky comment, by which it is found again. Keys are free text: percent-encoded, hyphens too,
 * so that none ends the HTML comment.
 */
function markerOf(kind, key) {
    return `${START}${kind}=${encodeURIComponent(key).replaceAll('-', '%2D')} -->`;
}
/** Whether a comment opens with this marker. Elsewhere in it the marker means nothing: others' words stand there. */
function opensWith(body, marker) {
    return body.startsWith(marker);
}


/***/ })

};
