export const id = 1494;
export const ids = [1494];
export const modules = {

/***/ 1494:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runPost: () => (/* binding */ runPost)
});

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __webpack_require__(1708);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 12 modules
var core = __webpack_require__(143);
// EXTERNAL MODULE: ./build/oz/links.js
var links = __webpack_require__(4301);
// EXTERNAL MODULE: ./build/oz/problem.js
var problem = __webpack_require__(9895);
// EXTERNAL MODULE: ./build/oz/states.js
var states = __webpack_require__(2832);
// EXTERNAL MODULE: ./build/runs/cancel.js
var cancel = __webpack_require__(2257);
// EXTERNAL MODULE: ./build/runs/duplicates.js
var runs_duplicates = __webpack_require__(3653);
// EXTERNAL MODULE: ./build/runs/endings.js
var endings = __webpack_require__(9483);
// EXTERNAL MODULE: ./build/runs/find.js
var find = __webpack_require__(5844);
// EXTERNAL MODULE: ./build/runs/start.js
var start = __webpack_require__(2679);
;// CONCATENATED MODULE: ./build/cleanup.js








const TIMEOUT = 2 * 60_000;
const LOOKS = [0, 3000, 10_000];
const STRAY_TIME = 60_000;
async function cleanUp({ isReported }, ledger, deps) {
    const deadline = deps.clock.now() + TIMEOUT;
    const changes = await Promise.all(ledger.records.map((record) => cleanUpAfter(record, ledger, deps, deadline)));
    const record = ledger.records.findLast(({ runId }) => runId !== undefined);
    if (record === undefined || (isReported && !changes.includes(true)))
        return undefined;
    return finalResult(record, ledger, deps);
}
async function cleanUpAfter(record, ledger, deps, deadline) {
    const isLeft = !record.isDone && record.runId !== undefined;
    if (isLeft)
        await release(record, deps, deadline);
    const isFound = await lookForRuns(record, ledger, deps, deadline);
    return isLeft || isFound;
}
async function finalResult(record, ledger, { oz }) {
    const failure = { code: 'stopped', message: 'The step was stopped before its run ended.', remedy: '' };
    const { runId = '', stateBefore, isAnswerWanted, overBudget } = record;
    const unknown = overBudget ? (0,endings/* endedOverBudget */.E9)(overBudget, 'The run may still go on.', true) : (0,endings/* lost */.DU)(failure);
    try {
        const run = await oz.readRun(runId);
        ledger.recordReading(run);
        const isOld = stateBefore !== undefined && (0,states/* canonicalState */.km)(stateBefore) === (0,states/* canonicalState */.km)(run.state);
        if ((0,states/* isActive */.$m)(run.state) || isOld)
            return unknown;
        const ending = (0,endings/* endingOf */.z6)(run, { requirePullRequest: false });
        if (ending.outcome === 'cancelled' && overBudget !== undefined) {
            return (0,endings/* endedOverBudget */.E9)(overBudget, 'The run was cancelled.', true);
        }
        return isAnswerWanted ? (0,endings/* unread */.gy)(ending) : ending;
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
    }
    return unknown;
}
async function lookForRuns(record, ledger, deps, deadline) {
    const { request, isDone, ambiguousAt } = record;
    const { clock, log } = deps;
    const isMissing = record.runId === undefined && !isDone;
    if (request === undefined || !(isMissing || ambiguousAt !== undefined))
        return false;
    if (isMissing)
        log.info('The main phase ended while its create request had no answer. Looking for its run.');
    const isLate = !isMissing && clock.wall() - (ambiguousAt ?? 0) > STRAY_TIME;
    const handled = [...record.reportedDuplicates];
    let doubt;
    for (const pause of isLate ? [0] : LOOKS) {
        await clock.sleep(pause);
        const findings = await look(request, deps, deadline, record.runId);
        doubt = findings.kind === 'unclear' ? findings.why : undefined;
        if (findings.kind !== 'found')
            continue;
        if (record.runId === undefined) {
            ledger.created(record, findings.runs[0].id);
            await release(record, deps, deadline);
        }
        const kept = record.runId ?? '';
        const duplicates = await (0,runs_duplicates/* cancelDuplicates */.PT)(findings, request, kept, deps, deadline, handled);
        (0,runs_duplicates/* reportDuplicates */.pC)(record, duplicates, ledger, deps);
        handled.push(...duplicates.map(({ run }) => run.id));
    }
    if (doubt !== undefined)
        (0,runs_duplicates/* warnOfDoubt */.uX)(doubt, request, deps, record.runId);
    else if (record.runId === undefined)
        log.info('No run was found.');
    return isMissing && record.runId !== undefined;
}
async function look(request, deps, deadline, ownRunId) {
    try {
        return await (0,find/* findByStart */.NI)(request, deps, deadline, ownRunId);
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        return { kind: 'unclear', why: error.message };
    }
}
async function release({ runId = '', onCancel, request }, deps, deadline) {
    const { log, clock } = deps;
    const link = (0,links/* runUrl */.V)(runId);
    if (onCancel === 'detach') {
        log.notice(`The run was left running, as \`on-cancel\` says: ${link}`, 'Oz agent');
        return;
    }
    const cancellation = await (0,cancel/* cancelRun */.S)(runId, deps, deadline, { mayBeNew: (0,start/* mayBeNew */.tn)(request, clock.wall()) });
    switch (cancellation.kind) {
        case 'over':
            return;
        case 'blocked':
            return log.warning(`The run is BLOCKED and could not be cancelled: it waits for a person, and goes on once it is answered: ${link}`, 'Oz agent');
        case 'accepted':
            return log.warning(`The cancellation of the run was accepted, but its end could not be confirmed: ${link}`, 'Oz agent');
        default:
            return log.warning(`The run may still be working and costing credits, since it could not be cancelled: ${cancellation.error.message}. Stop it here: ${link}`, 'Oz agent');
    }
}

// EXTERNAL MODULE: ./build/github/event.js
var github_event = __webpack_require__(6830);
// EXTERNAL MODULE: ./build/inputs/read.js + 9 modules
var read = __webpack_require__(7648);
// EXTERNAL MODULE: ./build/inputs/secrets.js
var inputs_secrets = __webpack_require__(8569);
// EXTERNAL MODULE: ./build/ledger.js
var build_ledger = __webpack_require__(5723);
// EXTERNAL MODULE: ./build/lib/clock.js
var lib_clock = __webpack_require__(4570);
// EXTERNAL MODULE: ./build/lib/log.js
var lib_log = __webpack_require__(2934);
// EXTERNAL MODULE: ./build/lib/runner.js
var runner = __webpack_require__(2380);
// EXTERNAL MODULE: ./build/lib/secrets.js + 2 modules
var lib_secrets = __webpack_require__(9872);
// EXTERNAL MODULE: ./build/oz-connection.js + 6 modules
var oz_connection = __webpack_require__(5129);
// EXTERNAL MODULE: ./build/report/report.js
var report = __webpack_require__(7177);
// EXTERNAL MODULE: ./build/runs/results.js + 1 modules
var results = __webpack_require__(1826);
// EXTERNAL MODULE: ./build/publish/comment.js
var publish_comment = __webpack_require__(1561);
// EXTERNAL MODULE: ./build/publish/last-try.js
var last_try = __webpack_require__(8014);
;// CONCATENATED MODULE: ./build/publish/post-status.js


const post_status_TIMEOUT = 90_000;
async function concludeLeftStatus(past, result, report, token, parts) {
    const { pendingStatus } = past;
    if (pendingStatus === undefined || token === undefined)
        return;
    const update = pendingStatus.conclusion ?? (await conclusionOf(pendingStatus, past, result, report, parts));
    if (update === undefined)
        return;
    const { name: context, sha } = pendingStatus;
    const { event, clock, shutdown, log, patience } = parts;
    const { setStatus, explainStatus } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(1446)]).then(__webpack_require__.bind(__webpack_require__, 1446));
    const place = { repository: event.repository, sha, context };
    const set = () => setStatus({ token, apiUrl: event.apiUrl }, place, update, (0,lib_clock/* timeoutSignal */._)(post_status_TIMEOUT));
    const limits = { deadline: clock.now() + post_status_TIMEOUT, grace: post_status_TIMEOUT, patience };
    const error = await (0,last_try/* tryUntil */.aF)(set, limits, { clock, shutdown });
    if (error !== undefined)
        log.warning(explainStatus(error), 'Status');
}
async function conclusionOf({ isWaiting }, { runs }, result, report, { secrets }) {
    const last = runs.findLast(({ runId }) => runId !== undefined);
    const isLeft = last?.isDone === true || last?.onCancel === 'detach';
    if (result === undefined || (isLeft && (result.outcome === 'lost' || !isWaiting)))
        return undefined;
    const { killedStatus } = await Promise.all(/* import() */[__webpack_require__.e(3094), __webpack_require__.e(3617), __webpack_require__.e(7391), __webpack_require__.e(2027), __webpack_require__.e(2297), __webpack_require__.e(5401), __webpack_require__.e(7937)]).then(__webpack_require__.bind(__webpack_require__, 7937));
    return killedStatus(report, secrets);
}

// EXTERNAL MODULE: ./build/publish/pull-requests.js
var pull_requests = __webpack_require__(4932);
// EXTERNAL MODULE: ./build/publish/summary.js
var publish_summary = __webpack_require__(3552);
;// CONCATENATED MODULE: ./build/publish/post-report.js








const GITHUB_TIMEOUT = 90_000;
async function reportCleanUp(result, past, inputs, deps, parts) {
    const { clock, ledger } = parts;
    const { pendingComment } = past;
    const report = await reportOf(result, pendingComment, deps, parts);
    const patience = (0,last_try/* postPatience */.KA)(pendingComment?.hasWaited === true, clock.now());
    await Promise.all([
        concludeLeftStatus(past, result, report, inputs.githubToken, { ...parts, patience }),
        write(report, { isNew: result !== undefined, pendingComment, patience }, inputs, deps, parts),
    ]);
    ledger.reported();
}
async function write(report, { isNew, pendingComment, patience }, inputs, deps, parts) {
    const { event, clock, log, secrets, env } = parts;
    const summary = new publish_summary/* SummaryPublisher */.x(log, secrets, env);
    const pace = { patience, requestTimeout: last_try/* POST_REQUEST_TIMEOUT */.TJ };
    const comment = new publish_comment/* CommentPublisher */.Y(inputs, parts, 'post', pace);
    const deadline = clock.now() + GITHUB_TIMEOUT;
    const details = new pull_requests/* PullRequestDetails */.n(inputs, event, log, deps.signal);
    const detailed = { ...report, ...(await details.finish(report)) };
    if (isNew && inputs.summary)
        await summary.finish(detailed);
    if (isNew || pendingComment !== undefined) {
        const { commentUrl } = (await comment.finish(detailed, deadline)) ?? {};
        if (commentUrl !== undefined)
            log.info(`comment: ${commentUrl}`);
    }
    if (!isNew && inputs.summary && report.duplicates.length > 0)
        await summary.finishDuplicates(report);
}
async function reportOf(result, pending, deps, { ledger, event }) {
    if (result === undefined && pending !== undefined)
        await readLastRun(ledger, deps);
    const { isCancelWanted = false, reviewUrl, hasWaited: _, ...known } = pending ?? {};
    const shown = result ?? { outcome: 'lost', ...known };
    const isPending = result === undefined && isCancelWanted;
    return {
        ...(0,report/* buildReport */.F)(shown, undefined, ledger, event),
        isCancelWanted: isPending,
        isCommentWanted: true,
        review: reviewUrl === undefined ? undefined : postedReview(reviewUrl, event),
    };
}
function postedReview(url, { serverUrl, repository }) {
    const at = { serverUrl, repository, commit: undefined, mergeBase: undefined };
    return { summary: '', placed: [], at, url, why: undefined };
}
async function readLastRun(ledger, deps) {
    const record = ledger.records.at(-1);
    if (record?.runId === undefined)
        return;
    try {
        const run = await deps.oz.readRun(record.runId);
        ledger.recordReading(run);
        if (run.stage === 'ended')
            ledger.collected(record, await (0,results/* collectResult */.C)(run, deps));
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        deps.log.debug(`The run could not be read again: ${error.message}`);
    }
}

// EXTERNAL MODULE: ./build/saved-state.js
var saved_state = __webpack_require__(5123);
// EXTERNAL MODULE: ./build/shutdown.js
var build_shutdown = __webpack_require__(4352);
;// CONCATENATED MODULE: ./build/post.js















async function runPost() {
    const { env } = external_node_process_;
    const secrets = new lib_secrets/* Secrets */.S(core.setSecret);
    const log = new lib_log/* Log */.tG(secrets, lib_clock/* systemClock */.m, !env.NO_COLOR);
    for (const signal of ['SIGINT', 'SIGTERM'])
        external_node_process_.on(signal, () => log.info(`${signal}: still cleaning up.`));
    try {
        const state = (0,saved_state/* readState */.un)(env);
        (0,inputs_secrets/* registerSecrets */.d)(env, secrets);
        if (state !== undefined)
            await finish(state, env, secrets, log);
    }
    catch (error) {
        const { message } = error;
        log.warning(`Cleaning up failed: ${message}. Look in Oz whether a run is still working.`, 'Oz agent');
    }
}
async function finish(state, env, secrets, log) {
    const clock = lib_clock/* systemClock */.m;
    const event = (0,github_event/* readEvent */.j)(env);
    const inputs = (0,read/* readCommonInputs */.d)(env, event);
    if (inputs.apiKey === undefined && state.runs.length > 0)
        throw new Error('the API key is gone');
    const ledger = new build_ledger/* Ledger */.O(clock, runner/* saveState */.LZ, state);
    const oz = (0,oz_connection/* connection */.F)({ clock, log, secrets, event, ledger })(inputs);
    const shutdown = new build_shutdown/* Shutdown */.H(clock);
    const deps = { oz, clock, log, signal: shutdown.signal };
    const result = await cleanUp(state, ledger, deps);
    await reportCleanUp(result, state, inputs, deps, { env, event, clock, log, secrets, shutdown, ledger });
    await oz.destroy();
}


/***/ })

};
