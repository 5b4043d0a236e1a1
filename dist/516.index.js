export const id = 516;
export const ids = [516,5632,1498,987];
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







async function check(inputs, event, deps) {
    const answer = await askOz(inputs, deps);
    const checks = [
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
const PATIENCE = 10_000;
async function askOz({ request, environmentName, apiKey = '', apiUrl }, deps) {
    const deadline = deps.clock.now() + PATIENCE;
    try {
        const key = good('API key', `accepted by \`${apiUrl.host}\`, which does not tell whose it is`);
        const choice = await (0,_runs_examine_js__WEBPACK_IMPORTED_MODULE_5__/* .environmentsToChoose */ .P)(request, deps, deadline);
        const checks = await (0,_runs_examine_js__WEBPACK_IMPORTED_MODULE_5__/* .examine */ .s)(request, environmentName, deps, deadline);
        return { checks: [key, ...(choice ? [choice] : []), ...checks] };
    }
    catch (error) {
        if (!(error instanceof _oz_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .OzError */ .Q_))
            throw error;
        return unanswered((0,_runs_endings_js__WEBPACK_IMPORTED_MODULE_4__/* .failureFrom */ .Ju)(error), error.status === 401, apiKey, apiUrl);
    }
}
function unanswered(failure, isKeyRefused, apiKey, { host }) {
    const remedy = (isKeyRefused && (0,_gate_odd_key_js__WEBPACK_IMPORTED_MODULE_6__/* .oddKeyRemedy */ .j9)(apiKey)) || failure.remedy;
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
    const finding = `${lines} under \`permissions:\` of the job that starts the agent, as far as it reports there; whether it has them shows only when they are used. Pull requests from forks get a read-only token.`;
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


/***/ }),

/***/ 5632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ environmentsToChoose),
/* harmony export */   s: () => (/* binding */ examine),
/* harmony export */   withSuggestion: () => (/* binding */ withSuggestion)
/* harmony export */ });
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(292);
/* harmony import */ var _lib_nearest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6062);
/* harmony import */ var _lib_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4869);
/* harmony import */ var _conversation_id_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6428);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7182);
/* harmony import */ var _retry_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(457);






const TIMEOUT = 60_000;
const HARNESSES = ['oz', 'claude', 'gemini', 'codex'];
async function examine(request, environmentName, deps, deadline = deps.clock.now() + TIMEOUT) {
    const { oz } = deps;
    const ask = (read) => (0,_retry_js__WEBPACK_IMPORTED_MODULE_4__/* .withRetry */ .bD)(read, deps, deadline);
    const config = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .object */ .Ik)(request.config);
    const models = await ask((options) => oz.listModels(options));
    const conversation = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(request.conversation_id);
    const checks = [
        modelCheck((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(config.model_id), models),
        await environmentCheck((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(config.environment_id), environmentName, ask, deps),
        await skillCheck((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(request.skill), ask, deps),
        conversation === undefined ? undefined : await conversationCheck(conversation, deps),
        harnessCheck((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .object */ .Ik)(config.harness).type)),
        config.worker_host === undefined
            ? undefined
            : unclear('Worker host', 'the API does not tell which hosts there are'),
    ];
    return checks.filter((check) => check !== undefined);
}
async function withSuggestion(failure, request, deps) {
    if (!['resource_not_found', 'invalid_request'].includes(failure.code))
        return failure;
    const found = await didYouMean(request, deps);
    return found ? { ...failure, remedy: `${found} ${failure.remedy}` } : failure;
}
async function didYouMean(request, deps) {
    try {
        const name = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .object */ .Ik)(request.config).environment_id);
        const checks = await examine(request, name, deps);
        return checks
            .filter(({ verdict }) => verdict === 'bad')
            .map(({ what, finding }) => (0,_lib_nearest_js__WEBPACK_IMPORTED_MODULE_0__/* .closed */ .$)(`${what}: ${finding}`))
            .join(' ');
    }
    catch (error) {
        deps.log.debug(`No suggestion: ${error.message}`);
        return '';
    }
}
function modelCheck(wanted, { models, fallback }) {
    const what = 'Model';
    if (wanted === undefined)
        return good(what, `the default${fallback ? `: ${fallback}` : ''}`);
    const model = models.find(({ id }) => id === wanted);
    if (model?.disabled)
        return bad(what, `\`${model.id}\` is disabled: ${model.disabled}`);
    if (model)
        return good(what, model.name);
    const usable = models.filter(({ disabled }) => disabled === undefined).map(({ id }) => [id]);
    return bad(what, `\`${wanted}\` is not known${(0,_lib_nearest_js__WEBPACK_IMPORTED_MODULE_0__/* .suggestion */ .h)(wanted, usable)}`);
}
async function environmentsToChoose(request, deps, deadline) {
    if ((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_5__/* .object */ .Ik)(request.config).environment_id !== undefined)
        return undefined;
    const what = 'Environment';
    const all = await (0,_retry_js__WEBPACK_IMPORTED_MODULE_4__/* .withRetry */ .bD)((options) => deps.oz.listEnvironments(options), deps, deadline);
    const usable = all.filter(({ hasSetupFailed }) => !hasSetupFailed);
    const names = usable.slice(0, MAX_SHOWN).map(({ name, uid }) => `\`${(0,_lib_text_js__WEBPACK_IMPORTED_MODULE_1__/* .cut */ .Jj)(name ?? uid, 120)}\``);
    if (names.length === 0) {
        return unclear(what, 'none is given, and the key can use none: create one in the Oz settings');
    }
    const more = usable.length > names.length ? ` and ${usable.length - names.length} more` : '';
    return unclear(what, `none is given; the key can use ${names.join(', ')}${more}: give one by \`environment\``);
}
const MAX_SHOWN = 10;
async function environmentCheck(wanted, name, ask, { oz }) {
    if (wanted === undefined)
        return undefined;
    const what = 'Environment';
    const environments = await ask((options) => oz.listEnvironments(options));
    const match = (0,_environment_js__WEBPACK_IMPORTED_MODULE_3__/* .matchEnvironment */ .H)(wanted, environments);
    if (match.kind === 'unclear')
        return bad(what, match.why);
    const { uid, name: label, hasSetupFailed } = match.environment;
    if (hasSetupFailed)
        return bad(what, 'its set-up has failed; look at it in Oz');
    if (uid === wanted || name !== undefined)
        return good(what, label ?? uid);
    return bad(what, `\`${wanted}\` is a name, and \`config\` is passed on as it is; give the UID \`${uid}\``);
}
async function skillCheck(wanted, ask, { oz }) {
    if (wanted === undefined)
        return undefined;
    const what = 'Skill';
    const [repository = '', name = ''] = split(wanted);
    if (!repository.includes('/')) {
        return unclear(what, 'only a skill with owner and repository can be looked up');
    }
    const skills = await ask((options) => oz.listSkills(repository, options));
    const skill = skills.find(({ specs }) => specs.includes(wanted));
    if (skill?.error)
        return bad(what, skill.error);
    if (skill)
        return good(what, 'found');
    return bad(what, `\`${wanted}\` is not known${suggestedSkills(name, repository, skills)}`);
}
function suggestedSkills(name, repository, skills) {
    const isPath = name.includes('/');
    const names = skills.flatMap(({ specs }) => {
        const fitting = specs.filter((spec) => split(spec)[1]?.includes('/') === isPath);
        const [first, ...others] = fitting.length > 0 ? fitting : specs;
        return first === undefined ? [] : [[first, ...others]];
    });
    return (0,_lib_nearest_js__WEBPACK_IMPORTED_MODULE_0__/* .suggestion */ .h)(name, unique(names), (spec) => {
        const [place, rest = spec] = split(spec);
        return place?.toLowerCase() === repository.toLowerCase() ? rest : spec;
    });
}
function unique(names) {
    return [...new Map(names.map((one) => [one[0], one])).values()];
}
function split(spec) {
    const at = spec.indexOf(':');
    return at < 0 ? ['', spec] : [spec.slice(0, at), spec.slice(at + 1)];
}
async function conversationCheck(given, deps) {
    const what = 'Conversation';
    const found = await (0,_conversation_id_js__WEBPACK_IMPORTED_MODULE_2__/* .lookUpConversation */ .wH)(given, deps);
    switch (found.kind) {
        case 'found':
            return good(what, found.id === given ? 'found' : `that of the session: \`${found.id}\``);
        case 'none':
            return bad(what, URL.canParse(given) ? _conversation_id_js__WEBPACK_IMPORTED_MODULE_2__/* .REASONS */ .ez.none : `\`${given}\` is not known`);
        case 'goes-on':
            return bad(what, _conversation_id_js__WEBPACK_IMPORTED_MODULE_2__/* .REASONS */ .ez['goes-on']);
        case 'unknown':
            return unclear(what, 'this server does not tell whether it exists');
    }
}
function harnessCheck(harness) {
    if (harness === undefined)
        return undefined;
    if (HARNESSES.includes(harness))
        return good('Harness', harness);
    const known = HARNESSES.map((name) => [name]);
    const near = (0,_lib_nearest_js__WEBPACK_IMPORTED_MODULE_0__/* .suggestion */ .h)(harness, known);
    return unclear('Harness', `\`${harness}\` is not one that this version knows${near}`);
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


/***/ })

};
