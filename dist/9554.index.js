export const id = 9554;
export const ids = [9554,987];
export const modules = {

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

/***/ 9554:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lookUpPullRequests: () => (/* binding */ lookUpPullRequests)
/* harmony export */ });
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(292);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(987);


const PULL_REQUEST = `
query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      title state isDraft headRefName additions deletions changedFiles
      commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }
    }
  }
}`;
const MAX_LOOKUPS = 10;
async function lookUpPullRequests(links, access) {
    const octokit = (0,_octokit_js__WEBPACK_IMPORTED_MODULE_0__.connectGitHub)(access);
    const here = links.filter(({ url }) => new URL(url).host === new URL(access.serverUrl).host);
    const found = new Map();
    for (const { url, repository, number: id } of here.slice(0, MAX_LOOKUPS)) {
        const [owner, name] = repository?.split('/') ?? [];
        if (!owner || !name || id === undefined)
            continue;
        const variables = { owner, name, number: id, request: { signal: access.signal } };
        found.set(url, await octokit.graphql(PULL_REQUEST, variables).then(decode, decodeFailure));
    }
    return found;
}
function decodeFailure(error) {
    const { errors, data } = error;
    const isMissing = errors?.some(({ type, path }) => type === 'NOT_FOUND' && path?.at(-1) === 'pullRequest');
    return isMissing ? 'missing' : decode(data);
}
function decode(answer) {
    const pull = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)(answer).repository).pullRequest);
    const state = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(pull.state)?.toLowerCase();
    if (state === undefined)
        return undefined;
    const nodes = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)(pull.commits).nodes;
    const commit = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)(Array.isArray(nodes) ? nodes[0] : undefined).commit);
    return {
        title: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(pull.title) ?? '',
        state: state === 'open' && pull.isDraft === true ? 'draft' : state,
        branch: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(pull.headRefName) ?? '',
        additions: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .number */ .ai)(pull.additions) ?? 0,
        deletions: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .number */ .ai)(pull.deletions) ?? 0,
        files: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .number */ .ai)(pull.changedFiles) ?? 0,
        checks: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)(commit.statusCheckRollup).state)?.toLowerCase(),
    };
}


/***/ })

};
