export const id = 554;
export const ids = [554];
export const modules = {

/***/ 9554:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lookUpPullRequests: () => (/* binding */ lookUpPullRequests)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(292);


const PULL_REQUEST = `
query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      title state isDraft headRefName additions deletions changedFiles
      commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }
    }
  }
}`;
/** More than one would look at, and than one run opens. */
const MOST_LOOKUPS = 10;
/**
 * What GitHub says about the pull requests that a run claims, by their URL. Only this server's are asked about, and
 * only by number: an agent's URL is never fetched. Undefined for what cannot be read.
 */
async function lookUpPullRequests(links, access) {
    const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(access.token, { baseUrl: access.apiUrl });
    const here = links.filter(({ url }) => new URL(url).host === new URL(access.serverUrl).host);
    const found = new Map();
    for (const { url, repository, number: id } of here.slice(0, MOST_LOOKUPS)) {
        const [owner, name] = repository?.split('/') ?? [];
        if (!owner || !name || id === undefined)
            continue;
        const variables = { owner, name, number: id, request: { signal: access.signal } };
        found.set(url, await octokit.graphql(PULL_REQUEST, variables).then(decode, decodeFailure));
    }
    return found;
}
/** A token that may not read checks gets the rest all the same, with the errors. */
function decodeFailure(error) {
    const { errors, data } = error;
    // A repository that is not found may only be hidden from the token.
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
