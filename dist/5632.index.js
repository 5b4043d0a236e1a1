export const id = 5632;
export const ids = [5632];
export const modules = {

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
