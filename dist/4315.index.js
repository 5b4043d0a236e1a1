export const id = 4315;
export const ids = [4315,4162];
export const modules = {

/***/ 3090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SchemaError: () => (/* binding */ SchemaError),
/* harmony export */   compileSchema: () => (/* binding */ compileSchema)
/* harmony export */ });
/* harmony import */ var _time_limit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9773);

class SchemaError extends Error {
    name = 'SchemaError';
    place;
    constructor(place, why) {
        super(why);
        this.place = place;
    }
}
const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
const TIMEOUT = 5000;
async function compileSchema(schema) {
    const [ajvModule, formatsModule] = await Promise.all([Promise.all(/* import() */[__webpack_require__.e(3457), __webpack_require__.e(2210)]).then(__webpack_require__.t.bind(__webpack_require__, 2210, 19)), Promise.all(/* import() */[__webpack_require__.e(3457), __webpack_require__.e(2815)]).then(__webpack_require__.t.bind(__webpack_require__, 2815, 19))]);
    const [Ajv2020, addFormats] = [ajvModule.default.default, formatsModule.default.default];
    refuseUnsupported(schema);
    const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
    addFormats(ajv);
    if (ajv.validateSchema(schema) !== true) {
        const first = deepest(ajv.errors ?? []);
        throw new SchemaError(first?.instancePath ?? '', first ? wordsOf(first) : 'it is no schema');
    }
    const validate = compiled(() => ajv.compile(schema), schema);
    return (document) => problemsOf(validate, document);
}
function problemsOf(validate, document) {
    try {
        const result = (0,_time_limit_js__WEBPACK_IMPORTED_MODULE_0__/* .withinTime */ .d)(TIMEOUT, () => validate(document));
        if (result === undefined)
            return [`checking it against the schema took longer than ${TIMEOUT / 1000} s`];
        if (result.value === true)
            return [];
        return (validate.errors ?? []).map((error) => {
            const place = JSON.stringify(error.instancePath || '/').slice(1, -1);
            return `\`${place}\` ${wordsOf(error)}`;
        });
    }
    catch (error) {
        return [`it could not be checked against the schema: ${error.message}`];
    }
}
function wordsOf({ keyword, message = 'does not match', params }) {
    const details = {
        additionalProperties: params.additionalProperty,
        unevaluatedProperties: params.unevaluatedProperty,
        propertyNames: params.propertyName,
        enum: params.allowedValues,
        const: params.allowedValue,
    };
    const detail = details[keyword] === undefined ? '' : `: ${JSON.stringify(details[keyword])}`;
    return `${message}${detail}`;
}
function deepest(errors) {
    const depth = ({ instancePath }) => instancePath.split('/').length;
    return errors.toSorted((a, b) => depth(b) - depth(a))[0];
}
function compiled(compile, schema) {
    try {
        return compile();
    }
    catch (error) {
        const { message, missingRef } = error;
        const isAtFault = (keyword, value, within) => {
            if (keyword === 'pattern' || within === 'patternProperties') {
                return !isPattern(within === 'patternProperties' ? keyword : value);
            }
            if (keyword === '$ref' || keyword === '$dynamicRef')
                return missingRef?.endsWith(value) === true;
            return ['$id', '$anchor', '$dynamicAnchor'].includes(keyword) && message.includes(`${value}"`);
        };
        throw new SchemaError(placeOf(schema, isAtFault) ?? '', message);
    }
}
function isPattern(source) {
    try {
        new RegExp(source, 'u');
        return true;
    }
    catch {
        return false;
    }
}
const DATA = ['const', 'enum', 'default', 'examples'];
function placeOf(value, isAtFault, at = '', within = '') {
    if (typeof value !== 'object' || value === null)
        return undefined;
    for (const [key, inner] of Object.entries(value)) {
        if (DATA.includes(key))
            continue;
        const place = `${at}/${pointer(key)}`;
        const found = isAtFault(key, typeof inner === 'string' ? inner : '', within)
            ? place
            : placeOf(inner, isAtFault, place, key);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
function refuseUnsupported(value, at = '') {
    if (typeof value !== 'object' || value === null)
        return;
    for (const [key, inner] of Object.entries(value)) {
        if (DATA.includes(key))
            continue;
        const place = `${at}/${pointer(key)}`;
        if (key === '$schema' && typeof inner === 'string' && inner.replace(/#$/, '') !== DRAFT) {
            throw new SchemaError(place, `only draft 2020-12 is supported, \`${DRAFT}\``);
        }
        if (key === '$async' && inner !== false)
            throw new SchemaError(place, 'this keyword is not supported');
        refuseUnsupported(inner, place);
    }
}
function pointer(key) {
    return key.replaceAll('~', '~0').replaceAll('/', '~1');
}


/***/ }),

/***/ 4315:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  concludeAnswer: () => (/* binding */ concludeAnswer)
});

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
// EXTERNAL MODULE: ./build/runs/artifact-lag.js
var artifact_lag = __webpack_require__(2668);
// EXTERNAL MODULE: ./build/runs/document.js + 1 modules
var runs_document = __webpack_require__(4219);
;// CONCATENATED MODULE: ./build/runs/structured-output.js







const LAG = 120_000;
const MESSAGE_LAG = 30_000;
const MAX_DEPTH = 200;
const MAX_PROBLEMS = 10;
const MAX_PROBLEM = 300;
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
    const validate = await (0,json_schema.compileSchema)(spec.schema);
    const problems = validate(document);
    return problems.length > 0 ? invalid(problems, deps) : redacted(document, validate, deps);
}
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






const MIN_LEFT = 60_000;
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


/***/ }),

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
