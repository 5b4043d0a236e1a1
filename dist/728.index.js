export const id = 728;
export const ids = [728];
export const modules = {

/***/ 3728:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runMain: () => (/* binding */ runMain)
});

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __webpack_require__(1708);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 12 modules
var core = __webpack_require__(143);
// EXTERNAL MODULE: ./node_modules/fastest-levenshtein/mod.js
var mod = __webpack_require__(1916);
// EXTERNAL MODULE: ./build/lib/json.js
var json = __webpack_require__(292);
// EXTERNAL MODULE: ./build/oz/problem.js
var problem = __webpack_require__(9895);
// EXTERNAL MODULE: ./build/runs/retry.js
var retry = __webpack_require__(457);
// EXTERNAL MODULE: ./build/step/verdict.js
var step_verdict = __webpack_require__(8906);
;// CONCATENATED MODULE: ./build/check.js





/** How long all questions together may take, in ms. */
const PATIENCE = 60_000;
const HARNESSES = ['oz', 'claude', 'gemini', 'codex'];
/** Would a run like this be refused? Creates nothing and costs nothing. */
async function check(inputs, context) {
    try {
        // Bad inputs never come here: they are refused as those of a run are.
        const checks = [
            good('Inputs', 'read as a run would read them'),
            ...(await examine(inputs.request, context)),
            taskCheck(inputs),
            tokenCheck(inputs),
        ];
        const bad = checks.filter(({ verdict }) => verdict === 'bad');
        for (const { what, verdict, finding } of checks)
            context.log.info(`${verdict.padEnd(8)}${what}: ${finding}`);
        if (bad.length === 0)
            return { outcome: 'checked', checks };
        const message = bad.map(({ what, finding }) => `${what}: ${finding}`).join('\n');
        const remedy = 'Correct these inputs; a run would be refused.';
        return { ...(0,step_verdict/* refused */.J5)({ code: 'check_failed', message, remedy }), checks };
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        return (0,step_verdict/* refused */.J5)((0,step_verdict/* troubleOf */.LH)(error));
    }
}
/**
 * Asks Oz about each ingredient of a RunAgentRequest. Rejects with an `OzError` when the key is refused or nothing
 * answers.
 */
async function examine(request, context) {
    const wanted = ingredientsOf(request);
    const { oz, clock, shutdown } = context;
    const limits = { deadline: clock.now() + PATIENCE, signal: shutdown.signal };
    const ask = (read) => (0,retry/* persist */.Zr)(read, { clock }, limits);
    const { models, fallback } = await ask((options) => oz.listModels(options));
    const checks = [{ what: 'API key', verdict: 'good', finding: 'accepted' }];
    if (wanted.model === undefined)
        checks.push(good('Model', `the default${fallback ? `: ${fallback}` : ''}`));
    else {
        const model = models.find(({ id }) => id === wanted.model);
        if (model?.disabled)
            checks.push(bad('Model', `\`${model.id}\` is disabled: ${model.disabled}`));
        else if (model)
            checks.push(good('Model', model.name));
        else
            checks.push(unknown('Model', wanted.model, models.map(({ id }) => id)));
    }
    if (wanted.environment !== undefined) {
        const environments = await ask((options) => oz.listEnvironments(options));
        const environment = environments.find(({ uid }) => uid === wanted.environment);
        if (environment?.hasSetupFailed)
            checks.push(bad('Environment', 'its set-up has failed; look at it in Oz'));
        else if (environment)
            checks.push(good('Environment', environment.name ?? environment.uid));
        else
            checks.push(unknown('Environment', wanted.environment, environments.map(({ uid }) => uid)));
    }
    const [repository] = wanted.skill?.split(':') ?? [];
    if (wanted.skill !== undefined && repository?.includes('/')) {
        const skills = await ask((options) => oz.listSkills(repository, options));
        const skill = skills.find(({ specs }) => specs.includes(wanted.skill ?? ''));
        if (skill?.error)
            checks.push(bad('Skill', skill.error));
        else if (skill)
            checks.push(good('Skill', 'found'));
        else
            checks.push(unknown('Skill', wanted.skill, skills.flatMap(({ specs }) => specs)));
    }
    else if (wanted.skill !== undefined) {
        checks.push({
            what: 'Skill',
            verdict: 'unknown',
            finding: 'only a skill with owner and repository can be looked up',
        });
    }
    if (wanted.harness !== undefined)
        checks.push(harnessCheck(wanted.harness));
    if (wanted.workerHost !== undefined) {
        checks.push({
            what: 'Worker host',
            verdict: 'unknown',
            finding: 'the API does not tell which hosts there are',
        });
    }
    return checks;
}
/** For a create request that was refused: what may have been meant. Empty when nothing is found, or nobody answers. */
async function didYouMean(request, context) {
    try {
        const checks = await examine(request, context);
        return checks
            .filter(({ verdict }) => verdict === 'bad')
            .map(({ what, finding }) => `${what}: ${finding}.`)
            .join(' ');
    }
    catch (error) {
        context.log.debug(`No suggestion: ${error.message}`);
        return '';
    }
}
function ingredientsOf(request) {
    const config = (0,json/* object */.Ik)(request.config);
    return {
        environment: (0,json/* text */.Qq)(config.environment_id),
        model: (0,json/* text */.Qq)(config.model_id),
        skill: (0,json/* text */.Qq)(request.skill),
        harness: (0,json/* text */.Qq)((0,json/* object */.Ik)(config.harness).type),
        workerHost: (0,json/* text */.Qq)(config.worker_host),
    };
}
function harnessCheck(harness) {
    if (HARNESSES.includes(harness))
        return good('Harness', harness);
    const near = suggestion(harness, HARNESSES);
    return {
        what: 'Harness',
        verdict: 'unknown',
        finding: `\`${harness}\` is not one that this version knows${near}`,
    };
}
function taskCheck({ hasTask }) {
    const what = 'Task';
    if (hasTask)
        return good(what, 'given');
    const finding = 'none to check; a run needs one of `prompt`, `prompt-file` and `skill`';
    return { what, verdict: 'unknown', finding };
}
/** A token cannot be asked what it may do without doing it. */
function tokenCheck({ githubToken, comment }) {
    const what = 'GitHub token';
    if (comment === 'off')
        return good(what, 'not needed for comments');
    if (githubToken === undefined)
        return { what, verdict: 'unknown', finding: 'empty: there can be no comment' };
    const finding = 'given; whether it may comment shows only when it does (`pull-requests: write`, `issues: write`)';
    return { what, verdict: 'unknown', finding };
}
function good(what, finding) {
    return { what, verdict: 'good', finding };
}
function bad(what, finding) {
    return { what, verdict: 'bad', finding };
}
function unknown(what, wanted, known) {
    return bad(what, `\`${wanted}\` is not known${suggestion(wanted, known)}`);
}
/** The nearest name, unless it is too far to have been meant. */
function suggestion(wanted, known) {
    if (known.length === 0)
        return '';
    const near = (0,mod/* closest */.kp)(wanted, [...known]);
    return (0,mod/* distance */.Io)(wanted, near) <= Math.max(2, wanted.length / 3) ? `; did you mean \`${near}\`?` : '';
}

// EXTERNAL MODULE: ./build/lib/text.js
var lib_text = __webpack_require__(4869);
// EXTERNAL MODULE: ./build/oz/pull-requests.js
var pull_requests = __webpack_require__(4776);
// EXTERNAL MODULE: ./build/runs/find.js
var find = __webpack_require__(5844);
// EXTERNAL MODULE: ./build/runs/stamp.js
var runs_stamp = __webpack_require__(5304);
;// CONCATENATED MODULE: ./build/gate/own-pull-request.js







/** How long the look may take, in ms. */
const own_pull_request_PATIENCE = 2 * 60_000;
/** How long before it opens its pull request a run was created, at most and usually; how far clocks differ. In ms. */
const LONGEST_RUN = 8 * 24 * 60 * 60_000;
const USUAL_RUN = 24 * 60 * 60_000;
const CLOCK_SKEW = 60 * 60_000;
/** While a pull request is so young, its run may not list it yet; pauses before looking again. In ms. */
const ARTIFACT_LAG = 2 * 60_000;
const LOOKS = [2000, 4000, 8000, 16_000, 30_000];
/**
 * Whether the pull request of the event was opened by a run of this same workflow, job and key: answering to it would
 * go round in circles. With a personal key the agent acts as its owner, so no permission tells. Where Oz cannot be
 * asked, the step is refused.
 */
async function stopOnOwnPullRequest(inputs, context) {
    const { event, clock, shutdown } = context;
    if (!['pull_request', 'pull_request_target'].includes(event.name))
        return undefined;
    const limits = { deadline: clock.now() + own_pull_request_PATIENCE, signal: shutdown.signal };
    const stamp = {
        github_repository: event.repository,
        github_workflow: event.workflow,
        github_job: event.job,
        comment_key: inputs.commentKey,
    };
    try {
        for (const pause of [0, ...LOOKS]) {
            await clock.sleep(pause, shutdown.signal);
            const filter = { artifactType: 'PULL_REQUEST', ...periodOf(LONGEST_RUN, context) };
            const listed = await (0,find/* listStamped */.Jm)(stamp, filter, context, limits);
            if (listed.kind === 'unclear')
                return cannotTell(listed.why);
            // Children inherit the metadata of their parent, and count.
            const own = listed.runs.find((run) => hasOpened(run, context) && (0,runs_stamp/* carries */.ED)(run, stamp, run.parentRunId));
            if (own)
                return selfTriggered(own);
            if (!isFresh(context) || !(await mayYetTurnUp(stamp, context, limits)))
                break;
        }
        return await openedByUnknown(context, limits);
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        return { ...(0,step_verdict/* refusedLookUp */.Xj)(error, UNKNOWN), isQuiet: true };
    }
}
const UNKNOWN = 'It could not be determined whether a run of this same job opened the pull request, so no agent was started.';
/** A server that drops metadata finds nothing by it, but knows which run opened the pull request. */
async function openedByUnknown(context, limits) {
    const filter = { artifactType: 'PULL_REQUEST', ...periodOf(USUAL_RUN, context) };
    const listed = await (0,find/* listRuns */.v)(filter, context, limits);
    const opened = listed.kind === 'runs' ? listed.runs.filter((run) => hasOpened(run, context)) : [];
    const isBare = opened.some((run) => Object.keys(run.metadata ?? {}).length === 0);
    return isBare ? cannotTell('the server does not tell which job started the run that opened it') : undefined;
}
/** GitHub tells of a pull request within seconds; the run that opened it lists it a while later. */
function isFresh({ event, clock }) {
    const pull = (0,json/* object */.Ik)(event.payload.pull_request);
    const age = clock.wall() - Date.parse((0,json/* text */.Qq)(pull.created_at) ?? '');
    return isFromHere(pull, event.repository) && Math.abs(age) < ARTIFACT_LAG;
}
/** Whether a run of this job works, and has opened nothing that we know of. */
async function mayYetTurnUp(stamp, context, limits) {
    const listed = await (0,find/* listActive */.dH)(stamp, periodOf(LONGEST_RUN, context), context, limits);
    if (listed.kind === 'unclear')
        return false;
    return listed.runs.some((run) => {
        return (run.stage === 'working' && (0,runs_stamp/* carries */.ED)(run, stamp, run.parentRunId) && (0,pull_requests/* pullRequestsOf */.T)(run).length === 0);
    });
}
function isFromHere(pull, repository) {
    return (0,json/* text */.Qq)((0,json/* object */.Ik)((0,json/* object */.Ik)(pull.head).repo).full_name)?.toLowerCase() === repository.toLowerCase();
}
function periodOf(before, { event }) {
    const opened = Date.parse((0,json/* text */.Qq)((0,json/* object */.Ik)(event.payload.pull_request).created_at) ?? '');
    return Number.isNaN(opened) ? {} : { createdAfter: opened - before, createdBefore: opened + CLOCK_SKEW };
}
function selfTriggered({ id }) {
    const message = `This pull request was opened by run ${id} of this same workflow and job, so no agent was started: it would go round in circles.`;
    return {
        outcome: 'skipped',
        skippedReason: 'self-triggered',
        trouble: { code: 'self-triggered', message, remedy: '' },
    };
}
function cannotTell(why) {
    const trouble = {
        code: 'self_triggered_unknown',
        message: `${(0,lib_text/* sentence */.em)(why)} ${UNKNOWN}`,
        remedy: 'Try again later.',
    };
    return { ...(0,step_verdict/* refused */.J5)(trouble), isQuiet: true };
}
/** By number; by branch where the artifact's URL is of no form that is known. */
function hasOpened(run, { event }) {
    const pull = (0,json/* object */.Ik)(event.payload.pull_request);
    return (0,pull_requests/* pullRequestsOf */.T)(run).some(({ repository, number, branch }) => {
        if (repository === undefined || number === undefined) {
            return branch !== undefined && branch === (0,json/* object */.Ik)(pull.head).ref && isFromHere(pull, event.repository);
        }
        return repository.toLowerCase() === event.repository.toLowerCase() && number === pull.number;
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/oz/links.js
var links = __webpack_require__(4301);
// EXTERNAL MODULE: ./build/runs/cancel.js
var cancel = __webpack_require__(2257);
// EXTERNAL MODULE: ./build/oz/states.js
var states = __webpack_require__(2832);
;// CONCATENATED MODULE: ./build/runs/budgets.js
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

// EXTERNAL MODULE: ./build/runs/cadence.js
var cadence = __webpack_require__(6772);
// EXTERNAL MODULE: ./build/oz/conversation.js
var oz_conversation = __webpack_require__(6661);
;// CONCATENATED MODULE: ./build/runs/follow-up-proof.js




/** The old state can still be read for up to 30 s; after twice that it has nothing more to hide. In ms. */
const PROOF_WINDOW = 60_000;
/** How long the conversation may be asked for the message, in ms. */
const CONVERSATION_TIMEOUT = 10_000;
/** Looks for proof that a follow-up took. */
class FollowUpProof {
    #followUp;
    #tools;
    #signal;
    /** On the monotonic clock, in ms. */
    #until;
    #isTaken = false;
    #isNew = false;
    constructor(followUp, tools, signal) {
        this.#followUp = followUp;
        this.#tools = tools;
        this.#signal = signal;
        this.#until = tools.clock.now() + PROOF_WINDOW;
    }
    /** Whether there is proof. It may come before a reading that shows the run after the follow-up. */
    get isTaken() {
        return this.#isTaken;
    }
    /** When the decision falls, on the monotonic clock; afterwards any reading will do. */
    get deadline() {
        return this.#isNew || this.#tools.clock.now() >= this.#until ? Number.POSITIVE_INFINITY : this.#until;
    }
    async judge(run) {
        this.#note(run);
        if (this.#mayHaveMissedIt(run) && (await this.#isInConversation()) === false)
            return 'unproven';
        if (!this.#isNew && this.#tools.clock.now() >= this.#until) {
            this.#isTaken ||= (await this.#isInConversation()) === true;
            if (!this.#isTaken && !staysFailed(run))
                return 'unproven';
            this.#isNew = true;
        }
        return this.#isNew ? 'new' : 'old';
    }
    #note({ state, updatedAt = 0, finishedAt = 0 }) {
        const { before, sentAt, endedAt, isAccepted } = this.#followUp;
        const hasLeft = (0,states/* canonicalState */.km)(state) !== (0,states/* canonicalState */.km)(before.state);
        // The server may touch `updated_at` when it takes the follow-up, and show the old state for a while yet.
        this.#isNew ||= hasLeft || finishedAt > sentAt || updatedAt > endedAt;
        // A run that works has no old end that could be taken for a new one.
        this.#isNew ||= isAccepted && (0,states/* isActive */.$m)(before.state);
        this.#isTaken ||= this.#isNew || updatedAt > sentAt;
    }
    /** A run that was working moves and ends with or without the follow-up. */
    #mayHaveMissedIt(run) {
        const { before, isAccepted } = this.#followUp;
        return !isAccepted && (0,states/* isActive */.$m)(before.state) && run.stage === 'ended';
    }
    /** Undefined where the conversation does not tell. */
    async #isInConversation() {
        const { before, message, timesSaid } = this.#followUp;
        if (timesSaid === undefined)
            return undefined;
        const timesNow = await timesSaidIn(before.id, message, this.#tools, this.#signal);
        return timesNow === undefined ? undefined : timesNow > timesSaid;
    }
}
/** Its follow-ups go into a debug session, and it never leaves its state. */
function staysFailed({ stage, status }) {
    return stage === 'ended' && status?.code === 'environment_setup_failed';
}
/** How often a user has said something in the conversation of a run; undefined where it cannot be read. */
async function timesSaidIn(runId, message, tools, signal) {
    const { oz, clock } = tools;
    const limits = { deadline: clock.now() + CONVERSATION_TIMEOUT, signal };
    try {
        const conversation = await (0,retry/* persist */.Zr)((options) => oz.readConversation(runId, options), tools, limits);
        return count(conversation, message);
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        // No conversation yet.
        return error.kind === 'problem' && error.status === 404 ? 0 : undefined;
    }
}
/** The server may add to the message, and lay it out in its own way. */
function count({ steps }, message) {
    const squeezed = (words) => words.replace(/\s+/g, ' ').trim();
    const wanted = squeezed(message);
    return allSteps(steps)
        .flatMap(({ messages }) => messages)
        .filter((one) => one.role === 'user' && squeezed((0,oz_conversation/* textOf */.b6)(one)).includes(wanted)).length;
}
function allSteps(steps) {
    return steps.flatMap((step) => [step, ...allSteps(step.steps)]);
}

// EXTERNAL MODULE: ./build/runs/outage-tracker.js
var outage_tracker = __webpack_require__(5405);
;// CONCATENATED MODULE: ./build/runs/follow.js






/** A state counts as BLOCKED after so many readings in a row, spanning at least twice the polling ceiling. */
const BLOCKED_READINGS = 3;
/** Reads the run until it settles. Rejects only with the signal's reason. */
async function follow(id, plan, tools) {
    const { clock } = tools;
    const watch = new Watch(id, plan, tools);
    const began = clock.now();
    for (;;) {
        const settled = await watch.read();
        if (settled)
            return settled;
        const next = watch.next((0,cadence/* pollDelay */.x)(clock.now() - began, plan.pollCeiling));
        await clock.sleep(Math.max(0, next - clock.now()), plan.signal);
    }
}
/** What the readings so far amount to. */
class Watch {
    #id;
    #plan;
    #tools;
    #budgets;
    #contact;
    #unknown = new Set();
    #run;
    #proof;
    #blocked;
    /** How long the server asked to be left alone at the last reading, in ms. */
    #retryAfter = 0;
    constructor(id, plan, tools) {
        this.#id = id;
        this.#plan = plan;
        this.#tools = tools;
        this.#budgets = new Budgets(plan);
        this.#contact = new outage_tracker/* Contact */.B(tools);
        this.#proof = plan.followUp && new FollowUpProof(plan.followUp, tools, plan.signal);
    }
    /** When to read again, on the monotonic clock: `delay` ms from now, unless there is a reason for another time. */
    next(delay) {
        const now = this.#tools.clock.now();
        // Whatever time the server asks for, there is one last reading before a budget ends the run.
        const budget = this.#budgets.deadline();
        if (this.#retryAfter > delay)
            return Math.min(now + this.#retryAfter, budget);
        return Math.min(now + delay, budget, this.#proof?.deadline ?? Number.POSITIVE_INFINITY);
    }
    /** Undefined while the run goes on. */
    async read() {
        const { oz, clock } = this.#tools;
        const isLast = clock.now() >= this.#budgets.deadline();
        const settled = await oz.readRun(this.#id, { signal: this.#plan.signal }).then((run) => this.#answered(run), (error) => this.#failed(error));
        if (settled || !isLast || clock.now() < this.#budgets.deadline())
            return settled;
        return { how: 'timed-out', budget: this.#budgets.current(), run: this.#run };
    }
    async #answered(run) {
        const now = this.#tools.clock.now();
        this.#run = run;
        this.#retryAfter = 0;
        this.#contact.answered();
        this.#budgets.observe(run, now);
        this.#warnOfUnknown(run);
        this.#plan.onReading(run);
        const worth = (await this.#proof?.judge(run)) ?? 'new';
        if (worth === 'unproven')
            return { how: 'unproven', run };
        if (this.#plan.until === 'taken' && this.#proof?.isTaken)
            return { how: 'taken', run };
        if (worth === 'old')
            return undefined;
        if (run.stage === 'ended')
            return { how: 'ended', run };
        return this.#isBlocked(run, now) ? { how: 'blocked', run } : undefined;
    }
    #failed(error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        this.#blocked = undefined;
        this.#retryAfter = error.retryAfter ?? 0;
        const isFirst = this.#plan.isForeign && this.#run === undefined;
        const verdict = this.#contact.failed(error, isFirst, this.#isNew());
        if (verdict === 'goes-on')
            return undefined;
        return isFirst ? { how: 'unreadable', error } : { how: 'lost', error, run: this.#run };
    }
    /** Whether a replica of the server may not know the run yet. */
    #isNew() {
        const { isForeign, followUp, since } = this.#plan;
        const { oz, clock } = this.#tools;
        const createdAt = this.#run?.createdAt;
        if (createdAt !== undefined)
            return oz.serverNow() - createdAt < outage_tracker/* INFANCY */.t;
        return !isForeign && followUp === undefined && clock.now() - since < outage_tracker/* INFANCY */.t;
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
        this.#tools.log.warning(`The server reports the state ${run.state}, which this version does not know. Following on; look for an update of this action.`);
    }
}

// EXTERNAL MODULE: ./build/runs/start.js
var start = __webpack_require__(2679);
// EXTERNAL MODULE: ./build/step/observe.js
var observe = __webpack_require__(6139);
// EXTERNAL MODULE: ./build/step/settle.js
var settle = __webpack_require__(6644);
;// CONCATENATED MODULE: ./build/step/attempt.js











/** How long a create request under way may still be answered once the step was asked to go, in ms. */
const CREATE_GRACE = 3000;
/** How much of the prompt the post phase gets to recognise the run by, in characters. */
const PROMPT_START = 200;
/** How long a run that ran out of time is told to stop, in ms. */
const CANCEL_PATIENCE = 2 * 60_000;
/** Creates a run. Its id, or why there is none. */
async function startAttempt(inputs, context) {
    const { event, journal, outputs, clock, shutdown, log } = context;
    const startId = (0,external_node_crypto_.randomUUID)();
    const parentRunId = (0,json/* text */.Qq)(inputs.request.parent_run_id);
    const stamp = (0,runs_stamp/* stampOf */.Zs)(event, inputs.number, inputs.commentKey);
    const metadata = { ...(0,runs_stamp/* cleaned */.L0)(inputs.metadata), ...stamp, start_id: startId };
    const sentAt = clock.wall();
    const wish = {
        startId,
        parentRunId,
        prompt: (0,json/* text */.Qq)(inputs.request.prompt),
        skill: (0,json/* text */.Qq)(inputs.request.skill),
        sentAt,
        serverSentAt: context.oz.serverTimeOf(sentAt),
    };
    const started = await (0,start/* startRun */.AD)(wish, { ...inputs.request, metadata }, context, { deadline: clock.now() + start/* START_PATIENCE */.ZD, signal: shutdown.signal }, {
        giveUp: shutdown.after(CREATE_GRACE),
        sending: (resent) => {
            if (resent)
                return journal.creatingAgain();
            journal.creating({ ...wish, prompt: wish.prompt?.slice(0, PROMPT_START) }, inputs.onCancel ?? 'cancel');
            outputs.sending();
        },
        ambiguous: ({ serverSentAt }) => journal.ambiguous(serverSentAt),
    });
    if (started.kind !== 'started')
        return notStarted(started, startId, context);
    const { id, state, atCapacity } = started.run;
    journal.created(id, state);
    log.info(`run created: ${(0,links/* runUrl */.V)(id)}${state ? `  ${state}` : ''}`);
    if (atCapacity)
        log.info('The team is at its limit of concurrent agents: the run waits for a free place.');
    context.progress();
    return id;
}
function notStarted(start, startId, { journal }) {
    const trouble = (0,step_verdict/* troubleOf */.LH)(start.error);
    if (start.kind === 'refused') {
        journal.settled();
        return (0,step_verdict/* refused */.J5)(trouble);
    }
    return (0,step_verdict/* lost */.DU)({
        ...trouble,
        message: `${trouble.message} A run may exist all the same: ${start.why}.`,
        remedy: `Look in Oz for a run with the metadata start_id=${startId} before starting another. ${trouble.remedy}`,
    });
}
/** Turns to a run that exists already. */
function attachTo(runId, inputs, context) {
    const { journal, progress, log } = context;
    journal.attaching(runId, inputs.onCancel ?? 'detach');
    log.info(`following run ${(0,links/* runUrl */.V)(runId)}`);
    progress();
    return runId;
}
/** Follows the present run to its end, and makes sure of its end. */
async function stay(runId, inputs, context, followUp) {
    const settled = await follow(runId, planOf(inputs, context, followUp), context);
    return attempt_settle(runId, settled, inputs, context, followUp);
}
/** Follows the run until there is proof that a follow-up took whose answer was lost. */
async function awaitUptake(runId, inputs, context, followUp) {
    const budgets = { queueBudget: PROOF_WINDOW, runBudget: PROOF_WINDOW };
    const plan = { ...planOf(inputs, context, followUp), ...budgets, until: 'taken' };
    const settled = await follow(runId, plan, context);
    if (settled.how !== 'timed-out')
        return attempt_settle(runId, settled, inputs, context, followUp);
    context.journal.settled();
    return unconfirmed(followUp);
}
function planOf(inputs, context, followUp) {
    const { shutdown, clock, journal } = context;
    return {
        ...inputs,
        since: clock.now(),
        isForeign: !journal.isCreatedHere && followUp === undefined,
        followUp,
        signal: shutdown.signal,
        onReading: (run) => (0,observe/* observe */.lB)(run, context),
    };
}
async function attempt_settle(runId, settled, inputs, context, followUp) {
    const { journal } = context;
    switch (settled.how) {
        case 'ended':
        case 'blocked': {
            journal.settled();
            const run = await (0,settle/* awaitArtifacts */.WC)(settled.run, context);
            const verdict = (0,step_verdict/* verdictOnRun */.Yb)(run, inputs);
            return followUp && staysFailed(run) ? explained(verdict) : verdict;
        }
        case 'taken':
            journal.settled();
            return { outcome: 'started' };
        case 'unproven':
            journal.settled();
            return unconfirmed(followUp);
        case 'unreadable':
            journal.settled();
            return (0,step_verdict/* refused */.J5)((0,step_verdict/* troubleOf */.LH)(settled.error));
        case 'timed-out':
            return outOfTime(runId, settled.budget, inputs, context);
        case 'lost': {
            // Not settled: the post phase does what `on-cancel` says, with fresh patience.
            const trouble = (0,step_verdict/* troubleOf */.LH)(settled.error);
            return (0,step_verdict/* lost */.DU)({ ...trouble, message: `Lost contact with the run: ${trouble.message}` });
        }
    }
}
/** `verdict`: on a run whose environment could not be set up. */
function explained({ trouble, ...verdict }) {
    if (trouble === undefined)
        return verdict;
    const why = 'Such a run stays failed by design: follow-ups go to a session for finding the fault in its environment.';
    return { ...verdict, trouble: { ...trouble, remedy: `${why} ${trouble.remedy}` } };
}
function unconfirmed(followUp) {
    const fate = followUp?.isAccepted
        ? 'The server accepted the follow-up, but'
        : 'The follow-up got no answer, and';
    return (0,step_verdict/* lost */.DU)({
        code: 'follow_up_unconfirmed',
        message: `${fate} nothing showed within ${PROOF_WINDOW / 1000} s that the run took it: what is known of the run is from before.`,
        remedy: 'Open the run, and send the follow-up again only if it is not there.',
    });
}
async function outOfTime(runId, budget, inputs, context) {
    const { journal, clock, shutdown } = context;
    if ((inputs.onTimeout ?? (journal.isCreatedHere ? 'cancel' : 'detach')) === 'detach') {
        journal.settled();
        return (0,step_verdict/* timedOut */.iU)(budget, 'The run was left running, as `on-timeout` says.');
    }
    const limits = { deadline: clock.now() + CANCEL_PATIENCE, signal: shutdown.signal };
    const cancellation = await (0,cancel/* cancelRun */.S)(runId, context, limits, {
        mayBeNew: (0,start/* mayBeNew */.tn)(journal.saved.wish, clock.wall()),
    });
    switch (cancellation.result) {
        case 'over': {
            journal.settled();
            (0,observe/* observe */.lB)(cancellation.run, context);
            const verdict = (0,step_verdict/* verdictOnRun */.Yb)(cancellation.run, inputs);
            // It may have come to its own end in the last moment: then that is the truth.
            return verdict.outcome === 'cancelled' ? (0,step_verdict/* timedOut */.iU)(budget, 'The run was cancelled.') : verdict;
        }
        case 'blocked':
            journal.settled();
            (0,observe/* observe */.lB)(cancellation.run, context);
            return (0,step_verdict/* timedOut */.iU)(budget, 'The run is BLOCKED: it waits for a person, and Oz does not cancel such a run. It goes on once it is answered.');
        case 'accepted':
            return (0,step_verdict/* timedOut */.iU)(budget, 'Its cancellation was accepted, but not confirmed in time.');
        case 'impossible':
            // A key that was refused may fare better in the post phase; the kind of run does not change.
            if (cancellation.error.status === 422)
                journal.settled();
            return (0,step_verdict/* timedOut */.iU)(budget, `The run goes on, since it cannot be cancelled: ${cancellation.error.message}.`);
        case 'failed':
            return (0,step_verdict/* timedOut */.iU)(budget, `The run may go on, since cancelling it failed: ${cancellation.error.message}.`);
    }
}

;// CONCATENATED MODULE: ./build/step/which-run.js



/** How long a look for runs may take, in ms. */
const which_run_PATIENCE = 60_000;
/** The runs of this repository and number, newest first, and of the comment key if the workflow gave one. */
function findRuns(inputs, number, { onlyActive }, context) {
    const { event, clock, shutdown } = context;
    const stamp = {
        github_repository: event.repository,
        github_number: String(number),
        ...(inputs.isCommentKeyGiven ? { comment_key: inputs.commentKey } : {}),
    };
    const limits = { deadline: clock.now() + which_run_PATIENCE, signal: shutdown.signal };
    return (0,find/* findStamped */.KU)(stamp, { parentRunId: undefined, onlyActive }, context, limits);
}
/** The id of the run that the step names, or of the newest one; or why there is none. */
async function whichRun(inputs, context) {
    if (inputs.runId !== undefined)
        return inputs.runId;
    const { repository } = context.event;
    if (inputs.number === undefined) {
        return noRun('`run-id` is empty, and the event has no pull request or issue to find the run by');
    }
    try {
        const findings = await findRuns(inputs, inputs.number, { onlyActive: false }, context);
        if (findings.kind === 'found')
            return findings.runs[0].id;
        const doubt = findings.kind === 'unclear' ? `: ${findings.why}` : '';
        return noRun(`no run of ${repository} #${inputs.number} was found${doubt}`);
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        return (0,step_verdict/* refused */.J5)((0,step_verdict/* troubleOf */.LH)(error));
    }
}
function noRun(why) {
    return (0,step_verdict/* refused */.J5)({
        code: 'no_run',
        message: `There is no run to turn to: ${why}.`,
        remedy: 'Give the input `run-id`, for instance from the output of the step that started the run.',
    });
}

;// CONCATENATED MODULE: ./build/step/cancel-runs.js





/** For all runs together, in ms. */
const cancel_runs_PATIENCE = 5 * 60_000;
/** Cancels the run that the step names, or every active one of its pull request or issue. */
async function cancelRuns(inputs, context) {
    const { log, clock, shutdown, journal } = context;
    const found = inputs.runId ? [inputs.runId] : await activeRuns(inputs, context);
    if (!Array.isArray(found))
        return found;
    if (found.length === 0)
        log.info('No active run was found: there is nothing to cancel.');
    const limits = { deadline: clock.now() + cancel_runs_PATIENCE, signal: shutdown.signal };
    const failures = [];
    for (const runId of found) {
        // Should this step die, the post phase goes on with what it was asked for.
        journal.attaching(runId, 'cancel');
        const cancellation = await (0,cancel/* cancelRun */.S)(runId, context, limits);
        if (cancellation.result === 'over')
            journal.read(cancellation.run);
        else {
            if (cancellation.result === 'blocked')
                journal.read(cancellation.run);
            failures.push(`${(0,links/* runUrl */.V)(runId)}: ${reasonOf(cancellation)}`);
        }
        journal.settled();
    }
    if (failures.length === 0)
        return { outcome: 'cancelled' };
    return {
        outcome: 'cancelled',
        trouble: {
            code: 'not_cancelled',
            message: `${failures.length} of ${found.length} runs could not be cancelled:\n${failures.join('\n')}`,
            remedy: 'Stop them in Oz.',
        },
    };
}
function reasonOf(cancellation) {
    switch (cancellation.result) {
        case 'accepted':
            return 'its end could not be confirmed in time';
        case 'blocked':
            return 'it is BLOCKED: it waits for a person, and goes on once it is answered';
        default:
            return cancellation.error.message;
    }
}
/** None found, or nothing to find them by, means that there is nothing to do. */
async function activeRuns(inputs, context) {
    if (inputs.number === undefined)
        return [];
    try {
        const findings = await findRuns(inputs, inputs.number, { onlyActive: true }, context);
        if (findings.kind === 'found')
            return findings.runs.map(({ id }) => id);
        if (findings.kind === 'none')
            return [];
        return (0,step_verdict/* refused */.J5)({
            code: 'runs_unknown',
            message: `Which runs are active could not be found out: ${findings.why}.`,
            remedy: 'Give the input `run-id`.',
        });
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        return (0,step_verdict/* refused */.J5)((0,step_verdict/* troubleOf */.LH)(error));
    }
}

// EXTERNAL MODULE: ./build/step/duplicates.js
var duplicates = __webpack_require__(2361);
;// CONCATENATED MODULE: ./build/step/follow-up.js








/** How long the follow-up is tried, in ms, as long as it surely had no effect. */
const follow_up_PATIENCE = 2 * 60_000;
/** How long a follow-up in flight may still be answered once the step was asked to stop, in ms. */
const ANSWER_GRACE = 3000;
/** Sends the message to the run. What was sent, or why nothing was. */
async function sendFollowUp(runId, inputs, context) {
    const { oz, clock, shutdown, journal, outputs, log } = context;
    const limits = { deadline: clock.now() + follow_up_PATIENCE, signal: shutdown.signal };
    const message = (0,json/* text */.Qq)(inputs.request.message) ?? '';
    let before;
    let timesSaid;
    try {
        [timesSaid, before] = await Promise.all([
            timesSaidIn(runId, message, context, shutdown.signal),
            (0,retry/* persist */.Zr)((options) => oz.readRun(runId, options), context, limits),
        ]);
    }
    catch (error) {
        return refusedBy(error);
    }
    journal.attaching(runId, inputs.onCancel ?? 'detach');
    log.info(`follow-up to run ${(0,links/* runUrl */.V)(runId)}  ${before.state}`);
    outputs.sending();
    for (let sent = 1;; sent += 1) {
        shutdown.signal.throwIfAborted();
        const sentAt = oz.serverNow();
        const sending = (isAccepted) => ({
            before,
            message,
            timesSaid,
            sentAt,
            endedAt: oz.serverNow(),
            isAccepted,
        });
        try {
            await oz.followUp(runId, inputs.request, { signal: shutdown.after(ANSWER_GRACE) });
            return sending(true);
        }
        catch (error) {
            if (!(error instanceof problem/* OzError */.Q_))
                throw error;
            const verdict = (0,start/* verdictOn */.Hc)(error);
            if (verdict === 'ambiguous') {
                // It may have arrived, and a second one would be another order to the agent.
                log.warning(`${error.message}. The follow-up may or may not have arrived; it is not sent again.`);
                return sending(false);
            }
            const pause = Math.max(error.retryAfter ?? 0, (0,cadence/* backOff */.f)(sent));
            if (verdict === 'refused' || clock.now() + pause >= limits.deadline) {
                journal.settled();
                return refusedBy(error, before);
            }
            await clock.sleep(pause, shutdown.signal);
        }
    }
}
/** A run that is gone or cannot go on may still have a conversation that a new run can take up. */
function refusedBy(error, before) {
    if (!(error instanceof problem/* OzError */.Q_))
        throw error;
    const trouble = (0,step_verdict/* troubleOf */.LH)(error);
    const isOver = [400, 404, 409, 410, 422].includes(error.status ?? 0);
    const conversation = before?.conversationId
        ? `\`conversation-id: ${before.conversationId}\``
        : '`conversation-id`';
    const offer = `To go on with what was said, start a new run: \`mode: run\` with ${conversation}.`;
    return (0,step_verdict/* refused */.J5)(isOver ? { ...trouble, remedy: `${offer} ${trouble.remedy}`.trim() } : trouble);
}

;// CONCATENATED MODULE: ./build/step/overlap.js








/** How long earlier runs are looked for, and told to stop, in ms. */
const overlap_PATIENCE = 2 * 60_000;
/**
 * What an earlier run that is still active means for this step: a verdict, the id of the run to follow in place of a
 * new one, or undefined when a new one may be created. Two steps that look at the same instant see nothing of each
 * other: without a lock on the server that cannot be excluded.
 */
async function resolveOverlap(inputs, context) {
    const { clock, shutdown, event, log } = context;
    if (inputs.onOverlap === 'allow')
        return undefined;
    const limits = { deadline: clock.now() + overlap_PATIENCE, signal: shutdown.signal };
    const stamp = {
        github_repository: event.repository,
        github_workflow: event.workflow,
        github_job: event.job,
        comment_key: inputs.commentKey,
        github_number: inputs.number === undefined ? undefined : String(inputs.number),
    };
    try {
        const parentRunId = (0,json/* text */.Qq)(inputs.request.parent_run_id);
        const findings = await (0,find/* findStamped */.KU)(stamp, { parentRunId, onlyActive: true }, context, limits);
        if (findings.kind === 'unclear')
            return overlap_cannotTell(findings.why);
        if (findings.kind === 'none')
            return undefined;
        const [newest] = findings.runs;
        if (inputs.onOverlap === 'attach')
            return attachTo(newest.id, inputs, context);
        if (inputs.onOverlap === 'skip')
            return skipped(newest.id);
        for (const { id } of findings.runs) {
            log.info(`An earlier run is still active: ${(0,links/* runUrl */.V)(id)}`);
            const cancellation = await (0,cancel/* cancelRun */.S)(id, context, limits);
            if (cancellation.result !== 'over')
                return stillActive(id);
        }
        return undefined;
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        return (0,step_verdict/* refusedLookUp */.Xj)(error, overlap_UNKNOWN);
    }
}
const overlap_UNKNOWN = 'It could not be determined whether an earlier run is still active, so none was created.';
function overlap_cannotTell(why) {
    return (0,step_verdict/* refused */.J5)({
        code: 'overlap_unknown',
        message: `${(0,lib_text/* sentence */.em)(why)} ${overlap_UNKNOWN}`,
        remedy: 'Try again later, or set `on-overlap: allow` to create a run anyway.',
    });
}
function skipped(id) {
    return {
        outcome: 'skipped',
        skippedReason: 'overlap',
        trouble: {
            code: 'overlap',
            message: `An earlier run is still active, so none was started: ${(0,links/* runUrl */.V)(id)}`,
            remedy: '',
        },
    };
}
function stillActive(id) {
    return (0,step_verdict/* refused */.J5)({
        code: 'overlap',
        message: `An earlier run could not be cancelled, so none was created: ${(0,links/* runUrl */.V)(id)}`,
        remedy: 'Stop it in Oz, then run this job again.',
    });
}

;// CONCATENATED MODULE: ./build/step/stopped.js




/** Until when the run is cancelled, in ms from the first signal: after 7.5 s the runner insists. */
const CANCEL_GRACE = 5000;
/** What a step does that was asked to go. What it leaves undone, the post phase does. */
async function stopped(inputs, context) {
    const { journal, shutdown, clock } = context;
    const trouble = {
        code: 'stopped',
        remedy: 'If nobody cancelled the workflow, raise the `timeout-minutes` of the step or job.',
    };
    const attempt = journal.attempts.at(-1);
    if (attempt === undefined) {
        return (0,step_verdict/* refused */.J5)({ ...trouble, message: 'The step was stopped before it created a run.' });
    }
    if (attempt.run && journal.isSettled)
        return (0,step_verdict/* verdictOnRun */.Yb)(attempt.run, inputs);
    if (attempt.runId === undefined) {
        const message = 'The step was stopped while its create request had no answer; the post step looks for the run.';
        return (0,step_verdict/* lost */.DU)({ ...trouble, message });
    }
    if (journal.saved.onCancel === 'detach') {
        journal.settled();
        const message = 'The step was stopped. The run was left running, as `on-cancel` says.';
        return (0,step_verdict/* lost */.DU)({ ...trouble, message });
    }
    const deadline = shutdown.deadline(CANCEL_GRACE, clock.now());
    const cancellation = await (0,cancel/* cancelRun */.S)(attempt.runId, context, { deadline }, { mayBeNew: (0,start/* mayBeNew */.tn)(journal.saved.wish, clock.wall()) });
    if (cancellation.result === 'over') {
        journal.settled();
        (0,observe/* observe */.lB)(cancellation.run, context);
        const verdict = (0,step_verdict/* verdictOnRun */.Yb)(cancellation.run, inputs);
        if (verdict.outcome !== 'cancelled' && inputs.mode === 'follow-up') {
            // Its end may be the one from before the follow-up.
            const message = `The step was stopped before it was known what became of the follow-up; the run is ${cancellation.run.state}.`;
            return (0,step_verdict/* lost */.DU)({ ...trouble, message });
        }
        if (verdict.outcome !== 'cancelled')
            return verdict;
        const message = 'The step was stopped, and its run cancelled.';
        return { outcome: 'cancelled', trouble: { ...trouble, message } };
    }
    if (cancellation.result === 'blocked')
        (0,observe/* observe */.lB)(cancellation.run, context);
    const fate = {
        accepted: 'the server accepted to cancel its run; the post step makes sure of it',
        blocked: 'its run is BLOCKED, which Oz does not cancel; the post step tries again',
        failed: 'its run could not be cancelled yet; the post step tries again',
        impossible: 'its run goes on, since it cannot be cancelled',
    }[cancellation.result];
    return (0,step_verdict/* lost */.DU)({ ...trouble, message: `The step was stopped; ${fate}.` });
}

;// CONCATENATED MODULE: ./build/action.js













/** How long the look for duplicate runs may take, in ms. */
const SWEEP_PATIENCE = 60_000;
/** Before the second attempt, in ms; doubled before each further one, up to a minute. */
const RETRY_PAUSE = 5000;
/** The main phase, once the gate is passed. Rejects only over faults of our own. */
async function act(inputs, context) {
    try {
        return await actInMode(inputs, context);
    }
    catch (error) {
        if (!context.shutdown.isUnderWay)
            throw error;
        return stopped({ requirePullRequest: false, ...inputs }, context);
    }
}
async function actInMode(inputs, context) {
    switch (inputs.mode) {
        case 'run':
            return (await stopOnOwnPullRequest(inputs, context)) ?? run(inputs, context);
        case 'follow-up':
            return (await stopOnOwnPullRequest(inputs, context)) ?? followUp(inputs, context);
        case 'attach':
            return attach(inputs, context);
        case 'cancel':
            return cancelRuns(inputs, context);
        case 'check':
            return check(inputs, context);
    }
}
/** overlap → attempts, each of which starts a run and stays with it. */
async function run(inputs, context) {
    const overlap = await resolveOverlap(inputs, context);
    if (overlap !== undefined)
        return typeof overlap === 'string' ? remain(overlap, inputs, context) : overlap;
    let previous;
    for (let attempt = 1;; attempt += 1) {
        const started = await startAttempt(inputs, context);
        if (typeof started !== 'string' && started.outcome === 'refused') {
            if (previous === undefined)
                return action_explained(started, inputs, context);
            context.log.warning(`A further attempt was refused: ${started.trouble?.message}`);
            return previous;
        }
        // What the look-up after a lost answer already showed must not work on beside the run for hours.
        if (typeof started === 'string' && inputs.wait)
            await sweepUp(context);
        const verdict = typeof started === 'string' ? await remain(started, inputs, context) : started;
        context.progress(verdict);
        await sweepUp(context);
        if (attempt >= inputs.maxAttempts || !(await mayTryAgain(attempt, verdict, context)))
            return verdict;
        context.log.info(`Attempt ${attempt + 1} of ${inputs.maxAttempts}.`);
        previous = verdict;
    }
}
async function attach(inputs, context) {
    const found = await whichRun(inputs, context);
    return typeof found === 'string' ? remain(attachTo(found, inputs, context), inputs, context) : found;
}
async function followUp(inputs, context) {
    const found = await whichRun(inputs, context);
    if (typeof found !== 'string')
        return found;
    const sent = await sendFollowUp(found, inputs, context);
    return 'outcome' in sent ? sent : remain(found, inputs, context, sent);
}
async function remain(runId, inputs, context, sent) {
    if (inputs.wait)
        return stay(runId, inputs, context, sent);
    // Asked to stop while the run was still being created: `on-cancel` applies.
    context.shutdown.signal.throwIfAborted();
    if (sent && !sent.isAccepted)
        return awaitUptake(runId, inputs, context, sent);
    context.journal.settled();
    return { outcome: 'started' };
}
/** Adds to a refusal what may have been meant in place of an id that Oz does not know. */
async function action_explained(verdict, { request }, context) {
    const { trouble } = verdict;
    if (!trouble || !['resource_not_found', 'invalid_request'].includes(trouble.code))
        return verdict;
    const found = await didYouMean(request, context);
    return found ? { ...verdict, trouble: { ...trouble, remedy: `${found} ${trouble.remedy}` } } : verdict;
}
/** Waits before a further attempt, where the server says that a new run may succeed and this one opened nothing. */
async function mayTryAgain(attempt, verdict, context) {
    const { clock, shutdown, journal, log } = context;
    const { run: ended } = journal.attempts.at(-1) ?? {};
    if (!ended || !['failed', 'error'].includes(verdict.outcome) || !isWorthAnother(ended))
        return false;
    const pause = Math.min(RETRY_PAUSE * 2 ** (attempt - 1), 60_000);
    log.info(`${ended.state}: ${verdict.trouble?.message}`);
    log.info(`The server marks that retryable: a new run in ${pause / 1000} s.`);
    await clock.sleep(pause, shutdown.signal);
    // Artifacts can lag: a pull request may have turned up meanwhile.
    return isWorthAnother(await readAgain(ended, context));
}
function isWorthAnother(ended) {
    return ended.status?.retryable === true && (0,pull_requests/* pullRequestsOf */.T)(ended).length === 0;
}
async function readAgain(ended, context) {
    try {
        const { oz, shutdown } = context;
        const latest = (0,settle/* withLater */.vt)(ended, await oz.readRun(ended.id, { signal: shutdown.signal }));
        (0,observe/* observe */.lB)(latest, context);
        return latest;
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        return ended;
    }
}
/** A create request with an ambiguous answer may have made a further run in the meantime. */
async function sweepUp(context) {
    const { journal, clock, shutdown } = context;
    const limits = { deadline: clock.now() + SWEEP_PATIENCE, signal: shutdown.signal };
    try {
        await (0,duplicates/* sweepDuplicates */.n)(journal.saved, context, limits);
    }
    catch (error) {
        // The verdict on the run stands, and the post phase sweeps anyway.
        if (!shutdown.isUnderWay)
            throw error;
    }
}

// EXTERNAL MODULE: ./build/github/permission.js
var permission = __webpack_require__(9071);
// EXTERNAL MODULE: ./build/lib/clock.js
var clock = __webpack_require__(4570);
// EXTERNAL MODULE: ./build/report/marker.js
var marker = __webpack_require__(8729);
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






/** How long GitHub may take to tell of people, in ms. */
const gate_PATIENCE = 30_000;
/**
 * May the people behind the event start a run? Undefined when they may. Nobody's word counts but GitHub's: where it
 * cannot be asked, the gate stays shut.
 */
async function passGate(inputs, context) {
    const { event } = context;
    const comment = (0,json/* text */.Qq)((0,json/* object */.Ik)(event.payload.comment).body);
    if (comment !== undefined && (0,marker/* isOurs */.MU)(comment)) {
        return gate_skipped('self-triggered', 'The comment is one of this action itself, so no agent was started.');
    }
    const judged = peopleBehind(event);
    if (judged.kind === 'nobody')
        return undefined;
    if (judged.kind === 'unknown') {
        return shut(`The event \`${event.name}\` does not say who is behind it`, 'Use an event that does.');
    }
    try {
        for (const person of judged.people) {
            const verdict = await judge(person, inputs, context);
            if (verdict !== undefined)
                return verdict;
        }
        return undefined;
    }
    catch (error) {
        const { message } = error;
        return shut(`GitHub did not say who may start an agent: ${message}`, 'Check the input `github-token`, then run the job again.');
    }
}
async function judge(person, inputs, context) {
    const { login, isBot } = person;
    const { requiredPermission, allowedActors } = inputs;
    const isListed = allowedActors.includes(login.toLowerCase());
    if (isBot)
        return judgeBot(login, isListed, inputs, context);
    if (isListed || requiredPermission === 'none')
        return undefined;
    const held = await (await trust(inputs, context)).permissionOf(login);
    if ((0,permission/* isAtLeast */.d)(held, requiredPermission))
        return undefined;
    return gate_skipped('permission', `@${login} holds \`${held}\` in this repository; \`required-permission\` asks for \`${requiredPermission}\`. No agent was started.`);
}
/** An account of this very token would start itself over and over, whatever the lists say. */
async function judgeBot(login, isListed, inputs, context) {
    const asked = trust(inputs, context).then((github) => github.self());
    // Whom the list does not name stays out either way, so that GitHub need not answer.
    const self = isListed ? await asked : await asked.catch(() => undefined);
    if (self?.toLowerCase() === login.toLowerCase()) {
        return gate_skipped('self-triggered', `The event was caused by ${login}, the account of this step's own token. No agent was started.`);
    }
    if (isListed)
        return undefined;
    return gate_skipped('actor', `${login} is a bot, or spoke through an app, and \`allowed-actors\` does not name it. No agent was started.`);
}
async function trust(inputs, { event, shutdown }) {
    if (inputs.githubToken === undefined)
        throw new Error('the input `github-token` is empty');
    const { Trust } = await Promise.all(/* import() */[__webpack_require__.e(794), __webpack_require__.e(498)]).then(__webpack_require__.bind(__webpack_require__, 1498));
    return new Trust(inputs.githubToken, event, AbortSignal.any([shutdown.signal, (0,clock/* timeoutSignal */._)(gate_PATIENCE)]));
}
/** Shows the author of the comment that it was seen. Best effort, beside everything else. */
async function acknowledge(inputs, context) {
    if (context.event.payload.comment === undefined || inputs.githubToken === undefined)
        return;
    try {
        await (await trust(inputs, context)).acknowledge();
    }
    catch (error) {
        context.log.debug(`No reaction on the comment: ${error.message}`);
    }
}
function gate_skipped(skippedReason, message) {
    return { outcome: 'skipped', skippedReason, trouble: { code: skippedReason, message, remedy: '' } };
}
function shut(message, remedy) {
    return {
        ...(0,step_verdict/* refused */.J5)({ code: 'gate', message: `${message}, so no agent was started.`, remedy }),
        isQuiet: true,
    };
}

;// CONCATENATED MODULE: ./build/gate/missing-key.js

/** Events that get no secrets skip the step, since nobody can give them a key; elsewhere a missing key is a mistake. */
function keyMissing({ withoutSecrets, name }) {
    if (withoutSecrets === undefined) {
        return (0,step_verdict/* refused */.J5)({
            code: 'missing_api_key',
            message: 'There is no API key: the input `api-key` and the environment variable WARP_API_KEY are both empty.',
            remedy: 'If you use a secret, make sure that it exists in this repository, organisation or environment and that its name is spelt right: `api-key: ${{ secrets.WARP_API_KEY }}`.',
        });
    }
    const who = withoutSecrets === 'fork' ? 'a pull request from a fork' : 'what Dependabot causes';
    const how = withoutSecrets === 'fork'
        ? 'GitHub hands no secrets to it. Run the agent on a comment of a maintainer instead.'
        : 'GitHub hands it only the secrets stored for Dependabot. Store the key there as well if you want it.';
    return {
        outcome: 'skipped',
        skippedReason: 'no-secret',
        trouble: {
            code: 'no_secret',
            message: `No API key on ${who} (\`${name}\`), so no agent was started. ${how}`,
            remedy: '',
        },
    };
}

// EXTERNAL MODULE: ./build/github/event.js
var github_event = __webpack_require__(6830);
// EXTERNAL MODULE: ./build/inputs/read.js + 6 modules
var read = __webpack_require__(9493);
// EXTERNAL MODULE: ./build/inputs/secrets.js
var inputs_secrets = __webpack_require__(8569);
// EXTERNAL MODULE: ./build/inputs/values.js
var values = __webpack_require__(3368);
// EXTERNAL MODULE: ./build/ledger.js
var ledger = __webpack_require__(5723);
// EXTERNAL MODULE: ./build/lib/log.js
var lib_log = __webpack_require__(2934);
// EXTERNAL MODULE: ./build/lib/runner.js
var runner = __webpack_require__(2380);
// EXTERNAL MODULE: ./build/lib/secrets.js + 2 modules
var lib_secrets = __webpack_require__(9872);
// EXTERNAL MODULE: ./build/lib/version.js
var version = __webpack_require__(6480);
// EXTERNAL MODULE: ./build/oz/client.js + 4 modules
var client = __webpack_require__(4172);
// EXTERNAL MODULE: ./build/publish/comment.js
var comment = __webpack_require__(1561);
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
/** The members that tell most of an action, the first that is there; agents name them differently. */
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

;// CONCATENATED MODULE: ./build/report/live.js
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
const MOST_LINES = {
    message: 400,
    action: 6,
    result: 20,
    event: 3,
};
/**
 * Prints what the agent did, each line behind a gutter; what nested steps did is indented and folded in a group. The
 * time stands before the first line.
 */
function printActivities(activities, log) {
    const time = log.elapsed;
    let stamp = time;
    let group;
    for (const { kind, text, path } of activities) {
        const [outermost] = path;
        if (outermost !== group) {
            if (group !== undefined)
                log.endGroup();
            if (outermost !== undefined)
                log.startGroup(`${time}  ${outermost}`);
            group = outermost;
        }
        // Deep nesting must not leave a column of single letters.
        const indent = '  '.repeat(Math.min(Math.max(path.length - 1, 0), 8));
        const first = stamp;
        log.gutter(text, {
            style: STYLES[kind],
            most: MOST_LINES[kind],
            before: (index) => `${(index === 0 ? first : '').padStart(time.length)}  ${indent}${SIGNS[kind]} `,
        });
        stamp = '';
    }
    if (group !== undefined)
        log.endGroup();
}

;// CONCATENATED MODULE: ./build/publish/live-log.js



/** From the agent's start to the first reading, and at least between two of them, in ms. */
const SHORTEST_PAUSE = 3000;
/**
 * How much older the work is at each reading than at the one before. A conversation comes whole every time, so the
 * readings of one that grows evenly add up to 1 / (1 - 1 / GROWTH) = 4.8 times its final size; with the last one,
 * 5.8 times.
 */
const GROWTH = 1.26;
/**
 * Prints the agent's work as it happens. Reads the conversation beside the polling, which never waits for it, and
 * only when the run has moved. A failure costs nothing but the stream.
 */
class Stream {
    #oz;
    #context;
    #level;
    #printed = new Set();
    #startedAt;
    #nextAt = 0;
    #seenUpdate;
    #reading;
    #isUnsupported = false;
    #latest;
    constructor(oz, context, level) {
        this.#oz = oz;
        this.#context = context;
        this.#level = level;
    }
    /** What the agent did last, for people who look at the comment. */
    get latest() {
        return this.#latest?.text;
    }
    /** Call it with every reading of the run; returns at once. */
    observe(run) {
        const { clock, shutdown } = this.#context;
        if (this.#level === 'off' || run.stage === 'queued' || shutdown.isUnderWay || this.#isUnsupported)
            return;
        const now = clock.now();
        this.#startedAt ??= now;
        this.#nextAt ||= now + SHORTEST_PAUSE;
        const hasMoved = run.updatedAt === undefined || run.updatedAt !== this.#seenUpdate;
        if (run.stage === 'ended' || now < this.#nextAt || !hasMoved || this.#reading)
            return;
        this.#seenUpdate = run.updatedAt;
        // A run that this step attached to has worked before; both times are the server's.
        const worked = run.startedAt !== undefined && run.updatedAt !== undefined ? run.updatedAt - run.startedAt : 0;
        const age = Math.max(now - this.#startedAt, worked);
        this.#nextAt = now + Math.max(SHORTEST_PAUSE, age * (GROWTH - 1));
        this.#reading = this.#read(run.id).finally(() => {
            this.#reading = undefined;
        });
    }
    /** Prints what is left, once the run is over and its conversation was read for the last time. */
    async finish(conversation) {
        await this.#reading;
        if (conversation)
            await this.#print(conversation, true);
    }
    async #read(runId) {
        const { log, shutdown } = this.#context;
        try {
            await this.#print(await this.#oz.readConversation(runId, { signal: shutdown.signal }), false);
        }
        catch (error) {
            if (!(error instanceof problem/* OzError */.Q_) && !shutdown.isUnderWay)
                throw error;
            // Not every harness has one; the transcript takes its place once the run is over.
            this.#isUnsupported = error instanceof problem/* OzError */.Q_ && error.status === 422;
            log.debug(`No conversation to show: ${error.message}`);
        }
    }
    async #print(conversation, isFinal) {
        const all = activitiesOf(conversation, this.#level);
        const fresh = all.filter(({ key }, index) => {
            // The last message may still be growing, and each is printed once.
            const mayGrow = !isFinal && index === all.length - 1 && all[index]?.kind === 'message';
            return !mayGrow && !this.#printed.has(key);
        });
        for (const { key } of fresh)
            this.#printed.add(key);
        this.#latest = all.findLast(({ kind }) => kind !== 'result') ?? this.#latest;
        if (fresh.length > 0)
            printActivities(fresh, this.#context.log);
    }
}

// EXTERNAL MODULE: ./build/publish/outputs.js
var publish_outputs = __webpack_require__(4814);
// EXTERNAL MODULE: ./build/shutdown.js
var build_shutdown = __webpack_require__(4352);
// EXTERNAL MODULE: ./build/step/account.js
var account = __webpack_require__(8724);
// EXTERNAL MODULE: ./build/step/conclude.js
var conclude = __webpack_require__(6494);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/oz/network.js
var network = __webpack_require__(8778);
;// CONCATENATED MODULE: ./build/oz/transcript.js


/**
 * What the agent said last, from a transcript in one of the formats that are known: a conversation as JSON, a JSON
 * array of messages, or JSON lines as Claude Code and Codex write them. Undefined for any other.
 */
function finalWords(transcript) {
    const whole = parsed(transcript);
    const conversation = (0,oz_conversation/* decodeConversation */.cf)(whole);
    if (conversation)
        return (0,oz_conversation/* finalMessage */.oM)(conversation);
    const entries = Array.isArray(whole) ? whole : transcript.split('\n').map(parsed);
    for (const entry of entries.toReversed()) {
        const words = wordsOf(entry);
        if (words !== undefined && words.trim() !== '')
            return words;
    }
    return undefined;
}
function wordsOf(value) {
    const entry = (0,json/* object */.Ik)(value);
    // Claude Code ends with a line that holds the result.
    if (entry.type === 'result')
        return (0,json/* text */.Qq)(entry.result);
    // Codex: {type: "item.completed", item: {type: "agent_message", text}}.
    const item = (0,json/* object */.Ik)(entry.item);
    if (item.type === 'agent_message')
        return (0,json/* text */.Qq)(item.text);
    const message = (0,json/* object */.Ik)(entry.message ?? entry);
    if (message.role !== 'assistant')
        return undefined;
    if (typeof message.content === 'string')
        return (0,json/* text */.Qq)(message.content);
    const parts = (0,json/* list */.p_)(message.content).map(json/* object */.Ik);
    return (0,json/* text */.Qq)(parts
        .map((part) => (0,json/* text */.Qq)(part.text))
        .filter((part) => part !== undefined)
        .join('\n\n'));
}
function parsed(source) {
    try {
        return JSON.parse(source);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/step/remains.js







/** A transcript that is only read for its last words, in bytes. */
const LARGEST_TRANSCRIPT = 32 * 1024 ** 2;
/**
 * What a run that is over has left behind: the rest of its work for the log, the agent's final message, the evidence.
 * Nothing of it changes the outcome, and nothing of it is fetched once the step was asked to go.
 */
async function gatherRemains(inputs, stream, context) {
    const { run } = context.journal.attempts.findLast(({ runId }) => runId !== undefined) ?? {};
    const isOver = run?.stage === 'ended' || run?.stage === 'blocked';
    if (!inputs.wait || !isOver || context.shutdown.isUnderWay)
        return {};
    const conversation = await (0,settle/* readConversation */.Gt)(run.id, context);
    await stream.finish(conversation);
    const result = conversation ? (0,oz_conversation/* finalMessage */.oM)(conversation) : await lastWords(run, inputs, context);
    const artifactsPath = await storeEvidence(run, conversation, inputs, context);
    return { result, artifactsPath };
}
/** Some harnesses keep a transcript in place of a conversation. */
async function lastWords(run, inputs, context) {
    const { oz, env, log, shutdown } = context;
    const file = external_node_path_.join(env.RUNNER_TEMP || '.', `${(0,external_node_crypto_.randomUUID)()}.transcript`);
    try {
        const url = await oz.locateTranscript(run.id, { signal: shutdown.signal });
        const { download } = await __webpack_require__.e(/* import() */ 430).then(__webpack_require__.bind(__webpack_require__, 1430));
        const options = {
            signal: shutdown.signal,
            mayBePlain: (0,network/* isLoopback */.U)(inputs.apiUrl),
            largest: LARGEST_TRANSCRIPT,
        };
        await download(url, file, { ...options, expected: undefined });
        return finalWords(await (0,promises_.readFile)(file, 'utf8'));
    }
    catch (error) {
        log.debug(`No transcript either: ${error.message}`);
        return undefined;
    }
    finally {
        await (0,promises_.rm)(file, { force: true });
    }
}
async function storeEvidence(run, conversation, inputs, context) {
    const { oz, clock, log, secrets, shutdown } = context;
    const { artifactsFolder } = inputs;
    if (artifactsFolder === undefined)
        return undefined;
    try {
        const { Evidence } = await __webpack_require__.e(/* import() */ 835).then(__webpack_require__.bind(__webpack_require__, 7835));
        const tools = { oz, clock, log, secrets, signal: shutdown.signal, isLoopback: (0,network/* isLoopback */.U)(inputs.apiUrl) };
        const index = await new Evidence(artifactsFolder, tools).collect(run, conversation);
        log.info(`Evidence: ${index.filter((entry) => 'name' in entry).length} files in ${artifactsFolder}`);
        return artifactsFolder;
    }
    catch (error) {
        const { message } = error;
        log.warning(`The evidence could not be stored: ${message}. Check that \`artifacts-dir\` can be written to.`, 'Artifacts');
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/main.js



























/** The main phase: wires the real parts, and turns what comes out into the step's colour. */
async function runMain() {
    const { env } = external_node_process_;
    const secrets = new lib_secrets/* Secrets */.S(core.setSecret);
    const log = new lib_log/* Log */.tG(secrets, clock/* systemClock */.m, !env.NO_COLOR);
    const outputs = new publish_outputs/* Outputs */.t(secrets, (message) => log.warning(message, 'Outputs'));
    const shutdown = new build_shutdown/* Shutdown */.H(clock/* systemClock */.m);
    for (const signal of ['SIGINT', 'SIGTERM'])
        external_node_process_.on(signal, () => shutdown.begin());
    try {
        outputs.begin();
        (0,inputs_secrets/* registerSecrets */.d)(env, secrets);
        const wiring = {
            env,
            clock: clock/* systemClock */.m,
            log,
            outputs,
            secrets,
            shutdown,
            event: (0,github_event/* readEvent */.j)(env),
        };
        if (!(await step(wiring)))
            external_node_process_.exitCode = 1;
    }
    catch (error) {
        // A fault of ours: whatever was saved and written until now stands, and the post phase clears up.
        external_node_process_.exitCode = 1;
        log.error(`This action failed in a way it did not expect: ${error.stack ?? error}`, 'Oz agent');
    }
}
/** Whether the step is green. */
async function step(wiring) {
    const { env, event, log, clock, secrets } = wiring;
    const inputs = await inputsOrError(env, event, log);
    if (inputs instanceof values/* InputError */.dz) {
        const bare = { ...wiring, journal: new ledger/* Journal */.C(clock, runner/* saveState */.LZ), sharesEditing: false };
        const trouble = {
            code: inputs.code,
            message: inputs.explain((text) => secrets.redact(text)),
            remedy: 'Correct the step in the workflow file.',
        };
        return (0,conclude/* conclude */.Ep)((0,account/* account */.c)((0,step_verdict/* refused */.J5)(trouble), undefined, bare), undefined, bare);
    }
    const config = inputs.mode === 'run' ? (0,json/* object */.Ik)(inputs.request.config) : {};
    const sharesEditing = (0,json/* object */.Ik)(config.session_sharing).public_access === 'EDITOR';
    const journal = new ledger/* Journal */.C(clock, runner/* saveState */.LZ, { sharesEditing });
    const bare = { ...wiring, journal, sharesEditing };
    const telling = { inputs, comment: new comment/* LivingComment */.D(inputs, bare, 'main') };
    const verdict = await beforeOz(inputs, bare);
    if (verdict !== undefined)
        return (0,conclude/* conclude */.Ep)((0,account/* account */.c)(verdict, inputs, bare), telling, bare);
    return withOz(inputs, telling, bare);
}
/**
 * The gate first, then the key; undefined when a request to Oz may be made. Where GitHub hands out no secrets the gate
 * does not matter: nobody can start an agent there.
 */
async function beforeOz(inputs, bare) {
    if (inputs.apiKey === undefined && bare.event.withoutSecrets)
        return keyMissing(bare.event);
    if (inputs.mode === 'run' || inputs.mode === 'follow-up') {
        const shut = await passGate(inputs, bare);
        if (shut !== undefined)
            return shut;
    }
    return inputs.apiKey === undefined ? keyMissing(bare.event) : undefined;
}
async function withOz(inputs, telling, bare) {
    const oz = connect(inputs, bare);
    if (oz instanceof problem/* OzError */.Q_)
        return (0,conclude/* conclude */.Ep)((0,account/* account */.c)((0,step_verdict/* refused */.J5)((0,step_verdict/* troubleOf */.LH)(oz)), inputs, bare), telling, bare);
    const acknowledged = inputs.mode === 'run' || inputs.mode === 'follow-up' ? acknowledge(inputs, bare) : undefined;
    const context = followed(inputs, telling, oz, bare);
    const verdict = await act(inputs, context);
    context.progress(verdict);
    // What is there of a run that was lost is from before.
    const hasRemains = 'wait' in inputs && verdict.outcome !== 'lost';
    const remains = hasRemains ? await gatherRemains(inputs, context.stream, context) : {};
    const isGreen = await (0,conclude/* conclude */.Ep)((0,account/* account */.c)(verdict, inputs, bare, remains), telling, bare);
    await acknowledged;
    await oz.destroy();
    return isGreen;
}
function connect({ apiKey = '', apiUrl }, bare) {
    const { log, clock } = bare;
    if (!apiKey.startsWith('wk-')) {
        log.warning('The API key does not look like one of Oz (`wk-…`). Trying it all the same.');
    }
    try {
        return new client/* OzClient */.f({
            apiUrl,
            apiKey,
            userAgent: version/* USER_AGENT */._,
            clock,
            debug: (message) => log.debug(message),
            onRun: (run) => (0,observe/* hideSecretsOf */.jU)(run, bare),
        });
    }
    catch (error) {
        if (error instanceof problem/* OzError */.Q_)
            return error;
        throw error;
    }
}
/** The context whose readings feed the live log, the comment and the outputs. */
function followed(inputs, telling, oz, bare) {
    const stays = 'wait' in inputs && inputs.wait;
    const stream = new Stream(oz, bare, stays ? inputs.stream : 'off');
    const underWay = stays || inputs.mode === 'follow-up'
        ? (0,step_verdict/* lost */.DU)({ code: 'interrupted', message: 'The step ended before its run did.', remedy: '' })
        : { outcome: 'started' };
    const tell = (hasChanged) => {
        if (hasChanged)
            bare.outputs.write((0,account/* account */.c)(underWay, inputs, bare));
        const report = (0,account/* account */.c)(underWay, inputs, bare, { underWay: { now: stream.latest } });
        if (stays && report.run?.stage !== 'ended')
            telling.comment.observe(report, hasChanged);
    };
    return {
        ...bare,
        oz,
        stream,
        progress: (verdict) => (verdict ? bare.outputs.write((0,account/* account */.c)(verdict, inputs, bare)) : tell(true)),
        onReading: (run, hasChanged) => {
            stream.observe(run);
            tell(hasChanged);
        },
    };
}
async function inputsOrError(env, event, log) {
    try {
        return await (0,read/* readInputs */.K)(env, event, (message) => log.warning(message));
    }
    catch (error) {
        if (error instanceof values/* InputError */.dz)
            return error;
        throw error;
    }
}


/***/ })

};
