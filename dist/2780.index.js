export const id = 2780;
export const ids = [2780,987,2893];
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

/***/ 2780:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PER_REQUEST: () => (/* binding */ PER_REQUEST),
/* harmony export */   lookUp: () => (/* binding */ lookUp)
/* harmony export */ });
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4570);
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(292);
/* harmony import */ var _author_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2839);
/* harmony import */ var _comments_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5274);
/* harmony import */ var _marker_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4878);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(987);






const PER_REQUEST = 20;
const COMMENTS = `comments(last: 100) { nodes { body author { login __typename } } pageInfo { hasPreviousPage } }`;
async function lookUp(questions, access, repository, signal) {
    const [owner, name] = repository.split('/');
    const variables = { owner, name };
    const declared = ['$owner: String!', '$name: String!'];
    const fields = questions.flatMap(({ comment, status }, index) => {
        if (comment) {
            variables[`number${index}`] = comment.number;
            declared.push(`$number${index}: Int!`);
        }
        if (status) {
            Object.assign(variables, { [`sha${index}`]: status.sha, [`context${index}`]: status.context });
            declared.push(`$sha${index}: GitObjectID!`, `$context${index}: String!`);
        }
        return [
            comment &&
                `comment${index}: issueOrPullRequest(number: $number${index}) { ... on Issue { ${COMMENTS} } ... on PullRequest { ${COMMENTS} } }`,
            status &&
                `status${index}: object(oid: $sha${index}) { ... on Commit { status { context(name: $context${index}) { targetUrl description } } } }`,
        ].filter(Boolean);
    });
    if (fields.length === 0)
        return questions.map(() => ({ comment: undefined, status: undefined }));
    const query = `query (${declared.join(', ')}) { viewer { login } repository(owner: $owner, name: $name) { ${fields.join('\n')} } }`;
    const request = { signal: AbortSignal.any([signal, (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .timeoutSignal */ ._)(_comments_js__WEBPACK_IMPORTED_MODULE_1__/* .REQUEST_TIMEOUT */ ._h)]) };
    const data = await (0,_octokit_js__WEBPACK_IMPORTED_MODULE_2__.connectGitHub)(access)
        .graphql(query, { ...variables, request })
        .catch(partial);
    const viewer = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(data).viewer).login);
    const found = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(data).repository);
    if (viewer === undefined)
        throw new Error('GitHub does not name the account of the token');
    return questions.map(({ comment }, index) => ({
        comment: comment && commentIn(found[`comment${index}`], comment.marker, viewer),
        status: statusIn(found[`status${index}`]),
    }));
}
function partial(error) {
    const { data } = error;
    if ((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(data).viewer).login) === undefined)
        throw error;
    return data;
}
function commentIn(found, marker, viewer) {
    const { nodes, pageInfo } = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(found).comments);
    const ours = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)(nodes)
        .map((node) => ({ node: node, body: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(node).body) ?? '' }))
        .find(({ node, body }) => (0,_author_js__WEBPACK_IMPORTED_MODULE_4__/* .isBy */ ._)(viewer, node) && (0,_marker_js__WEBPACK_IMPORTED_MODULE_5__/* .opensWith */ .UW)(body, marker));
    if (ours !== undefined)
        return ours.body;
    return Array.isArray(nodes) && (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(pageInfo).hasPreviousPage === false ? null : undefined;
}
function statusIn(found) {
    const { context } = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(found).status);
    const { targetUrl, description } = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(context);
    return context ? { targetUrl: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(targetUrl) ?? '', description: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(description) ?? '' } : undefined;
}


/***/ })

};
