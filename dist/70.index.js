export const id = 70;
export const ids = [70];
export const modules = {

/***/ 3070:
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
// EXTERNAL MODULE: ./build/runs/find.js
var find = __webpack_require__(5844);
// EXTERNAL MODULE: ./build/runs/start.js
var start = __webpack_require__(2679);
// EXTERNAL MODULE: ./build/step/duplicates.js
var step_duplicates = __webpack_require__(2361);
// EXTERNAL MODULE: ./build/step/verdict.js
var verdict = __webpack_require__(8906);
;// CONCATENATED MODULE: ./build/cleanup.js









/** Hosted runners give a cancelled job about five minutes in all. In ms. */
const PATIENCE = 2 * 60_000;
/** Pauses in ms before each look for what a create request made: it, or its repetition, may still be on its way. */
const LOOKS = [0, 3000, 10_000];
/** After so long nothing of a request is on its way any more, in ms. */
const STRAY_TIME = 60_000;
/**
 * The post phase: leaves no orphan of whatever the main phase did not settle. What cannot be done is a warning that
 * names the run. What people are to be told, if they have not heard of it or something has changed.
 */
async function cleanUp({ attempts, isTold }, context) {
    const { journal, clock } = context;
    const limits = { deadline: clock.now() + PATIENCE };
    let hasChanged = false;
    for (const attempt of attempts) {
        if (!attempt.settled && attempt.runId !== undefined) {
            await release(attempt.runId, attempt, context, limits);
            hasChanged = true;
        }
        if (await lookForRuns(attempt, context, limits))
            hasChanged = true;
    }
    const runId = journal.attempts.at(-1)?.runId;
    if (runId === undefined || (isTold && !hasChanged))
        return undefined;
    return lastVerdict(runId, context);
}
/** How the run stands now. */
async function lastVerdict(runId, { oz, journal }) {
    const trouble = { code: 'stopped', message: 'The step was stopped before its run settled.', remedy: '' };
    try {
        const run = await oz.readRun(runId);
        journal.read(run);
        if (!(0,states/* isActive */.$m)(run.state))
            return (0,verdict/* verdictOnRun */.Yb)(run, { requirePullRequest: false });
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
    }
    return (0,verdict/* lost */.DU)(trouble);
}
/**
 * Whether the run of an attempt turned up whose create request had no answer. After an ambiguous answer, or none, what
 * the request made besides is cancelled, also when it lands only now.
 */
async function lookForRuns(attempt, context, limits) {
    const { wish, settled, ambiguousAt } = attempt;
    const { clock, log, journal } = context;
    const isMissing = attempt.runId === undefined && !settled;
    if (wish === undefined || !(isMissing || ambiguousAt !== undefined))
        return false;
    if (isMissing)
        log.info('The main phase ended while its create request had no answer. Looking for its run.');
    const isLate = !isMissing && clock.wall() - (ambiguousAt ?? 0) > STRAY_TIME;
    const handled = [...attempt.reportedDuplicates];
    let kept = attempt.runId;
    let doubt;
    for (const pause of isLate ? [0] : LOOKS) {
        await clock.sleep(pause);
        const findings = await look(wish, context, limits, kept);
        doubt = findings.kind === 'unclear' ? findings.why : undefined;
        if (findings.kind !== 'found')
            continue;
        if (kept === undefined) {
            // Of several the oldest is the one.
            kept = findings.runs[0].id;
            await release(kept, attempt, context, limits);
            journal.found(attempt, kept);
        }
        const duplicates = await (0,runs_duplicates/* cancelDuplicates */.PT)(findings, kept, context, limits, handled);
        (0,step_duplicates/* reportDuplicates */.p)(wish.startId, duplicates, context);
        handled.push(...duplicates.map(({ run }) => run.id));
    }
    if (doubt !== undefined)
        (0,runs_duplicates/* warnOfDoubt */.uX)(doubt, wish, context, kept);
    else if (kept === undefined)
        log.info('No run was found.');
    return isMissing && kept !== undefined;
}
async function look(wish, tools, limits, ownRunId) {
    try {
        return await (0,find/* findByStart */.NI)(wish, tools, limits, ownRunId);
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        return { kind: 'unclear', why: error.message };
    }
}
async function release(runId, { onCancel, wish }, tools, limits) {
    const { log } = tools;
    if (onCancel === 'detach') {
        log.notice(`The run was left running, as \`on-cancel\` says: ${(0,links/* runUrl */.V)(runId)}`, 'Oz agent');
        return;
    }
    const cancellation = await (0,cancel/* cancelRun */.S)(runId, tools, limits, {
        mayBeNew: (0,start/* mayBeNew */.tn)(wish, tools.clock.wall()),
    });
    const link = (0,links/* runUrl */.V)(runId);
    switch (cancellation.result) {
        case 'over':
            return;
        case 'blocked':
            return log.warning(`The run is BLOCKED and could not be cancelled: it waits for a person, and goes on once it is answered: ${link}`, 'Oz agent');
        case 'accepted':
            return log.warning(`The run was told to stop, but its end could not be confirmed: ${link}`, 'Oz agent');
        default:
            return log.warning(`The run may still be working and costing credits, since it could not be cancelled: ${cancellation.error.message}. Stop it here: ${link}`, 'Oz agent');
    }
}

// EXTERNAL MODULE: ./build/github/event.js
var github_event = __webpack_require__(6830);
// EXTERNAL MODULE: ./build/inputs/read.js + 6 modules
var read = __webpack_require__(9493);
// EXTERNAL MODULE: ./build/inputs/secrets.js
var inputs_secrets = __webpack_require__(8569);
// EXTERNAL MODULE: ./build/ledger.js
var ledger = __webpack_require__(5723);
// EXTERNAL MODULE: ./build/lib/clock.js
var lib_clock = __webpack_require__(4570);
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
var publish_comment = __webpack_require__(1561);
// EXTERNAL MODULE: ./build/publish/outputs.js
var outputs = __webpack_require__(4814);
// EXTERNAL MODULE: ./build/saved-state.js
var saved_state = __webpack_require__(5123);
// EXTERNAL MODULE: ./build/shutdown.js
var shutdown = __webpack_require__(4352);
// EXTERNAL MODULE: ./build/step/account.js
var account = __webpack_require__(8724);
// EXTERNAL MODULE: ./build/step/conclude.js
var conclude = __webpack_require__(6494);
// EXTERNAL MODULE: ./build/oz/conversation.js
var oz_conversation = __webpack_require__(6661);
// EXTERNAL MODULE: ./build/step/observe.js
var observe = __webpack_require__(6139);
// EXTERNAL MODULE: ./build/step/pull-request-details.js
var pull_request_details = __webpack_require__(7719);
// EXTERNAL MODULE: ./build/step/settle.js
var settle = __webpack_require__(6644);
;// CONCATENATED MODULE: ./build/step/finish-comment.js







/** Writes what the main phase has told everywhere but in the comment. GitHub gets `patience` ms. */
async function finishComment({ outcome, trouble, isCancelWanted }, { inputs, comment }, context, patience) {
    const { clock, log } = context;
    const result = await readLastRun(context);
    const verdict = trouble === undefined ? { outcome } : { outcome, trouble };
    const report = {
        ...(0,account/* account */.c)(verdict, undefined, context, { result }),
        isCancelWanted,
        isCommentWanted: true,
    };
    const deadline = clock.now() + patience;
    const pullRequestDetails = await (0,pull_request_details/* lookUpDetails */.F)(report, inputs, context);
    const url = await (0,conclude/* tellInComment */.MY)({ ...report, pullRequestDetails }, comment, context, deadline);
    if (url !== undefined)
        log.info(`comment: ${url}`);
}
/** The agent's final message, once the last run is over. A run that cannot be read leaves its link to show. */
async function readLastRun(context) {
    const { journal, oz, log } = context;
    const { runId } = journal.attempts.at(-1) ?? {};
    if (runId === undefined)
        return undefined;
    try {
        const run = await oz.readRun(runId);
        (0,observe/* observe */.lB)(run, { ...context, progress: () => undefined, onReading: () => undefined });
        const conversation = run.stage === 'ended' ? await (0,settle/* readConversation */.Gt)(runId, context) : undefined;
        return conversation && (0,oz_conversation/* finalMessage */.oM)(conversation);
    }
    catch (error) {
        if (!(error instanceof problem/* OzError */.Q_))
            throw error;
        log.debug(`The run could not be read again: ${error.message}`);
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/post.js





















/** How long GitHub may take for the comment, in ms: its secondary rate limit asks for a pause of a minute. */
const GITHUB_PATIENCE = 90_000;
/**
 * The post phase. The runner starts it in a fresh process after the job's steps, also when the main phase crashed or
 * was killed. Its faults are warnings: the main phase has told the outcome.
 */
async function runPost() {
    const { env } = external_node_process_;
    const secrets = new lib_secrets/* Secrets */.S(core.setSecret);
    const log = new lib_log/* Log */.tG(secrets, lib_clock/* systemClock */.m, !env.NO_COLOR);
    // The runner's own patience ends it; until then cleaning up matters more.
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
    const { apiKey, apiUrl } = inputs;
    if (apiKey === undefined && state.attempts.length > 0)
        throw new Error('the API key is gone');
    const debug = (message) => log.debug(message);
    const onRun = (run) => (0,observe/* hideSecretsOf */.jU)(run, { secrets, event, sharesEditing: state.sharesEditing });
    const oz = new client/* OzClient */.f({ apiUrl, apiKey: apiKey ?? '', userAgent: version/* USER_AGENT */._, clock, debug, onRun });
    const context = {
        env,
        clock,
        event,
        secrets,
        log,
        oz,
        outputs: new outputs/* Outputs */.t(secrets),
        shutdown: new shutdown/* Shutdown */.H(clock),
        journal: new ledger/* Journal */.C(clock, runner/* saveState */.LZ, state),
        sharesEditing: state.sharesEditing,
    };
    const verdict = await cleanUp(state, context);
    const comment = new publish_comment/* LivingComment */.D(inputs, context, 'post');
    if (verdict !== undefined) {
        const report = { ...(0,account/* account */.c)(verdict, undefined, context), isCommentWanted: true };
        await (0,conclude/* tell */.qz)(report, { inputs, comment }, context, GITHUB_PATIENCE);
    }
    else if (state.pendingComment !== undefined) {
        await finishComment(state.pendingComment, { inputs, comment }, context, GITHUB_PATIENCE);
    }
    if (verdict === undefined && inputs.summary && context.journal.duplicates.length > 0) {
        await (0,conclude/* summariseDuplicates */.Vk)(context);
    }
    await oz.destroy();
}


/***/ })

};
