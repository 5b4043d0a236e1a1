export const id = 516;
export const ids = [516,498,987];
export const modules = {

/***/ 516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   check: () => (/* binding */ check)
/* harmony export */ });
/* harmony import */ var _gate_odd_key_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3761);
/* harmony import */ var _github_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(220);
/* harmony import */ var _github_permissions_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1498);
/* harmony import */ var _lib_nearest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6062);
/* harmony import */ var _oz_problem_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9895);
/* harmony import */ var _runs_endings_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9483);
/* harmony import */ var _runs_examine_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5632);







/** Would a run like this be refused? Creates nothing and costs nothing. Rejects with the signal's reason. */
async function check(inputs, event, deps) {
    const answer = await askOz(inputs, deps);
    const checks = [
        // Bad inputs never come here: they are refused as those of a run are.
        good('Inputs', 'read as a run would read them'),
        ...answer.checks,
        taskCheck(inputs),
        ...(await tokenChecks(inputs, event, deps.signal)),
    ];
    for (const { what, verdict, finding } of checks)
        deps.log.info(`${verdict.padEnd(8)}${what}: ${finding}`);
    const told = { checks, settings: inputs.settings };
    const failure = answer.failure ?? failureOfChecks(checks);
    return failure ? { outcome: 'refused', failure, ...told } : { outcome: 'checked', ...told };
}
function failureOfChecks(checks) {
    const bad = checks.filter(({ verdict }) => verdict === 'bad');
    if (bad.length === 0)
        return undefined;
    const message = bad.map(({ what, finding }) => `${what}: ${finding}`).join('\n');
    return { code: 'check_failed', message, remedy: 'Correct these inputs; a run would be refused.' };
}
/** Somebody waits for the table, so a host that does not answer is named soon. For all questions to Oz, in ms. */
const PATIENCE = 10_000;
async function askOz({ request, environmentName, apiKey = '', apiUrl }, deps) {
    const deadline = deps.clock.now() + PATIENCE;
    try {
        const key = good('API key', `accepted by \`${apiUrl.host}\`, which does not tell whose it is`);
        const choice = await (0,_runs_examine_js__WEBPACK_IMPORTED_MODULE_5__/* .environmentsToChoose */ .P_)(request, deps, deadline);
        const checks = await (0,_runs_examine_js__WEBPACK_IMPORTED_MODULE_5__/* .examine */ .sb)(request, environmentName, deps, deadline);
        return { checks: [key, ...(choice ? [choice] : []), ...checks] };
    }
    catch (error) {
        if (!(error instanceof _oz_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .OzError */ .Q_))
            throw error;
        return unanswered((0,_runs_endings_js__WEBPACK_IMPORTED_MODULE_4__/* .failureFrom */ .Ju)(error), error.status === 401, apiKey, apiUrl);
    }
}
/** The row of the key, or of the host, which is what stands in the way of all others. */
function unanswered(failure, isKeyRefused, apiKey, { host }) {
    const kind = (0,_gate_odd_key_js__WEBPACK_IMPORTED_MODULE_6__/* .oddKey */ .D)(apiKey);
    const odd = `It does not look like a key of Oz (\`wk-…\`)${kind}. ${_gate_odd_key_js__WEBPACK_IMPORTED_MODULE_6__/* .CREATE_KEY */ .$}`;
    const remedy = isKeyRefused && kind !== undefined ? odd : failure.remedy;
    const told = `${(0,_lib_nearest_js__WEBPACK_IMPORTED_MODULE_2__/* .closed */ .$)(failure.message)} ${remedy}`;
    const row = isKeyRefused ? bad('API key', `refused by \`${host}\`: ${told}`) : bad(`API at ${host}`, told);
    return { checks: [row], failure: { ...failure, remedy } };
}
function taskCheck({ hasTask }) {
    const what = 'Task';
    if (hasTask)
        return good(what, 'given');
    return unclear(what, 'none to check; a run needs `prompt`, `prompt-file`, `skill` or `review: true`');
}
/** Whose the token is, and what it needs. It cannot be asked what it may do without doing it. */
async function tokenChecks(inputs, event, signal) {
    const what = 'GitHub token';
    const { githubToken, needs } = inputs;
    if (needs.length === 0)
        return [good(what, 'not needed: no comment, status or review is asked for')];
    if (githubToken === undefined) {
        const remedy = 'leave `github-token` out, or give `${{ github.token }}`';
        return [unclear(what, `empty, so there can be no comment, status or review; ${remedy}`)];
    }
    const lines = needs.map((need) => `\`${need}\``).join(', ');
    const finding = `${lines} are needed under \`permissions:\` of the job; whether it has them shows only when they are used. Pull requests from forks get a read-only token.`;
    return [await identityCheck(githubToken, event, signal), unclear('Token permissions', finding)];
}
async function identityCheck(token, event, signal) {
    const what = 'GitHub token';
    try {
        return good(what, `speaks as \`${await new _github_permissions_js__WEBPACK_IMPORTED_MODULE_1__.Permissions(token, event, signal).self()}\``);
    }
    catch (error) {
        signal.throwIfAborted();
        const cause = (0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__.causeOf)(error);
        if ((0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error) !== 'denied')
            return unclear(what, `GitHub could not be asked about it: ${cause}`);
        const remedy = 'leave `github-token` out, or give `${{ github.token }}`';
        return unclear(what, `refused by GitHub, so there can be no comment, status or review; ${remedy} (${cause})`);
    }
}
function good(what, finding) {
    return { what, verdict: 'good', finding };
}
function bad(what, finding) {
    return { what, verdict: 'bad', finding };
}
function unclear(what, finding) {
    return { what, verdict: 'unknown', finding };
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


/***/ }),

/***/ 1498:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Permissions: () => (/* binding */ Permissions)
/* harmony export */ });
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(292);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(987);
/* harmony import */ var _permission_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9071);



/** What this step asks GitHub about people. Methods reject with Octokit's errors, and when an answer cannot be read. */
class Permissions {
    #octokit;
    #event;
    #signal;
    constructor(token, event, signal) {
        this.#octokit = (0,_octokit_js__WEBPACK_IMPORTED_MODULE_0__.connectGitHub)({ token, apiUrl: event.apiUrl });
        this.#event = event;
        this.#signal = signal;
    }
    /** The account of the token itself. Only GraphQL names it for the token of GitHub Actions. */
    async self() {
        const answer = await this.#octokit.graphql('query { viewer { login } }', {
            request: { signal: this.#signal },
        });
        const login = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ik)(answer).viewer).login);
        if (!login)
            throw new Error('its answer does not name the account of the token');
        return login;
    }
    /**
     * What somebody holds in this repository. GitHub's `permission` knows four levels only; `role_name` tells `triage`
     * and `maintain` from those that they include, and names custom roles, which count as the level they extend.
     */
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
            // Nobody whom the repository knows.
            if (error.status === 404)
                return 'none';
            throw error;
        }
    }
    /** Shows the author of a comment that it was seen. False for events that are not about a comment. */
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
