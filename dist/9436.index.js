export const id = 9436;
export const ids = [9436];
export const modules = {

/***/ 9436:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   StatusPublisher: () => (/* binding */ StatusPublisher)
/* harmony export */ });
/* harmony import */ var _github_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(220);
/* harmony import */ var _oz_links_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4301);
/* harmony import */ var _runs_stamp_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5304);
/* harmony import */ var _last_try_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8014);




const TIMEOUT = 10_000;
const GRACE = 6000;
const PENDING_GRACE = 1000;
const PAUSE = 10_000;
class StatusPublisher {
    #name;
    #inputs;
    #findHead;
    #parts;
    #due;
    #set;
    #setting;
    #notBefore = 0;
    #isGivenUp = false;
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
        const limits = { deadline: Math.min(deadline, clock.now() + TIMEOUT), grace: GRACE };
        const error = await (0,_last_try_js__WEBPACK_IMPORTED_MODULE_2__/* .tryUntil */ .aF)(() => this.#send(update, record), limits, { clock, shutdown });
        if (this.#isGivenUp)
            return undefined;
        const isPending = update.state === 'pending';
        if (error !== undefined && (isPending || (0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .isFinal */ .dR)((0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error))))
            await this.#giveUp(error);
        else if (error !== undefined) {
            log.info(`The commit status was not set: ${(0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__.causeOf)(error)}. The post phase of this step tries again.`);
        }
        else if (isPending || !this.#isDoubtful)
            ledger.setPendingStatus(undefined);
        return undefined;
    }
    async #conclusionOf(report) {
        const { ledger, secrets } = this.#parts;
        if (isLeftRunning(report, ledger.records.at(-1)))
            return undefined;
        const { concludedStatus } = await Promise.all(/* import() */[__webpack_require__.e(3094), __webpack_require__.e(3617), __webpack_require__.e(7391), __webpack_require__.e(2027), __webpack_require__.e(2297), __webpack_require__.e(5401), __webpack_require__.e(7937)]).then(__webpack_require__.bind(__webpack_require__, 7937));
        return concludedStatus(report, secrets, ledger.pendingStatus !== undefined);
    }
    #lastPending({ outcome }, record) {
        if (this.#due !== undefined)
            return this.#due.update;
        const isOurs = record?.request !== undefined || this.#inputs.mode === 'follow-up';
        return outcome === 'started' && record !== undefined && isOurs ? pendingUpdate(record) : undefined;
    }
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
                const failure = (0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error);
                if ((0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .isFinal */ .dR)(failure))
                    return this.#giveUp(error);
                this.#notBefore = clock.now() + (failure === 'busy' ? (0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .pauseAfter */ .l0)(error, clock.wall()) : PAUSE);
                log.debug(`The commit status was not set (${failure}): ${error.message}`);
                return;
            }
            if (this.#due.update === update || isSame(this.#due.update, update))
                return;
        }
    }
    async #send(update, record) {
        const { ledger, shutdown, event } = this.#parts;
        if (this.#set !== undefined && isSame(this.#set, update))
            return;
        const sha = await this.#commitOf(record);
        const { githubToken: token } = this.#inputs;
        if (sha === undefined || token === undefined || this.#isGivenUp)
            return;
        const conclusion = update.state === 'pending' ? ledger.pendingStatus?.conclusion : update;
        ledger.setPendingStatus({ name: this.#name, sha, isWaiting: this.#inputs.wait, conclusion });
        if (ledger.fault !== undefined && update.state === 'pending')
            return;
        const { setStatus } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(1446)]).then(__webpack_require__.bind(__webpack_require__, 1446));
        const place = { repository: event.repository, sha, context: this.#name };
        try {
            const grace = update.state === 'pending' ? PENDING_GRACE : GRACE;
            await setStatus({ token, apiUrl: event.apiUrl }, place, update, shutdown.after(grace));
            this.#set = update;
        }
        catch (error) {
            this.#isDoubtful ||= (0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error) === 'other';
            throw error;
        }
    }
    async #commitOf(record) {
        const { event } = this.#parts;
        const { number, githubToken, mode } = this.#inputs;
        if (!githubToken)
            return this.#none('the input `github-token` is empty. Give one, or leave `status` out.');
        const isForeign = record?.request === undefined && mode !== 'follow-up';
        const stamped = isForeign ? (0,_runs_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .stampedCommit */ .AN)(record?.run, event, number) : undefined;
        if (stamped !== undefined)
            return stamped;
        const head = await this.#findHead();
        if (head.kind === 'commit')
            return head.sha || this.#none('the workflow names no commit.');
        return this.#none(head.kind === 'issue'
            ? `#${number} is an issue, which has no commit. Leave \`status\` out, or give \`issue-number\`.`
            : `the head commit of #${number} could not be read: ${(0,_github_failure_js__WEBPACK_IMPORTED_MODULE_0__.causeOf)(head.error)}. Let the job read it:\npermissions:\n  pull-requests: read`);
    }
    #none(why) {
        if (!this.#isGivenUp)
            this.#parts.log.warning(`No commit status was set: ${why}`, 'Status');
        this.#isGivenUp = true;
    }
    async #giveUp(error) {
        const { ledger, log } = this.#parts;
        const { explainStatus } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(1446)]).then(__webpack_require__.bind(__webpack_require__, 1446));
        if (!this.#isGivenUp)
            log.warning(explainStatus(error), 'Status');
        this.#isGivenUp = true;
        ledger.setPendingStatus(undefined);
    }
}
function pendingUpdate({ runId = '', run }) {
    const description = run === undefined || run.stage === 'queued' ? 'Queued' : 'Working';
    return { state: 'pending', description, targetUrl: (0,_oz_links_js__WEBPACK_IMPORTED_MODULE_3__/* .runUrl */ .V)(runId) };
}
function isSame(one, other) {
    return (one.state === other.state && one.description === other.description && one.targetUrl === other.targetUrl);
}
function isLeftRunning({ outcome, failure }, record) {
    if (outcome === 'started')
        return true;
    const isDetached = record?.isDone === true && record.onCancel === 'detach';
    return outcome === 'lost' && failure?.code === 'stopped' && isDetached && record?.runId !== undefined;
}


/***/ })

};
