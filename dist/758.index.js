export const id = 758;
export const ids = [758,987,8450,2893];
export const modules = {

/***/ 758:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  collect: () => (/* binding */ collect)
});

// EXTERNAL MODULE: ./build/github/marker.js
var marker = __webpack_require__(4878);
// EXTERNAL MODULE: ./build/github/standing.js
var standing = __webpack_require__(2780);
// EXTERNAL MODULE: ./build/lib/nearest.js
var nearest = __webpack_require__(6062);
// EXTERNAL MODULE: ./build/oz/links.js
var links = __webpack_require__(4301);
// EXTERNAL MODULE: ./build/oz/pull-requests.js
var pull_requests = __webpack_require__(4776);
// EXTERNAL MODULE: ./build/oz/states.js
var states = __webpack_require__(2832);
// EXTERNAL MODULE: ./build/report/collected.js
var collected = __webpack_require__(5316);
// EXTERNAL MODULE: ./build/report/sections.js + 1 modules
var sections = __webpack_require__(5401);
// EXTERNAL MODULE: ./build/runs/collect-stamp.js
var collect_stamp = __webpack_require__(7335);
// EXTERNAL MODULE: ./build/runs/retry.js
var retry = __webpack_require__(457);
// EXTERNAL MODULE: ./build/runs/stamp.js
var stamp = __webpack_require__(5304);
;// CONCATENATED MODULE: ./build/collect/candidates.js


const PLACES = ['comment', 'status', 'review'];
function sortOut(runs, repository, apiKey) {
    const distrusted = new Map();
    const distrust = (why) => distrusted.set(why, (distrusted.get(why) ?? 0) + 1);
    const verified = [];
    for (const run of runs) {
        const verdict = run.metadata?.github_repository === repository ? (0,collect_stamp/* verify */.MX)(run, apiKey) : undefined;
        if (verdict?.kind === 'distrusted')
            distrust(verdict.why);
        if (verdict?.kind === 'trusted')
            verified.push(candidateOf(run, verdict.order, repository));
    }
    const oldestFirst = verified.toSorted(({ run: a }, { run: b }) => age(a) - age(b) || (a.id < b.id ? -1 : 1));
    const originals = new Map();
    for (const one of oldestFirst) {
        const startId = one.run.metadata?.start_id ?? '';
        if (originals.has(startId))
            distrust('copy');
        else
            originals.set(startId, one);
    }
    return { trusted: withPlaces([...originals.values()].toReversed()), distrusted };
}
function withPlaces(newestFirst) {
    const taken = new Set();
    return newestFirst.map((candidate) => {
        const places = PLACES.filter((place) => {
            const key = placeKey(place, candidate);
            if (key === undefined || taken.has(key))
                return false;
            taken.add(key);
            return true;
        });
        const isTraced = places.some((place) => place !== 'review');
        return { ...candidate, places: isTraced ? places : [] };
    });
}
function placeKey(place, { run, order, number, sha, commentKey }) {
    if (place === 'status') {
        return order.status && sha ? JSON.stringify([place, order.status.toLowerCase(), sha]) : undefined;
    }
    if (place === 'review') {
        return order.review && JSON.stringify([place, number, commentKey]);
    }
    if (order.comment === 'off' || number === undefined)
        return undefined;
    return JSON.stringify([place, ...(order.comment === 'sticky' ? [number, commentKey] : [run.id])]);
}
function candidateOf(run, order, repository) {
    const { github_number = '', comment_key: commentKey = '' } = run.metadata ?? {};
    const number = /^[1-9]\d{0,15}$/.test(github_number) ? Number(github_number) : undefined;
    return { run, order, number, sha: (0,stamp/* stampedCommit */.AN)(run, { repository }, number), commentKey };
}
function age({ createdAt = 0 }) {
    return createdAt;
}

// EXTERNAL MODULE: ./build/github/failure.js
var failure = __webpack_require__(220);
// EXTERNAL MODULE: ./build/inputs/review.js
var review = __webpack_require__(5026);
// EXTERNAL MODULE: ./build/ledger.js
var build_ledger = __webpack_require__(5723);
// EXTERNAL MODULE: ./build/publish/comment.js
var publish_comment = __webpack_require__(1561);
// EXTERNAL MODULE: ./build/publish/last-try.js
var last_try = __webpack_require__(8014);
// EXTERNAL MODULE: ./build/publish/publisher.js
var publisher = __webpack_require__(9540);
// EXTERNAL MODULE: ./build/publish/pull-requests.js
var publish_pull_requests = __webpack_require__(4932);
// EXTERNAL MODULE: ./build/publish/review.js
var publish_review = __webpack_require__(8450);
// EXTERNAL MODULE: ./build/report/report.js
var report_report = __webpack_require__(7177);
// EXTERNAL MODULE: ./build/runs/budgets.js
var runs_budgets = __webpack_require__(101);
// EXTERNAL MODULE: ./build/runs/stay.js + 3 modules
var stay = __webpack_require__(1993);
;// CONCATENATED MODULE: ./build/collect/verdict.js

const BLOCKED_TIME = 30_000;
const AT_A_LIMIT = ['timed-out', 'over-budget'];
const OUTCOMES = {
    SUCCEEDED: ['succeeded', 'no-pull-request', 'invalid-output', 'findings'],
    FAILED: ['failed'],
    ERROR: ['error'],
    CANCELLED: ['cancelled', ...AT_A_LIMIT],
    BLOCKED: ['blocked', ...AT_A_LIMIT],
};
const CONCLUSIONS = [...new Set(Object.values(OUTCOMES).flat())];
function isStill({ state, stage }, outcome) {
    if (stage !== 'ended' && stage !== 'blocked')
        return true;
    return OUTCOMES[(0,states/* canonicalState */.km)(state)]?.includes(outcome) === true;
}
function standingOf(run, order, spend, now) {
    if (run.stage === 'ended')
        return { kind: 'ended', run };
    const isBlocked = run.stage === 'blocked' && order.onBlocked === 'fail';
    if (isBlocked && run.updatedAt !== undefined && now - run.updatedAt >= BLOCKED_TIME) {
        return { kind: 'blocked', run };
    }
    if (spend?.isReached)
        return { kind: 'over-budget', run };
    const { queueBudget = Number.POSITIVE_INFINITY, runBudget = Number.POSITIVE_INFINITY } = order;
    const createdAt = run.createdAt ?? now;
    const hasStarted = run.stage === 'unknown' ? run.startedAt !== undefined : run.stage !== 'queued';
    if (!hasStarted)
        return now - createdAt > queueBudget ? { kind: 'timed-out', budget: 'queue', run } : undefined;
    const startedAt = run.startedAt ?? createdAt + queueBudget;
    return now - startedAt > runBudget ? { kind: 'timed-out', budget: 'run', run } : undefined;
}

;// CONCATENATED MODULE: ./build/collect/conclusion.js













const STATUS_TIMEOUT = 10_000;
const STATUS_GRACE = 6000;
const UNUSED_CEILING = 15_000;
class Conclusions {
    #inputs;
    #deps;
    #parts;
    constructor(inputs, deps, parts) {
        this.#inputs = inputs;
        this.#deps = deps;
        const event = {
            ...parts.event,
            name: '',
            number: undefined,
            payload: {},
            isPublic: parts.event.isPublic,
        };
        this.#parts = { ...parts, event };
    }
    isDue(run, candidate) {
        const { standing } = this.#judge(run, candidate);
        if (candidate.places.length > 0)
            return standing !== undefined;
        const isTimedOut = standing?.kind === 'timed-out' && candidate.order.onTimeout === 'cancel';
        return isTimedOut || standing?.kind === 'over-budget';
    }
    #judge(run, { order }) {
        const policy = policyOf(order);
        const spend = (0,stay/* spendLimitOf */.pD)(policy);
        spend?.observe(run, false);
        return { policy, spend, standing: standingOf(run, order, spend, this.#deps.oz.serverNow()) };
    }
    async conclude(run, candidate) {
        const { clock } = this.#parts;
        const { policy, spend, standing } = this.#judge(run, candidate);
        if (standing === undefined)
            return undefined;
        const ledger = new build_ledger/* Ledger */.O(clock, () => undefined);
        ledger.sharesEditing = true;
        ledger.nameComment(run.metadata?.start_id ?? run.id);
        const deps = { ...this.#deps, ...this.#parts, ledger };
        const [record] = ledger.attaching([{ taskId: run.id, runId: run.id, onCancel: 'detach' }]);
        if (record === undefined)
            return undefined;
        ledger.recordReading(run);
        const budgets = new runs_budgets/* Budgets */.N({ queueBudget: undefined, runBudget: undefined, since: clock.now() });
        const output = candidate.order.review && (0,review/* reviewOutput */._U)();
        await (0,stay/* settle */.G9)(record, standing, { policy, spend, output }, budgets, deps);
        return this.#report(record, candidate, ledger);
    }
    async #report(record, candidate, ledger) {
        const { ending } = record;
        if (ending === undefined || !ending.isDone || ending.outcome === 'lost') {
            throw new Error(ending?.failure?.message ?? 'its end is not known');
        }
        const { clock, event } = this.#parts;
        const report = { ...(0,report_report/* buildReport */.F)(ending, undefined, ledger, event), isCommentWanted: true };
        const status = new StatusOnce(candidate, this.#inputs, this.#parts);
        const publishers = this.#publishers(candidate, status, ledger, report);
        const reported = await (0,publisher/* finishAll */.t)(publishers, report, clock.now());
        const isCommented = !candidate.places.includes('comment') || reported.commentUrl !== undefined;
        const isReported = isCommented && !status.isMissing && !reported.review?.isPutOff;
        return { report: reported, isReported };
    }
    #publishers(candidate, status, ledger, { outcome }) {
        const { order, number, commentKey, places, run } = candidate;
        const comment = places.includes('comment') ? order.comment : 'off';
        const secondLine = ({ review }) => review?.isPutOff ? undefined : concludedLine(run.id, outcome);
        const inputs = { ...this.#inputs, comment, number, commentKey, summary: false };
        const options = { ...inputs, isCommentKeyGiven: true, secondLine, thread: order.thread };
        const parts = { ...this.#parts, ledger };
        const review = order.review && places.includes('review')
            ? [new publish_review.ReviewPublisher({ ...inputs, ...order.review }, parts)]
            : [];
        return [
            new publish_pull_requests/* PullRequestDetails */.n(inputs, this.#parts.event, this.#parts.log, this.#deps.signal),
            ...review,
            status,
            new publish_comment/* CommentPublisher */.Y(options, parts, 'post'),
        ];
    }
}
function concludedLine(runId, outcome) {
    return (0,marker/* markerOf */.we)('concluded', `${runId} ${outcome}`);
}
class StatusOnce {
    #candidate;
    #inputs;
    #parts;
    isMissing = false;
    constructor(candidate, inputs, parts) {
        this.#candidate = candidate;
        this.#inputs = inputs;
        this.#parts = parts;
    }
    async finish(report, deadline) {
        const { order, sha, places } = this.#candidate;
        const { githubToken: token = '' } = this.#inputs;
        const { event, secrets, clock, shutdown, log } = this.#parts;
        const { concludedStatus } = await __webpack_require__.e(/* import() */ 318).then(__webpack_require__.bind(__webpack_require__, 7937));
        const update = concludedStatus(report, secrets, true);
        if (!places.includes('status') || !order.status || !sha || !update)
            return undefined;
        this.isMissing = report.review?.isPutOff === true && !places.includes('comment');
        if (this.isMissing)
            return undefined;
        const { setStatus, explainStatus } = await __webpack_require__.e(/* import() */ 9065).then(__webpack_require__.bind(__webpack_require__, 1446));
        const place = { repository: event.repository, sha, context: order.status };
        const limits = { deadline: Math.min(deadline, clock.now() + STATUS_TIMEOUT), grace: STATUS_GRACE };
        const set = () => setStatus({ token, apiUrl: event.apiUrl }, place, update, shutdown.after(STATUS_GRACE));
        const error = await (0,last_try/* tryUntil */.aF)(set, limits, { clock, shutdown });
        this.isMissing = error !== undefined;
        if (error !== undefined) {
            log.debug(`The status was not set: ${(0,failure/* failureOf */.g5)(error)}`);
            log.warning(explainStatus(error), 'Status');
        }
        return undefined;
    }
}
function policyOf(order) {
    const { queueBudget, runBudget, maxCredits, onTimeout, onBlocked, requirePullRequest, review } = order;
    const budgets = { queueBudget, runBudget, maxCredits, onTimeout };
    const rest = { onBlocked, requirePullRequest, failOn: review?.failOn };
    return { wait: true, pollCeiling: UNUSED_CEILING, onCancel: 'detach', ...budgets, ...rest };
}

// EXTERNAL MODULE: ./build/model.js
var model = __webpack_require__(5933);
// EXTERNAL MODULE: ./build/runs/find.js
var find = __webpack_require__(5844);
;// CONCATENATED MODULE: ./build/collect/listing.js



const TIMEOUT = 2 * 60_000;
const MAX_PAGES = 50;
async function listAll({ repository, number }, since, deps) {
    const metadata = {
        github_repository: repository,
        ...(number === undefined ? {} : { github_number: String(number) }),
    };
    const deadline = deps.clock.now() + TIMEOUT;
    const runs = await listPages({ ...since, metadata }, deps, deadline).catch((error) => {
        if ((0,find/* isFilterRefused */.LJ)(error))
            return listPages(since, deps, deadline);
        throw error;
    });
    const isBlind = runs.length > 0 && runs.every((run) => run.metadata === undefined);
    if (isBlind) {
        throw new model/* StepError */.z({
            code: 'runs_unknown',
            message: 'Which runs are to be collected could not be determined: the server lists runs without their metadata.',
            remedy: 'Follow each run with `mode: attach` and its `run-id`.',
        });
    }
    const { updatedAfter = 0 } = since;
    return runs.filter(({ updatedAt = updatedAfter }) => updatedAt >= updatedAfter);
}
async function listPages(filter, deps, deadline) {
    const byId = new Map();
    let cursor;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
        const at = cursor;
        const read = (options) => deps.oz.listRuns({ ...filter, cursor: at }, options);
        const page = await (0,retry/* withRetry */.bD)(read, deps, deadline);
        for (const run of page.runs)
            byId.set(run.id, run);
        cursor = page.nextCursor;
        if (cursor === undefined)
            return [...byId.values()];
    }
    deps.log.warning(`More than ${MAX_PAGES * 100} runs were changed within \`lookback-hours\`: the oldest were not looked at.`, 'Collect');
    return [...byId.values()];
}

;// CONCATENATED MODULE: ./build/collect/collect.js














const READ_TIMEOUT = 30_000;
const NEAR = 16 * 60_000;
async function collect(inputs, deps, parts) {
    return new Collecting(inputs, deps, parts).run();
}
class Collecting {
    #inputs;
    #deps;
    #parts;
    #conclusions;
    constructor(inputs, deps, parts) {
        this.#inputs = inputs;
        this.#deps = deps;
        this.#parts = parts;
        this.#conclusions = new Conclusions(inputs, deps, parts);
    }
    async run() {
        const { clock, oz, log } = this.#deps;
        const updatedAfter = (oz.serverTimeOf(clock.wall()) ?? clock.wall()) - this.#inputs.lookback;
        const { trusted, distrusted } = await this.#find({ updatedAfter });
        const wanted = trusted.filter((candidate) => this.#isWanted(candidate));
        const settled = await this.#settled(wanted);
        const runs = [];
        for (const candidate of wanted) {
            this.#deps.signal.throwIfAborted();
            runs.push(await this.#collect(candidate, settled.get(candidate.run.id)));
        }
        const collection = { runs, distrusted: [...distrusted] };
        if (distrusted.size > 0)
            log.notice(`Runs left alone: ${(0,collected/* distrustWords */.M)(collection)}.`, 'Collect');
        return { outcome: 'collected', collection };
    }
    async #find(since, number) {
        const { repository } = this.#parts.event;
        const runs = await listAll({ repository, number }, since, this.#deps);
        return sortOut(runs, repository, this.#inputs.apiKey ?? '');
    }
    #isWanted({ number, commentKey }) {
        const { number: onlyNumber = number, isCommentKeyGiven, commentKey: onlyKey } = this.#inputs;
        return number === onlyNumber && (!isCommentKeyGiven || commentKey === onlyKey);
    }
    async #settled(candidates) {
        const speaking = candidates.filter(({ places }) => places.length > 0);
        const { githubToken: token = '' } = this.#inputs;
        const { event, log } = this.#parts;
        const { lookUp, PER_REQUEST } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 2780));
        const settled = new Map();
        for (let at = 0; at < speaking.length; at += PER_REQUEST) {
            const some = speaking.slice(at, at + PER_REQUEST);
            try {
                const access = { token, apiUrl: event.apiUrl };
                const answers = await lookUp(some.map(questionOf), access, event.repository, this.#deps.signal);
                for (const [index, candidate] of some.entries()) {
                    const answer = answers[index];
                    if (answer)
                        settled.set(candidate.run.id, await this.#isSettled(candidate, answer));
                }
            }
            catch (error) {
                this.#deps.signal.throwIfAborted();
                const { causeOf } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 220));
                log.warning(`What is reported of ${some.length} runs could not be read: ${causeOf(error)}. The next collecting step tries again.`, 'Collect');
            }
        }
        return settled;
    }
    async #isSettled(candidate, answer) {
        const { run, places } = candidate;
        const { status } = answer;
        const isUnknown = answer.comment === undefined && places.includes('comment');
        const comment = isUnknown ? await this.#lookFurther(candidate) : answer.comment;
        if (comment?.isAtWork)
            return false;
        const isSaid = (place, says) => !places.includes(place) || CONCLUSIONS.some((outcome) => isStill(run, outcome) && says(outcome));
        const second = comment?.body.split('\n')[1];
        return (isSaid('comment', (outcome) => second === concludedLine(run.id, outcome)) &&
            isSaid('status', (outcome) => status?.targetUrl === (0,links/* runUrl */.V)(run.id) && status.description.startsWith((0,sections/* outcomeWords */.wX)(outcome))));
    }
    async #lookFurther({ run, order, number, commentKey }) {
        const { openStore } = await __webpack_require__.e(/* import() */ 37).then(__webpack_require__.bind(__webpack_require__, 37));
        const store = await openStore({ ...this.#inputs, number, thread: order.thread }, { ...this.#parts.event, name: '' }, 'thread');
        try {
            const { marker, working } = markersFor(run, order.comment, commentKey);
            const found = await store.find([marker, working], this.#deps.signal);
            return (0,standing/* standingIn */.q)(found, { marker, working });
        }
        catch (error) {
            this.#deps.log.debug(`No comment of ${run.id} was found: ${error.message}`);
            return undefined;
        }
    }
    async #collect(candidate, isSettled) {
        const { log, signal } = this.#deps;
        const { run, places } = candidate;
        const isSuperseded = places.length === 0;
        if (isSettled)
            return rowOf(candidate, run, (0,states/* isActive */.$m)(run.state) ? 'going on' : 'unchanged');
        if (!this.#conclusions.isDue(run, candidate)) {
            return rowOf(candidate, run, isSuperseded ? 'superseded' : 'going on');
        }
        if (isSettled === undefined && !isSuperseded)
            return rowOf(candidate, run, 'failed');
        try {
            return await this.#conclude(candidate);
        }
        catch (error) {
            signal.throwIfAborted();
            log.warning(`Run ${(0,links/* runUrl */.V)(run.id)} could not be concluded: ${(0,nearest/* closed */.$)(error.message)} The next collecting step tries again.`, 'Collect');
            return rowOf(candidate, run, 'failed');
        }
    }
    async #conclude(listed) {
        const { oz, clock, log } = this.#deps;
        const { id } = listed.run;
        const read = (0,retry/* withRetry */.bD)((options) => oz.readRun(id, options), this.#deps, clock.now() + READ_TIMEOUT);
        const run = await read;
        const candidate = await this.#asItIsNow(run, listed);
        const isDue = this.#conclusions.isDue(run, candidate);
        const conclusion = isDue ? await this.#conclusions.conclude(run, candidate) : undefined;
        if (conclusion === undefined)
            return rowOf(candidate, run, candidate.places.length === 0 ? 'superseded' : 'going on');
        const { report, isReported } = conclusion;
        log.info(`concluded: ${report.outcome}  ${(0,links/* runUrl */.V)(id)}`);
        if (!isReported) {
            log.warning(`Run ${(0,links/* runUrl */.V)(id)} was not reported everywhere. The next collecting step tries again.`, 'Collect');
        }
        const row = rowOf(candidate, report.last?.run ?? run, 'concluded');
        return { ...row, outcome: report.outcome };
    }
    async #asItIsNow(run, { run: listed, number, places }) {
        const { createdAt = 0, id } = listed;
        const { trusted } = await this.#find({ createdAfter: createdAt - NEAR }, number);
        const current = trusted.find((one) => one.run.id === id);
        const read = { ...run, metadata: run.metadata ?? listed.metadata };
        const isOrdered = (0,collect_stamp/* verify */.MX)(read, this.#inputs.apiKey ?? '')?.kind === 'trusted';
        if (current === undefined || !isOrdered)
            throw new Error('it is not the run that was ordered.');
        return { ...current, run: read, places: places.filter((place) => current.places.includes(place)) };
    }
}
function questionOf({ run, order, number, sha, commentKey, places }) {
    const isCommented = places.includes('comment') && number !== undefined && order.thread === undefined;
    const markers = markersFor(run, order.comment, commentKey);
    return {
        comment: isCommented ? { number, ...markers } : undefined,
        status: places.includes('status') && sha && order.status ? { sha, context: order.status } : undefined,
    };
}
function markersFor(run, kind, commentKey) {
    const name = run.metadata?.start_id ?? run.id;
    const working = (0,marker/* markerOf */.we)('working', name);
    if (kind === 'sticky' || kind === 'off')
        return { marker: (0,marker/* markerOf */.we)('sticky', commentKey), working };
    return { marker: (0,marker/* markerOf */.we)(kind, name), working };
}
function rowOf({ number, commentKey }, run, what) {
    const { id: runId, state, title } = run;
    const [pull] = (0,pull_requests/* pullRequestsOf */.T)(run);
    return {
        runId,
        state,
        title,
        number,
        commentKey,
        what,
        pullRequestUrl: pull?.url,
        isActive: (0,states/* isActive */.$m)(state),
    };
}


/***/ }),

/***/ 2839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ isBy)
/* harmony export */ });
function isBy(viewer, { author }) {
    if (author === null)
        return false;
    const login = author.__typename === 'Bot' ? `${author.login.replace(/\[bot\]$/, '')}[bot]` : author.login;
    return login.toLowerCase() === viewer.toLowerCase();
}


/***/ }),

/***/ 5274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IssueComments: () => (/* binding */ IssueComments),
/* harmony export */   Wi: () => (/* binding */ unlessGone),
/* harmony export */   _h: () => (/* binding */ REQUEST_TIMEOUT),
/* harmony export */   explain: () => (/* binding */ explain),
/* harmony export */   rs: () => (/* binding */ urlOf)
/* harmony export */ });
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4570);
/* harmony import */ var _author_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2839);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(220);
/* harmony import */ var _marker_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4878);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(987);





const COMMENTS = `
query ($owner: String!, $name: String!, $number: Int!, $before: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    issueOrPullRequest(number: $number) {
      ... on Issue { comments(last: 100, before: $before) { ...page } }
      ... on PullRequest { comments(last: 100, before: $before) { ...page } }
    }
  }
}
fragment page on IssueCommentConnection {
  nodes { databaseId body author { login __typename } }
  pageInfo { hasPreviousPage startCursor }
}`;
const REQUEST_TIMEOUT = 12_000;
class IssueComments {
    #octokit;
    #place;
    #number;
    #requestTimeout;
    constructor({ requestTimeout = REQUEST_TIMEOUT, ...access }, { repository, number }) {
        const [owner = '', repo = ''] = repository.split('/');
        this.#octokit = (0,_octokit_js__WEBPACK_IMPORTED_MODULE_2__.connectGitHub)(access);
        this.#place = { owner, repo };
        this.#number = number;
        this.#requestTimeout = requestTimeout;
    }
    async find(markers, signal) {
        const { owner, repo: name } = this.#place;
        let before = null;
        for (;;) {
            const page = await this.#octokit.graphql(COMMENTS, {
                owner,
                name,
                number: this.#number,
                before,
                ...this.#options(signal),
            });
            const comments = page?.repository?.issueOrPullRequest?.comments;
            if (page === undefined || comments === undefined)
                throw new Error('GitHub did not list the comments');
            const mine = comments.nodes
                .filter((node) => (0,_author_js__WEBPACK_IMPORTED_MODULE_3__/* .isBy */ ._)(page.viewer.login, node) && (0,_marker_js__WEBPACK_IMPORTED_MODULE_4__/* .opensWith */ .UW)(node.body, ...markers))
                .map(({ databaseId: id, body }) => ({ id, isReview: false, body }));
            if (mine.length > 0)
                return mine.toSorted((a, b) => a.id - b.id);
            if (!comments.pageInfo.hasPreviousPage)
                return [];
            before = comments.pageInfo.startCursor;
        }
    }
    async create(body, signal) {
        const { data } = await this.#octokit.rest.issues.createComment({
            ...this.#place,
            issue_number: this.#number,
            body,
            ...this.#options(signal),
        });
        return { url: urlOf(data), id: data.id, isReview: false };
    }
    async update({ id }, body, signal) {
        const { data } = await this.#octokit.rest.issues.updateComment({
            ...this.#place,
            comment_id: id,
            body,
            ...this.#options(signal),
        });
        return urlOf(data);
    }
    async remove({ id }, signal) {
        await this.#octokit.rest.issues
            .deleteComment({ ...this.#place, comment_id: id, ...this.#options(signal) })
            .catch(unlessGone);
    }
    #options(signal) {
        return { request: { signal: AbortSignal.any([signal, (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .timeoutSignal */ ._)(this.#requestTimeout)]) } };
    }
}
function unlessGone(error) {
    if ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error) !== 'gone')
        throw error;
}
function urlOf({ html_url }) {
    if (html_url === undefined)
        throw new Error('GitHub answered with something unreadable');
    return html_url;
}
function explain(error, isOpen) {
    const happened = `The comment could not be written: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_1__.causeOf)(error)}.`;
    switch ((0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error)) {
        case 'locked':
            return `${happened} Unlock the conversation, or set \`comment: off\`.`;
        case 'denied':
        case 'gone':
            return (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(error) === 401
                ? `${happened} Check the \`github-token\` input.`
                : `${happened} Let the job write comments:\npermissions:\n  pull-requests: write\n  issues: write\nor set \`comment: off\`. Pull requests from forks get a read-only token.`;
        default:
            return isOpen
                ? `${happened} The post phase of this step tries again.`
                : `${happened} The outcome is not affected.`;
    }
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

/***/ 2780:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PER_REQUEST: () => (/* binding */ PER_REQUEST),
/* harmony export */   lookUp: () => (/* binding */ lookUp),
/* harmony export */   q: () => (/* binding */ standingIn)
/* harmony export */ });
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4570);
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(292);
/* harmony import */ var _author_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2839);
/* harmony import */ var _comments_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5274);
/* harmony import */ var _marker_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4878);
/* harmony import */ var _octokit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(987);






const PER_REQUEST = 20;
const COMMENTS = `comments(last: 100) { nodes { body author { login __typename } } pageInfo { hasPreviousPage } }`;
async function lookUp(questions, access, repository, signal) {
    const [owner, name] = repository.split('/');
    const variables = { owner, name };
    const declared = ['$owner: String!', '$name: String!'];
    const fields = questions.flatMap(({ comment, status }, index) => {
        if (comment) {
            variables[`number${index}`] = comment.number;
            declared.push(`$number${index}: Int!`);
        }
        if (status) {
            Object.assign(variables, { [`sha${index}`]: status.sha, [`context${index}`]: status.context });
            declared.push(`$sha${index}: GitObjectID!`, `$context${index}: String!`);
        }
        return [
            comment &&
                `comment${index}: issueOrPullRequest(number: $number${index}) { ... on Issue { ${COMMENTS} } ... on PullRequest { ${COMMENTS} } }`,
            status &&
                `status${index}: object(oid: $sha${index}) { ... on Commit { status { context(name: $context${index}) { targetUrl description } } } }`,
        ].filter(Boolean);
    });
    if (fields.length === 0)
        return questions.map(() => ({ comment: undefined, status: undefined }));
    const query = `query (${declared.join(', ')}) { viewer { login } repository(owner: $owner, name: $name) { ${fields.join('\n')} } }`;
    const request = { signal: AbortSignal.any([signal, (0,_lib_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .timeoutSignal */ ._)(_comments_js__WEBPACK_IMPORTED_MODULE_1__/* .REQUEST_TIMEOUT */ ._h)]) };
    const data = await (0,_octokit_js__WEBPACK_IMPORTED_MODULE_2__.connectGitHub)(access)
        .graphql(query, { ...variables, request })
        .catch(partial);
    const viewer = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(data).viewer).login);
    const found = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(data).repository);
    if (viewer === undefined)
        throw new Error('GitHub does not name the account of the token');
    return questions.map(({ comment }, index) => ({
        comment: comment && commentIn(found[`comment${index}`], comment, viewer),
        status: statusIn(found[`status${index}`]),
    }));
}
function partial(error) {
    const { data } = error;
    if ((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(data).viewer).login) === undefined)
        throw error;
    return data;
}
function commentIn(found, markers, viewer) {
    const { nodes, pageInfo } = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(found).comments);
    const ours = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)(nodes)
        .map((node) => ({ node: node, body: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(node).body) ?? '' }))
        .filter(({ node }) => (0,_author_js__WEBPACK_IMPORTED_MODULE_4__/* .isBy */ ._)(viewer, node));
    const standing = standingIn(ours, markers);
    if (standing !== undefined)
        return standing;
    return Array.isArray(nodes) && (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(pageInfo).hasPreviousPage === false ? null : undefined;
}
function statusIn(found) {
    const { context } = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)((0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(found).status);
    const { targetUrl, description } = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ik)(context);
    return context ? { targetUrl: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(targetUrl) ?? '', description: (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(description) ?? '' } : undefined;
}
function standingIn(ours, { marker, working }) {
    const comment = ours.find(({ body }) => (0,_marker_js__WEBPACK_IMPORTED_MODULE_5__/* .opensWith */ .UW)(body, marker));
    return comment && { body: comment.body, isAtWork: ours.some(({ body }) => (0,_marker_js__WEBPACK_IMPORTED_MODULE_5__/* .opensWith */ .UW)(body, working)) };
}


/***/ }),

/***/ 8450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ReviewPublisher: () => (/* binding */ ReviewPublisher)
/* harmony export */ });
/* harmony import */ var _github_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(220);
/* harmony import */ var _github_marker_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4878);
/* harmony import */ var _lib_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4570);
/* harmony import */ var _runs_stamp_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5304);




const RESERVE = 8000;
const GRACE = 5000;
class ReviewPublisher {
    #options;
    #parts;
    constructor(options, parts) {
        this.#options = options;
        this.#parts = parts;
    }
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
            const { explainReview } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(4299)]).then(__webpack_require__.bind(__webpack_require__, 4299));
            log.warning(explainReview(error), 'Review');
            const why = 'The review could not be posted: the log says why.';
            return { review: { ...unposted, why, isPutOff: !(0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .isFinal */ .dR)((0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error)) } };
        }
    }
    async #unposted({ document, run }) {
        const { serverUrl, repository } = this.#parts.event;
        const { unplaced } = await __webpack_require__.e(/* import() */ 86).then(__webpack_require__.bind(__webpack_require__, 86));
        const { summary, findings } = document;
        const at = { serverUrl, repository, commit: run?.metadata?.github_sha, mergeBase: undefined };
        return { summary, at, placed: unplaced(findings), url: undefined, why: undefined };
    }
    async #publish(unposted, runId, token, deadline) {
        const { clock, event, shutdown } = this.#parts;
        const { number = 0, commentKey, maxComments } = this.#options;
        const [{ Reviews }, { Diff }, { placeFindings }, { ReviewPost }] = await Promise.all([
            Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(4299)]).then(__webpack_require__.bind(__webpack_require__, 4299)),
            __webpack_require__.e(/* import() */ 8742).then(__webpack_require__.bind(__webpack_require__, 8742)),
            __webpack_require__.e(/* import() */ 86).then(__webpack_require__.bind(__webpack_require__, 86)),
            Promise.all(/* import() */[__webpack_require__.e(3094), __webpack_require__.e(3617), __webpack_require__.e(7391), __webpack_require__.e(2027), __webpack_require__.e(2297), __webpack_require__.e(5401), __webpack_require__.e(4297)]).then(__webpack_require__.bind(__webpack_require__, 4297)),
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
        if (review.placed.every(({ kind }) => kind === 'repeated'))
            return review;
        return new ReviewPost(reviews, { marker, inlineMarker }, { ...this.#parts, signal }).post(review);
    }
    async #changes(reviews, { headSha, baseSha }, { at: { commit }, placed }) {
        if (commit === undefined)
            return unknownChanges('Which commit was reviewed is not known');
        const compare = () => reviews.compare(baseSha, commit);
        try {
            if (headSha !== commit)
                return { ...(await compare()), why: undefined };
            const files = await reviews.files();
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
    const { lastLineOf } = await __webpack_require__.e(/* import() */ 8742).then(__webpack_require__.bind(__webpack_require__, 8742));
    return comments.flatMap(({ diffHunk, ...comment }) => {
        const lineText = lastLineOf(diffHunk);
        return lineText === undefined ? [] : [{ ...comment, lineText }];
    });
}


/***/ }),

/***/ 5316:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ collectedTable),
/* harmony export */   M: () => (/* binding */ distrustWords)
/* harmony export */ });
/* harmony import */ var _lib_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4869);
/* harmony import */ var _oz_links_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4301);
/* harmony import */ var _document_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1294);



const WHY = {
    unreadable: 'their order cannot be read',
    unsigned: 'the signature does not verify (also after the API key was rotated)',
    parent: 'they are children of a run that was ordered',
    time: 'they were not created at the signed time',
    copy: 'they are copies of a run that was ordered',
};
function distrustWords({ distrusted }) {
    return distrusted.map(([why, count]) => `${count}, since ${WHY[why]}`).join('; ');
}
function collectedTable(collection, rows) {
    if (collection === undefined)
        return [];
    const { runs, distrusted } = collection;
    const cells = runs
        .slice(0, rows)
        .map((run) => [
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)((0,_oz_links_js__WEBPACK_IMPORTED_MODULE_2__/* .runUrl */ .V)(run.runId), (0,_lib_text_js__WEBPACK_IMPORTED_MODULE_0__/* .cut */ .Jj)(run.title ?? run.runId, 80)),
        { type: 'text', value: happened(run) },
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(run.state),
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(run.number === undefined ? '–' : `#${run.number}`),
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)((0,_lib_text_js__WEBPACK_IMPORTED_MODULE_0__/* .cut */ .Jj)(run.commentKey || '–', 60)),
    ]);
    return [
        ...(cells.length > 0
            ? [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)(['Run', 'This step', 'State', 'About', 'Comment key'], cells)]
            : [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)('There was no run to look at.'))]),
        ...(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .moreThan */ .xF)(cells.length, runs.length),
        ...(distrusted.length > 0 ? [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(`Left alone: ${distrustWords(collection)}.`))] : []),
    ];
}
function happened({ what, outcome }) {
    switch (what) {
        case 'concluded':
            return `✅ concluded: ${outcome}`;
        case 'unchanged':
            return 'nothing new';
        case 'going on':
            return '⏳ left to go on';
        case 'superseded':
            return 'superseded by a newer run';
        case 'failed':
            return '⚠️ not concluded: the log says why';
    }
}


/***/ })

};
