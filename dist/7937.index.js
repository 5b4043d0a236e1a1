export const id = 7937;
export const ids = [7937,318];
export const modules = {

/***/ 7937:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   concludedStatus: () => (/* binding */ concludedStatus),
/* harmony export */   killedStatus: () => (/* binding */ killedStatus)
/* harmony export */ });
/* harmony import */ var _lib_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4869);
/* harmony import */ var _durations_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7918);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5401);



const MAX_DESCRIPTION = 140;
const STATES = {
    succeeded: 'success',
    started: undefined,
    checked: undefined,
    skipped: undefined,
    collected: undefined,
    failed: 'failure',
    error: 'error',
    cancelled: 'error',
    blocked: 'failure',
    'no-pull-request': 'failure',
    'invalid-output': 'failure',
    findings: 'failure',
    'timed-out': 'error',
    'over-budget': 'failure',
    refused: undefined,
    lost: 'error',
};
function concludedStatus(report, secrets, isPending) {
    const state = STATES[report.outcome] ?? (isPending ? 'error' : undefined);
    const { failure, last, outcome } = secrets.redactData(report);
    const details = outcome === 'succeeded' && last?.runSeconds !== undefined
        ? ` in ${(0,_durations_js__WEBPACK_IMPORTED_MODULE_1__/* .durationText */ .S)(last.runSeconds)}`
        : failure && `: ${failure.message}`;
    return state && { state, ...statusFacts(`${(0,_sections_js__WEBPACK_IMPORTED_MODULE_2__/* .outcomeWords */ .wX)(outcome)}${details ?? ''}`, report, secrets) };
}
function killedStatus(report, secrets) {
    if (report.outcome !== 'succeeded')
        return concludedStatus(report, secrets, true);
    const words = `${(0,_sections_js__WEBPACK_IMPORTED_MODULE_2__/* .outcomeWords */ .wX)('lost')}: the step was stopped before it could judge how the run succeeded`;
    return { state: 'error', ...statusFacts(words, report, secrets) };
}
function statusFacts(words, { last, workflowRunUrl }, secrets) {
    const line = (0,_lib_text_js__WEBPACK_IMPORTED_MODULE_0__/* .stripped */ .uR)(words)
        .replace(/[\u{10000}-\u{10FFFF}]/gu, '')
        .replace(/\s+/g, ' ')
        .trim();
    const description = (0,_lib_text_js__WEBPACK_IMPORTED_MODULE_0__/* .cut */ .Jj)(secrets.redact(line), MAX_DESCRIPTION - 1);
    return { description, targetUrl: last?.url ?? workflowRunUrl };
}


/***/ })

};
