export const id = 1498;
export const ids = [1498,987];
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

/***/ 1498:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Permissions: () => (/* binding */ Permissions)
/* harmony export */ });
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(292);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(987);
/* harmony import */ var _permission_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9071);



class Permissions {
    #octokit;
    #event;
    #signal;
    constructor(token, event, signal) {
        this.#octokit = (0,_octokit_js__WEBPACK_IMPORTED_MODULE_0__.connectGitHub)({ token, apiUrl: event.apiUrl });
        this.#event = event;
        this.#signal = signal;
    }
    async self() {
        const answer = await this.#octokit.graphql('query { viewer { login } }', {
            request: { signal: this.#signal },
        });
        const login = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)(answer).viewer).login);
        if (!login)
            throw new Error('its answer does not name the account of the token');
        return login;
    }
    async permissionOf(login) {
        const [owner = '', repo = ''] = this.#event.repository.split('/');
        try {
            const { data } = await this.#octokit.rest.repos.getCollaboratorPermissionLevel({
                owner,
                repo,
                username: login,
                request: { signal: this.#signal },
            });
            const { permission, role_name } = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)(data);
            const level = known(permission);
            if (level === undefined)
                throw new Error(`its answer does not say what @${login} holds in this repository`);
            return known(role_name) ?? level;
        }
        catch (error) {
            if (error.status === 404)
                return 'none';
            throw error;
        }
    }
    async acknowledge() {
        const { name, payload, repository } = this.#event;
        const [owner = '', repo = ''] = repository.split('/');
        const id = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)(payload.comment).id;
        if (typeof id !== 'number' || (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(payload.action) === 'deleted')
            return false;
        const comment = {
            owner,
            repo,
            comment_id: id,
            content: 'eyes',
            request: { signal: this.#signal },
        };
        if (name === 'issue_comment')
            await this.#octokit.rest.reactions.createForIssueComment(comment);
        else if (name === 'pull_request_review_comment') {
            await this.#octokit.rest.reactions.createForPullRequestReviewComment(comment);
        }
        else
            return false;
        return true;
    }
}
function known(level) {
    return _permission_js__WEBPACK_IMPORTED_MODULE_2__/* .PERMISSIONS */ .J.find((permission) => permission === level);
}


/***/ })

};
