export const id = 552;
export const ids = [552];
export const modules = {

/***/ 3761:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ CREATE_KEY),
/* harmony export */   D: () => (/* binding */ oddKey)
/* harmony export */ });
/** What a key seems to be that does not look like one of Oz: goes on a clause that says so. Undefined for one that does. */
function oddKey(key) {
    if (key.startsWith('wk-'))
        return undefined;
    return KINDS.find(([form]) => form.test(key))?.[1] ?? '';
}
/** The forms that people paste by mistake. The value itself is never quoted. */
const KINDS = [
    [/^(?:gh[oprsu]_|github_pat_)/, ': it is a token of GitHub, for which there is `github-token`'],
    [/^sk-/, ': it looks like the key of a model provider'],
    [/^Bearer\s/i, ': it begins with `Bearer`, where the key alone is needed'],
    [/^["'`]/, ': it begins with a quotation mark, where the key alone is needed'],
    [/^\$/, ': it looks like the name of a variable that nothing has replaced'],
];
const CREATE_KEY = 'Create a key in the Oz settings, store it as the secret `WARP_API_KEY`, and pass it: `api-key: ${{ secrets.WARP_API_KEY }}`.';


/***/ }),

/***/ 4878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MU: () => (/* binding */ isOurs),
/* harmony export */   UW: () => (/* binding */ opensWith),
/* harmony export */   we: () => (/* binding */ markerOf)
/* harmony export */ });
const START = '<!-- oz-agent-action ';
/**
 * The first line of what this action posts, by which it is found again: a comment by its key or its step, a review by
 * its run, an inline comment of a review (`finding`) by its comment key. In its second line a comment may say which run it
 * concludes, and how (`concluded`). Keys are free text: percent-encoded, hyphens too,
 * so that none ends the HTML comment.
 */
function markerOf(kind, key) {
    return `${START}${kind}=${encodeURIComponent(key).replaceAll('-', '%2D')} -->`;
}
/** Whether a comment carries a marker of this action, of any step. A quotation of one does not count. */
function isOurs(body) {
    return body.split('\n').some((line) => line.startsWith(START));
}
/** Whether a comment opens with this marker. Elsewhere in it the marker means nothing: others' words stand there. */
function opensWith(body, marker) {
    return body.startsWith(marker);
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
/** In characters: names are others' words. */
const MAX_NAME = 120;
/**
 * What a name that is not known may have meant, and up to ten that are, nearest first: goes on a clause that says so.
 * `compared`: what of a name counts.
 */
function suggestion(wanted, known, compared = (name) => name) {
    const ranked = known.map((names) => nearestOf(wanted, names, compared)).toSorted((a, b) => a.far - b.far);
    const [near] = ranked;
    if (near === undefined)
        return '; there are none';
    const shown = ranked.slice(0, MOST).map(({ name }) => quoted(name));
    const more = ranked.length > MOST ? ` and ${ranked.length - MOST} more` : '';
    const list = `here are: ${shown.join(', ')}${more}`;
    // Farther off it was hardly meant.
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
/** A finding as a sentence of its own. */
function closed(words) {
    return /[.?!]$/.test(words) ? words : `${words}.`;
}


/***/ }),

/***/ 552:
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






/** In bytes: outputs travel in environment variables, of which every OS carries this much. */
const MAX_RESULT = 30_000;
const MAX_JSON = 60_000;
/** In characters. */
const MAX_WORDS = 4000;
/**
 * The step's outputs. They are written early and often: the runner reads them even when the step was killed, and
 * the last value counts.
 */
class Outputs {
    #secrets;
    #warn;
    #hasWarned = false;
    #fault;
    /** `warn` is called the first time that outputs cannot be written: that ends no run. */
    constructor(secrets, warn = () => undefined) {
        this.#secrets = secrets;
        this.#warn = warn;
    }
    /** Why the last values could not be written; undefined when they were. */
    get fault() {
        return this.#fault;
    }
    /** Before anything else: true for a step that dies at once, and no stray log line can forge them any more. */
    begin() {
        this.#write(Object.fromEntries(declared/* outputNames */.g.map((name) => [name, name === 'outcome' ? 'refused' : ''])));
    }
    update(report, { kind, record, hasMoved, hasLink }) {
        // From now on a run may exist.
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
        // Redacted whole before anything is cut, which could leave the half of a secret.
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
            // Our own path too.
            'structured-output-file': report.structuredOutputFile ?? '',
            'review-url': report.review?.url ?? '',
            runs: rest.collection ? listJson(concludedIn(rest.collection), MAX_JSON) : '',
            pending: textOf(rest.collection?.runs.filter(({ isActive }) => isActive).length),
            'pull-request-url': first?.url ?? '',
            'pull-request-number': first?.number === undefined ? '' : String(first.number),
            'pull-request-branch': first?.branch ?? '',
            'pull-requests': listJson(run ? pullRequests : [], MAX_JSON),
            artifacts: listJson(run?.artifacts.map(({ raw }) => raw) ?? [], MAX_JSON),
            // Our own, and no other path leads there.
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
/** Undefined without a document, and for one of more bytes. */
function compactJson(document, most) {
    const json = document === undefined ? undefined : JSON.stringify(document);
    return json !== undefined && Buffer.byteLength(json) <= most ? json : undefined;
}
/** A JSON array of at most so many bytes: whole items are left out from the end. */
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
/**
 * JSON of at most so many bytes: the longest strings are shortened first. Where that is not enough, the largest
 * members of the outermost object are left out.
 */
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
var github_failure = __webpack_require__(220);
// EXTERNAL MODULE: ./build/github/marker.js
var marker = __webpack_require__(4878);
// EXTERNAL MODULE: ./build/github/permission.js
var permission = __webpack_require__(9071);
// EXTERNAL MODULE: ./build/model.js
var model = __webpack_require__(5933);
;// CONCATENATED MODULE: ./build/gate/people.js

/** Whoever did what the event is about. */
const sender = (payload) => [person(payload.sender)];
/**
 * Whoever did something to a subject. An app that opens an issue with a label causes `labeled` as well, and the payload
 * does not say which of the two its author did in person.
 */
function actor(subject) {
    return (payload) => {
        const [wrote, acted] = [writer(payload[subject]), person(payload.sender)];
        return [acted && wrote && isSame(acted, wrote) ? merged(acted, wrote) : acted];
    };
}
/**
 * The author of the text, and whoever else touched it: an edit puts other words into the author's mouth. Not whoever
 * pressed re-run, who is not in the payload.
 */
function author(subject) {
    return (payload) => {
        const wrote = writer(payload[subject]);
        return payload.action === 'created' || payload.action === 'submitted'
            ? [wrote]
            : [wrote, ...actor(subject)(payload)];
    };
}
/** The author of what they opened, and with the editor of what was edited; else whoever set the label or the like. */
function people_opener(subject) {
    return (payload) => {
        const wrote = writer(payload[subject]);
        if (payload.action === 'opened' || payload.action === 'created')
            return [wrote];
        return payload.action === 'edited' ? [wrote, ...actor(subject)(payload)] : actor(subject)(payload);
    };
}
/** A pull request is judged by whoever does something to it; after an edit its author's words count as well. */
function pusher(subject) {
    return (payload) => {
        const wrote = payload.action === 'edited' ? [writer(payload[subject])] : [];
        return [...wrote, ...actor(subject)(payload)];
    };
}
/**
 * The actor of the run that caused it; when that ran for another repository's code, its owner as well, who is unknown
 * once the fork is deleted. A run of this repository that nobody without write access can cause speaks for itself.
 */
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
/** Events that nobody can cause without write access to the repository, or the trust of somebody who has it. */
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
/** Events that anyone can cause, directly or through an app that reacts to them; with who is judged. */
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
/** Each person once. */
function withPerson(people, person) {
    const known = people.find((one) => isSame(one, person));
    return known ? people.map((one) => (one === known ? merged(known, person) : one)) : [...people, person];
}
function isSame(one, other) {
    return one.login.toLowerCase() === other.login.toLowerCase();
}
/** Who once spoke through an app is not made a person by what they did without it. */
function merged(one, other) {
    return { login: one.login, isBot: one.isBot || other.isBot };
}
/**
 * Whose name a text or a deployment bears. With a personal key an agent writes as its owner, but through an app: then it
 * is no person's word.
 */
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







/** How long GitHub may take to answer who somebody is, in ms. */
const TIMEOUT = 30_000;
/** The same for the reaction, which the end of a short step waits for. */
const REACTION_TIMEOUT = 10_000;
/**
 * May the people behind the event start a run? Throws a `StepError` when they may not. Nobody's word counts but
 * GitHub's: where it cannot be asked, the gate stays shut. Rejects with the signal's reason.
 */
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
        throw shut(`GitHub did not say who may start an agent: ${(0,github_failure.causeOf)(error)}`, 'Check the input `github-token`, then run the job again.');
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
/** An account of this very token would start itself over and over, whatever the lists say. */
async function judgeBot(login, isListed, inputs, event, signal) {
    const asked = permissions(inputs, event, signal).then((github) => github.self());
    // Whom the list does not name stays out either way, so that GitHub need not answer.
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
    const { Permissions } = await Promise.all(/* import() */[__webpack_require__.e(415), __webpack_require__.e(498)]).then(__webpack_require__.bind(__webpack_require__, 1498));
    return new Permissions(githubToken, event, AbortSignal.any([signal, (0,clock/* timeoutSignal */._)(timeout)]));
}
/** Shows the author of the comment that it was seen. Best effort, beside everything else. */
async function acknowledge(inputs, event, signal, log) {
    if (event.payload.comment === undefined || inputs.githubToken === undefined)
        return;
    try {
        await (await permissions(inputs, event, signal, REACTION_TIMEOUT)).acknowledge();
    }
    catch (error) {
        log.debug(`No reaction on the comment: ${(0,github_failure.causeOf)(error)}`);
    }
}
function shut(message, remedy) {
    const failure = { code: 'gate', message: `${message}, so no agent was started.`, remedy };
    return new model/* StepError */.z(failure, { isQuiet: true });
}

;// CONCATENATED MODULE: ./build/gate/missing-key.js

/** Events that get no secrets skip the step, since nobody can give them a key; elsewhere a missing key is a mistake. */
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



/** How long GitHub may take, in ms: a run waits for it. */
const head_commit_TIMEOUT = 10_000;
/** Events of what ran on a commit. */
const OF_A_COMMIT = ['workflow_run', 'check_run', 'check_suite'];
/**
 * Of anything about a pull request its head, which is not `GITHUB_SHA`: that is a merge commit or the default branch.
 * From the event where it says, else asked of GitHub, once: the same answer each time.
 */
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
        // Issues and pull requests share their numbers.
        const isIssue = (0,github_failure/* statusOf */.c2)(error) === 404 && (0,github_failure/* failureOf */.g5)(error) === 'gone' && !isPullRequest(number, event);
        return isIssue ? { kind: 'issue' } : { kind: 'unknown', error };
    }
}
/** What the event says of the commit, where it does. */
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
/** Whether the event says that its number is that of a pull request. */
function isPullRequest(number, { number: own, payload }) {
    return number === own && ('pull_request' in payload || 'pull_request' in (0,json/* object */.Ik)(payload.issue));
}
async function askGitHub(number, { repository, apiUrl }, token, signal) {
    const { connectGitHub } = await Promise.all(/* import() */[__webpack_require__.e(415), __webpack_require__.e(987)]).then(__webpack_require__.bind(__webpack_require__, 987));
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
/** Whether it matters who caused the event. */
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
/** Downloads what the last run left behind. Nothing is fetched once the step is shutting down. */
class EvidencePublisher {
    #folder;
    #deps;
    #secrets;
    #records;
    /** `folder`: an absolute path that the inputs have judged. */
    constructor(folder, records, deps, secrets) {
        this.#folder = folder;
        this.#records = records;
        this.#deps = deps;
        this.#secrets = secrets;
    }
    async finish() {
        const { oz, clock, log, signal } = this.#deps;
        const { run, result } = this.#records().findLast(({ runId }) => runId !== undefined) ?? {};
        // Collected only of a run that is over, and that this step has followed to its end.
        if (run === undefined || result === undefined || signal.aborted)
            return undefined;
        try {
            const { Evidence } = await __webpack_require__.e(/* import() */ 835).then(__webpack_require__.bind(__webpack_require__, 7835));
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
/** Everything in the conversation that the level shows, in its order. What the user said is known already. */
function activitiesOf({ steps }, level) {
    return level === 'off' ? [] : steps.flatMap((step, index) => ofStep(step, `${index}`, [], level));
}
/** Messages and inner steps by their times; where one has none, messages come first. */
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
/** The members that say most about an action, the first that is there; agents name them differently. */
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
/** That it completed goes without saying where there is something to show. */
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
/** Lines shown of one activity. */
const MAX_LINES = {
    message: 400,
    action: 6,
    result: 20,
    event: 3,
};
/** In characters: the arrow before the title of a group moves it, and what is in the group, to the right. */
const ARROW = 2;
/**
 * Prints what the agent did, each line behind a gutter; what nested steps did is indented and folded in a group. The
 * time stands once, before the first line of all that is outside of groups, or before the title of a group.
 */
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
        // Deep nesting must not leave a column of single letters.
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



/** From the agent's start to the first reading, and at least between two of them, in ms. */
const MIN_PAUSE = 3000;
/**
 * How much older the work is at each reading than at the one before. A conversation comes whole every time, so the
 * readings of one that grows evenly add up to 1 / (1 - 1 / GROWTH) = 4.8 times its final size; with the last one,
 * 5.8 times.
 */
const GROWTH = 1.26;
/**
 * Prints the work of one run as it happens. Reads the conversation beside the polling, which never waits for it, and
 * only when the run has moved. A failure costs nothing but the feed.
 */
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
    /** What the agent did last, for people who look at the comment. */
    get latest() {
        return this.#latest?.text;
    }
    /** What was there before is not printed. `isOver`: whether the run had ended, so that no message is still growing. */
    skip(conversation, isOver) {
        const all = activitiesOf(conversation, this.#level);
        for (const { key } of settled(all, isOver))
            this.#skipped.add(key);
    }
    /** Call it with every reading of the run; returns at once. */
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
        // A run that this step attached to has worked before; both times are the server's.
        const worked = run.startedAt !== undefined && run.updatedAt !== undefined ? run.updatedAt - run.startedAt : 0;
        const age = Math.max(now - this.#startedAt, worked);
        this.#nextAt = now + Math.max(MIN_PAUSE, age * (GROWTH - 1));
        // A run that had ended may go on after a follow-up.
        this.#isFinished = false;
        this.#reading = this.#read(run.id).finally(() => {
            this.#reading = undefined;
        });
    }
    /** Prints what is left, once the run is over and its conversation was read for the last time. */
    finish(conversation) {
        if (conversation)
            this.#print(conversation, true);
        // A reading that is still on its way has nothing to add.
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
            // Not every harness has one; the transcript takes its place once the run is over.
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
/** The last message may still be growing, and each is printed once. */
function settled(all, isFinal) {
    return !isFinal && all.at(-1)?.kind === 'message' ? all.slice(0, -1) : all;
}

;// CONCATENATED MODULE: ./build/publish/log.js




/** In characters: GitHub shows 4,096 of an annotation, and its end matters as much as its beginning. */
const MAX_ANNOTATION = 3900;
const MAX_PART = 1500;
/** The log of the step: its runs as they move, and their results. Of a red step the last is its one error annotation. */
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
/** The runs as they move: their states, their sessions and, as far as asked for, their agents' work. */
class LiveLog {
    #deps;
    #level;
    #feeds = new Map();
    constructor(deps, level) {
        this.#deps = deps;
        this.#level = level;
    }
    /** What the agent of a run did last. */
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
// EXTERNAL MODULE: ./build/publish/review.js
var review = __webpack_require__(8450);
// EXTERNAL MODULE: ./build/runs/stamp.js
var runs_stamp = __webpack_require__(5304);
// EXTERNAL MODULE: ./build/publish/last-try.js
var last_try = __webpack_require__(8014);
;// CONCATENATED MODULE: ./build/publish/status.js




/** How long GitHub may take for the last status, in ms: the comment needs time of its own. */
const status_TIMEOUT = 10_000;
/** What is left to it once the step is shutting down, in ms: after 7.5 s the runner insists. */
const GRACE = 6000;
/** The same for one that the last status follows at once. */
const PENDING_GRACE = 1000;
/** After a failure, in ms, before a status that only says how the run gets on is tried again. */
const PAUSE = 10_000;
/** The commit status: pending while the run goes on, concluded with it. Set beside the polling, which never waits. */
class StatusPublisher {
    #name;
    #inputs;
    #findHead;
    #parts;
    /** The newest that the status should say, and what it says. */
    #due;
    #set;
    #setting;
    #notBefore = 0;
    #isGivenUp = false;
    /** Whether a request had no answer: it may still take effect, after the last one. */
    #isDoubtful = false;
    constructor(name, inputs, findHead, parts) {
        this.#name = name;
        this.#inputs = inputs;
        this.#findHead = findHead;
        this.#parts = parts;
    }
    update(_report, { kind, record }) {
        if (!['known', 'reading'].includes(kind) || !this.#isStarted(record))
            return;
        this.#due = { update: pendingUpdate(record), record };
        const { clock, shutdown } = this.#parts;
        if (this.#setting || shutdown.isActive || clock.now() < this.#notBefore)
            return;
        this.#setting = this.#tryDue().finally(() => {
            this.#setting = undefined;
        });
    }
    /** What the post phase has to set if this one is killed from now on. Sends nothing. */
    async prepare(report) {
        const { ledger } = this.#parts;
        const { pendingStatus } = ledger;
        if (pendingStatus === undefined)
            return;
        const conclusion = await this.#conclusionOf(report);
        ledger.setPendingStatus(conclusion && { ...pendingStatus, conclusion });
    }
    async finish(report, deadline) {
        const { clock, ledger, shutdown, log } = this.#parts;
        await this.#setting;
        const record = ledger.records.at(-1);
        const update = (await this.#conclusionOf(report)) ?? this.#lastPending(report, record);
        if (update === undefined || this.#isGivenUp)
            return undefined;
        const limits = { deadline: Math.min(deadline, clock.now() + status_TIMEOUT), grace: GRACE };
        const error = await (0,last_try/* tryUntil */.aF)(() => this.#send(update, record), limits, { clock, shutdown });
        if (this.#isGivenUp)
            return undefined;
        const isPending = update.state === 'pending';
        if (error !== undefined && (isPending || (0,github_failure/* isFinal */.dR)((0,github_failure/* failureOf */.g5)(error))))
            await this.#giveUp(error);
        else if (error !== undefined) {
            log.info(`The commit status was not set: ${(0,github_failure.causeOf)(error)}. The post phase of this step tries again.`);
        }
        else if (isPending || !this.#isDoubtful)
            ledger.setPendingStatus(undefined);
        return undefined;
    }
    /** Undefined where it stays pending, or where there is none. */
    async #conclusionOf(report) {
        const { ledger, secrets } = this.#parts;
        if (isLeftRunning(report, ledger.records.at(-1)))
            return undefined;
        const { concludedStatus } = await Promise.all(/* import() */[__webpack_require__.e(94), __webpack_require__.e(617), __webpack_require__.e(391), __webpack_require__.e(27), __webpack_require__.e(297), __webpack_require__.e(401), __webpack_require__.e(937)]).then(__webpack_require__.bind(__webpack_require__, 7937));
        return concludedStatus(report, secrets, ledger.pendingStatus !== undefined);
    }
    /** Of a run that goes on, whose status may not say so yet. */
    #lastPending({ outcome }, record) {
        if (this.#due !== undefined)
            return this.#due.update;
        const isOurs = record?.request !== undefined || this.#inputs.mode === 'follow-up';
        return outcome === 'started' && record !== undefined && isOurs ? pendingUpdate(record) : undefined;
    }
    /** Whether the run is one that this step waits for; of an attached one the commit is known with the first reading. */
    #isStarted(record) {
        const { runId, run, request, stateBefore } = record;
        if (runId === undefined || run?.stage === 'ended' || stateBefore !== undefined)
            return false;
        return run !== undefined || request !== undefined;
    }
    async #tryDue() {
        const { clock, log, shutdown } = this.#parts;
        while (this.#due !== undefined && !this.#isGivenUp && !shutdown.isActive) {
            const { update, record } = this.#due;
            try {
                await this.#send(update, record);
            }
            catch (error) {
                const failure = (0,github_failure/* failureOf */.g5)(error);
                if ((0,github_failure/* isFinal */.dR)(failure))
                    return this.#giveUp(error);
                this.#notBefore = clock.now() + (failure === 'busy' ? (0,github_failure/* pauseAfter */.l0)(error, clock.wall()) : PAUSE);
                log.debug(`The commit status was not set (${failure}): ${error.message}`);
                return;
            }
            if (this.#due.update === update || status_isSame(this.#due.update, update))
                return;
        }
    }
    /** What it says already is not set again. Saved first: a step that dies leaves no status pending. */
    async #send(update, record) {
        const { ledger, shutdown, event } = this.#parts;
        if (this.#set !== undefined && status_isSame(this.#set, update))
            return;
        const sha = await this.#commitOf(record);
        const { githubToken: token } = this.#inputs;
        if (sha === undefined || token === undefined || this.#isGivenUp)
            return;
        const conclusion = update.state === 'pending' ? ledger.pendingStatus?.conclusion : update;
        ledger.setPendingStatus({ name: this.#name, sha, isWaiting: this.#inputs.wait, conclusion });
        // A pending status that the post phase knows nothing of would stay.
        if (ledger.fault !== undefined && update.state === 'pending')
            return;
        const { setStatus } = await Promise.all(/* import() */[__webpack_require__.e(415), __webpack_require__.e(446)]).then(__webpack_require__.bind(__webpack_require__, 1446));
        const place = { repository: event.repository, sha, context: this.#name };
        try {
            const grace = update.state === 'pending' ? PENDING_GRACE : GRACE;
            await setStatus({ token, apiUrl: event.apiUrl }, place, update, shutdown.after(grace));
            this.#set = update;
        }
        catch (error) {
            this.#isDoubtful ||= (0,github_failure/* failureOf */.g5)(error) === 'other';
            throw error;
        }
    }
    /** An attached run has its commit stamped; the pull request may have moved on since. */
    async #commitOf(record) {
        const { event } = this.#parts;
        const { number, githubToken, mode } = this.#inputs;
        if (!githubToken)
            return this.#none('the input `github-token` is empty. Give one, or leave `status` out.');
        const isForeign = record?.request === undefined && mode !== 'follow-up';
        const stamped = isForeign ? (0,runs_stamp/* stampedCommit */.AN)(record?.run, event, number) : undefined;
        if (stamped !== undefined)
            return stamped;
        const head = await this.#findHead();
        if (head.kind === 'commit')
            return head.sha || this.#none('the workflow names no commit.');
        return this.#none(head.kind === 'issue'
            ? `#${number} is an issue, which has no commit. Leave \`status\` out, or give \`issue-number\`.`
            : `the head commit of #${number} could not be read: ${(0,github_failure.causeOf)(head.error)}. Let the job read it:\npermissions:\n  pull-requests: read`);
    }
    #none(why) {
        if (!this.#isGivenUp)
            this.#parts.log.warning(`No commit status was set: ${why}`, 'Status');
        this.#isGivenUp = true;
    }
    /** One warning for a step. */
    async #giveUp(error) {
        const { ledger, log } = this.#parts;
        const { explainStatus } = await Promise.all(/* import() */[__webpack_require__.e(415), __webpack_require__.e(446)]).then(__webpack_require__.bind(__webpack_require__, 1446));
        if (!this.#isGivenUp)
            log.warning(explainStatus(error), 'Status');
        this.#isGivenUp = true;
        ledger.setPendingStatus(undefined);
    }
}
function pendingUpdate({ runId = '', run }) {
    const description = run === undefined || run.stage === 'queued' ? 'Queued' : 'Working';
    return { state: 'pending', description, targetUrl: (0,links/* runUrl */.V)(runId) };
}
function status_isSame(one, other) {
    return (one.state === other.state && one.description === other.description && one.targetUrl === other.targetUrl);
}
/** Whether the run goes on by choice, so that nothing is concluded: not a run that ran out of time. */
function isLeftRunning({ outcome, failure }, record) {
    if (outcome === 'started')
        return true;
    const isDetached = record?.isDone === true && record.onCancel === 'detach';
    return outcome === 'lost' && failure?.code === 'stopped' && isDetached && record?.runId !== undefined;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/publish/structured-output.js





/** The document that was asked for, as a file: outputs carry only so much. */
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
            // `wx`: never through a link that somebody planted.
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











/** All places to report to: what moves while it moves, and at the end the result. */
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
    open(inputs) {
        const { log, secrets, env, event, shutdown } = this.#parts;
        this.#inputs = inputs;
        this.#publishers.push(new pull_requests/* PullRequestDetails */.n(inputs, event, log, shutdown.signal));
        if (isFollowing(inputs) && inputs.review) {
            const options = { ...inputs, maxComments: inputs.review.maxComments };
            this.#publishers.push(new review/* ReviewPublisher */.b(options, this.#parts));
        }
        if (inputs.summary)
            this.#publishers.push(new summary/* SummaryPublisher */.x(log, secrets, env));
        this.#publishers.push(new comment/* CommentPublisher */.Y(inputs, this.#parts, 'main'));
    }
    /** From now on runs may move. */
    follow(inputs, findHead, deps) {
        const { ledger, secrets } = this.#parts;
        const stays = isFollowing(inputs) && inputs.wait;
        this.#live = new LiveLog(deps, stays ? inputs.stream : 'off');
        this.#publishers.push(this.#live);
        if (stays && inputs.artifactsFolder !== undefined) {
            const { artifactsFolder } = inputs;
            this.#publishers.push(new EvidencePublisher(artifactsFolder, () => ledger.records, deps, secrets));
        }
        if (isFollowing(inputs) && inputs.status !== undefined) {
            this.#status = new StatusPublisher(inputs.status, inputs, findHead, this.#parts);
            // A verdict that a merge may wait for comes before the words about it.
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
        // A red step has its one error annotation already.
        if ((0,report_report/* isGreen */.g)(report) && fault !== undefined)
            log.error(fault, `Oz agent: ${report.outcome}`);
        return (0,report_report/* isGreen */.g)(report) && fault === undefined;
    }
    #update(change, stays) {
        const { ledger, event } = this.#parts;
        const { ending, runId, stateBefore } = change.record;
        // A follow-up that nothing shows to have been taken has started nothing.
        const isStarted = !stays && stateBefore === undefined;
        const failure = { code: 'interrupted', message: 'The step ended before its run did.', remedy: '' };
        const result = ending ?? (isStarted ? { outcome: 'started' } : { outcome: 'lost', failure });
        const progress = ending === undefined ? { now: this.#live?.latestOf(runId) } : undefined;
        const report = (0,report_report/* buildReport */.F)(result, this.#inputs, ledger, event, progress);
        for (const publisher of this.#publishers) {
            // Only a step that stays with its run has a comment that moves.
            if (stays || !(publisher instanceof comment/* CommentPublisher */.Y))
                publisher.update?.(report, change);
        }
    }
}
/** Why a step is red whose run went well: what comes after it would act on something untrue. */
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
// EXTERNAL MODULE: ./build/runs/endings.js
var endings = __webpack_require__(9483);
// EXTERNAL MODULE: ./build/runs/start.js
var start = __webpack_require__(2679);
// EXTERNAL MODULE: ./build/runs/wanted.js
var runs_wanted = __webpack_require__(9480);
;// CONCATENATED MODULE: ./build/runs/create.js






/** How long a create request in progress may still be answered once the step is shutting down, in ms. */
const CREATE_GRACE = 3000;
/** How much of the prompt the post phase gets to recognise the run by, in characters. */
const PROMPT_START = 200;
/** Makes the run of one attempt. Where there is none, the record's ending says why. */
async function createRun({ id: taskId, policy, output, body: task, stampOrder }, deps) {
    const { ledger, log, clock, shutdown } = deps;
    const startId = (0,external_node_crypto_.randomUUID)();
    const wanted = output && (0,runs_wanted/* wantedFirst */.CK)(output, startId);
    const prompt = (0,runs_wanted/* withOutput */.Wq)((0,json/* text */.Qq)(task.prompt), wanted);
    const metadata = { ...(0,json/* object */.Ik)(task.metadata), start_id: startId };
    const body = { ...task, ...(prompt && { prompt }), metadata };
    const request = requestOf(startId, body, deps);
    const record = ledger.creating({ ...request, prompt: prompt?.slice(0, PROMPT_START) }, { taskId, onCancel: policy.onCancel, isAnswerWanted: wanted !== undefined && policy.wait });
    const started = await (0,start/* startRun */.AD)(request, body, deps, clock.now() + start/* START_TIMEOUT */.xt, {
        giveUp: shutdown.after(CREATE_GRACE),
        sending: () => ledger.sending(record),
        harmless: () => ledger.harmless(record),
        renewed: stampOrder && ((latest) => withOrder(latest, stampOrder, deps)),
        ambiguous: ({ serverSentAt }) => ledger.ambiguous(record, serverSentAt),
    });
    if (started.kind !== 'started') {
        ledger.end(record, notStarted(started, request));
        return { record, wanted };
    }
    const { id, state, atCapacity } = started.run;
    ledger.created(record, id, state);
    log.info(`run created: ${(0,links/* runUrl */.V)(id)}${state ? `  ${state}` : ''}`);
    if (atCapacity)
        log.info('The team is at its limit of concurrent agents: the run waits for a free place.');
    return { record, wanted };
}
/** Signed with the time of this very request. */
function withOrder(body, stampOrder, { clock, oz }) {
    const metadata = (0,json/* object */.Ik)(body.metadata);
    const time = oz.serverTimeOf(clock.wall()) ?? clock.wall();
    const collect = stampOrder({ metadata, parentRunId: (0,json/* text */.Qq)(body.parent_run_id) }, time);
    return { ...body, metadata: { ...metadata, collect } };
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
// EXTERNAL MODULE: ./build/runs/follow-up.js
var follow_up = __webpack_require__(4162);
// EXTERNAL MODULE: ./build/runs/stay.js + 5 modules
var stay = __webpack_require__(4283);
;// CONCATENATED MODULE: ./build/runs/conclude.js









/** How long the look for duplicate runs may take, in ms. */
const DUPLICATES_TIMEOUT = 60_000;
/** Before the second attempt, in ms; doubled before each further one, up to a minute. */
const RETRY_PAUSE = 5000;
/**
 * Sees one task to its end; any number may go on side by side. The result is in the ledger. Rejects with a
 * `StepError` or an `OzError` when there is no run to follow, with the signal's reason when there was none yet at
 * shutdown, and over faults of our own.
 */
async function concludeTask(task, deps) {
    const { ledger, signal } = deps;
    try {
        await conclude(task, deps);
    }
    catch (error) {
        // Only the signal's own reason is a shutdown: whatever else fails then is a fault like any other.
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
/** Each attempt starts a run and stays with it. */
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
        // What the look-up after a lost answer already showed must not work on beside the run for hours.
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
    const { record, followUp, wanted } = await (0,follow_up/* sendFollowUp */.b)(task, deps);
    const { policy } = task;
    const spend = (0,stay/* spendLimitOf */.pD)(policy);
    spend?.observe(followUp.before, true);
    const visit = { policy, spend, followUp, wanted, mayPrompt: true };
    await (0,stay/* stay */.kP)(record, visit, deps);
    (0,stay/* reportSpend */.dg)(record, visit, deps);
}
/** Its record was begun with those of its siblings, so that all of them are known should the step die. */
async function cancel(task, deps) {
    const { ledger } = deps;
    const record = ledger.records.find(({ taskId }) => taskId === task.id);
    if (record !== undefined)
        ledger.end(record, await (0,cancel_record/* cancelRecord */.Ik)(record, deps));
}
/** Waits before a further attempt, where the server says that a new run may succeed and this one opened nothing. */
async function mayTryAgain(attempt, record, spend, deps) {
    const { clock, signal, log } = deps;
    const { run: ended, ending } = record;
    if (!ended || !['failed', 'error'].includes(ending?.outcome ?? '') || !isWorthAnother(ended))
        return false;
    if (spend?.isReached)
        return false;
    const pause = Math.min(RETRY_PAUSE * 2 ** (attempt - 1), 60_000);
    log.info(`${ended.state}: ${ending?.failure?.message}`);
    log.info(`The server marks that retryable: a new run in ${pause / 1000} s.`);
    await clock.sleep(pause, signal);
    // Artifacts can lag: a pull request may have turned up meanwhile.
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
/** A create request with an ambiguous answer may have made a further run in the meantime. */
async function lookForDuplicates(record, deps) {
    const { clock, ledger, signal } = deps;
    try {
        await (0,duplicates/* removeDuplicates */.R3)(record, ledger, deps, clock.now() + DUPLICATES_TIMEOUT);
    }
    catch (error) {
        // What is known of the run stands, and the post phase looks for duplicates anyway.
        if (!signal.aborted || error !== signal.reason)
            throw error;
    }
}

// EXTERNAL MODULE: ./build/runs/examine.js
var examine = __webpack_require__(5632);
// EXTERNAL MODULE: ./build/runs/find.js
var find = __webpack_require__(5844);
;// CONCATENATED MODULE: ./build/gate/own-pull-request.js








/** How long the look may take, in ms. */
const own_pull_request_TIMEOUT = 2 * 60_000;
/** How long the API may take to answer for the first time, in ms: the address or the proxy may be wrong. */
const FIRST_TIMEOUT = 60_000;
/** How long before it opens its pull request a run was created, at most and usually; how far clocks differ. In ms. */
const MAX_RUN = 8 * 24 * 60 * 60_000;
const USUAL_RUN = 24 * 60 * 60_000;
const CLOCK_SKEW = 60 * 60_000;
/** While a pull request is so young, its run may not list it yet; pauses before looking again. In ms. */
const ARTIFACT_LAG = 2 * 60_000;
const LOOKS = [2000, 4000, 8000, 16_000, 30_000];
/**
 * Throws a `StepError` when the pull request of the event was opened by a run of this same workflow, job and key:
 * answering to it would go round in circles. With a personal key the agent acts as its owner, so no permission tells.
 * Where Oz cannot be asked, the step is refused.
 */
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
            // Children inherit the metadata of their parent, and count.
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
/** A server that drops metadata finds nothing by it, but knows which run opened the pull request. */
async function stopIfUnknown(event, deps, deadline) {
    const filter = { artifactType: 'PULL_REQUEST', ...periodOf(USUAL_RUN, event) };
    const listed = await (0,find/* listRuns */.v)(filter, deps, deadline);
    const opened = listed.kind === 'runs' ? listed.runs.filter((run) => hasOpened(run, event)) : [];
    const isBare = opened.some((run) => Object.keys(run.metadata ?? {}).length === 0);
    if (isBare)
        throw cannotTell('the server does not tell which job started the run that opened it');
}
/** GitHub tells of a pull request within seconds; the run that opened it lists it a while later. */
function isFresh(event, { clock }) {
    const pull = (0,json/* object */.Ik)(event.payload.pull_request);
    const age = clock.wall() - Date.parse((0,json/* text */.Qq)(pull.created_at) ?? '');
    return isFromHere(pull, event.repository) && Math.abs(age) < ARTIFACT_LAG;
}
/** Whether a run of this job works, and has opened nothing that we know of. */
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
/** By number; by branch where the artifact's URL is of no form that is known. */
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
var inputs_review = __webpack_require__(5026);
// EXTERNAL MODULE: ./build/runs/conversation-id.js
var conversation_id = __webpack_require__(6428);
// EXTERNAL MODULE: ./build/runs/environment.js
var environment = __webpack_require__(7182);
// EXTERNAL MODULE: ./build/runs/cancel.js
var runs_cancel = __webpack_require__(2257);
;// CONCATENATED MODULE: ./build/runs/overlap.js







/** How long earlier runs are looked for, and then cancelled, in ms. */
const LOOK_TIMEOUT = 60_000;
const overlap_TIMEOUT = 2 * 60_000;
const overlap_UNKNOWN = 'It could not be determined whether an earlier run is still active, so none was created.';
/**
 * What an earlier run with this stamp that is still active means: the id of the run to follow instead of a new one, or
 * undefined when a new one may be created. Throws a `StepError` otherwise. Two steps that look at the same instant see
 * nothing of each other: without a lock on the server that cannot be excluded.
 */
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











/** How long a look for runs may take, in ms. */
const LOOK_UP_TIMEOUT = 60_000;
/** How often a run that is only cancelled would be asked for, in ms: it is not followed. */
const UNUSED_CEILING = 15_000;
/**
 * What the step is to do, once the gate is passed: usually one task; `cancel` may have any number. Rejects with a
 * `StepError` or an `OzError` when that cannot be determined, or when nothing is to be done.
 */
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
            const output = inputs.review ? (0,inputs_review/* reviewOutput */._U)() : inputs.output;
            return [{ kind: 'attach', id: TASK, policy: policyOf(inputs, 'detach'), output, runId }];
        }
        case 'cancel':
            return cancelTasks(inputs, event, deps);
    }
}
/** The one task of most steps. */
const TASK = 'run';
/** A new run, or the earlier one that `on-overlap` says to follow. */
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
        const output = inputs.review ? (0,inputs_review/* reviewOutput */._U)() : inputs.output;
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
/** The review of a pull request as it stands now. Throws a `StepError` where that cannot be determined. */
function reviewOf(head, number) {
    if (head.kind === 'commit' && number !== undefined) {
        return (0,inputs_review/* reviewOutput */._U)({ number, commit: head.sha, base: head.baseSha });
    }
    if (head.kind === 'issue') {
        throw new model/* StepError */.z({
            code: 'no_pull_request_to_review',
            message: `There is nothing to review: #${number} is no pull request of this repository.`,
            remedy: 'Give the number of a pull request by `issue-number`.',
        });
    }
    const why = head.kind === 'unknown' ? `: ${(0,github_failure.causeOf)(head.error)}` : '';
    throw new model/* StepError */.z({
        code: 'review_commit_unknown',
        message: `The commit to review could not be determined${why}.`,
        remedy: 'Check the input `github-token`, which needs `pull-requests: read`, then run the job again.',
    });
}
/** Ids for what the request names in other ways. Asked for before anything is changed. */
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
/** `fate`: what happens to the run where the inputs do not say. */
function policyOf(inputs, fate) {
    const { wait, queueBudget, runBudget, pollCeiling, onBlocked, requirePullRequest, maxCredits } = inputs;
    const { onTimeout = fate, onCancel = fate } = inputs;
    const budgets = { queueBudget, runBudget, maxCredits, pollCeiling, onTimeout, onCancel };
    return { wait, ...budgets, onBlocked, requirePullRequest, failOn: inputs.review?.failOn };
}
/** The run that the step names, or the newest one of its pull request or issue. */
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
/** The run that the step names, or every active one of its pull request or issue. None: there is nothing to do. */
async function cancelTasks(inputs, event, deps) {
    const runIds = inputs.runId ? [inputs.runId] : await activeRuns(inputs, event, deps);
    if (runIds.length === 0)
        deps.log.info('No active run was found: there is nothing to cancel.');
    // A run that a server lists twice is one.
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
/** The runs of this repository and number, newest first, and of the comment key if the workflow gave one. */
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
















/** The whole story of a step: inputs, gate, tasks, conclusions, reports. Whether it is green. */
async function runStep(parts) {
    const { env, event, log, shutdown, ledger } = parts;
    const { signal } = shutdown;
    const reporting = new Reporting(parts);
    let acknowledged;
    let oz;
    let result;
    try {
        const inputs = await (0,read/* readInputs */.K)(env, event, (message) => log.warning(message));
        ledger.sharesEditing = sharesEditing(inputs);
        reporting.open(inputs);
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
        result = await carryOut(inputs, oz, reporting, parts);
    }
    catch (error) {
        result = failedResult(error, parts);
    }
    const isGreenStep = await reporting.finish(result);
    await acknowledged;
    await oz?.destroy();
    return isGreenStep;
}
/** Keys may come to look otherwise one day, so none is refused for its form. */
function warnOfOddKey(key, log) {
    const kind = (0,odd_key/* oddKey */.D)(key);
    if (kind === undefined)
        return;
    const what = `The API key does not look like one of Oz (\`wk-…\`)${kind}.`;
    log.warning(`${what} Trying it anyway. If it is refused: ${odd_key/* CREATE_KEY */.$}`);
}
async function carryOut(inputs, oz, reporting, { clock, log, shutdown, ledger, event, secrets }) {
    const deps = { oz, clock, log, signal: shutdown.signal, ledger, shutdown, secrets };
    if (inputs.mode === 'check') {
        const { check } = await Promise.all(/* import() */[__webpack_require__.e(415), __webpack_require__.e(516)]).then(__webpack_require__.bind(__webpack_require__, 516));
        return check(inputs, event, deps);
    }
    if (inputs.mode === 'collect') {
        // What its runs show is read by others than those who started them.
        ledger.sharesEditing = true;
        const { collect } = await Promise.all(/* import() */[__webpack_require__.e(94), __webpack_require__.e(617), __webpack_require__.e(391), __webpack_require__.e(27), __webpack_require__.e(297), __webpack_require__.e(401), __webpack_require__.e(758)]).then(__webpack_require__.bind(__webpack_require__, 758));
        return collect(inputs, deps, { clock, log, secrets, event, shutdown });
    }
    const findHead = headCommitFinder(inputs.number, event, inputs.githubToken, shutdown.signal);
    reporting.follow(inputs, findHead, deps);
    const tasks = await tasksFor(inputs, event, findHead, deps);
    // Should this step die, the post phase goes on with all that it was asked to cancel.
    if (inputs.mode === 'cancel') {
        ledger.attaching(tasks.map(({ id }) => ({ taskId: id, runId: id, onCancel: 'cancel' })));
    }
    // One task's fault must not leave the others unawaited.
    const ends = await Promise.allSettled(tasks.map((task) => concludeTask(task, deps)));
    for (const end of ends)
        if (end.status === 'rejected')
            throw end.reason;
    const result = inputs.mode === 'cancel' ? cancelResult(ledger.records) : step_resultOf(ledger.records);
    const { outcome, failure } = result;
    if (inputs.mode !== 'run' || outcome !== 'refused' || failure === undefined)
        return result;
    return { outcome, failure: await (0,examine/* withSuggestion */.h2)(failure, inputs.request, deps) };
}
/** What one task comes to. A further attempt that was refused changes nothing. */
function step_resultOf(records) {
    const counts = ({ ending }, index) => index === 0 || ending?.outcome !== 'refused';
    const { ending } = records.filter(counts).at(-1) ?? {};
    if (ending === undefined)
        throw new Error('a task ended without a word on its run');
    return { outcome: ending.outcome, failure: ending.failure };
}
/** Red when one run could not be cancelled, naming each. */
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
/** Why there is no run to report. Faults of our own are thrown on. */
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
/** Whether the step asks for a session that anyone with the link may edit. */
function sharesEditing(inputs) {
    const config = inputs.mode === 'run' ? (0,json/* object */.Ik)(inputs.request.config) : {};
    return (0,json/* object */.Ik)(config.session_sharing).public_access === 'EDITOR';
}

;// CONCATENATED MODULE: ./build/main.js













/** The main phase: wires the real parts, and sets the exit code. */
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
        // A fault of ours: whatever was saved and written until now stands, and the post phase cleans up.
        external_node_process_.exitCode = 1;
        log.error(`This action failed in a way it did not expect: ${error.stack ?? error}`, 'Oz agent');
    }
}
/** The parts of a main phase in this environment. */
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
/** How long GitHub may take in all once the outcome is known, in ms. What it does not take then, the post phase brings. */
const GITHUB_TIMEOUT = 30_000;
/** Everyone in turn, in the order of importance; the report with all that they added. */
async function finishAll(publishers, report, now) {
    const deadline = now + GITHUB_TIMEOUT;
    let latest = report;
    for (const publisher of publishers) {
        latest = { ...latest, ...(await publisher.finish(latest, deadline)) };
    }
    return latest;
}


/***/ }),

/***/ 8450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ ReviewPublisher)
/* harmony export */ });
/* harmony import */ var _github_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(220);
/* harmony import */ var _github_marker_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4878);
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4570);
/* harmony import */ var _runs_stamp_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5304);




/** What of GitHub's time is left to those who come after it, in ms. */
const RESERVE = 8000;
/** What is left to it once the step is shutting down, in ms. */
const GRACE = 5000;
/** Posts the agent's findings as one review of the pull request. */
class ReviewPublisher {
    #options;
    #parts;
    constructor(options, parts) {
        this.#options = options;
        this.#parts = parts;
    }
    /** One that cannot be posted is a warning, and its findings are for those who come after. */
    async finish({ last }, deadline) {
        const { log } = this.#parts;
        if (last?.document === undefined)
            return undefined;
        const unposted = await this.#unposted(last);
        if (unposted.placed.length === 0)
            return { review: unposted };
        const { githubToken: token } = this.#options;
        if (token === undefined) {
            log.warning('No review was posted: the input `github-token` is empty.', 'Review');
            return { review: { ...unposted, why: 'No review was posted: there is no `github-token`.' } };
        }
        try {
            const review = await this.#publish(unposted, last.runId, token, deadline);
            if (review.url !== undefined)
                log.info(`review: ${review.url}`);
            return { review };
        }
        catch (error) {
            const { explainReview } = await Promise.all(/* import() */[__webpack_require__.e(415), __webpack_require__.e(299)]).then(__webpack_require__.bind(__webpack_require__, 4299));
            log.warning(explainReview(error), 'Review');
            return { review: { ...unposted, why: 'The review could not be posted: the log says why.' } };
        }
    }
    /** As it is before GitHub was asked anything. */
    async #unposted({ document, run }) {
        const { serverUrl, repository } = this.#parts.event;
        const { unplaced } = await __webpack_require__.e(/* import() */ 86).then(__webpack_require__.bind(__webpack_require__, 86));
        // Valid by the schema that it was asked for with.
        const { summary, findings } = document;
        const at = { serverUrl, repository, commit: run?.metadata?.github_sha, mergeBase: undefined };
        return { summary, at, placed: unplaced(findings), url: undefined, why: undefined };
    }
    async #publish(unposted, runId, token, deadline) {
        const { clock, event, shutdown } = this.#parts;
        const { number = 0, commentKey, maxComments } = this.#options;
        const [{ Reviews }, { Diff }, { placeFindings }, { ReviewPost }] = await Promise.all([
            Promise.all(/* import() */[__webpack_require__.e(415), __webpack_require__.e(299)]).then(__webpack_require__.bind(__webpack_require__, 4299)),
            __webpack_require__.e(/* import() */ 742).then(__webpack_require__.bind(__webpack_require__, 8742)),
            __webpack_require__.e(/* import() */ 86).then(__webpack_require__.bind(__webpack_require__, 86)),
            Promise.all(/* import() */[__webpack_require__.e(94), __webpack_require__.e(617), __webpack_require__.e(391), __webpack_require__.e(27), __webpack_require__.e(297), __webpack_require__.e(401), __webpack_require__.e(678)]).then(__webpack_require__.bind(__webpack_require__, 4297)),
        ]);
        const marker = (0,_github_marker_js__WEBPACK_IMPORTED_MODULE_3__/* .markerOf */ .we)('review', runId);
        const inlineMarker = (0,_github_marker_js__WEBPACK_IMPORTED_MODULE_3__/* .markerOf */ .we)('finding', (0,_runs_stamp_js__WEBPACK_IMPORTED_MODULE_2__/* .stampedValue */ .oO)(commentKey) ?? '');
        const signal = AbortSignal.any([shutdown.after(GRACE), (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .timeoutSignal */ ._)(deadline - RESERVE - clock.now())]);
        const access = { token, apiUrl: event.apiUrl };
        const reviews = new Reviews(access, { repository: event.repository, number, marker, inlineMarker }, signal);
        const standing = await reviews.look();
        if (standing.url !== undefined)
            return { ...unposted, url: standing.url };
        const { files, mergeBase, why } = await this.#changes(reviews, standing, unposted);
        const findings = unposted.placed.map(({ finding }) => finding);
        const earlier = await earlierOf(standing.comments);
        const placed = files && placeFindings(findings, new Diff(files), earlier, maxComments);
        const review = {
            ...unposted,
            at: { ...unposted.at, mergeBase },
            placed: placed ?? unposted.placed,
            why,
        };
        // Nothing new to say.
        if (review.placed.every(({ kind }) => kind === 'repeated'))
            return review;
        return new ReviewPost(reviews, { marker, inlineMarker }, { ...this.#parts, signal }).post(review);
    }
    /** Of the reviewed commit, also when the pull request was pushed to meanwhile. */
    async #changes(reviews, { headSha, baseSha }, { at: { commit }, placed }) {
        if (commit === undefined)
            return unknownChanges('Which commit was reviewed is not known');
        const compare = () => reviews.compare(baseSha, commit);
        try {
            if (headSha !== commit)
                return { ...(await compare()), why: undefined };
            const files = await reviews.files();
            // For links to what was there before, and nothing else.
            const isOldShown = placed.some(({ finding }) => finding.side === 'LEFT');
            const mergeBase = isOldShown ? (await compare().catch(() => undefined))?.mergeBase : undefined;
            return { files, mergeBase, why: undefined };
        }
        catch (error) {
            if (!(0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .isFinal */ .dR)((0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error)))
                throw error;
            const why = `What commit ${commit.slice(0, 12)} changes could not be read`;
            const remedy = 'After a push to the pull request that needs\npermissions:\n  contents: read';
            this.#parts.log.warning(`${why}: ${(0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__.causeOf)(error)}. ${remedy}`, 'Review');
            return unknownChanges(why);
        }
    }
}
function unknownChanges(why) {
    return { files: undefined, mergeBase: undefined, why: `${why}, so no finding stands on its line.` };
}
async function earlierOf(comments) {
    const { lastLineOf } = await __webpack_require__.e(/* import() */ 742).then(__webpack_require__.bind(__webpack_require__, 8742));
    return comments.flatMap(({ diffHunk, ...comment }) => {
        const lineText = lastLineOf(diffHunk);
        return lineText === undefined ? [] : [{ ...comment, lineText }];
    });
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



/** Artifacts can appear a while after the final state. In ms. */
const LAG = 30_000;
const PAUSE = 3000;
/** A pull request of GitHub, wherever that lives. */
const PULL_REQUEST = /https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+\/pull\/\d+/gi;
/** Reads a run that succeeded again for a while, when a pull request is missing that was asked for or announced. */
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
/** Reads a run that is over again after a pause. What fails changes nothing. */
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
/**
 * A run that has ended, with what a later reading adds. Its end counts: a person may go on with the run in Oz, and a
 * replica that lags may show an older state.
 */
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
/** Two budgets in ms that never eat each other: from creation to the agent's start, and from there on. */
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
    /** `now` on the monotonic clock. An agent that once started never queues again. */
    observe(run, now) {
        const hasStarted = run.stage === 'unknown' ? run.startedAt !== undefined : run.stage !== 'queued';
        if (hasStarted)
            this.#startedAt ??= now;
    }
    /** When the present budget ends, on the monotonic clock. */
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



/** Until when a run is cancelled at shutdown, in ms from the first signal: after 7.5 s the runner insists. */
const SHUTDOWN_GRACE = 5000;
/** How long a run that ran out of time is cancelled, in ms. */
const OUT_OF_TIME = 2 * 60_000;
/** How long a step that was asked to cancel runs may take for all of them together, in ms. */
const CANCEL_TIMEOUT = 5 * 60_000;
/** What a step that is shutting down does about a run. What it leaves undone, the post phase does. */
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
    // Then all is as the step was asked to make it.
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
    // Its end may be the one from before the follow-up.
    const message = `The step was stopped before it was known what happened to the follow-up; the run is ${cancellation.run.state}.`;
    return (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .lost */ .DU)(stopped(message), true);
}
const FATES = {
    accepted: 'the server accepted to cancel its run; the post step makes sure of it',
    blocked: 'its run is BLOCKED, which Oz does not cancel; the post step tries again',
    failed: 'its run could not be cancelled yet; the post step tries again',
    impossible: 'its run goes on, since it cannot be cancelled',
};
/** A budget ran out: does with the run what `on-timeout` says. */
async function endOutOfTime(record, budget, policy, deps) {
    if (policy.onTimeout === 'detach') {
        return (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .timedOut */ .iU)(budget, 'The run was left running, as `on-timeout` says.', true);
    }
    return cancelOver(record, policy, deps, (fate, isDone) => (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .timedOut */ .iU)(budget, fate, isDone));
}
/** The spend limit was reached: cancels the run, whoever started it. */
async function endOverBudget(record, figures, policy, deps) {
    const failure = (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .overBudget */ .qj)(figures);
    deps.log.info(failure.message);
    // Should this step die, the post phase goes on with it.
    deps.ledger.overBudget(record, failure);
    return cancelOver(record, policy, deps, (fate, isDone) => (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .endedOverBudget */ .E9)(failure, fate, isDone));
}
/** Cancels a run that reached a limit. `endingWith` makes the ending of what happened to the run. */
async function cancelOver(record, policy, deps, endingWith) {
    const { clock, ledger } = deps;
    const cancellation = await cancel(record, deps, clock.now() + OUT_OF_TIME);
    if ('run' in cancellation)
        ledger.recordReading(cancellation.run);
    switch (cancellation.kind) {
        case 'over': {
            // It may have come to its own end in the last moment: then that is the truth.
            const ending = (0,_endings_js__WEBPACK_IMPORTED_MODULE_1__/* .endingOf */ .z6)(cancellation.run, policy);
            return ending.outcome === 'cancelled' ? endingWith('The run was cancelled.', true) : ending;
        }
        case 'blocked': {
            const fate = `The run is BLOCKED: it waits for a person, and Oz does not cancel such a run. It goes on once it is answered.`;
            return endingWith(fate, true);
        }
        case 'accepted':
            return endingWith('Its cancellation was accepted, but not confirmed in time.', false);
        case 'impossible': {
            const fate = `The run goes on, since it cannot be cancelled: ${cancellation.error.message}.`;
            // A key that was refused may fare better in the post phase; the kind of run does not change.
            return endingWith(fate, cancellation.error.status === 422);
        }
        case 'failed': {
            const fate = `The run may go on, since cancelling it failed: ${cancellation.error.message}.`;
            return endingWith(fate, false);
        }
    }
}
/** What the step was asked for. Its failure names no run: the step names all of them together. */
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


/** How long a look-up that a run could do without may take, in ms. */
const TIMEOUT = 5000;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** The conversation to continue: a session that is over gives its own. Throws a `StepError` where a session has none. */
async function conversationIdFor(given, deps) {
    const session = sessionIn(given);
    if (session === undefined && !UUID.test(given))
        return given;
    const found = await conversationOfSession(session ?? given, deps);
    if (found.kind === 'found') {
        deps.log.info(`conversation of the session: ${found.id}`);
        return found.id;
    }
    // A UUID may as well be that of a conversation.
    if (session === undefined)
        return given;
    throw new _model_js__WEBPACK_IMPORTED_MODULE_0__/* .StepError */ .z({
        code: 'no_conversation',
        message: `\`conversation-id\` is a session, and ${REASONS[found.kind]}${found.kind === 'unknown' ? `: ${found.why}` : ''}.`,
        remedy: 'Give the id of a conversation, as the output `conversation-id` holds it, or send a `follow-up` to the run.',
    });
}
/** Whether what was given as a conversation exists. */
async function lookUpConversation(given, deps) {
    const session = sessionIn(given);
    if (session !== undefined)
        return conversationOfSession(session, deps);
    const { oz, signal } = deps;
    const found = await answered(deps, async () => {
        await oz.readConversationById(given, { timeout: TIMEOUT, signal });
        return { kind: 'found', id: given };
    });
    // Its harness keeps a transcript.
    const isThere = found.kind === 'unknown' && found.status === 422;
    if (isThere)
        return { kind: 'found', id: given };
    return found.kind === 'none' && UUID.test(given) ? conversationOfSession(given, deps) : found;
}
/** Why a session gives no conversation. */
const REASONS = {
    none: 'Oz does not know that session',
    'goes-on': 'the session still goes on, so its conversation cannot be continued yet',
    unknown: 'its conversation could not be looked up',
};
/** The id in the link of a session. */
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
/** Older servers do not know these paths, and say so in words of their router. */
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

/** Whatever stands inside a line: no part of a block, and what parsers spend their time on. */
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
/** In ms. */
const TIMEOUT = 5000;
/** The last fenced block tagged `json` in Markdown; undefined when there is none, or nobody could wait for it. */
async function lastJsonBlock(markdown) {
    if (!/(`{3}|~{3})[ \t]*json\b/i.test(markdown))
        return undefined;
    const [{ fromMarkdown }, { visit }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(94), __webpack_require__.e(391), __webpack_require__.e(966)]).then(__webpack_require__.bind(__webpack_require__, 6966)),
        Promise.all(/* import() */[__webpack_require__.e(617), __webpack_require__.e(849)]).then(__webpack_require__.bind(__webpack_require__, 3849)),
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
        // Containers nested so deeply that the stack does not hold them.
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





/** In bytes. */
const MAX_FILE = 1024 ** 2;
/** How long one file may take to download, in ms. */
const DOWNLOAD_TIMEOUT = 30_000;
/** The document that answers, as far as there is one now. Rejects with the signal's reason, or over a failed download. */
async function findDocument(record, asked, deps) {
    const { file } = newestFile(record, asked) ?? {};
    return file === undefined ? findBlock(record, asked) : readFile(file, deps);
}
/** What stands in where there is no file, or none to be had. */
async function findBlock(record, asked) {
    const text = await lastJsonBlock(answerOf(record, asked));
    return text === undefined
        ? undefined
        : { kind: 'text', source: 'the last block tagged `json` of the final message', text };
}
/** The highest number of a file that there is; of two with the same name the newest counts. */
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
/** The final message, unless it is from before the request. */
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
    const { Refusal } = await __webpack_require__.e(/* import() */ 430).then(__webpack_require__.bind(__webpack_require__, 1430));
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
    const { downloadBytes, Refusal } = await __webpack_require__.e(/* import() */ 430).then(__webpack_require__.bind(__webpack_require__, 1430));
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





/** How long the look for an environment may take, in ms. */
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
/** The UID of the environment of that name. Throws a `StepError` when it is not clear which one is meant. */
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

/***/ 5632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P_: () => (/* binding */ environmentsToChoose),
/* harmony export */   h2: () => (/* binding */ withSuggestion),
/* harmony export */   sb: () => (/* binding */ examine)
/* harmony export */ });
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(292);
/* harmony import */ var _lib_nearest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6062);
/* harmony import */ var _lib_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4869);
/* harmony import */ var _conversation_id_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6428);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7182);
/* harmony import */ var _retry_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(457);






/** How long all questions together may take, in ms. */
const TIMEOUT = 60_000;
const HARNESSES = ['oz', 'claude', 'gemini', 'codex'];
/**
 * Asks Oz about each ingredient of a RunAgentRequest. Rejects with an `OzError` when the key is refused or nothing
 * answers. `environmentName`: the environment, where it is not named by its UID.
 */
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
/** Adds to a refused create request what may have been meant instead of an id that Oz does not know. */
async function withSuggestion(failure, request, deps) {
    if (!['resource_not_found', 'invalid_request'].includes(failure.code))
        return failure;
    const found = await didYouMean(request, deps);
    return found ? { ...failure, remedy: `${found} ${failure.remedy}` } : failure;
}
/** Empty when nothing is found, or nobody answers. */
async function didYouMean(request, deps) {
    try {
        // Whatever name the environment had was looked up before the request.
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
/** The environments that the key can use, where the request names none. Rejects like `examine`. */
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
/** Skills of one repository are compared by what follows it: as a long prefix it would hide any likeness. */
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
/** A skill can have several variants under one name. */
function unique(names) {
    return [...new Map(names.map((one) => [one[0], one])).values()];
}
/** Repository and name: `owner/repo`, `fix-ci`. */
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
            // A link may open the session to whoever reads it.
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


/***/ }),

/***/ 4162:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ sendCorrection),
/* harmony export */   b: () => (/* binding */ sendFollowUp)
/* harmony export */ });
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(292);
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5933);
/* harmony import */ var _oz_links_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(4301);
/* harmony import */ var _oz_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9895);
/* harmony import */ var _cadence_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(6772);
/* harmony import */ var _endings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9483);
/* harmony import */ var _follow_up_proof_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5645);
/* harmony import */ var _retry_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(457);
/* harmony import */ var _start_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2679);
/* harmony import */ var _wanted_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(9480);










/** How long the follow-up is tried, in ms, as long as it surely had no effect. */
const TIMEOUT = 2 * 60_000;
/** How long a follow-up in flight may still be answered once the step is shutting down, in ms. */
const ANSWER_GRACE = 3000;
/** Sends the message to the run. Throws a `StepError` when that is refused. */
async function sendFollowUp({ id: taskId, runId, body, policy, output }, deps) {
    const { ledger, log, clock } = deps;
    const deadline = clock.now() + TIMEOUT;
    const before = await readBefore(runId, deps, deadline);
    const wanted = output && (0,_wanted_js__WEBPACK_IMPORTED_MODULE_6__/* .wantedAgain */ .mP)(output, before, 1);
    const message = (0,_wanted_js__WEBPACK_IMPORTED_MODULE_6__/* .withOutput */ .Wq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_7__/* .text */ .Qq)(body.message), wanted);
    const letter = await letterOf({ ...body, ...(message && { message }) }, before, deps);
    const isAnswerWanted = wanted !== undefined && policy.wait;
    const record = ledger.following(before, letter.said, { taskId, onCancel: policy.onCancel, isAnswerWanted });
    log.info(`follow-up to run ${(0,_oz_links_js__WEBPACK_IMPORTED_MODULE_8__/* .runUrl */ .V)(runId)}  ${before.state}`);
    try {
        const followUp = await deliver(letter, deps, deadline);
        return { record, followUp, wanted: wanted && { ...wanted, answersBefore: letter.answersBefore } };
    }
    catch (error) {
        if (error instanceof _model_js__WEBPACK_IMPORTED_MODULE_0__/* .StepError */ .z) {
            ledger.end(record, { outcome: 'refused', failure: error.failure, isDone: true });
        }
        throw error;
    }
}
/**
 * Asks the agent of a run that has ended for another answer, in words that `prompt` makes of the block that asks for it.
 * Throws a `StepError` when that is refused. `deadline`: on the monotonic clock.
 */
async function sendCorrection(record, { spec, stem, first }, prompt, deps, deadline) {
    const { clock, ledger, log } = deps;
    const until = Math.min(deadline, clock.now() + TIMEOUT);
    const before = await readBefore(record.runId ?? '', deps, until);
    const wanted = (0,_wanted_js__WEBPACK_IMPORTED_MODULE_6__/* .wantedAgain */ .mP)(spec, before, first + 1, stem);
    const letter = await letterOf({ message: prompt((0,_wanted_js__WEBPACK_IMPORTED_MODULE_6__/* .blockOf */ .VN)(wanted)) }, before, deps);
    try {
        ledger.correcting(record, before);
    }
    catch (error) {
        throw refusedBy(error);
    }
    log.info('Asking the agent for a corrected answer.');
    const followUp = await deliver(letter, deps, until);
    return { followUp, wanted: { ...wanted, answersBefore: letter.answersBefore } };
}
async function readBefore(runId, deps, deadline) {
    try {
        return await (0,_retry_js__WEBPACK_IMPORTED_MODULE_4__/* .withRetry */ .bD)((options) => deps.oz.readRun(runId, options), deps, deadline);
    }
    catch (error) {
        throw refusedBy(error);
    }
}
async function letterOf(body, before, deps) {
    const message = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_7__/* .text */ .Qq)(body.message) ?? '';
    const said = await (0,_follow_up_proof_js__WEBPACK_IMPORTED_MODULE_3__/* .conversationNow */ .si)(before.id, deps);
    const { times: timesSaid, answers: answersBefore } = (said && (0,_follow_up_proof_js__WEBPACK_IMPORTED_MODULE_3__/* .saidIn */ .$g)(said, message)) ?? {};
    return { body, before, said, message, timesSaid, answersBefore };
}
/** Sends it again only as long as it surely had no effect. */
async function deliver({ body, said: _, ...letter }, deps, deadline) {
    const { oz, clock, shutdown, log, signal } = deps;
    const { before } = letter;
    for (let sent = 1;; sent += 1) {
        signal.throwIfAborted();
        const sentAt = oz.serverTimeOf(clock.wall());
        const sending = (isAccepted) => {
            return { ...letter, sentAt, endedAt: oz.serverTimeOf(clock.wall()), isAccepted };
        };
        try {
            await oz.followUp(before.id, body, { signal: shutdown.after(ANSWER_GRACE) });
            return sending(true);
        }
        catch (error) {
            if (!(error instanceof _oz_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .OzError */ .Q_))
                throw error;
            const verdict = (0,_start_js__WEBPACK_IMPORTED_MODULE_5__/* .verdictOn */ .Hc)(error);
            if (verdict === 'ambiguous') {
                // It may have arrived, and a second one would be another order to the agent.
                log.warning(`${error.message}. The follow-up may or may not have arrived; it is not sent again.`);
                return sending(false);
            }
            const pause = Math.max(error.retryAfter ?? 0, (0,_cadence_js__WEBPACK_IMPORTED_MODULE_9__/* .backOff */ .f)(sent));
            if (verdict === 'refused' || clock.now() + pause >= deadline)
                throw refusedBy(error, before);
            await clock.sleep(pause, signal);
        }
    }
}
/** A run that is gone or cannot go on may still have a conversation that a new run can take up. */
function refusedBy(error, before) {
    if (!(error instanceof _oz_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .OzError */ .Q_))
        throw error;
    const failure = (0,_endings_js__WEBPACK_IMPORTED_MODULE_2__/* .failureFrom */ .Ju)(error);
    const isOver = [400, 404, 409, 410, 422].includes(error.status ?? 0);
    if (!isOver)
        return new _model_js__WEBPACK_IMPORTED_MODULE_0__/* .StepError */ .z(failure);
    const conversation = before?.conversationId
        ? `\`conversation-id: ${before.conversationId}\``
        : '`conversation-id`';
    const offer = `To go on with what was said, start a new run: \`mode: run\` with ${conversation}.`;
    return new _model_js__WEBPACK_IMPORTED_MODULE_0__/* .StepError */ .z({ ...failure, remedy: `${offer} ${failure.remedy}`.trim() });
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
/** How the names of the files begin that a run's documents come in. */
function stemOf(runId, startId) {
    return `oz-output-${(startId ?? runId).slice(0, 8)}-`;
}
function fileName(stem, number) {
    return `${stem}${number}.json`;
}
/** The number in the name of such a file; undefined for any other name. */
function numberIn(name, stem) {
    if (!name.startsWith(stem))
        return undefined;
    const digits = /^([1-9]\d{0,5})\.json$/.exec(name.slice(stem.length))?.[1];
    return digits === undefined ? undefined : Number(digits);
}
/**
 * What asks the agent for a document, at the very end of a prompt. The nonce keeps it a block of its own, whatever the
 * lines before it look like: nobody who wrote them knows it.
 */
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
/** What is said to the agent whose answer will not do. */
function correctionPrompt(problems, block) {
    return withBlock([
        'Your answer cannot be used:',
        ...problems.map((problem) => `- ${problem}`),
        'Do not repeat the task. Give the corrected document, as it is asked for below: note the new name of the file.',
    ].join('\n'), block);
}


/***/ }),

/***/ 4283:
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
// EXTERNAL MODULE: ./build/model.js
var model = __webpack_require__(5933);
// EXTERNAL MODULE: ./build/runs/endings.js
var endings = __webpack_require__(9483);
// EXTERNAL MODULE: ./build/runs/follow-up.js
var follow_up = __webpack_require__(4162);
// EXTERNAL MODULE: ./build/runs/output-block.js
var output_block = __webpack_require__(7454);
// EXTERNAL MODULE: ./build/runs/results.js + 1 modules
var results = __webpack_require__(1826);
// EXTERNAL MODULE: ./build/lib/json-fault.js
var json_fault = __webpack_require__(1901);
// EXTERNAL MODULE: ./build/lib/json-schema.js
var json_schema = __webpack_require__(3090);
// EXTERNAL MODULE: ./build/lib/text.js
var lib_text = __webpack_require__(4869);
// EXTERNAL MODULE: ./build/runs/document.js + 1 modules
var runs_document = __webpack_require__(4219);
;// CONCATENATED MODULE: ./build/runs/structured-output.js







/** How long a document that is missing is waited for, in ms; halfway the final message is read again, which can lag too. */
const LAG = 120_000;
const MESSAGE_LAG = 30_000;
/** No honest document is nested more deeply, and what handles it must not exhaust the stack. */
const MAX_DEPTH = 200;
/** Of all that may be wrong with a document. */
const MAX_PROBLEMS = 10;
/** In characters, of one problem. */
const MAX_PROBLEM = 300;
/** The answer of a run that has succeeded. A missing one is waited for, unless `isWaiting` is false. */
async function readAnswer(record, wanted, deps, isWaiting = true) {
    const { clock, log } = deps;
    const began = clock.now();
    const rereads = isWaiting ? [began + MESSAGE_LAG, began + LAG] : [];
    const deadline = rereads.at(-1) ?? began;
    let fault;
    for (let isFirst = true;; isFirst = false) {
        try {
            const found = await (0,runs_document/* findDocument */.$)(record, wanted, deps);
            if (found !== undefined)
                return judge(found, wanted.spec, deps);
        }
        catch (error) {
            if (deps.signal.aborted && error === deps.signal.reason)
                throw error;
            fault = error.message;
        }
        if (clock.now() >= deadline) {
            const block = fault === undefined ? undefined : await (0,runs_document/* findBlock */.P_)(record, wanted);
            return block === undefined ? missing(wanted, fault, deps) : judge(block, wanted.spec, deps);
        }
        if (isFirst)
            log.info('The answer is not there yet; it can lag, so it is looked for again for up to 2 minutes.');
        await (0,artifact_lag/* readLater */.vj)(record, deps);
        if (clock.now() < (rereads[0] ?? deadline))
            continue;
        rereads.shift();
        if (record.run)
            deps.ledger.collected(record, await (0,results/* collectResult */.C)(record.run, deps));
    }
}
function missing({ stem, first }, fault, deps) {
    const none = `there is no answer: neither a file \`${(0,output_block/* fileName */.Md)(stem, first)}\` nor a block tagged \`json\` in the final message`;
    return invalid([fault === undefined ? none : `the answer could not be downloaded: ${fault}`], deps);
}
async function judge(found, spec, deps) {
    const { source } = found;
    if (found.kind === 'fault')
        return invalid([`${source} cannot be used: ${found.fault}`], deps);
    let document;
    try {
        document = JSON.parse(found.text);
    }
    catch {
        return invalid([`${source} is not valid JSON: ${await (0,json_fault/* jsonFault */.x)(found.text)}`], deps);
    }
    if (isDeeper(document, MAX_DEPTH)) {
        return invalid([`${source} is nested more than ${MAX_DEPTH} levels deep`], deps);
    }
    const validate = await (0,json_schema/* compileSchema */.F)(spec.schema);
    const problems = validate(document);
    return problems.length > 0 ? invalid(problems, deps) : redacted(document, validate, deps);
}
/** What leaves this step holds no secret, and must match without them too. */
function redacted(document, validate, deps) {
    const shown = deps.secrets.redactData(document);
    if (JSON.stringify(shown) === JSON.stringify(document))
        return { kind: 'valid', document };
    const problems = validate(shown);
    if (problems.length === 0)
        return { kind: 'valid', document: shown };
    const answer = invalid(['it held a secret, and does not match once that is removed:', ...problems], deps);
    return { ...answer, isFinal: true };
}
function invalid(problems, { secrets }) {
    const more = problems.length - MAX_PROBLEMS;
    const shown = problems.slice(0, more > 0 ? MAX_PROBLEMS - 1 : MAX_PROBLEMS);
    const lines = secrets.redactData(shown).map((problem) => (0,lib_text/* cut */.Jj)(problem, MAX_PROBLEM));
    return {
        kind: 'invalid',
        problems: more > 0 ? [...lines, `and ${more + 1} more`] : lines,
        isFinal: false,
    };
}
function isDeeper(value, levels) {
    if (typeof value !== 'object' || value === null)
        return false;
    return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

;// CONCATENATED MODULE: ./build/runs/correction.js






/** With less of the budget left no correction is asked for, in ms: the agent could not make it. */
const MIN_LEFT = 60_000;
/**
 * Reads the answer of a run that has succeeded, and asks once for another one if it will not do. A valid one is in the
 * ledger. Otherwise: how the step ends.
 */
async function concludeAnswer(record, { wanted, budgets, goOn }, deps) {
    const answer = await readAnswer(record, wanted, deps);
    if (answer.kind === 'valid')
        return accept(record, answer, deps);
    const { spec } = wanted;
    const refuse = (note, isDone = true) => (0,endings/* invalidOutput */.Dh)(answer.problems, spec, note, isDone);
    if (budgets === undefined || answer.isFinal)
        return refuse('');
    const deadline = budgets.deadline();
    if (deadline - deps.clock.now() < MIN_LEFT) {
        return refuse('No correction was asked for: less than a minute was left of `run-timeout-minutes`.');
    }
    const prompt = (block) => (0,output_block/* correctionPrompt */.DG)(answer.problems, block);
    const sent = await (0,follow_up/* sendCorrection */.J)(record, wanted, prompt, deps, deadline).catch(refusalOf);
    if (sent instanceof model/* StepError */.z) {
        // The run is as it was.
        deps.ledger.followUpShown(record);
        return refuse(`Asking for a correction was refused: ${sent.failure.message}`);
    }
    const ending = await goOn(sent.followUp);
    return judgeCorrection(record, ending, sent.wanted, refuse, deps);
}
async function judgeCorrection(record, ending, wanted, refuse, deps) {
    const { outcome, failure, isDone } = ending;
    const hasSucceeded = outcome === 'succeeded' || outcome === 'no-pull-request';
    const isUnproven = failure?.code === 'follow_up_unconfirmed';
    // The run may still be at work, and nobody watches it any more.
    if (outcome === 'over-budget' || (outcome === 'lost' && !isUnproven))
        return ending;
    if (record.run !== undefined)
        deps.ledger.collected(record, await (0,results/* collectResult */.C)(record.run, deps, record.request === undefined));
    if (hasSucceeded || isUnproven) {
        const answer = await readAnswer(record, wanted, deps, hasSucceeded);
        if (answer.kind === 'valid')
            return accept(record, answer, deps);
        if (hasSucceeded) {
            const note = 'This is after one correction was asked for.';
            return (0,endings/* invalidOutput */.Dh)(answer.problems, wanted.spec, note, isDone);
        }
    }
    return refuse(`A correction was asked for, but: ${failure?.message ?? `the run ended as ${outcome}`}`, isDone);
}
function accept(record, { document }, { ledger }) {
    const { text, conversation, timeline } = record.result ?? {};
    ledger.collected(record, { text, conversation, timeline, document });
}
function refusalOf(error) {
    if (error instanceof model/* StepError */.z)
        return error;
    throw error;
}

// EXTERNAL MODULE: ./build/review/findings.js
var review_findings = __webpack_require__(5287);
;// CONCATENATED MODULE: ./build/runs/findings.js

/** The ending of a run with this valid review: red where a finding is as severe as `fail-on` says. */
function endingWithFindings(ending, document, { failOn }) {
    if (failOn === undefined || document === undefined || ending.outcome !== 'succeeded')
        return ending;
    // Valid by the schema that it was asked for with.
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






/** A state counts as BLOCKED after so many readings in a row, spanning at least twice the polling ceiling. */
const BLOCKED_READINGS = 3;
/** How long a foreign run is tried that could not be read even once, and how long one such reading may take, in ms. */
const FIRST_TIMEOUT = 45_000;
const FIRST_TRY = 10_000;
/** Reads the run until it is over. Rejects only with the signal's reason. */
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
/** What the readings so far amount to. */
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
    /** How long the server asked to be left alone at the last reading, in ms. */
    #retryAfter = 0;
    constructor(id, plan, deps) {
        this.#id = id;
        this.#plan = plan;
        this.#deps = deps;
        this.#budgets = plan.budgets ?? new runs_budgets/* Budgets */.N(plan);
        this.#outages = new outage_tracker/* OutageTracker */.A(deps);
        this.#proof = plan.followUp && new follow_up_proof/* FollowUpProof */.Bu(plan.followUp, deps);
    }
    /** When to read again, on the monotonic clock: `delay` ms from now, unless there is a reason for another time. */
    next(delay) {
        const now = this.#deps.clock.now();
        // Whatever time the server asks for, there is one last reading before a budget ends the run.
        const budget = this.#budgets.deadline();
        const first = this.#isUnread ? this.#plan.since + FIRST_TIMEOUT : Number.POSITIVE_INFINITY;
        if (this.#retryAfter > delay)
            return Math.min(now + this.#retryAfter, budget, first);
        return Math.min(now + delay, budget, this.#proof?.deadline ?? Number.POSITIVE_INFINITY);
    }
    /** Undefined while the run goes on. */
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
    /** Whether it is not even known that there is such a run. */
    get #isUnread() {
        return this.#plan.isForeign && this.#run === undefined;
    }
    /** Whether a replica of the server may not know the run yet. */
    #isNew() {
        const { isForeign, followUp, since } = this.#plan;
        const { oz, clock } = this.#deps;
        const createdAt = this.#run?.createdAt;
        if (createdAt !== undefined)
            return oz.serverNow() - createdAt < outage_tracker/* UNKNOWN_TIME */.v;
        return !isForeign && followUp === undefined && clock.now() - since < outage_tracker/* UNKNOWN_TIME */.v;
    }
    /** Where BLOCKED counts as an end, such a run comes to it by itself. */
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

// EXTERNAL MODULE: ./build/oz/usage.js
var usage = __webpack_require__(1995);
;// CONCATENATED MODULE: ./build/runs/spend-limit.js

/** The spend limit of a task, over all its attempts. Judged from what each run says of its own usage. */
class SpendLimit {
    #limit;
    /** Credits by run, as last read. */
    #used = new Map();
    /** Credits of a run from before this step followed it. */
    #before = new Map();
    /** Runs that were met before they began to work. */
    #fresh = new Set();
    /** Whether any reading of a run that went on had figures; else nothing could be watched. */
    #hasSeenFigures = false;
    /** `limit`: in credits. */
    constructor(limit) {
        this.#limit = limit;
    }
    /**
     * Takes a reading. `isForeign`: what the run had used before the first reading does not count; where that one has no
     * figures, those that are met first stand for it, unless the run had not begun to work.
     */
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
        // A replica that lags may show fewer.
        const counted = credits - (this.#before.get(run.id) ?? 0);
        this.#used.set(run.id, Math.max(counted, this.#used.get(run.id) ?? 0));
    }
    /** Credits that count. */
    get used() {
        return Number([...this.#used.values()].reduce((sum, credits) => sum + credits, 0).toFixed(6));
    }
    get isReached() {
        return this.used >= this.#limit;
    }
    /** How the figures stand, in words. */
    get figures() {
        return `${this.used} credits were used, and \`max-credits\` is ${this.#limit}`;
    }
    /** What people are to know at the end. `endedByItself`: the last run was not cut short by this step. */
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
/** Of a run that was never read there is nothing to say. */
function reportSpend(record, { spend }, { log }) {
    if (record.run === undefined)
        return;
    const isCut = ['over-budget', 'timed-out', 'lost'].includes(record.ending?.outcome ?? '');
    spend?.report(!isCut, log);
}
/** Follows the run of a record as its policy says, and notes how that ended. */
async function stay(record, visit, deps) {
    const { policy, followUp } = visit;
    const { ledger, signal } = deps;
    const { runId = '' } = record;
    // Asked to stop while the run was still being created: `on-cancel` applies.
    signal.throwIfAborted();
    if (!policy.wait && (followUp === undefined || followUp.isAccepted)) {
        return ledger.end(record, { outcome: 'started', isDone: true });
    }
    const plan = planOf(record, visit, deps);
    const budgets = new runs_budgets/* Budgets */.N(plan);
    await settle(record, await follow(runId, { ...plan, budgets }, deps), visit, budgets, deps);
}
/** Notes how following a run ended, and reads what it left. */
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
    // Of a run that others started, this step has not seen the beginning.
    ledger.collected(record, await (0,results/* collectResult */.C)(record.run, deps, isForeign));
    if (ending.outcome !== 'succeeded' && ending.outcome !== 'no-pull-request')
        return;
    await (0,artifact_lag/* awaitPullRequests */.am)(record, policy, deps);
    const invalid = await answerFor(record, visit, budgets, deps);
    ledger.end(record, invalid ?? endingWithFindings((0,endings/* endingOf */.z6)(record.run, policy), record.result?.document, policy));
}
/** How the step ends, if the run's answer will not do. */
async function answerFor(record, { policy, spend, output, wanted = output && (0,runs_wanted/* wantedEarlier */.Uo)(output, record), mayPrompt }, budgets, deps) {
    if (wanted === undefined)
        return undefined;
    const goOn = async (followUp) => {
        const visit = { policy, spend, followUp };
        const plan = { ...planOf(record, visit, deps), budgets };
        return endingFor(await follow(record.runId ?? '', plan, deps), record, visit, deps);
    };
    // A correction costs credits as well.
    const isAllowed = mayPrompt && spend?.isReached !== true;
    return concludeAnswer(record, { wanted, goOn, budgets: isAllowed ? budgets : undefined }, deps);
}
function planOf(record, { policy, followUp, spend }, { clock, ledger }) {
    // Without waiting, a follow-up whose answer was lost is looked at until there is proof that it took.
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



/** Of a run that is to be created. */
function wantedFirst(spec, startId) {
    return { spec, stem: (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .stemOf */ .Vc)('', startId), first: 1, nonce: newNonce() };
}
/** Of a run that is asked again: one more than the highest number that there is, but no less than `least`. */
function wantedAgain(spec, run, least, stem = (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .stemOf */ .Vc)(run.id, run.metadata?.start_id)) {
    const { number = 0 } = (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .newestFile */ .Fi)({ run }, { stem, first: 1 }) ?? {};
    return { spec, stem, first: Math.max(number + 1, least), nonce: newNonce() };
}
/** Of a run that an earlier step asked. */
function wantedEarlier(spec, { run, runId = '' }) {
    return { spec, stem: (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .stemOf */ .Vc)(runId, run?.metadata?.start_id), first: 1, nonce: undefined };
}
function blockOf({ spec, stem, first, nonce = '' }) {
    return (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .outputBlock */ .JE)(spec, (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .fileName */ .Md)(stem, first), nonce);
}
/** A prompt with what is wanted at its very end. */
function withOutput(prompt, wanted) {
    return wanted === undefined ? prompt : (0,_output_block_js__WEBPACK_IMPORTED_MODULE_2__/* .withBlock */ .su)(prompt, blockOf(wanted));
}
function newNonce() {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)().slice(0, 8);
}


/***/ })

};
