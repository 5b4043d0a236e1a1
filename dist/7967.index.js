export const id = 7967;
export const ids = [7967];
export const modules = {

/***/ 3761:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $J: () => (/* binding */ CREATE_KEY),
/* harmony export */   DB: () => (/* binding */ oddKey),
/* harmony export */   j9: () => (/* binding */ oddKeyRemedy)
/* harmony export */ });
function oddKey(key) {
    if (key.startsWith('wk-'))
        return undefined;
    return KINDS.find(([form]) => form.test(key))?.[1] ?? '';
}
const KINDS = [
    [/^(?:gh[oprsu]_|github_pat_)/, ': it is a token of GitHub, for which there is `github-token`'],
    [/^sk-/, ': it looks like the key of a model provider'],
    [/^Bearer\s/i, ': it begins with `Bearer`, where the key alone is needed'],
    [/^["'`]/, ': it begins with a quotation mark, where the key alone is needed'],
    [/^\$/, ': it looks like the name of a variable that nothing has replaced'],
];
const CREATE_KEY = 'Create a key in the Oz settings, store it as the secret `WARP_API_KEY`, and pass it: `api-key: ${{ secrets.WARP_API_KEY }}`.';
function oddKeyRemedy(key) {
    const kind = oddKey(key);
    return kind === undefined
        ? undefined
        : `It does not look like a key of Oz (\`wk-…\`)${kind}. ${CREATE_KEY}`;
}


/***/ }),

/***/ 4878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MU: () => (/* binding */ isOurs),
/* harmony export */   UW: () => (/* binding */ opensWith),
/* harmony export */   we: () => (/* binding */ markerOf)
/* harmony export */ });
const START = '<!-- oz-agent-action ';
function markerOf(kind, key) {
    return `${START}${kind}=${encodeURIComponent(key).replaceAll('-', '%2D')} -->`;
}
function isOurs(body) {
    return body.split('\n').some((line) => line.startsWith(START));
}
function opensWith(body, ...markers) {
    return markers.some((marker) => body.startsWith(marker));
}


/***/ }),

/***/ 6062:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ closed),
/* harmony export */   h: () => (/* binding */ suggestion)
/* harmony export */ });
/* harmony import */ var fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1916);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4869);


const MOST = 10;
const MAX_NAME = 120;
function suggestion(wanted, known, compared = (name) => name) {
    const ranked = known.map((names) => nearestOf(wanted, names, compared)).toSorted((a, b) => a.far - b.far);
    const [near] = ranked;
    if (near === undefined)
        return '; there are none';
    const shown = ranked.slice(0, MOST).map(({ name }) => quoted(name));
    const more = ranked.length > MOST ? ` and ${ranked.length - MOST} more` : '';
    const list = `here are: ${shown.join(', ')}${more}`;
    const isMeant = near.far <= Math.max(2, wanted.length / 3);
    return isMeant ? `; did you mean ${quoted(near.name)}? T${list}` : `; t${list}`;
}
function nearestOf(wanted, names, compared) {
    const ranked = names
        .map((name) => ({ name, far: (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .distance */ .Io)(wanted, compared(name)) }))
        .toSorted((a, b) => a.far - b.far);
    return ranked[0] ?? { name: names[0], far: Number.POSITIVE_INFINITY };
}
function quoted(name) {
    return `\`${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .cut */ .Jj)(name, MAX_NAME)}\``;
}
function closed(words) {
    return /[.?!]$/.test(words) ? words : `${words}.`;
}


/***/ }),

/***/ 9773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ withinTime)
/* harmony export */ });
/* harmony import */ var node_vm__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(714);

function withinTime(ms, work) {
    try {
        return { value: (0,node_vm__WEBPACK_IMPORTED_MODULE_0__.runInContext)('work()', (0,node_vm__WEBPACK_IMPORTED_MODULE_0__.createContext)({ work }), { timeout: ms }) };
    }
    catch (error) {
        if (error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
            return undefined;
        throw error;
    }
}


/***/ }),

/***/ 7967:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runMain: () => (/* binding */ runMain)
});

// UNUSED EXPORTS: wire

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __webpack_require__(1708);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 12 modules
var core = __webpack_require__(143);
// EXTERNAL MODULE: ./build/github/event.js
var github_event = __webpack_require__(6830);
// EXTERNAL MODULE: ./build/inputs/secrets.js
var inputs_secrets = __webpack_require__(8569);
// EXTERNAL MODULE: ./build/ledger.js
var build_ledger = __webpack_require__(5723);
// EXTERNAL MODULE: ./build/lib/clock.js
var clock = __webpack_require__(4570);
// EXTERNAL MODULE: ./build/lib/log.js
var lib_log = __webpack_require__(2934);
// EXTERNAL MODULE: ./build/lib/runner.js
var runner = __webpack_require__(2380);
// EXTERNAL MODULE: ./build/lib/secrets.js + 2 modules
var lib_secrets = __webpack_require__(9872);
// EXTERNAL MODULE: ./build/oz-connection.js + 6 modules
var oz_connection = __webpack_require__(5129);
// EXTERNAL MODULE: ./build/inputs/declared.js
var declared = __webpack_require__(2120);
// EXTERNAL MODULE: ./build/lib/json.js
var json = __webpack_require__(292);
// EXTERNAL MODULE: ./build/lib/text.js
var lib_text = __webpack_require__(4869);
// EXTERNAL MODULE: ./build/oz/links.js
var links = __webpack_require__(4301);
// EXTERNAL MODULE: ./build/oz/usage.js
var usage = __webpack_require__(1995);
;// CONCATENATED MODULE: ./build/publish/outputs.js






const MAX_RESULT = 30_000;
const MAX_JSON = 60_000;
const MAX_WORDS = 4000;
class Outputs {
    #secrets;
    #warn;
    #hasWarned = false;
    #fault;
    constructor(secrets, warn = () => undefined) {
        this.#secrets = secrets;
        this.#warn = warn;
    }
    get fault() {
        return this.#fault;
    }
    begin() {
        this.#write(Object.fromEntries(declared/* outputNames */.g.map((name) => [name, name === 'outcome' ? 'refused' : ''])));
    }
    update(report, { kind, record, hasMoved, hasLink }) {
        if (kind === 'sending' && record.runId === undefined)
            this.#write({ outcome: 'lost' });
        else if (kind === 'sending' || hasMoved || hasLink)
            this.write(report);
    }
    async finish(report) {
        this.write(report);
    }
    write(report) {
        this.#write(this.#values(report));
    }
    #write(values) {
        try {
            (0,runner/* writeOutputs */.Kn)(values);
            this.#fault = undefined;
        }
        catch (error) {
            this.#fault = error.message;
            if (this.#hasWarned)
                return;
            this.#hasWarned = true;
            this.#warn(`The outputs could not be written: ${this.#fault}. The step goes on, and tries again.`);
        }
    }
    #values(report) {
        const { failure, last, ...rest } = this.#secrets.redactData(report);
        const { run, pullRequests = [] } = last ?? {};
        const [first] = pullRequests;
        return {
            outcome: rest.outcome,
            state: last?.state ?? '',
            'run-id': last?.runId ?? '',
            'run-url': last?.url ?? '',
            'session-link': this.#secrets.redactLink(report.last?.sessionLink ?? ''),
            'conversation-id': run?.conversationId ?? '',
            title: (0,lib_text/* cut */.Jj)(run?.title ?? '', MAX_WORDS),
            result: (0,lib_text/* cutBytes */.Uw)(last?.result ?? '', MAX_RESULT),
            'structured-output': compactJson(last?.document, MAX_JSON) ?? '',
            'structured-output-file': report.structuredOutputFile ?? '',
            'review-url': report.review?.url ?? '',
            runs: rest.collection ? listJson(concludedIn(rest.collection), MAX_JSON) : '',
            pending: textOf(rest.collection?.runs.filter(({ isActive }) => isActive).length),
            'pull-request-url': first?.url ?? '',
            'pull-request-number': first?.number === undefined ? '' : String(first.number),
            'pull-request-branch': first?.branch ?? '',
            'pull-requests': listJson(run ? pullRequests : [], MAX_JSON),
            artifacts: listJson(run?.artifacts.map(({ raw }) => raw) ?? [], MAX_JSON),
            'artifacts-path': report.artifactsPath ?? '',
            'error-code': failure?.code ?? '',
            'error-message': (0,lib_text/* cut */.Jj)(failure?.message ?? '', MAX_WORDS),
            retryable: failure?.retryable === undefined ? '' : String(failure.retryable),
            credits: textOf((0,usage/* creditsOf */.y)(run)),
            'cost-usd': textOf((0,usage/* costUsdOf */.x)(run)),
            tokens: textOf(run?.usage.tokens),
            'queue-seconds': textOf(last?.queueSeconds),
            'run-seconds': textOf(last?.runSeconds),
            attempts: String(rest.createdCount),
            'comment-url': rest.commentUrl ?? '',
            'skipped-reason': rest.skippedReason ?? '',
            run: run ? shortenedJson(run.raw, MAX_JSON) : '',
        };
    }
}
function concludedIn({ runs }) {
    return runs
        .filter(({ what }) => what === 'concluded')
        .map(({ runId, outcome, number, pullRequestUrl }) => ({
        run_id: runId,
        outcome,
        issue_number: number ?? null,
        run_url: (0,links/* runUrl */.V)(runId),
        pull_request_url: pullRequestUrl ?? null,
    }));
}
function compactJson(document, most) {
    const json = document === undefined ? undefined : JSON.stringify(document);
    return json !== undefined && Buffer.byteLength(json) <= most ? json : undefined;
}
function listJson(items, most) {
    const kept = [];
    let size = 2;
    for (const item of items) {
        const json = JSON.stringify(item);
        size += Buffer.byteLength(json) + 1;
        if (size > most)
            break;
        kept.push(json);
    }
    return `[${kept.join(',')}]`;
}
function textOf(value) {
    return value === undefined ? '' : String(value);
}
function shortenedJson(value, most) {
    for (let longest = most; longest >= 16; longest = Math.floor(longest / 2)) {
        const json = shortened(value, longest);
        if (Buffer.byteLength(json) <= most)
            return json;
    }
    const members = Object.entries((0,json/* object */.Ik)(value)).map(([key, item]) => ({ key, json: shortened(item, 16) }));
    const sizeOf = ({ key, json }) => Buffer.byteLength(JSON.stringify(key)) + Buffer.byteLength(json) + 2;
    let left = most - 2;
    const smallest = new Set();
    for (const member of members.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
        left -= sizeOf(member);
        if (left < 0)
            break;
        smallest.add(member.key);
    }
    const kept = members.filter(({ key }) => smallest.has(key));
    return `{${kept.map(({ key, json }) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}
function shortened(value, longest) {
    return JSON.stringify(value, (_key, item) => {
        return typeof item === 'string' && item.length > longest ? `${item.slice(0, longest)}…` : item;
    });
}

// EXTERNAL MODULE: ./build/shutdown.js
var build_shutdown = __webpack_require__(4352);
// EXTERNAL MODULE: ./build/github/failure.js
var failure = __webpack_require__(220);
// EXTERNAL MODULE: ./build/github/marker.js
var marker = __webpack_require__(4878);
// EXTERNAL MODULE: ./build/github/permission.js
var permission = __webpack_require__(9071);
// EXTERNAL MODULE: ./build/model.js
var model = __webpack_require__(5933);
;// CONCATENATED MODULE: ./build/gate/people.js

const sender = (payload) => [person(payload.sender)];
function actor(subject) {
    return (payload) => {
        const [wrote, acted] = [writer(payload[subject]), person(payload.sender)];
        return [acted && wrote && isSame(acted, wrote) ? merged(acted, wrote) : acted];
    };
}
function author(subject) {
    return (payload) => {
        const wrote = writer(payload[subject]);
        return payload.action === 'created' || payload.action === 'submitted'
            ? [wrote]
            : [wrote, ...actor(subject)(payload)];
    };
}
function people_opener(subject) {
    return (payload) => {
        const wrote = writer(payload[subject]);
        if (payload.action === 'opened' || payload.action === 'created')
            return [wrote];
        return payload.action === 'edited' ? [wrote, ...actor(subject)(payload)] : actor(subject)(payload);
    };
}
function pusher(subject) {
    return (payload) => {
        const wrote = payload.action === 'edited' ? [writer(payload[subject])] : [];
        return [...wrote, ...actor(subject)(payload)];
    };
}
function workflowRun(repository) {
    return (payload) => {
        const run = (0,json/* object */.Ik)(payload.workflow_run);
        const head = (0,json/* object */.Ik)(run.head_repository);
        const caused = person(run.actor);
        if ((0,json/* text */.Qq)(head.full_name)?.toLowerCase() !== repository.toLowerCase())
            return [caused, person(head.owner)];
        return CLOSED_EVENTS.has((0,json/* text */.Qq)(run.event) ?? '') ? [] : [caused];
    };
}
const CLOSED_EVENTS = new Set([
    'branch_protection_rule',
    'create',
    'delete',
    'image_version',
    'label',
    'merge_group',
    'milestone',
    'page_build',
    'public',
    'push',
    'registry_package',
    'release',
    'repository_dispatch',
    'schedule',
    'workflow_dispatch',
]);
const OPEN_EVENTS = {
    check_run: sender,
    check_suite: sender,
    deployment: actor('deployment'),
    deployment_status: actor('deployment_status'),
    discussion: people_opener('discussion'),
    discussion_comment: author('comment'),
    fork: sender,
    gollum: sender,
    issue_comment: author('comment'),
    issues: people_opener('issue'),
    pull_request: pusher('pull_request'),
    pull_request_review: author('review'),
    pull_request_review_comment: author('comment'),
    pull_request_target: pusher('pull_request'),
    status: sender,
    watch: sender,
};
function peopleBehind({ name, payload, repository, }) {
    if (CLOSED_EVENTS.has(name))
        return { kind: 'nobody' };
    const find = name === 'workflow_run' ? workflowRun(repository) : (OPEN_EVENTS[name] ?? sender);
    const found = find(payload);
    if (name === 'workflow_run' && found.length === 0)
        return { kind: 'nobody' };
    const people = found.filter((one) => one !== undefined);
    if (people.length < found.length || people.length === 0)
        return { kind: 'unknown' };
    return { kind: 'people', people: people.reduce(withPerson, []) };
}
function withPerson(people, person) {
    const known = people.find((one) => isSame(one, person));
    return known ? people.map((one) => (one === known ? merged(known, person) : one)) : [...people, person];
}
function isSame(one, other) {
    return one.login.toLowerCase() === other.login.toLowerCase();
}
function merged(one, other) {
    return { login: one.login, isBot: one.isBot || other.isBot };
}
function writer(value) {
    const subject = (0,json/* object */.Ik)(value);
    const named = person(subject.user ?? subject.creator);
    return named && (subject.performed_via_github_app ? { ...named, isBot: true } : named);
}
function person(value) {
    const user = (0,json/* object */.Ik)(value);
    const login = (0,json/* text */.Qq)(user.login);
    if (login === undefined)
        return undefined;
    return { login, isBot: user.type === 'Bot' || login.endsWith('[bot]') };
}

;// CONCATENATED MODULE: ./build/gate/gate.js







const TIMEOUT = 30_000;
const REACTION_TIMEOUT = 10_000;
async function passGate(inputs, event, signal) {
    const { comment, review } = event.payload;
    if ([comment, review].some((said) => (0,marker/* isOurs */.MU)((0,json/* text */.Qq)((0,json/* object */.Ik)(said).body) ?? ''))) {
        throw (0,model/* skipped */.h)('self-triggered', 'The comment is one of this action itself, so no agent was started.');
    }
    const judged = peopleBehind(event);
    if (judged.kind === 'nobody')
        return;
    if (judged.kind === 'unknown') {
        throw shut(`The event \`${event.name}\` does not say who is behind it`, 'Use an event that does.');
    }
    try {
        for (const person of judged.people)
            await judge(person, inputs, event, signal);
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof model/* StepError */.z)
            throw error;
        throw shut(`GitHub did not say who may start an agent: ${(0,failure.causeOf)(error)}`, 'Check the input `github-token`, then run the job again.');
    }
}
async function judge({ login, isBot }, inputs, event, signal) {
    const { requiredPermission, allowedActors } = inputs;
    const isListed = allowedActors.includes(login.toLowerCase());
    if (isBot)
        return judgeBot(login, isListed, inputs, event, signal);
    if (isListed || requiredPermission === 'none')
        return;
    const held = await (await permissions(inputs, event, signal)).permissionOf(login);
    if ((0,permission/* isAtLeast */.d)(held, requiredPermission))
        return;
    throw (0,model/* skipped */.h)('permission', `@${login} holds \`${held}\` in this repository; \`required-permission\` asks for \`${requiredPermission}\`. No agent was started.`);
}
async function judgeBot(login, isListed, inputs, event, signal) {
    const asked = permissions(inputs, event, signal).then((github) => github.self());
    const self = isListed ? await asked : await asked.catch(() => undefined);
    if (self?.toLowerCase() === login.toLowerCase()) {
        throw (0,model/* skipped */.h)('self-triggered', `The event was caused by ${login}, the account of this step's own token. No agent was started.`);
    }
    if (isListed)
        return;
    throw (0,model/* skipped */.h)('actor', `${login} is a bot, or spoke through an app, and \`allowed-actors\` does not name it. No agent was started.`);
}
async function permissions({ githubToken }, event, signal, timeout = TIMEOUT) {
    if (githubToken === undefined)
        throw new Error('the input `github-token` is empty');
    const { Permissions } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(1498)]).then(__webpack_require__.bind(__webpack_require__, 1498));
    return new Permissions(githubToken, event, AbortSignal.any([signal, (0,clock/* timeoutSignal */._)(timeout)]));
}
async function acknowledge(inputs, event, signal, log) {
    if (event.payload.comment === undefined || inputs.githubToken === undefined)
        return;
    try {
        await (await permissions(inputs, event, signal, REACTION_TIMEOUT)).acknowledge();
    }
    catch (error) {
        log.debug(`No reaction on the comment: ${(0,failure.causeOf)(error)}`);
    }
}
function shut(message, remedy) {
    const failure = { code: 'gate', message: `${message}, so no agent was started.`, remedy };
    return new model/* StepError */.z(failure, { isQuiet: true });
}

;// CONCATENATED MODULE: ./build/gate/missing-key.js

function missingKey({ withoutSecrets, name }) {
    if (withoutSecrets === undefined) {
        return new model/* StepError */.z({
            code: 'missing_api_key',
            message: 'There is no API key: the input `api-key` and the environment variable WARP_API_KEY are both empty.',
            remedy: 'If you use a secret, make sure that it exists in this repository, organisation or environment and that its name is spelt right: `api-key: ${{ secrets.WARP_API_KEY }}`.',
        });
    }
    const who = withoutSecrets === 'fork' ? 'a pull request from a fork' : 'what Dependabot causes';
    const how = withoutSecrets === 'fork'
        ? 'GitHub hands no secrets to it. Run the agent on a comment of a maintainer instead.'
        : 'GitHub hands it only the secrets stored for Dependabot. Store the key there as well if you want it.';
    const message = `No API key on ${who} (\`${name}\`), so no agent was started. ${how}`;
    return (0,model/* skipped */.h)('no-secret', message, 'no_secret');
}

// EXTERNAL MODULE: ./build/gate/odd-key.js
var odd_key = __webpack_require__(3761);
;// CONCATENATED MODULE: ./build/github/head-commit.js



const head_commit_TIMEOUT = 10_000;
const OF_A_COMMIT = ['workflow_run', 'check_run', 'check_suite'];
function headCommitFinder(number, event, token, signal) {
    let found;
    return () => {
        found ??= findHeadCommit(number, event, token, signal);
        return found;
    };
}
async function findHeadCommit(number, event, token, signal) {
    const named = headInEvent(number, event);
    if (named !== undefined || number === undefined) {
        return named ?? { kind: 'commit', sha: event.sha, baseSha: undefined };
    }
    if (token === undefined) {
        return { kind: 'unknown', error: new Error('the input `github-token` is empty') };
    }
    try {
        return await askGitHub(number, event, token, AbortSignal.any([signal, (0,clock/* timeoutSignal */._)(head_commit_TIMEOUT)]));
    }
    catch (error) {
        const isIssue = (0,failure/* statusOf */.c2)(error) === 404 && (0,failure/* failureOf */.g5)(error) === 'gone' && !isPullRequest(number, event);
        return isIssue ? { kind: 'issue' } : { kind: 'unknown', error };
    }
}
function headInEvent(number, event) {
    const { name, payload } = event;
    if (number !== event.number)
        return undefined;
    if (OF_A_COMMIT.includes(name)) {
        const subject = (0,json/* object */.Ik)(payload[name]);
        const [pull] = (0,json/* list */.p_)(subject.pull_requests);
        const sha = (0,json/* text */.Qq)(subject.head_sha);
        return sha === undefined ? undefined : { kind: 'commit', sha, baseSha: shaOf((0,json/* object */.Ik)(pull), 'base') };
    }
    const pull = (0,json/* object */.Ik)(payload.pull_request);
    const sha = shaOf(pull, 'head');
    if (sha !== undefined)
        return { kind: 'commit', sha, baseSha: shaOf(pull, 'base') };
    return number !== undefined && !isPullRequest(number, event) ? { kind: 'issue' } : undefined;
}
function isPullRequest(number, { number: own, payload }) {
    return number === own && ('pull_request' in payload || 'pull_request' in (0,json/* object */.Ik)(payload.issue));
}
async function askGitHub(number, { repository, apiUrl }, token, signal) {
    const { connectGitHub } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(987)]).then(__webpack_require__.bind(__webpack_require__, 987));
    const [owner = '', repo = ''] = repository.split('/');
    const { data } = await connectGitHub({ token, apiUrl }).rest.pulls.get({
        owner,
        repo,
        pull_number: number,
        request: { signal },
    });
    const sha = shaOf((0,json/* object */.Ik)(data), 'head');
    if (sha === undefined)
        throw new Error('GitHub answered with something unreadable');
    return { kind: 'commit', sha, baseSha: shaOf((0,json/* object */.Ik)(data), 'base') };
}
function shaOf(pull, side) {
    return (0,json/* text */.Qq)((0,json/* object */.Ik)(pull[side]).sha);
}

;// CONCATENATED MODULE: ./build/inputs/inputs.js
function isFollowing(inputs) {
    return ['run', 'attach', 'follow-up'].includes(inputs.mode);
}
function isGated(inputs) {
    return ['run', 'follow-up'].includes(inputs.mode);
}

// EXTERNAL MODULE: ./build/inputs/read.js + 9 modules
var read = __webpack_require__(7648);
// EXTERNAL MODULE: ./build/inputs/values.js
var values = __webpack_require__(3368);
// EXTERNAL MODULE: ./build/oz/problem.js
var problem = __webpack_require__(9895);
// EXTERNAL MODULE: ./build/report/report.js
var report_report = __webpack_require__(7177);
// EXTERNAL MODULE: ./build/publish/comment.js
var comment = __webpack_require__(1561);
;// CONCATENATED MODULE: ./build/publish/evidence-publisher.js
class EvidencePublisher {
    #folder;
    #deps;
    #secrets;
    #records;
    constructor(folder, records, deps, secrets) {
        this.#folder = folder;
        this.#records = records;
        this.#deps = deps;
        this.#secrets = secrets;
    }
    async finish() {
        const { oz, clock, log, signal } = this.#deps;
        const { run, result } = this.#records().findLast(({ runId }) => runId !== undefined) ?? {};
        if (run === undefined || result === undefined || signal.aborted)
            return undefined;
        try {
            const { Evidence } = await __webpack_require__.e(/* import() */ 7835).then(__webpack_require__.bind(__webpack_require__, 7835));
            const tools = { oz, clock, log, secrets: this.#secrets, signal, isLoopback: oz.isLoopback };
            const index = await new Evidence(this.#folder, tools).collect(run, result.conversation);
            log.info(`Evidence: ${index.filter((entry) => 'name' in entry).length} files in ${this.#folder}`);
            return { artifactsPath: this.#folder };
        }
        catch (error) {
            const { message } = error;
            log.warning(`The evidence could not be stored: ${message}. Check that \`artifacts-dir\` can be written to.`, 'Artifacts');
            return undefined;
        }
    }
}

// EXTERNAL MODULE: ./build/oz/states.js
var states = __webpack_require__(2832);
;// CONCATENATED MODULE: ./build/report/activity.js
function activitiesOf({ steps }, level) {
    return level === 'off' ? [] : steps.flatMap((step, index) => ofStep(step, `${index}`, [], level));
}
function ofStep(step, key, path, level) {
    const own = step.messages.map((message, index) => ({
        at: message.at,
        activities: () => ofMessage(message, `${key}/m${index}`, path, level),
    }));
    const nested = step.steps.map((inner, index) => ({
        at: inner.startedAt,
        activities: () => ofStep(inner, `${key}/s${index}`, [...path, inner.description ?? `Step ${index + 1}`], level),
    }));
    const parts = [...own, ...nested];
    const isTimed = parts.every(({ at }) => at !== undefined);
    const ordered = isTimed ? parts.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)) : parts;
    return ordered.flatMap(({ activities }) => activities());
}
function ofMessage(message, key, path, level) {
    if (message.role === 'user' || message.role === 'system')
        return [];
    return message.blocks.flatMap((block, index) => {
        const shown = shownOf(block, level);
        return shown ? [{ key: `${key}/b${index}`, path, ...shown }] : [];
    });
}
function shownOf(block, level) {
    switch (block.type) {
        case 'text':
            return block.text.trim() === '' ? undefined : { kind: 'message', text: block.text.trim() };
        case 'action':
            return { kind: 'action', text: `${block.category || 'action'}: ${subjectOf(block.name, block.input)}` };
        case 'action_result':
            if (level !== 'full')
                return undefined;
            return resultOf(block.state, outputOf(block.output));
        case 'event':
            return { kind: 'event', text: block.name };
        default:
            return undefined;
    }
}
const SUBJECTS = [
    'command',
    'query',
    'pattern',
    'paths',
    'path',
    'file_path',
    'file',
    'files',
    'url',
    'title',
    'name',
    'tool',
];
function subjectOf(name, input) {
    for (const key of SUBJECTS) {
        const value = input[key];
        const text = Array.isArray(value) ? value.filter((item) => typeof item === 'string').join(', ') : value;
        if (typeof text === 'string' && text.trim() !== '')
            return text.trim();
    }
    return name;
}
const OUTPUTS = ['output', 'stdout', 'content', 'text', 'result', 'error', 'stderr', 'message'];
function outputOf(output) {
    const texts = OUTPUTS.map((key) => output[key]).filter((value) => typeof value === 'string' && value !== '');
    if (texts.length > 0)
        return texts.join('\n');
    return Object.entries(output)
        .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join('\n');
}
function resultOf(state, output) {
    const isPlain = state === 'completed' && output !== '';
    return { kind: 'result', text: isPlain ? output : `${state || 'done'}\n${output}`.trim() };
}

;// CONCATENATED MODULE: ./build/publish/activities.js
const STYLES = {
    message: 'plain',
    action: 'cyan',
    result: 'dim',
    event: 'dim',
};
const SIGNS = {
    message: '│',
    action: '▸',
    result: '┊',
    event: '•',
};
const MAX_LINES = {
    message: 400,
    action: 6,
    result: 20,
    event: 3,
};
const ARROW = 2;
function printActivities(activities, log) {
    const time = log.elapsed;
    const blank = ' '.repeat(time.length);
    let stamp = time;
    let group;
    for (const { kind, text, path } of activities) {
        const [outermost] = path;
        if (outermost !== group) {
            if (group !== undefined)
                log.endGroup();
            if (outermost !== undefined)
                log.startGroup(`${time.slice(ARROW)}  ${outermost}`);
            group = outermost;
            stamp = group === undefined ? time : blank;
        }
        const indent = '  '.repeat(Math.min(Math.max(path.length - 1, 0), 8));
        const first = stamp;
        log.gutter(text, {
            style: STYLES[kind],
            most: MAX_LINES[kind],
            before: (index) => `${index === 0 ? first : blank}  ${indent}${SIGNS[kind]} `,
        });
        stamp = blank;
    }
    if (group !== undefined)
        log.endGroup();
}

;// CONCATENATED MODULE: ./build/publish/live-feed.js



const MIN_PAUSE = 3000;
const GROWTH = 1.26;
class LiveFeed {
    #deps;
    #level;
    #printed = new Set();
    #skipped = new Set();
    #startedAt;
    #nextAt = 0;
    #seenUpdate;
    #reading;
    #isUnsupported = false;
    #isFinished = false;
    #latest;
    constructor(deps, level) {
        this.#deps = deps;
        this.#level = level;
    }
    get latest() {
        return this.#latest?.text;
    }
    skip(conversation, isOver) {
        const all = activitiesOf(conversation, this.#level);
        for (const { key } of settled(all, isOver))
            this.#skipped.add(key);
    }
    update(run) {
        const { clock, signal } = this.#deps;
        if (this.#level === 'off' || run.stage === 'queued' || signal.aborted || this.#isUnsupported)
            return;
        const now = clock.now();
        this.#startedAt ??= now;
        this.#nextAt ||= now + MIN_PAUSE;
        const hasMoved = run.updatedAt === undefined || run.updatedAt !== this.#seenUpdate;
        if (run.stage === 'ended' || now < this.#nextAt || !hasMoved || this.#reading)
            return;
        this.#seenUpdate = run.updatedAt;
        const worked = run.startedAt !== undefined && run.updatedAt !== undefined ? run.updatedAt - run.startedAt : 0;
        const age = Math.max(now - this.#startedAt, worked);
        this.#nextAt = now + Math.max(MIN_PAUSE, age * (GROWTH - 1));
        this.#isFinished = false;
        this.#reading = this.#read(run.id).finally(() => {
            this.#reading = undefined;
        });
    }
    finish(conversation) {
        if (conversation)
            this.#print(conversation, true);
        this.#isFinished = true;
    }
    async #read(runId) {
        const { oz, log, signal } = this.#deps;
        try {
            const conversation = await oz.readConversation(runId, { signal });
            if (!this.#isFinished)
                this.#print(conversation, false);
        }
        catch (error) {
            if (!(error instanceof problem/* OzError */.Q_) && !signal.aborted)
                throw error;
            this.#isUnsupported = error instanceof problem/* OzError */.Q_ && error.status === 422;
            log.debug(`No conversation to show: ${error.message}`);
        }
    }
    #print(conversation, isFinal) {
        const all = activitiesOf(conversation, this.#level).filter(({ key }) => !this.#skipped.has(key));
        const fresh = settled(all, isFinal).filter(({ key }) => !this.#printed.has(key));
        for (const { key } of fresh)
            this.#printed.add(key);
        this.#latest = all.findLast(({ kind }) => kind !== 'result') ?? this.#latest;
        if (fresh.length > 0)
            printActivities(fresh, this.#deps.log);
    }
}
function settled(all, isFinal) {
    return !isFinal && all.at(-1)?.kind === 'message' ? all.slice(0, -1) : all;
}

;// CONCATENATED MODULE: ./build/publish/log.js




const MAX_ANNOTATION = 3900;
const MAX_PART = 1500;
class LogPublisher {
    #log;
    #secrets;
    constructor(log, secrets) {
        this.#log = log;
        this.#secrets = secrets;
    }
    async finish(report) {
        const { outcome, failure, last } = this.#secrets.redactData(report);
        const { url, pullRequests = [] } = last ?? {};
        for (const pull of pullRequests)
            this.#log.info(`pull request: ${pull.url}`);
        this.#log.info(`outcome: ${outcome}${url ? `  ${url}` : ''}`);
        if (outcome === 'skipped')
            this.#log.notice(failure?.message ?? '', 'Oz agent skipped');
        if ((0,report_report/* isGreen */.g)(report) || !failure)
            return;
        const { code, message, remedy, traceId } = failure;
        const rest = [
            remedy && `What to do: ${(0,lib_text/* cut */.Jj)(remedy, MAX_PART)}`,
            [`error-code: ${(0,lib_text/* cut */.Jj)(code, 200)}`, traceId && `trace: ${(0,lib_text/* cut */.Jj)(traceId, 200)}`].filter(Boolean).join(', '),
            url && `Run: ${url}`,
        ];
        const end = rest.filter(Boolean).join('\n');
        this.#log.error(`${(0,lib_text/* cut */.Jj)(message, MAX_ANNOTATION - end.length)}\n${end}`, `Oz agent: ${outcome}`);
    }
}
class LiveLog {
    #deps;
    #level;
    #feeds = new Map();
    constructor(deps, level) {
        this.#deps = deps;
        this.#level = level;
    }
    latestOf(runId) {
        return this.#feeds.get(runId ?? '')?.latest;
    }
    update({ runs }, { kind, record, hasMoved, hasLink }) {
        const { log } = this.#deps;
        const { runId, run, result, stateBefore, conversationBefore } = record;
        if (runId === undefined)
            return;
        if (kind === 'sending' && conversationBefore !== undefined) {
            this.#feedOf(runId).skip(conversationBefore, !(0,states/* isActive */.$m)(stateBefore ?? ''));
        }
        if (kind === 'result')
            this.#feedOf(runId).finish(result?.conversation);
        if (kind !== 'reading' || run === undefined)
            return;
        if (hasMoved)
            log.info(run.state);
        if (hasLink) {
            const isShown = runs.some((one) => one.runId === runId && one.isSessionLinkShown);
            const link = isShown ? run.sessionLink : 'only in the output `session-link`, since its holder may edit';
            log.info(`session: ${link}`);
        }
        this.#feedOf(runId).update(run);
    }
    async finish() { }
    #feedOf(runId) {
        const known = this.#feeds.get(runId);
        if (known)
            return known;
        const feed = new LiveFeed(this.#deps, this.#level);
        this.#feeds.set(runId, feed);
        return feed;
    }
}

// EXTERNAL MODULE: ./build/publish/publisher.js
var publisher = __webpack_require__(9540);
// EXTERNAL MODULE: ./build/publish/pull-requests.js
var pull_requests = __webpack_require__(4932);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/publish/structured-output.js





class StructuredOutputFile {
    #log;
    #secrets;
    #env;
    constructor(log, secrets, env) {
        this.#log = log;
        this.#secrets = secrets;
        this.#env = env;
    }
    async finish({ last }) {
        if (last?.document === undefined)
            return undefined;
        const document = this.#secrets.redactData(last.document);
        if (compactJson(document, MAX_JSON) === undefined) {
            this.#log.notice(`The answer has more than ${MAX_JSON.toLocaleString('en')} bytes, which an output cannot carry: \`structured-output\` stays empty. Read it from the file that \`structured-output-file\` names.`, 'Structured output');
        }
        try {
            const file = external_node_path_.resolve(this.#env.RUNNER_TEMP || (0,external_node_os_.tmpdir)(), `oz-output-${(0,external_node_crypto_.randomUUID)()}.json`);
            (0,external_node_fs_.writeFileSync)(file, JSON.stringify(document), { flag: 'wx' });
            return { structuredOutputFile: file };
        }
        catch (error) {
            this.#log.warning(`The answer could not be written to a file: ${error.message}. Check that RUNNER_TEMP can be written to.`, 'Structured output');
            return undefined;
        }
    }
}

// EXTERNAL MODULE: ./build/publish/summary.js
var summary = __webpack_require__(3552);
;// CONCATENATED MODULE: ./build/publish/reporting.js









class Reporting {
    #parts;
    #publishers;
    #inputs;
    #live;
    #status;
    constructor(parts) {
        this.#parts = parts;
        const { log, secrets, env, outputs } = parts;
        this.#publishers = [new StructuredOutputFile(log, secrets, env), outputs, new LogPublisher(log, secrets)];
    }
    async open(inputs) {
        const { log, secrets, env, event, shutdown } = this.#parts;
        this.#inputs = inputs;
        this.#publishers.push(new pull_requests/* PullRequestDetails */.n(inputs, event, log, shutdown.signal));
        if (isFollowing(inputs) && inputs.review) {
            const { ReviewPublisher } = await __webpack_require__.e(/* import() */ 8450).then(__webpack_require__.bind(__webpack_require__, 8450));
            const options = { ...inputs, maxComments: inputs.review.maxComments };
            this.#publishers.push(new ReviewPublisher(options, this.#parts));
        }
        if (inputs.summary)
            this.#publishers.push(new summary/* SummaryPublisher */.x(log, secrets, env));
        this.#publishers.push(new comment/* CommentPublisher */.Y(inputs, this.#parts, 'main'));
    }
    async follow(inputs, findHead, deps) {
        const { ledger, secrets } = this.#parts;
        const stays = isFollowing(inputs) && inputs.wait;
        this.#live = new LiveLog(deps, stays ? inputs.stream : 'off');
        this.#publishers.push(this.#live);
        if (stays && inputs.artifactsFolder !== undefined) {
            const { artifactsFolder } = inputs;
            this.#publishers.push(new EvidencePublisher(artifactsFolder, () => ledger.records, deps, secrets));
        }
        if (isFollowing(inputs) && inputs.status !== undefined) {
            const { StatusPublisher } = await __webpack_require__.e(/* import() */ 9436).then(__webpack_require__.bind(__webpack_require__, 9436));
            this.#status = new StatusPublisher(inputs.status, inputs, findHead, this.#parts);
            const place = this.#publishers.findIndex((publisher) => publisher instanceof comment/* CommentPublisher */.Y);
            this.#publishers.splice(place, 0, this.#status);
        }
        ledger.onChange((change) => this.#update(change, stays));
    }
    async finish(result) {
        const { outputs, log, clock, ledger, event } = this.#parts;
        const report = (0,report_report/* buildReport */.F)(result, this.#inputs, ledger, event);
        await this.#status?.prepare(report);
        const latest = await (0,publisher/* finishAll */.t)(this.#publishers, report, clock.now());
        if (!ledger.isReported)
            ledger.reported();
        const later = [latest.commentUrl, latest.artifactsPath, latest.review?.url];
        if (later.some((value) => value !== undefined))
            outputs.write(latest);
        const fault = unwritten(outputs.fault, ledger.fault);
        if ((0,report_report/* isGreen */.g)(report) && fault !== undefined)
            log.error(fault, `Oz agent: ${report.outcome}`);
        return (0,report_report/* isGreen */.g)(report) && fault === undefined;
    }
    #update(change, stays) {
        const { ledger, event } = this.#parts;
        const { ending, runId, stateBefore } = change.record;
        const isStarted = !stays && stateBefore === undefined;
        const failure = { code: 'interrupted', message: 'The step ended before its run did.', remedy: '' };
        const result = ending ?? (isStarted ? { outcome: 'started' } : { outcome: 'lost', failure });
        const progress = ending === undefined ? { now: this.#live?.latestOf(runId) } : undefined;
        const report = (0,report_report/* buildReport */.F)(result, this.#inputs, ledger, event, progress);
        for (const publisher of this.#publishers) {
            if (stays || !(publisher instanceof comment/* CommentPublisher */.Y))
                publisher.update?.(report, change);
        }
    }
}
function unwritten(outputs, state) {
    const remedy = 'What to do: Free disk space on the runner.';
    if (outputs !== undefined) {
        return `The outputs could not be written: ${outputs}. Later steps see old values or none.\n${remedy}`;
    }
    if (state === undefined)
        return undefined;
    return `The state of this step could not be saved: ${state}. Its post phase may cancel the run.\n${remedy}`;
}

// EXTERNAL MODULE: ./build/oz/pull-requests.js
var oz_pull_requests = __webpack_require__(4776);
// EXTERNAL MODULE: ./build/runs/artifact-lag.js
var artifact_lag = __webpack_require__(2668);
// EXTERNAL MODULE: ./build/runs/cancel-record.js
var cancel_record = __webpack_require__(6487);
// EXTERNAL MODULE: ./build/runs/collect-stamp.js
var collect_stamp = __webpack_require__(7335);
// EXTERNAL MODULE: ./build/runs/endings.js
var endings = __webpack_require__(9483);
// EXTERNAL MODULE: ./build/runs/start.js
var start = __webpack_require__(2679);
// EXTERNAL MODULE: ./build/runs/wanted.js
var runs_wanted = __webpack_require__(9480);
;// CONCATENATED MODULE: ./build/runs/create.js







const CREATE_GRACE = 3000;
const PROMPT_START = 200;
async function createRun({ id: taskId, policy, output, body: task, stampOrder }, deps) {
    const { ledger, log, clock, shutdown } = deps;
    const startId = (0,external_node_crypto_.randomUUID)();
    const wanted = output && (0,runs_wanted/* wantedFirst */.CK)(output, startId);
    const prompt = (0,runs_wanted/* withOutput */.Wq)((0,json/* text */.Qq)(task.prompt), wanted);
    const metadata = { ...(0,json/* object */.Ik)(task.metadata), start_id: startId };
    const body = { ...task, ...(prompt && { prompt }), metadata };
    const request = requestOf(startId, body, deps);
    const record = ledger.creating({ ...request, prompt: prompt?.slice(0, PROMPT_START) }, { taskId, onCancel: policy.onCancel, isAnswerWanted: wanted !== undefined && policy.wait });
    let signedAt;
    const sign = (latest, order) => {
        signedAt = deps.oz.serverTimeOf(clock.wall()) ?? clock.wall();
        return withOrder(latest, order, signedAt);
    };
    const started = await (0,start/* startRun */.AD)(request, body, deps, clock.now() + start/* START_TIMEOUT */.xt, {
        giveUp: shutdown.after(CREATE_GRACE),
        sending: () => ledger.sending(record),
        harmless: () => ledger.harmless(record),
        renewed: stampOrder && ((latest) => sign(latest, stampOrder)),
        ambiguous: ({ serverSentAt }) => ledger.ambiguous(record, serverSentAt),
    });
    if (started.kind !== 'started') {
        ledger.end(record, notStarted(started, request));
        return { record, wanted };
    }
    const { id, state, atCapacity } = started.run;
    ledger.created(record, id, state);
    log.info(`run created: ${(0,links/* runUrl */.V)(id)}`);
    if (signedAt !== undefined)
        warnOfClock(signedAt, deps);
    if (atCapacity)
        log.info('The team is at its limit of concurrent agents: the run waits for a free place.');
    return { record, wanted };
}
function withOrder(body, stampOrder, time) {
    const metadata = (0,json/* object */.Ik)(body.metadata);
    const collect = stampOrder({ metadata, parentRunId: (0,json/* text */.Qq)(body.parent_run_id) }, time);
    return { ...body, metadata: { ...metadata, collect } };
}
function warnOfClock(signedAt, { oz, clock, log }) {
    const off = Math.abs((oz.serverTimeOf(clock.wall()) ?? clock.wall()) - signedAt);
    if (off <= collect_stamp/* TIME_TOLERANCE */.ys)
        return;
    log.warning(`The clock of this runner is ${Math.round(off / 60_000)} minutes off, so no collecting step will conclude this run. Set the clock, and conclude the run with \`mode: attach\` and its \`run-id\`.`, 'Collect');
}
function requestOf(startId, body, { clock, oz }) {
    const sentAt = clock.wall();
    return {
        startId,
        prompt: (0,json/* text */.Qq)(body.prompt),
        skill: (0,json/* text */.Qq)(body.skill),
        parentRunId: (0,json/* text */.Qq)(body.parent_run_id),
        sentAt,
        serverSentAt: oz.serverTimeOf(sentAt),
    };
}
function notStarted(start, { startId }) {
    const failure = (0,endings/* failureFrom */.Ju)(start.error);
    if (start.kind === 'refused')
        return { outcome: 'refused', failure, isDone: true };
    return (0,endings/* lost */.DU)({
        ...failure,
        message: `${failure.message} A run may exist anyway: ${start.why}.`,
        remedy: `Look in Oz for a run with the metadata start_id=${startId} before starting another. ${failure.remedy}`,
    });
}

// EXTERNAL MODULE: ./build/runs/duplicates.js
var duplicates = __webpack_require__(3653);
// EXTERNAL MODULE: ./build/runs/stay.js + 3 modules
var stay = __webpack_require__(1993);
;// CONCATENATED MODULE: ./build/runs/conclude.js








const DUPLICATES_TIMEOUT = 60_000;
const RETRY_PAUSE = 5000;
async function concludeTask(task, deps) {
    const { ledger, signal } = deps;
    try {
        await conclude(task, deps);
    }
    catch (error) {
        if (!signal.aborted || error !== signal.reason)
            throw error;
        const records = ledger.records.filter(({ taskId }) => taskId === task.id);
        if (records.length === 0)
            throw error;
        for (const record of records.filter(({ ending }) => !ending?.isDone)) {
            ledger.end(record, await (0,cancel_record/* cancelOnShutdown */.A1)(record, task, deps));
        }
    }
}
function conclude(task, deps) {
    switch (task.kind) {
        case 'start':
            return runAttempts(task, deps);
        case 'attach':
            return attach(task, deps);
        case 'follow-up':
            return followUp(task, deps);
        case 'cancel':
            return cancel(task, deps);
    }
}
async function runAttempts(task, deps) {
    const { log } = deps;
    const { policy, maxAttempts } = task;
    const spend = (0,stay/* spendLimitOf */.pD)(policy);
    for (let attempt = 1;; attempt += 1) {
        const { record, wanted } = await createRun(task, deps);
        const { failure } = record.ending ?? {};
        if (attempt > 1 && record.ending?.outcome === 'refused') {
            log.warning(`A further attempt was refused: ${failure?.message}`);
        }
        if (record.runId === undefined)
            return attempt > 1 ? spend?.report(false, log) : undefined;
        if (policy.wait)
            await lookForDuplicates(record, deps);
        const visit = { policy, spend, wanted, mayPrompt: true };
        await (0,stay/* stay */.kP)(record, visit, deps);
        await lookForDuplicates(record, deps);
        const isLast = attempt >= maxAttempts || !(await mayTryAgain(attempt, record, spend, deps));
        if (isLast)
            return (0,stay/* reportSpend */.dg)(record, visit, deps);
        log.info(`Attempt ${attempt + 1} of ${maxAttempts}.`);
    }
}
async function attach({ id: taskId, runId, policy, output }, deps) {
    const { ledger, log } = deps;
    const isAnswerWanted = output !== undefined && policy.wait;
    for (const record of ledger.attaching([{ taskId, runId, onCancel: policy.onCancel, isAnswerWanted }])) {
        log.info(`following run ${(0,links/* runUrl */.V)(runId)}`);
        const visit = { policy, output, spend: (0,stay/* spendLimitOf */.pD)(policy) };
        await (0,stay/* stay */.kP)(record, visit, deps);
        (0,stay/* reportSpend */.dg)(record, visit, deps);
    }
}
async function followUp(task, deps) {
    const { sendFollowUp } = await __webpack_require__.e(/* import() */ 4162).then(__webpack_require__.bind(__webpack_require__, 4162));
    const { record, followUp, wanted } = await sendFollowUp(task, deps);
    const { policy } = task;
    const spend = (0,stay/* spendLimitOf */.pD)(policy);
    spend?.observe(followUp.before, true);
    const visit = { policy, spend, followUp, wanted, mayPrompt: true };
    await (0,stay/* stay */.kP)(record, visit, deps);
    (0,stay/* reportSpend */.dg)(record, visit, deps);
}
async function cancel(task, deps) {
    const { ledger } = deps;
    const record = ledger.records.find(({ taskId }) => taskId === task.id);
    if (record !== undefined)
        ledger.end(record, await (0,cancel_record/* cancelRecord */.Ik)(record, deps));
}
async function mayTryAgain(attempt, record, spend, deps) {
    const { clock, signal, log } = deps;
    const { run: ended, ending } = record;
    if (!ended || !['failed', 'error'].includes(ending?.outcome ?? '') || !isWorthAnother(ended))
        return false;
    if (spend?.isReached)
        return false;
    const pause = Math.min(RETRY_PAUSE * 2 ** (attempt - 1), 60_000);
    log.info(ending?.failure?.message ?? '');
    log.info(`The server marks that retryable: a new run in ${pause / 1000} s.`);
    await clock.sleep(pause, signal);
    const latest = await readAgain(ended, deps);
    spend?.observe(latest, false);
    return isWorthAnother(latest) && spend?.isReached !== true;
}
function isWorthAnother(ended) {
    return ended.status?.retryable === true && (0,oz_pull_requests/* pullRequestsOf */.T)(ended).length === 0;
}
async function readAgain(ended, { oz, signal, ledger }) {
    try {
        const latest = (0,artifact_lag/* withLater */.vt)(ended, await oz.readRun(ended.id, { signal }));
        ledger.recordReading(latest);
        return latest;
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        return ended;
    }
}
async function lookForDuplicates(record, deps) {
    const { clock, ledger, signal } = deps;
    try {
        await (0,duplicates/* removeDuplicates */.R3)(record, ledger, deps, clock.now() + DUPLICATES_TIMEOUT);
    }
    catch (error) {
        if (!signal.aborted || error !== signal.reason)
            throw error;
    }
}

// EXTERNAL MODULE: ./build/runs/find.js
var find = __webpack_require__(5844);
// EXTERNAL MODULE: ./build/runs/stamp.js
var runs_stamp = __webpack_require__(5304);
;// CONCATENATED MODULE: ./build/gate/own-pull-request.js








const own_pull_request_TIMEOUT = 2 * 60_000;
const FIRST_TIMEOUT = 60_000;
const MAX_RUN = 8 * 24 * 60 * 60_000;
const USUAL_RUN = 24 * 60 * 60_000;
const CLOCK_SKEW = 60 * 60_000;
const ARTIFACT_LAG = 2 * 60_000;
const LOOKS = [2000, 4000, 8000, 16_000, 30_000];
async function stopOnOwnPullRequest(inputs, event, deps) {
    const { clock, signal } = deps;
    if (!['pull_request', 'pull_request_target'].includes(event.name))
        return;
    const began = clock.now();
    const deadline = began + own_pull_request_TIMEOUT;
    const stamp = {
        github_repository: event.repository,
        github_workflow: event.workflow,
        github_job: event.job,
        comment_key: inputs.commentKey,
    };
    try {
        for (const pause of [0, ...LOOKS]) {
            await clock.sleep(pause, signal);
            const filter = { artifactType: 'PULL_REQUEST', ...periodOf(MAX_RUN, event) };
            const listed = await (0,find/* listStamped */.Jm)(stamp, filter, deps, pause === 0 ? began + FIRST_TIMEOUT : deadline);
            if (listed.kind === 'unclear')
                throw cannotTell(listed.why);
            const own = listed.runs.find((run) => hasOpened(run, event) && (0,runs_stamp/* matchesStamp */.zv)(run, stamp, run.parentRunId));
            if (own)
                throw selfTriggered(own);
            if (!isFresh(event, deps) || !(await mayYetTurnUp(stamp, event, deps, deadline)))
                break;
        }
        await stopIfUnknown(event, deps, deadline);
    }
    catch (error) {
        throw error instanceof problem/* OzError */.Q_ ? (0,endings/* refusedLookUp */.Xj)(error, UNKNOWN, { isQuiet: true }) : error;
    }
}
const UNKNOWN = 'It could not be determined whether a run of this same job opened the pull request, so no agent was started.';
async function stopIfUnknown(event, deps, deadline) {
    const filter = { artifactType: 'PULL_REQUEST', ...periodOf(USUAL_RUN, event) };
    const listed = await (0,find/* listRuns */.v)(filter, deps, deadline);
    const opened = listed.kind === 'runs' ? listed.runs.filter((run) => hasOpened(run, event)) : [];
    const isBare = opened.some((run) => Object.keys(run.metadata ?? {}).length === 0);
    if (isBare)
        throw cannotTell('the server does not tell which job started the run that opened it');
}
function isFresh(event, { clock }) {
    const pull = (0,json/* object */.Ik)(event.payload.pull_request);
    const age = clock.wall() - Date.parse((0,json/* text */.Qq)(pull.created_at) ?? '');
    return isFromHere(pull, event.repository) && Math.abs(age) < ARTIFACT_LAG;
}
async function mayYetTurnUp(stamp, event, deps, deadline) {
    const listed = await (0,find/* listActive */.dH)(stamp, periodOf(MAX_RUN, event), deps, deadline);
    if (listed.kind === 'unclear')
        return false;
    return listed.runs.some((run) => {
        return (run.stage === 'working' && (0,runs_stamp/* matchesStamp */.zv)(run, stamp, run.parentRunId) && (0,oz_pull_requests/* pullRequestsOf */.T)(run).length === 0);
    });
}
function isFromHere(pull, repository) {
    return (0,json/* text */.Qq)((0,json/* object */.Ik)((0,json/* object */.Ik)(pull.head).repo).full_name)?.toLowerCase() === repository.toLowerCase();
}
function periodOf(before, event) {
    const opened = Date.parse((0,json/* text */.Qq)((0,json/* object */.Ik)(event.payload.pull_request).created_at) ?? '');
    return Number.isNaN(opened) ? {} : { createdAfter: opened - before, createdBefore: opened + CLOCK_SKEW };
}
function selfTriggered({ id }) {
    return (0,model/* skipped */.h)('self-triggered', `This pull request was opened by run ${id} of this same workflow and job, so no agent was started: it would go round in circles.`);
}
function cannotTell(why) {
    const failure = {
        code: 'self_triggered_unknown',
        message: `${(0,lib_text/* sentence */.em)(why)} ${UNKNOWN}`,
        remedy: 'Try again later.',
    };
    return new model/* StepError */.z(failure, { isQuiet: true });
}
function hasOpened(run, event) {
    const pull = (0,json/* object */.Ik)(event.payload.pull_request);
    return (0,oz_pull_requests/* pullRequestsOf */.T)(run).some(({ repository, number, branch }) => {
        if (repository === undefined || number === undefined) {
            return branch !== undefined && branch === (0,json/* object */.Ik)(pull.head).ref && isFromHere(pull, event.repository);
        }
        return repository.toLowerCase() === event.repository.toLowerCase() && number === pull.number;
    });
}

// EXTERNAL MODULE: ./build/inputs/order.js
var order = __webpack_require__(316);
// EXTERNAL MODULE: ./build/inputs/review.js
var review = __webpack_require__(5026);
// EXTERNAL MODULE: ./build/runs/conversation-id.js
var conversation_id = __webpack_require__(6428);
// EXTERNAL MODULE: ./build/runs/environment.js
var environment = __webpack_require__(7182);
// EXTERNAL MODULE: ./build/runs/cancel.js
var runs_cancel = __webpack_require__(2257);
;// CONCATENATED MODULE: ./build/runs/overlap.js







const LOOK_TIMEOUT = 60_000;
const overlap_TIMEOUT = 2 * 60_000;
const overlap_UNKNOWN = 'It could not be determined whether an earlier run is still active, so none was created.';
async function resolveOverlap(onOverlap, stamp, parentRunId, deps) {
    if (onOverlap === 'allow')
        return undefined;
    const { clock, log } = deps;
    const deadline = clock.now() + overlap_TIMEOUT;
    try {
        const until = clock.now() + LOOK_TIMEOUT;
        const findings = await (0,find/* findStamped */.KU)(stamp, { parentRunId, onlyActive: true }, deps, until);
        if (findings.kind === 'unclear')
            throw overlap_cannotTell(findings.why);
        if (findings.kind === 'none')
            return undefined;
        const [newest] = findings.runs;
        if (onOverlap === 'attach')
            return newest.id;
        if (onOverlap === 'skip') {
            throw (0,model/* skipped */.h)('overlap', `An earlier run is still active, so none was started: ${(0,links/* runUrl */.V)(newest.id)}`);
        }
        for (const { id } of findings.runs) {
            log.info(`An earlier run is still active: ${(0,links/* runUrl */.V)(id)}`);
            const cancellation = await (0,runs_cancel/* cancelRun */.S)(id, deps, deadline);
            if (cancellation.kind !== 'over')
                throw stillActive(id);
        }
        return undefined;
    }
    catch (error) {
        throw error instanceof problem/* OzError */.Q_ ? (0,endings/* refusedLookUp */.Xj)(error, overlap_UNKNOWN) : error;
    }
}
function overlap_cannotTell(why) {
    return new model/* StepError */.z({
        code: 'overlap_unknown',
        message: `${(0,lib_text/* sentence */.em)(why)} ${overlap_UNKNOWN}`,
        remedy: 'Try again later, or set `on-overlap: allow` to create a run anyway.',
    });
}
function stillActive(id) {
    return new model/* StepError */.z({
        code: 'overlap',
        message: `An earlier run could not be cancelled, so none was created: ${(0,links/* runUrl */.V)(id)}`,
        remedy: 'Stop it in Oz, then run this job again.',
    });
}

;// CONCATENATED MODULE: ./build/tasks.js











const LOOK_UP_TIMEOUT = 60_000;
const UNUSED_CEILING = 15_000;
async function tasksFor(inputs, event, findHead, deps) {
    switch (inputs.mode) {
        case 'run':
            await stopOnOwnPullRequest(inputs, event, deps);
            return [await runTask(inputs, event, findHead, deps)];
        case 'follow-up': {
            await stopOnOwnPullRequest(inputs, event, deps);
            const { request: body, output } = inputs;
            const runId = await newestRun(inputs, event, deps);
            return [{ kind: 'follow-up', id: TASK, policy: policyOf(inputs, 'detach'), output, runId, body }];
        }
        case 'attach': {
            const runId = await newestRun(inputs, event, deps);
            const output = inputs.review ? (0,review/* reviewOutput */._U)() : inputs.output;
            return [{ kind: 'attach', id: TASK, policy: policyOf(inputs, 'detach'), output, runId }];
        }
        case 'cancel':
            return cancelTasks(inputs, event, deps);
    }
}
const TASK = 'run';
async function runTask(inputs, event, findHead, deps) {
    const { onOverlap, number, commentKey, request, maxAttempts } = inputs;
    const earlier = {
        github_repository: event.repository,
        github_workflow: event.workflow,
        github_job: event.job,
        comment_key: commentKey,
        github_number: number === undefined ? undefined : String(number),
    };
    const named = await resolveNames(inputs, deps);
    const runId = await resolveOverlap(onOverlap, earlier, (0,json/* text */.Qq)(request.parent_run_id), deps);
    if (runId !== undefined) {
        const output = inputs.review ? (0,review/* reviewOutput */._U)() : inputs.output;
        return { kind: 'attach', id: TASK, policy: policyOf(inputs, 'detach'), output, runId };
    }
    const head = await findHead();
    const sha = head.kind === 'commit' ? head.sha : event.sha;
    const output = inputs.review ? reviewOf(head, number) : inputs.output;
    const metadata = { ...(0,runs_stamp/* truncateValues */.LZ)(inputs.metadata), ...(0,runs_stamp/* stampOf */.Zs)({ ...event, sha }, number, commentKey) };
    const body = { ...request, ...named, metadata };
    const stampOrder = await (0,order/* orderStamp */.G)(inputs, event, head);
    return {
        kind: 'start',
        id: TASK,
        policy: policyOf(inputs, 'cancel'),
        output,
        body,
        maxAttempts,
        stampOrder,
    };
}
function reviewOf(head, number) {
    if (head.kind === 'commit' && number !== undefined) {
        return (0,review/* reviewOutput */._U)({ number, commit: head.sha, base: head.baseSha });
    }
    if (head.kind === 'issue') {
        throw new model/* StepError */.z({
            code: 'no_pull_request_to_review',
            message: `There is nothing to review: #${number} is no pull request of this repository.`,
            remedy: 'Give the number of a pull request by `issue-number`.',
        });
    }
    const why = head.kind === 'unknown' ? `: ${(0,failure.causeOf)(head.error)}` : '';
    throw new model/* StepError */.z({
        code: 'review_commit_unknown',
        message: `The commit to review could not be determined${why}.`,
        remedy: 'Check the input `github-token`, which needs `pull-requests: read`, then run the job again.',
    });
}
async function resolveNames({ request, environmentName }, deps) {
    const conversation = (0,json/* text */.Qq)(request.conversation_id);
    return {
        ...(environmentName === undefined
            ? {}
            : {
                config: { ...(0,json/* object */.Ik)(request.config), environment_id: await (0,environment/* environmentUid */.w)(environmentName, deps) },
            }),
        ...(conversation === undefined ? {} : { conversation_id: await (0,conversation_id/* conversationIdFor */.qh)(conversation, deps) }),
    };
}
function policyOf(inputs, fate) {
    const { wait, queueBudget, runBudget, pollCeiling, onBlocked, requirePullRequest, maxCredits } = inputs;
    const { onTimeout = fate, onCancel = fate } = inputs;
    const budgets = { queueBudget, runBudget, maxCredits, pollCeiling, onTimeout, onCancel };
    return { wait, ...budgets, onBlocked, requirePullRequest, failOn: inputs.review?.failOn };
}
async function newestRun(inputs, event, deps) {
    const { runId, number } = inputs;
    if (runId !== undefined)
        return runId;
    if (number === undefined) {
        throw noRun('`run-id` is empty, and the event has no pull request or issue to find the run by');
    }
    const findings = await findRuns(inputs, number, false, event, deps);
    if (findings.kind === 'found')
        return findings.runs[0].id;
    const doubt = findings.kind === 'unclear' ? `: ${findings.why}` : '';
    throw noRun(`no run of ${event.repository} #${number} was found${doubt}`);
}
function noRun(why) {
    return new model/* StepError */.z({
        code: 'no_run',
        message: `No run found: ${why}.`,
        remedy: 'Give the input `run-id`, for instance from the output of the step that started the run.',
    });
}
async function cancelTasks(inputs, event, deps) {
    const runIds = inputs.runId ? [inputs.runId] : await activeRuns(inputs, event, deps);
    if (runIds.length === 0)
        deps.log.info('No active run was found: there is nothing to cancel.');
    return [...new Set(runIds)].map((runId) => ({ kind: 'cancel', id: runId, policy: CANCEL_POLICY, runId }));
}
const CANCEL_POLICY = {
    wait: true,
    queueBudget: undefined,
    runBudget: undefined,
    pollCeiling: UNUSED_CEILING,
    onTimeout: 'cancel',
    onCancel: 'cancel',
    onBlocked: 'fail',
    requirePullRequest: false,
    maxCredits: undefined,
};
async function activeRuns(inputs, event, deps) {
    if (inputs.number === undefined)
        return [];
    const findings = await findRuns(inputs, inputs.number, true, event, deps);
    if (findings.kind === 'found')
        return findings.runs.map(({ id }) => id);
    if (findings.kind === 'none')
        return [];
    throw new model/* StepError */.z({
        code: 'runs_unknown',
        message: `Which runs are active could not be determined: ${findings.why}.`,
        remedy: 'Give the input `run-id`.',
    });
}
function findRuns({ isCommentKeyGiven, commentKey }, number, onlyActive, { repository }, deps) {
    const stamp = {
        github_repository: repository,
        github_number: String(number),
        ...(isCommentKeyGiven ? { comment_key: commentKey } : {}),
    };
    const deadline = deps.clock.now() + LOOK_UP_TIMEOUT;
    return (0,find/* findStamped */.KU)(stamp, { parentRunId: undefined, onlyActive }, deps, deadline);
}

;// CONCATENATED MODULE: ./build/step.js















async function runStep(parts) {
    const { env, event, log, shutdown, ledger } = parts;
    const { signal } = shutdown;
    const reporting = new Reporting(parts);
    let acknowledged;
    let oz;
    let apiKey = '';
    let result;
    try {
        const inputs = await (0,read/* readInputs */.K)(env, event, (message) => log.warning(message));
        ledger.sharesEditing = sharesEditing(inputs);
        await reporting.open(inputs);
        if (inputs.apiKey === undefined && event.withoutSecrets)
            throw missingKey(event);
        if (isGated(inputs))
            await passGate(inputs, event, signal);
        if (inputs.apiKey === undefined)
            throw missingKey(event);
        warnOfOddKey(inputs.apiKey, log);
        oz = parts.connect(inputs);
        if (isGated(inputs))
            acknowledged = acknowledge(inputs, event, signal, log);
        apiKey = inputs.apiKey;
        result = await carryOut(inputs, oz, reporting, parts);
    }
    catch (error) {
        result = failedResult(error, parts);
    }
    result = explainOddKey(result, apiKey);
    const isGreenStep = await reporting.finish(result);
    await acknowledged;
    await oz?.destroy();
    return isGreenStep;
}
function warnOfOddKey(key, log) {
    const kind = (0,odd_key/* oddKey */.DB)(key);
    if (kind === undefined)
        return;
    const what = `The API key does not look like one of Oz (\`wk-…\`)${kind}.`;
    log.warning(`${what} Trying it anyway. If it is refused: ${odd_key/* CREATE_KEY */.$J}`);
}
function explainOddKey(result, key) {
    const { failure } = result;
    const remedy = failure?.code === 'authentication_required' ? (0,odd_key/* oddKeyRemedy */.j9)(key) : undefined;
    return failure === undefined || remedy === undefined
        ? result
        : { ...result, failure: { ...failure, remedy } };
}
async function carryOut(inputs, oz, reporting, { clock, log, shutdown, ledger, event, secrets }) {
    const deps = { oz, clock, log, signal: shutdown.signal, ledger, shutdown, secrets };
    if (inputs.mode === 'check') {
        const { check } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(516)]).then(__webpack_require__.bind(__webpack_require__, 516));
        return check(inputs, event, deps);
    }
    if (inputs.mode === 'collect') {
        ledger.sharesEditing = true;
        const { collect } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(3094), __webpack_require__.e(3617), __webpack_require__.e(7391), __webpack_require__.e(2027), __webpack_require__.e(2297), __webpack_require__.e(5401), __webpack_require__.e(758)]).then(__webpack_require__.bind(__webpack_require__, 758));
        return collect(inputs, deps, { clock, log, secrets, event, shutdown });
    }
    const findHead = headCommitFinder(inputs.number, event, inputs.githubToken, shutdown.signal);
    await reporting.follow(inputs, findHead, deps);
    const tasks = await tasksFor(inputs, event, findHead, deps);
    if (inputs.mode === 'cancel') {
        ledger.attaching(tasks.map(({ id }) => ({ taskId: id, runId: id, onCancel: 'cancel' })));
    }
    const ends = await Promise.allSettled(tasks.map((task) => concludeTask(task, deps)));
    for (const end of ends)
        if (end.status === 'rejected')
            throw end.reason;
    const result = inputs.mode === 'cancel' ? cancelResult(ledger.records) : step_resultOf(ledger.records);
    const { outcome, failure } = result;
    if (inputs.mode !== 'run' || outcome !== 'refused' || failure === undefined)
        return result;
    const { withSuggestion } = await __webpack_require__.e(/* import() */ 5632).then(__webpack_require__.bind(__webpack_require__, 5632));
    return { outcome, failure: await withSuggestion(failure, inputs.request, deps) };
}
function step_resultOf(records) {
    const counts = ({ ending }, index) => index === 0 || ending?.outcome !== 'refused';
    const { ending } = records.filter(counts).at(-1) ?? {};
    if (ending === undefined)
        throw new Error('a task ended without a word on its run');
    return { outcome: ending.outcome, failure: ending.failure };
}
function cancelResult(records) {
    const failures = records.flatMap(({ runId = '', ending }) => ending?.failure ? [`${(0,links/* runUrl */.V)(runId)}: ${ending.failure.message}`] : []);
    const stopped = records.find(({ ending }) => ending?.failure?.code === 'stopped');
    if (stopped?.ending && stopped.ending.outcome !== 'cancelled')
        return stopped.ending;
    if (failures.length === 0)
        return { outcome: 'cancelled' };
    const failure = {
        code: 'not_cancelled',
        message: `${failures.length} of ${records.length} runs could not be cancelled:\n${failures.join('\n')}`,
        remedy: 'Stop them in Oz.',
    };
    return { outcome: 'cancelled', failure };
}
function failedResult(error, { secrets, shutdown }) {
    if (error instanceof model/* StepError */.z)
        return error;
    if (error instanceof problem/* OzError */.Q_)
        return { outcome: 'refused', failure: (0,endings/* failureFrom */.Ju)(error) };
    if (error instanceof values/* InputError */.dz) {
        const message = error.explain((text) => secrets.redact(text));
        const remedy = 'Correct the step in the workflow file.';
        return { outcome: 'refused', failure: { code: error.code, message, remedy } };
    }
    if (!shutdown.isActive || error !== shutdown.signal.reason)
        throw error;
    const failure = {
        code: 'stopped',
        message: 'The step was stopped before it created a run.',
        remedy: 'If nobody cancelled the workflow, raise the `timeout-minutes` of the step or job.',
    };
    return { outcome: 'refused', failure };
}
function sharesEditing(inputs) {
    const config = inputs.mode === 'run' ? (0,json/* object */.Ik)(inputs.request.config) : {};
    return (0,json/* object */.Ik)(config.session_sharing).public_access === 'EDITOR';
}

;// CONCATENATED MODULE: ./build/main.js













async function runMain() {
    const { env } = external_node_process_;
    const secrets = new lib_secrets/* Secrets */.S(core.setSecret);
    const log = new lib_log/* Log */.tG(secrets, clock/* systemClock */.m, !env.NO_COLOR);
    const outputs = new Outputs(secrets, (message) => log.warning(message, 'Outputs'));
    const shutdown = new build_shutdown/* Shutdown */.H(clock/* systemClock */.m);
    for (const signal of ['SIGINT', 'SIGTERM'])
        external_node_process_.on(signal, () => shutdown.begin());
    try {
        outputs.begin();
        (0,inputs_secrets/* registerSecrets */.d)(env, secrets);
        const parts = wire({ env, clock: clock/* systemClock */.m, log, secrets, outputs, shutdown, save: runner/* saveState */.LZ });
        if (!(await runStep(parts)))
            external_node_process_.exitCode = 1;
    }
    catch (error) {
        external_node_process_.exitCode = 1;
        log.error(`This action failed in a way it did not expect: ${error.stack ?? error}`, 'Oz agent');
    }
}
function wire({ save, ...parts }) {
    const { env, clock } = parts;
    const event = (0,github_event/* readEvent */.j)(env);
    const ledger = new build_ledger/* Ledger */.O(clock, save);
    return { ...parts, event, ledger, connect: (0,oz_connection/* connection */.F)({ ...parts, event, ledger }) };
}


/***/ }),

/***/ 9540:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ finishAll)
/* harmony export */ });
const GITHUB_TIMEOUT = 30_000;
async function finishAll(publishers, report, now) {
    const deadline = now + GITHUB_TIMEOUT;
    let latest = report;
    for (const publisher of publishers) {
        latest = { ...latest, ...(await publisher.finish(latest, deadline)) };
    }
    return latest;
}


/***/ }),

/***/ 2668:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   am: () => (/* binding */ awaitPullRequests),
/* harmony export */   vj: () => (/* binding */ readLater),
/* harmony export */   vt: () => (/* binding */ withLater)
/* harmony export */ });
/* harmony import */ var _oz_problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9895);
/* harmony import */ var _oz_pull_requests_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4776);
/* harmony import */ var _oz_states_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2832);



const LAG = 30_000;
const PAUSE = 3000;
const PULL_REQUEST = /https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+\/pull\/\d+/gi;
async function awaitPullRequests(record, policy, deps) {
    const { clock, log } = deps;
    const deadline = clock.now() + LAG;
    const isMissing = () => isPullRequestMissing(record, policy);
    if (isMissing())
        log.info('A pull request is not listed yet; it can lag, so the run is read again for up to 30 s.');
    while (isMissing() && clock.now() < deadline)
        await readLater(record, deps);
}
function isPullRequestMissing({ run, result }, { requirePullRequest }) {
    if (run === undefined || (0,_oz_states_js__WEBPACK_IMPORTED_MODULE_1__/* .canonicalState */ .km)(run.state) !== 'SUCCEEDED')
        return false;
    const listed = (0,_oz_pull_requests_js__WEBPACK_IMPORTED_MODULE_2__/* .pullRequestsOf */ .T)(run).map(({ url }) => url);
    if (requirePullRequest && listed.length === 0)
        return true;
    const known = pullRequestsIn(listed.join(' '));
    return pullRequestsIn(result?.text ?? '').some((url) => !known.includes(url));
}
function pullRequestsIn(text) {
    return text.toLowerCase().match(PULL_REQUEST) ?? [];
}
async function readLater(record, { oz, clock, signal, ledger }) {
    const { run } = record;
    await clock.sleep(PAUSE, signal);
    if (run === undefined)
        return;
    try {
        ledger.recordReading(withLater(run, await oz.readRun(run.id, { signal })));
    }
    catch (error) {
        if (!(error instanceof _oz_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .OzError */ .Q_))
            throw error;
    }
}
function withLater(ended, later) {
    if (later.artifacts.length < ended.artifacts.length)
        return ended;
    if ((0,_oz_states_js__WEBPACK_IMPORTED_MODULE_1__/* .canonicalState */ .km)(later.state) === (0,_oz_states_js__WEBPACK_IMPORTED_MODULE_1__/* .canonicalState */ .km)(ended.state))
        return later;
    const { artifacts } = later;
    return { ...ended, artifacts, raw: { ...ended.raw, artifacts: artifacts.map(({ raw }) => raw) } };
}


/***/ }),

/***/ 101:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ Budgets)
/* harmony export */ });
class Budgets {
    #queue;
    #run;
    #since;
    #startedAt;
    constructor(plan) {
        this.#queue = plan.queueBudget;
        this.#run = plan.runBudget;
        this.#since = plan.since;
    }
    observe(run, now) {
        const hasStarted = run.stage === 'unknown' ? run.startedAt !== undefined : run.stage !== 'queued';
        if (hasStarted)
            this.#startedAt ??= now;
    }
    deadline() {
        if (this.#startedAt === undefined)
            return this.#since + (this.#queue ?? Number.POSITIVE_INFINITY);
        return this.#startedAt + (this.#run ?? Number.POSITIVE_INFINITY);
    }
    current() {
        return this.#startedAt === undefined ? 'queue' : 'run';
    }
}


/***/ }),

/***/ 6487:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A1: () => (/* binding */ cancelOnShutdown),
/* harmony export */   Ik: () => (/* binding */ cancelRecord),
/* harmony export */   MU: () => (/* binding */ endOutOfTime),
/* harmony export */   l4: () => (/* binding */ endOverBudget)
/* harmony export */ });
/* harmony import */ var _cancel_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2257);
/* harmony import */ var _endings_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9483);
/* harmony import */ var _start_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2679);



const SHUTDOWN_GRACE = 5000;
const OUT_OF_TIME = 2 * 60_000;
const CANCEL_TIMEOUT = 5 * 60_000;
async function cancelOnShutdown(record, { kind, policy }, deps) {
    const { shutdown, clock, ledger } = deps;
    const { runId, run, onCancel } = record;
    const stopped = (message) => ({
        code: 'stopped',
        message,
        remedy: 'If nobody cancelled the workflow, raise the `timeout-minutes` of the step or job.',
    });
    if (runId === undefined && record.isDone) {
        return {
            outcome: 'refused',
            failure: stopped('The step was stopped before it created a run.'),
            isDone: true,
        };
    }
    if (runId === undefined) {
        return (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .lost */ .DU)(stopped('The step was stopped while its create request had no answer; the post step looks for the run.'));
    }
    const judge = record.isAnswerWanted
        ? (ended) => (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .unread */ .gy)((0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .endingOf */ .z6)(ended, policy))
        : (ended) => (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .endingOf */ .z6)(ended, policy);
    if (run?.stage === 'ended' && record.stateBefore === undefined)
        return judge(run);
    if (onCancel === 'detach') {
        return (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .lost */ .DU)(stopped('The step was stopped. The run was left running, as `on-cancel` says.'), true);
    }
    const deadline = shutdown.deadline(SHUTDOWN_GRACE, clock.now());
    const cancellation = await cancel(record, { ...deps, signal: new AbortController().signal }, deadline);
    if ('run' in cancellation)
        ledger.recordReading(cancellation.run);
    if (cancellation.kind !== 'over')
        return (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .lost */ .DU)(stopped(`The step was stopped; ${FATES[cancellation.kind]}.`));
    const ending = judge(cancellation.run);
    if (kind === 'cancel')
        return { outcome: 'cancelled', isDone: true };
    if (ending.outcome === 'cancelled' && record.overBudget !== undefined) {
        return (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .endedOverBudget */ .E9)(record.overBudget, 'The run was cancelled.', true);
    }
    if (ending.outcome === 'cancelled') {
        return { ...ending, failure: stopped('The step was stopped, and its run cancelled.') };
    }
    if (record.stateBefore === undefined)
        return ending;
    return (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .lost */ .DU)(stopped(`The step was stopped ${unprovenAs(cancellation.run)}`), true);
}
function unprovenAs({ state }) {
    return `before it was known what happened to the follow-up; the run is ${state}.`;
}
const FATES = {
    accepted: 'the server accepted to cancel its run; the post step makes sure of it',
    blocked: 'its run is BLOCKED, which Oz does not cancel; the post step tries again',
    failed: 'its run could not be cancelled yet; the post step tries again',
    impossible: 'its run goes on, since it cannot be cancelled',
};
async function endOutOfTime(record, budget, policy, deps) {
    if (policy.onTimeout === 'detach') {
        return (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .timedOut */ .iU)(budget, 'The run was left running, as `on-timeout` says.', true);
    }
    return cancelOver(record, policy, deps, (fate, isDone) => (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .timedOut */ .iU)(budget, fate, isDone));
}
async function endOverBudget(record, figures, policy, deps) {
    const failure = (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .overBudget */ .qj)(figures);
    deps.log.info(failure.message);
    deps.ledger.overBudget(record, failure);
    return cancelOver(record, policy, deps, (fate, isDone) => (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .endedOverBudget */ .E9)(failure, fate, isDone));
}
async function cancelOver(record, policy, deps, endingWith) {
    const { clock, ledger } = deps;
    const cancellation = await cancel(record, deps, clock.now() + OUT_OF_TIME);
    if ('run' in cancellation)
        ledger.recordReading(cancellation.run);
    switch (cancellation.kind) {
        case 'over': {
            const ending = (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .endingOf */ .z6)(cancellation.run, policy);
            if (ending.outcome === 'cancelled')
                return endingWith('The run was cancelled.', true);
            return record.stateBefore === undefined ? ending : unproven(cancellation.run);
        }
        case 'blocked': {
            const fate = `The run is BLOCKED: it waits for a person, and Oz does not cancel such a run. It goes on once it is answered.`;
            return endingWith(fate, true);
        }
        case 'accepted':
            return endingWith('Its cancellation was accepted, but not confirmed in time.', false);
        case 'impossible': {
            const fate = `The run goes on, since it cannot be cancelled: ${cancellation.error.message}.`;
            return endingWith(fate, cancellation.error.status === 422);
        }
        case 'failed': {
            const fate = `The run may go on, since cancelling it failed: ${cancellation.error.message}.`;
            return endingWith(fate, false);
        }
    }
}
function unproven(run) {
    const failure = {
        code: 'follow_up_unconfirmed',
        message: `Time was up ${unprovenAs(run)}`,
        remedy: 'Open the run, and send the follow-up again only if it is not there.',
    };
    return (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .lost */ .DU)(failure, true);
}
async function cancelRecord(record, deps) {
    const { clock, ledger } = deps;
    const cancellation = await cancel(record, deps, clock.now() + CANCEL_TIMEOUT);
    if ('run' in cancellation)
        ledger.recordReading(cancellation.run);
    if (cancellation.kind === 'over')
        return { outcome: 'cancelled', isDone: true };
    const failure = { code: 'not_cancelled', message: reasonOf(cancellation), remedy: 'Stop it in Oz.' };
    return { outcome: 'cancelled', failure, isDone: true };
}
function reasonOf(cancellation) {
    switch (cancellation.kind) {
        case 'accepted':
            return 'its end could not be confirmed in time';
        case 'blocked':
            return 'it is BLOCKED: it waits for a person, and goes on once it is answered';
        default:
            return cancellation.error.message;
    }
}
function cancel({ runId = '', request }, deps, deadline) {
    return (0,_cancel_js__WEBPACK_IMPORTED_MODULE_0__/* .cancelRun */ .S)(runId, deps, deadline, { mayBeNew: (0,_start_js__WEBPACK_IMPORTED_MODULE_2__/* .mayBeNew */ .tn)(request, deps.clock.wall()) });
}


/***/ }),

/***/ 6428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ez: () => (/* binding */ REASONS),
/* harmony export */   qh: () => (/* binding */ conversationIdFor),
/* harmony export */   wH: () => (/* binding */ lookUpConversation)
/* harmony export */ });
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5933);
/* harmony import */ var _oz_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9895);


const TIMEOUT = 5000;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
async function conversationIdFor(given, deps) {
    const session = sessionIn(given);
    if (session === undefined && !UUID.test(given))
        return given;
    const found = await conversationOfSession(session ?? given, deps);
    if (found.kind === 'found') {
        deps.log.info(`conversation of the session: ${found.id}`);
        return found.id;
    }
    if (session === undefined)
        return given;
    throw new _model_js__WEBPACK_IMPORTED_MODULE_0__/* .StepError */ .z({
        code: 'no_conversation',
        message: `\`conversation-id\` is a session, and ${REASONS[found.kind]}${found.kind === 'unknown' ? `: ${found.why}` : ''}.`,
        remedy: 'Give the id of a conversation, as the output `conversation-id` holds it, or send a `follow-up` to the run.',
    });
}
async function lookUpConversation(given, deps) {
    const session = sessionIn(given);
    if (session !== undefined)
        return conversationOfSession(session, deps);
    const { oz, signal } = deps;
    const found = await answered(deps, async () => {
        await oz.readConversationById(given, { timeout: TIMEOUT, signal });
        return { kind: 'found', id: given };
    });
    const isThere = found.kind === 'unknown' && found.status === 422;
    if (isThere)
        return { kind: 'found', id: given };
    return found.kind === 'none' && UUID.test(given) ? conversationOfSession(given, deps) : found;
}
const REASONS = {
    none: 'Oz does not know that session',
    'goes-on': 'the session still goes on, so its conversation cannot be continued yet',
    unknown: 'its conversation could not be looked up',
};
function sessionIn(given) {
    if (!URL.canParse(given))
        return undefined;
    return /\/sessions?\/([\w-]+)/.exec(new URL(given).pathname)?.[1];
}
function conversationOfSession(session, deps) {
    const { oz, signal } = deps;
    return answered(deps, async () => {
        const id = await oz.readSessionConversation(session, { timeout: TIMEOUT, signal });
        return id === '' ? { kind: 'goes-on' } : { kind: 'found', id };
    });
}
async function answered({ log, signal }, ask) {
    try {
        return await ask();
    }
    catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof _oz_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .OzError */ .Q_))
            throw error;
        log.debug(`No look at the conversation: ${error.message}`);
        if (error.kind === 'problem' && error.status === 404)
            return { kind: 'none' };
        return { kind: 'unknown', why: error.message, status: error.status };
    }
}


/***/ }),

/***/ 4219:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  P_: () => (/* binding */ findBlock),
  $: () => (/* binding */ findDocument),
  Fi: () => (/* binding */ newestFile)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/lib/time-limit.js
var time_limit = __webpack_require__(9773);
;// CONCATENATED MODULE: ./build/lib/fenced-json.js

const INLINE = [
    'attention',
    'autolink',
    'characterEscape',
    'characterReference',
    'codeText',
    'definition',
    'hardBreakEscape',
    'htmlText',
    'labelEnd',
    'labelStartImage',
    'labelStartLink',
];
const TIMEOUT = 5000;
async function lastJsonBlock(markdown) {
    if (!/(`{3}|~{3})[ \t]*json\b/i.test(markdown))
        return undefined;
    const [{ fromMarkdown }, { visit }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(3094), __webpack_require__.e(7391), __webpack_require__.e(6966)]).then(__webpack_require__.bind(__webpack_require__, 6966)),
        Promise.all(/* import() */[__webpack_require__.e(3617), __webpack_require__.e(3849)]).then(__webpack_require__.bind(__webpack_require__, 3849)),
    ]);
    const blocks = [];
    try {
        (0,time_limit/* withinTime */.d)(TIMEOUT, () => {
            const tree = fromMarkdown(markdown, { extensions: [{ disable: { null: INLINE } }] });
            visit(tree, 'code', (node) => {
                if (node.lang?.toLowerCase() === 'json')
                    blocks.push(node);
            });
        });
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
    }
    return blocks.at(-1)?.value;
}

// EXTERNAL MODULE: ./build/oz/conversation.js
var oz_conversation = __webpack_require__(6661);
// EXTERNAL MODULE: ./build/runs/output-block.js
var output_block = __webpack_require__(7454);
// EXTERNAL MODULE: ./build/runs/retry.js
var retry = __webpack_require__(457);
;// CONCATENATED MODULE: ./build/runs/document.js





const MAX_FILE = 1024 ** 2;
const DOWNLOAD_TIMEOUT = 30_000;
async function findDocument(record, asked, deps) {
    const { file } = newestFile(record, asked) ?? {};
    return file === undefined ? findBlock(record, asked) : readFile(file, deps);
}
async function findBlock(record, asked) {
    const text = await lastJsonBlock(answerOf(record, asked));
    return text === undefined
        ? undefined
        : { kind: 'text', source: 'the last block tagged `json` of the final message', text };
}
function newestFile({ run }, { stem, first }) {
    const files = (run?.artifacts ?? [])
        .filter(({ type }) => type === 'FILE')
        .map((file) => ({ file, number: (0,output_block/* numberIn */.Po)(nameOf(file), stem) ?? 0 }))
        .filter(({ number }) => number >= Math.max(first, 1));
    return files
        .toSorted((a, b) => a.number - b.number || (a.file.createdAt ?? 0) - (b.file.createdAt ?? 0))
        .at(-1);
}
function nameOf({ filename, filepath }) {
    return external_node_path_.posix.basename(filename ?? filepath ?? '');
}
function answerOf({ result }, asked) {
    const { text = '', conversation } = result ?? {};
    return conversation && isOlder(text, (0,oz_conversation/* allMessages */.gN)(conversation.steps), asked) ? '' : text;
}
function isOlder(text, messages, { nonce, answersBefore = -1 }) {
    if ((0,oz_conversation/* answersIn */.VZ)(messages).length <= answersBefore)
        return true;
    const request = messages.findLastIndex((one) => one.role === 'user' && nonce && (0,oz_conversation/* textOf */.b6)(one).includes(nonce));
    return messages.findLastIndex((one) => one.role === 'assistant' && (0,oz_conversation/* textOf */.b6)(one) === text) < request;
}
async function readFile(file, deps) {
    const { Refusal } = await __webpack_require__.e(/* import() */ 1430).then(__webpack_require__.bind(__webpack_require__, 1430));
    const source = `the file \`${nameOf(file)}\``;
    try {
        const bytes = await download(file, deps);
        return { kind: 'text', source, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
    }
    catch (error) {
        if (error instanceof Refusal)
            return { kind: 'fault', source, fault: error.message };
        if (error instanceof TypeError)
            return { kind: 'fault', source, fault: 'it is not valid UTF-8' };
        throw error;
    }
}
async function download({ uid = '', sizeBytes }, deps) {
    const { oz, clock, signal } = deps;
    const { downloadBytes, Refusal } = await __webpack_require__.e(/* import() */ 1430).then(__webpack_require__.bind(__webpack_require__, 1430));
    const refuse = (size) => {
        throw new Refusal(`it has ${size} bytes; at most ${MAX_FILE} are accepted`);
    };
    if (sizeBytes !== undefined && sizeBytes > MAX_FILE)
        refuse(sizeBytes);
    const read = (options) => oz.readArtifact(uid, options);
    const { content, downloadUrl = '' } = await (0,retry/* withRetry */.bD)(read, deps, clock.now() + DOWNLOAD_TIMEOUT);
    if (content !== undefined) {
        const bytes = Buffer.from(content);
        return bytes.length > MAX_FILE ? refuse(bytes.length) : bytes;
    }
    return downloadBytes(downloadUrl, {
        signal,
        mayBePlain: oz.isLoopback,
        largest: MAX_FILE,
        expected: undefined,
    });
}


/***/ }),

/***/ 7182:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ matchEnvironment),
/* harmony export */   w: () => (/* binding */ environmentUid)
/* harmony export */ });
/* harmony import */ var _lib_nearest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6062);
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5933);
/* harmony import */ var _oz_problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9895);
/* harmony import */ var _endings_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9483);
/* harmony import */ var _retry_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(457);





const TIMEOUT = 60_000;
const MAX_SHOWN = 10;
function matchEnvironment(wanted, environments) {
    const byUid = environments.find(({ uid }) => uid === wanted);
    const byName = environments.filter(({ name }) => name === wanted);
    const [environment, ...others] = byUid ? [byUid] : byName;
    if (environment === undefined) {
        const known = environments.map(({ uid, name }) => (name === undefined ? [uid] : [name, uid]));
        return { kind: 'unclear', why: `\`${wanted}\` is not known${(0,_lib_nearest_js__WEBPACK_IMPORTED_MODULE_0__/* .suggestion */ .h)(wanted, known)}` };
    }
    if (others.length === 0)
        return { kind: 'found', environment };
    const uids = byName.slice(0, MAX_SHOWN).map(({ uid }) => `\`${uid}\``);
    const why = `\`${wanted}\` is the name of ${byName.length} environments; give the UID of one: ${uids.join(', ')}`;
    return { kind: 'unclear', why };
}
async function environmentUid(name, deps) {
    const { oz, clock, log } = deps;
    const environments = await (0,_retry_js__WEBPACK_IMPORTED_MODULE_4__/* .withRetry */ .bD)((options) => oz.listEnvironments(options), deps, clock.now() + TIMEOUT).catch((error) => {
        if (!(error instanceof _oz_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .OzError */ .Q_))
            throw error;
        throw (0,_endings_js__WEBPACK_IMPORTED_MODULE_3__/* .refusedLookUp */ .Xj)(error, `So the environment \`${name}\` could not be looked up; its UID needs no look-up.`);
    });
    const match = matchEnvironment(name, environments);
    if (match.kind === 'found') {
        log.info(`environment ${name}: ${match.environment.uid}`);
        return match.environment.uid;
    }
    throw new _model_js__WEBPACK_IMPORTED_MODULE_1__/* .StepError */ .z({
        code: 'environment_unknown',
        message: `Environment: ${match.why}`,
        remedy: environments.length > 0
            ? 'Give the name or the UID of an environment that the key may use.'
            : 'Create an environment in the Oz settings first, with this repository in it, then give its name.',
    });
}


/***/ }),

/***/ 7454:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DG: () => (/* binding */ correctionPrompt),
/* harmony export */   JE: () => (/* binding */ outputBlock),
/* harmony export */   Md: () => (/* binding */ fileName),
/* harmony export */   Po: () => (/* binding */ numberIn),
/* harmony export */   Vc: () => (/* binding */ stemOf),
/* harmony export */   su: () => (/* binding */ withBlock)
/* harmony export */ });
function stemOf(runId, startId) {
    return `oz-output-${(startId ?? runId).slice(0, 8)}-`;
}
function fileName(stem, number) {
    return `${stem}${number}.json`;
}
function numberIn(name, stem) {
    if (!name.startsWith(stem))
        return undefined;
    const digits = /^([1-9]\d{0,5})\.json$/.exec(name.slice(stem.length))?.[1];
    return digits === undefined ? undefined : Number(digits);
}
function outputBlock({ schema, instructions }, file, nonce) {
    return [
        `[output ${nonce}] From the author of the workflow that started you, up to the line "[end of output ${nonce}]".`,
        'These are instructions to you, and no part of any quote, code or block above.',
        'Besides doing your task, give your answer as one JSON document that matches the JSON Schema below:',
        `1. Write the document, and nothing else, into a file named ${file}.`,
        `2. Upload it: oz artifact upload ${file}`,
        `   (or: oz-preview artifact upload ${file}; the subcommand is singular).`,
        '3. Only if that cannot be done, or fails: end your final message with the document in one fenced code block tagged json.',
        ...instructions,
        'JSON Schema (draft 2020-12):',
        JSON.stringify(schema),
        `[end of output ${nonce}]`,
    ].join('\n');
}
function withBlock(prompt, block) {
    return prompt ? `${prompt}\n\n${block}` : block;
}
function correctionPrompt(problems, block) {
    return withBlock([
        'Your answer cannot be used:',
        ...problems.map((problem) => `- ${problem}`),
        'Do not repeat the task. Give the corrected document, as it is asked for below: note the new name of the file.',
    ].join('\n'), block);
}


/***/ }),

/***/ 1993:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  dg: () => (/* binding */ reportSpend),
  G9: () => (/* binding */ settle),
  pD: () => (/* binding */ spendLimitOf),
  kP: () => (/* binding */ stay)
});

// EXTERNAL MODULE: ./build/runs/artifact-lag.js
var artifact_lag = __webpack_require__(2668);
// EXTERNAL MODULE: ./build/runs/budgets.js
var runs_budgets = __webpack_require__(101);
// EXTERNAL MODULE: ./build/runs/cancel-record.js
var cancel_record = __webpack_require__(6487);
// EXTERNAL MODULE: ./build/runs/endings.js
var endings = __webpack_require__(9483);
// EXTERNAL MODULE: ./build/review/findings.js
var review_findings = __webpack_require__(5287);
;// CONCATENATED MODULE: ./build/runs/findings.js

function endingWithFindings(ending, document, { failOn }) {
    if (failOn === undefined || document === undefined || ending.outcome !== 'succeeded')
        return ending;
    const { findings } = document;
    const least = review_findings/* SEVERITIES */.oC.indexOf(failOn);
    const severe = findings.filter(({ severity }) => review_findings/* SEVERITIES */.oC.indexOf(severity) >= least);
    if (severe.length === 0)
        return ending;
    const counts = (0,review_findings/* countBySeverity */.Ot)(severe).map(([severity, count]) => `${count} ${severity}`);
    return {
        ...ending,
        outcome: 'findings',
        failure: {
            code: 'findings',
            message: `The review has findings that \`fail-on: ${failOn}\` refuses: ${counts.join(', ')}.`,
            remedy: 'Look at the review, fix what it found, and push.',
        },
    };
}

// EXTERNAL MODULE: ./build/oz/problem.js
var problem = __webpack_require__(9895);
// EXTERNAL MODULE: ./build/oz/states.js
var states = __webpack_require__(2832);
// EXTERNAL MODULE: ./build/runs/cadence.js
var cadence = __webpack_require__(6772);
// EXTERNAL MODULE: ./build/runs/follow-up-proof.js
var follow_up_proof = __webpack_require__(5645);
// EXTERNAL MODULE: ./build/runs/outage-tracker.js
var outage_tracker = __webpack_require__(5405);
;// CONCATENATED MODULE: ./build/runs/follow.js






const BLOCKED_READINGS = 3;
const FIRST_TIMEOUT = 45_000;
const FIRST_TRY = 10_000;
async function follow(id, plan, deps) {
    const { clock, signal } = deps;
    const watch = new Watch(id, plan, deps);
    const began = clock.now();
    for (;;) {
        const followed = await watch.read();
        if (followed)
            return followed;
        const next = watch.next((0,cadence/* pollDelay */.x)(clock.now() - began, plan.pollCeiling));
        await clock.sleep(Math.max(0, next - clock.now()), signal);
    }
}
class Watch {
    #id;
    #plan;
    #deps;
    #budgets;
    #outages;
    #unknown = new Set();
    #run;
    #proof;
    #blocked;
    #retryAfter = 0;
    constructor(id, plan, deps) {
        this.#id = id;
        this.#plan = plan;
        this.#deps = deps;
        this.#budgets = plan.budgets ?? new runs_budgets/* Budgets */.N(plan);
        this.#outages = new outage_tracker/* OutageTracker */.A(deps);
        this.#proof = plan.followUp && new follow_up_proof/* FollowUpProof */.Bu(plan.followUp, deps);
    }
    next(delay) {
        const now = this.#deps.clock.now();
        const budget = this.#budgets.deadline();
        const first = this.#isUnread ? this.#plan.since + FIRST_TIMEOUT : Number.POSITIVE_INFINITY;
        if (this.#retryAfter > delay)
            return Math.min(now + this.#retryAfter, budget, first);
        return Math.min(now + delay, budget, this.#proof?.deadline ?? Number.POSITIVE_INFINITY);
    }
    async read() {
        const { oz, clock, signal } = this.#deps;
        const isLast = clock.now() >= this.#budgets.deadline();
        const timeout = this.#isUnread ? FIRST_TRY : undefined;
        const followed = await oz.readRun(this.#id, { signal, timeout }).then((run) => this.#answered(run), (error) => this.#failed(error));
        if (followed || !isLast || clock.now() < this.#budgets.deadline())
            return followed;
        return { kind: 'timed-out', budget: this.#budgets.current(), run: this.#run };
    }
    async #answered(run) {
        const now = this.#deps.clock.now();
        this.#run = run;
        this.#retryAfter = 0;
        this.#outages.answered();
        this.#budgets.observe(run, now);
        this.#warnOfUnknown(run);
        this.#plan.onReading(run);
        if (this.#isOverBudget(run))
            return { kind: 'over-budget', run };
        const worth = (await this.#proof?.judge(run)) ?? 'new';
        if (worth === 'new')
            this.#plan.onProof?.();
        if (worth === 'unproven')
            return { kind: 'unproven', run };
        if (this.#plan.until === 'taken' && this.#proof?.isTaken)
            return { kind: 'taken', run };
        if (worth === 'old')
            return undefined;
        if (run.stage === 'ended')
            return { kind: 'ended', run };
        return this.#isBlocked(run, now) ? { kind: 'blocked', run } : undefined;
    }
    #failed(error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        this.#blocked = undefined;
        this.#retryAfter = error.retryAfter ?? 0;
        const isFirst = this.#isUnread;
        const verdict = this.#outages.failed(error, isFirst, this.#isNew());
        const isTooLate = isFirst && this.#deps.clock.now() >= this.#plan.since + FIRST_TIMEOUT;
        if (verdict === 'goes-on' && !isTooLate)
            return undefined;
        return isFirst ? { kind: 'unreadable', error } : { kind: 'lost', error, run: this.#run };
    }
    get #isUnread() {
        return this.#plan.isForeign && this.#run === undefined;
    }
    #isNew() {
        const { isForeign, followUp, since } = this.#plan;
        const { oz, clock } = this.#deps;
        const createdAt = this.#run?.createdAt;
        if (createdAt !== undefined)
            return oz.serverNow() - createdAt < outage_tracker/* UNKNOWN_TIME */.v;
        return !isForeign && followUp === undefined && clock.now() - since < outage_tracker/* UNKNOWN_TIME */.v;
    }
    #isOverBudget({ stage }) {
        const { onBlocked, isOverBudget } = this.#plan;
        const goesOn = stage !== 'ended' && !(stage === 'blocked' && onBlocked === 'fail');
        return goesOn && isOverBudget?.() === true;
    }
    #isBlocked(run, now) {
        if (run.stage !== 'blocked' || this.#plan.onBlocked === 'wait') {
            this.#blocked = undefined;
            return false;
        }
        const { since, readings } = this.#blocked ?? { since: now, readings: 0 };
        this.#blocked = { since, readings: readings + 1 };
        return readings + 1 >= BLOCKED_READINGS && now - since >= 2 * this.#plan.pollCeiling;
    }
    #warnOfUnknown(run) {
        const state = (0,states/* canonicalState */.km)(run.state);
        if (run.stage !== 'unknown' || this.#unknown.has(state))
            return;
        this.#unknown.add(state);
        this.#deps.log.warning(`The server reports the state ${run.state}, which this version does not know. Still following; look for an update of this action.`);
    }
}

// EXTERNAL MODULE: ./build/runs/results.js + 1 modules
var results = __webpack_require__(1826);
// EXTERNAL MODULE: ./build/oz/usage.js
var usage = __webpack_require__(1995);
;// CONCATENATED MODULE: ./build/runs/spend-limit.js

class SpendLimit {
    #limit;
    #used = new Map();
    #before = new Map();
    #fresh = new Set();
    #hasSeenFigures = false;
    constructor(limit) {
        this.#limit = limit;
    }
    observe(run, isForeign) {
        if (run.stage === 'queued' && run.startedAt === undefined)
            this.#fresh.add(run.id);
        const credits = (0,usage/* creditsOf */.y)(run);
        if (credits === undefined)
            return;
        this.#hasSeenFigures ||= run.stage !== 'ended';
        if (!this.#before.has(run.id)) {
            this.#before.set(run.id, isForeign && !this.#fresh.has(run.id) ? credits : 0);
        }
        const counted = credits - (this.#before.get(run.id) ?? 0);
        this.#used.set(run.id, Math.max(counted, this.#used.get(run.id) ?? 0));
    }
    get used() {
        return Number([...this.#used.values()].reduce((sum, credits) => sum + credits, 0).toFixed(6));
    }
    get isReached() {
        return this.used >= this.#limit;
    }
    get figures() {
        return `${this.used} credits were used, and \`max-credits\` is ${this.#limit}`;
    }
    report(endedByItself, log) {
        if (this.isReached && endedByItself) {
            log.warning(`The run ended by itself above its spend limit: ${this.figures}.`, 'Spend limit');
        }
        if (!this.#hasSeenFigures) {
            log.notice('Oz gave no usage figures while the run went on, so `max-credits` could not be watched.', 'Spend limit');
        }
    }
}

// EXTERNAL MODULE: ./build/runs/wanted.js
var runs_wanted = __webpack_require__(9480);
;// CONCATENATED MODULE: ./build/runs/stay.js










function spendLimitOf({ maxCredits, wait }) {
    return maxCredits === undefined || !wait ? undefined : new SpendLimit(maxCredits);
}
function reportSpend(record, { spend }, { log }) {
    if (record.run === undefined)
        return;
    const isCut = ['over-budget', 'timed-out', 'lost'].includes(record.ending?.outcome ?? '');
    spend?.report(!isCut, log);
}
async function stay(record, visit, deps) {
    const { policy, followUp } = visit;
    const { ledger, signal } = deps;
    const { runId = '' } = record;
    signal.throwIfAborted();
    if (!policy.wait && (followUp === undefined || followUp.isAccepted)) {
        return ledger.end(record, { outcome: 'started', isDone: true });
    }
    const plan = planOf(record, visit, deps);
    const budgets = new runs_budgets/* Budgets */.N(plan);
    await settle(record, await follow(runId, { ...plan, budgets }, deps), visit, budgets, deps);
}
async function settle(record, followed, visit, budgets, deps) {
    const { policy, spend } = visit;
    const { ledger } = deps;
    const isForeign = record.request === undefined;
    const ending = await endingFor(followed, record, visit, deps);
    ledger.end(record, record.isAnswerWanted ? (0,endings/* unread */.gy)(ending) : ending);
    if (record.run !== undefined)
        spend?.observe(record.run, isForeign);
    const isOver = record.run?.stage === 'ended' || record.run?.stage === 'blocked';
    if (!policy.wait || !isOver || ending.outcome === 'lost' || record.run === undefined)
        return;
    ledger.collected(record, await (0,results/* collectResult */.C)(record.run, deps, isForeign));
    if (ending.outcome !== 'succeeded' && ending.outcome !== 'no-pull-request')
        return;
    await (0,artifact_lag/* awaitPullRequests */.am)(record, policy, deps);
    const invalid = await answerFor(record, visit, budgets, deps);
    ledger.end(record, invalid ?? endingWithFindings((0,endings/* endingOf */.z6)(record.run, policy), record.result?.document, policy));
}
async function answerFor(record, { policy, spend, output, wanted = output && (0,runs_wanted/* wantedEarlier */.Uo)(output, record), mayPrompt }, budgets, deps) {
    if (wanted === undefined)
        return undefined;
    const goOn = async (followUp) => {
        const visit = { policy, spend, followUp };
        const plan = { ...planOf(record, visit, deps), budgets };
        return endingFor(await follow(record.runId ?? '', plan, deps), record, visit, deps);
    };
    const { concludeAnswer } = await __webpack_require__.e(/* import() */ 4315).then(__webpack_require__.bind(__webpack_require__, 4315));
    const isAllowed = mayPrompt && spend?.isReached !== true;
    return concludeAnswer(record, { wanted, goOn, budgets: isAllowed ? budgets : undefined }, deps);
}
function planOf(record, { policy, followUp, spend }, { clock, ledger }) {
    const budgets = policy.wait ? policy : { queueBudget: follow_up_proof/* PROOF_WINDOW */.w2, runBudget: follow_up_proof/* PROOF_WINDOW */.w2 };
    const { pollCeiling, onBlocked } = policy;
    return {
        queueBudget: budgets.queueBudget,
        runBudget: budgets.runBudget,
        pollCeiling,
        onBlocked,
        since: clock.now(),
        isForeign: record.request === undefined && followUp === undefined,
        followUp,
        until: policy.wait ? 'end' : 'taken',
        onReading: (run) => {
            spend?.observe(run, record.request === undefined);
            ledger.recordReading(run);
        },
        isOverBudget: () => spend?.isReached === true,
        onProof: () => ledger.followUpShown(record),
    };
}
async function endingFor(followed, record, { policy, followUp, spend }, deps) {
    switch (followed.kind) {
        case 'ended':
        case 'blocked':
            return (followUp ? endings/* endingAfterFollowUp */.AF : endings/* endingOf */.z6)(followed.run, policy);
        case 'taken':
            return { outcome: 'started', isDone: true };
        case 'unproven':
            return unconfirmed(followUp);
        case 'unreadable':
            return { outcome: 'refused', failure: (0,endings/* failureFrom */.Ju)(followed.error), isDone: true };
        case 'over-budget':
            return (0,cancel_record/* endOverBudget */.l4)(record, spend?.figures ?? '', policy, deps);
        case 'timed-out':
            return policy.wait ? (0,cancel_record/* endOutOfTime */.MU)(record, followed.budget, policy, deps) : unconfirmed(followUp);
        case 'lost': {
            const failure = (0,endings/* failureFrom */.Ju)(followed.error);
            return (0,endings/* lost */.DU)({ ...failure, message: `Lost contact with the run: ${failure.message}` });
        }
    }
}
function unconfirmed(followUp) {
    const fate = followUp?.isAccepted
        ? 'The server accepted the follow-up, but'
        : 'The follow-up got no answer, and';
    const failure = {
        code: 'follow_up_unconfirmed',
        message: `${fate} nothing showed within ${follow_up_proof/* PROOF_WINDOW */.w2 / 1000} s that the run took it: what is known of the run is from before.`,
        remedy: 'Open the run, and send the follow-up again only if it is not there.',
    };
    return (0,endings/* lost */.DU)(failure, true);
}


/***/ }),

/***/ 9480:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CK: () => (/* binding */ wantedFirst),
/* harmony export */   Uo: () => (/* binding */ wantedEarlier),
/* harmony export */   VN: () => (/* binding */ blockOf),
/* harmony export */   Wq: () => (/* binding */ withOutput),
/* harmony export */   mP: () => (/* binding */ wantedAgain)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _document_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4219);
/* harmony import */ var _output_block_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7454);



function wantedFirst(spec, startId) {
    return { spec, stem: (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .stemOf */ .Vc)('', startId), first: 1, nonce: newNonce() };
}
function wantedAgain(spec, run, least, stem = (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .stemOf */ .Vc)(run.id, run.metadata?.start_id)) {
    const { number = 0 } = (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .newestFile */ .Fi)({ run }, { stem, first: 1 }) ?? {};
    return { spec, stem, first: Math.max(number + 1, least), nonce: newNonce() };
}
function wantedEarlier(spec, { run, runId = '' }) {
    return { spec, stem: (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .stemOf */ .Vc)(runId, run?.metadata?.start_id), first: 1, nonce: undefined };
}
function blockOf({ spec, stem, first, nonce = '' }) {
    return (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .outputBlock */ .JE)(spec, (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .fileName */ .Md)(stem, first), nonce);
}
function withOutput(prompt, wanted) {
    return wanted === undefined ? prompt : (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .withBlock */ .su)(prompt, blockOf(wanted));
}
function newNonce() {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)().slice(0, 8);
}


/***/ })

};
