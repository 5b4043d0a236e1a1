export const id = 4162;
export const ids = [4162];
export const modules = {

/***/ 4162:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ sendCorrection),
/* harmony export */   sendFollowUp: () => (/* binding */ sendFollowUp)
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










const TIMEOUT = 2 * 60_000;
const ANSWER_GRACE = 3000;
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


/***/ })

};
