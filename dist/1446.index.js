export const id = 1446;
export const ids = [1446,987,9065];
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

/***/ 1446:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   explainStatus: () => (/* binding */ explainStatus),
/* harmony export */   setStatus: () => (/* binding */ setStatus)
/* harmony export */ });
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4570);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(220);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(987);



const REQUEST_TIMEOUT = 5000;
async function setStatus(access, { repository, sha, context }, { state, description, targetUrl }, signal) {
    const [owner = '', repo = ''] = repository.split('/');
    await (0,_octokit_js__WEBPACK_IMPORTED_MODULE_2__.connectGitHub)(access).rest.repos.createCommitStatus({
        owner,
        repo,
        sha,
        context,
        state,
        description,
        target_url: targetUrl,
        request: { signal: AbortSignal.any([signal, (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .timeoutSignal */ ._)(REQUEST_TIMEOUT)]) },
    });
}
function explainStatus(error) {
    const happened = `The commit status could not be set: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_1__.causeOf)(error)}.`;
    switch ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error)) {
        case 'denied':
        case 'gone':
            return (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(error) === 401
                ? `${happened} Check the \`github-token\` input.`
                : `${happened} Let the job set statuses:\npermissions:\n  statuses: write\nPull requests from forks and by Dependabot get a read-only token.`;
        default:
            return `${happened} The outcome is not affected.`;
    }
}


/***/ })

};
