export const id = 4297;
export const ids = [4297,8090];
export const modules = {

/***/ 4297:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ReviewPost: () => (/* binding */ ReviewPost)
});

// EXTERNAL MODULE: ./build/github/failure.js
var failure = __webpack_require__(220);
// EXTERNAL MODULE: ./build/report/document.js
var report_document = __webpack_require__(1294);
// EXTERNAL MODULE: ./build/report/finding.js
var report_finding = __webpack_require__(8586);
// EXTERNAL MODULE: ./build/report/markdown.js + 3 modules
var markdown = __webpack_require__(8090);
// EXTERNAL MODULE: ./build/report/review.js
var report_review = __webpack_require__(5719);
;// CONCATENATED MODULE: ./build/report/review-text.js




const MAX_TEXT = 60_000;
const MAX_SUMMARY = 20_000;
const SUMMARIES = [5000, 1000];
function reviewBody(unredacted, marker, secrets) {
    const review = secrets.redactData(unredacted);
    const inText = review.placed.filter(({ kind }) => kind !== 'inline');
    const room = MAX_TEXT - Buffer.byteLength(marker) - 1;
    const shorter = SUMMARIES.filter((length) => length < review.summary.length);
    for (const summary of [MAX_SUMMARY, ...shorter]) {
        for (const bodies of [...halves(fittingBodies(inText, room)), 0]) {
            const text = textOf((0,report_review/* reviewSections */.BW)(review, { summary, bodies, rows: inText.length, floor: 2 }));
            if (text !== undefined)
                return text;
        }
    }
    for (const rows of [...halves(inText.length), 0]) {
        const text = textOf((0,report_review/* reviewSections */.BW)(review, { summary: 1000, bodies: 0, rows, floor: 2 }));
        if (text !== undefined)
            return text;
    }
    throw new Error('the shortest review is too long');
    function textOf(nodes) {
        const text = (0,markdown/* safeText */.Hk)(nodes, placeOf(review.at), secrets);
        return Buffer.byteLength(text) <= room ? `${marker}\n${text}` : undefined;
    }
}
function fittingBodies(inText, room) {
    let size = 0;
    const first = inText.findIndex(({ finding }) => {
        size += finding.body.length + (finding.suggestion?.length ?? 0);
        return size > room;
    });
    return first === -1 ? inText.length : first;
}
function halves(count) {
    return count < 1 ? [] : [count, ...halves(Math.floor(count / 2))];
}
function inlineBody(placed, at, marker, secrets) {
    const { finding, anchor } = secrets.redactData(placed);
    for (const longest of BODIES) {
        const nodes = [
            (0,report_document/* paragraph */.FY)(...(0,report_finding/* titleOf */.Gg)(finding)),
            ...(0,report_finding/* contentOf */.$E)(finding, at, { longest, floor: 2, isApplicable: anchor.side === 'RIGHT' }),
        ];
        const text = `${marker}\n${(0,markdown/* safeText */.Hk)(nodes, placeOf(at), secrets)}`;
        if (Buffer.byteLength(text) <= MAX_TEXT)
            return text;
    }
    throw new Error('the shortest comment is too long');
}
const BODIES = [8000, 2000, 500];
function placeOf({ serverUrl, repository }) {
    return { serverUrl, repository, pullRequests: [] };
}

;// CONCATENATED MODULE: ./build/publish/review-post.js


const LOOK_PAUSE = 2000;
const MAX_PAUSE = 10_000;
class ReviewPost {
    #reviews;
    #markers;
    #parts;
    constructor(reviews, markers, parts) {
        this.#reviews = reviews;
        this.#markers = markers;
        this.#parts = parts;
    }
    async post(review) {
        try {
            return { ...review, url: await this.#send(this.#draft(review, review.at.commit)) };
        }
        catch (error) {
            if ((0,failure/* failureOf */.g5)(error) !== 'refused')
                throw error;
            const why = 'GitHub refused the comments on lines, so all findings stand in the text.';
            this.#parts.log.warning(`${why} Its answer: ${(0,failure.causeOf)(error)}.`, 'Review');
            const inText = { ...review, placed: review.placed.map(intoText), why: review.why ?? why };
            return { ...inText, url: await this.#send(this.#draft(inText, undefined)) };
        }
    }
    #draft(review, commit) {
        const { secrets } = this.#parts;
        const { marker, inlineMarker } = this.#markers;
        const inline = review.placed.filter((one) => one.kind === 'inline');
        const comments = inline.map((one) => {
            const { path, side, line, startLine } = one.anchor;
            const range = startLine === undefined ? {} : { start_line: startLine, start_side: side };
            return { path, side, line, ...range, body: inlineBody(one, review.at, inlineMarker, secrets) };
        });
        return { body: reviewBody(review, marker, secrets), commit, comments };
    }
    async #send(draft) {
        const { clock, signal } = this.#parts;
        for (let isFirst = true;; isFirst = false) {
            try {
                return await this.#reviews.create(draft);
            }
            catch (error) {
                const pause = this.#pauseAfter(error);
                if (pause === undefined)
                    throw error;
                await clock.sleep(pause, signal);
                const url = await this.#reviews.find();
                if (url !== undefined)
                    return url;
                if (!isFirst)
                    throw error;
            }
        }
    }
    #pauseAfter(error) {
        switch ((0,failure/* failureOf */.g5)(error)) {
            case 'other':
                return LOOK_PAUSE;
            case 'busy': {
                const pause = (0,failure/* pauseAfter */.l0)(error, this.#parts.clock.wall());
                return pause > MAX_PAUSE ? undefined : pause;
            }
            default:
                return undefined;
        }
    }
}
function intoText(placed) {
    const { finding, previousPath } = placed;
    return placed.kind === 'inline' ? { kind: 'beyond', finding, previousPath } : placed;
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


/***/ }),

/***/ 8413:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   duplicatesSummary: () => (/* binding */ duplicatesSummary),
/* harmony export */   e: () => (/* binding */ duplicatesOf)
/* harmony export */ });
/* harmony import */ var _lib_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4869);
/* harmony import */ var _oz_links_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4301);
/* harmony import */ var _document_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1294);



function duplicatesOf(duplicates, mostRows) {
    if (duplicates.length === 0)
        return [];
    const shown = duplicates.slice(0, mostRows);
    return [
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .strong */ .ko)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)('⚠️ The create request made more than one run. Besides the one that counts:'))),
        ...shown.map(lineOf),
        ...(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .moreThan */ .xF)(shown.length, duplicates.length),
    ];
}
function duplicatesSummary(duplicates, place) {
    const title = (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .heading */ .R_)(2, { type: 'text', value: '⚠️ A duplicate Oz run' });
    return (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .serialise */ .GY)([title, ...duplicatesOf(duplicates, MAX_ROWS)], place);
}
const MAX_ROWS = 50;
const MAX_PULL_REQUESTS = 10;
function lineOf({ runId, state, credits, pullRequests }) {
    const pulls = pullRequests.slice(0, MAX_PULL_REQUESTS).map(({ url }) => (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)(url, (0,_lib_text_js__WEBPACK_IMPORTED_MODULE_0__/* .cut */ .Jj)(url, 100)));
    return (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)(...(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .dotted */ .Bs)([
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)((0,_oz_links_js__WEBPACK_IMPORTED_MODULE_2__/* .runUrl */ .V)(runId), runId),
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(state),
        ...(credits === undefined ? [] : [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(`${credits} credits`)]),
        ...pulls,
    ]));
}


/***/ }),

/***/ 8586:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $E: () => (/* binding */ contentOf),
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   Gg: () => (/* binding */ titleOf),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   Wq: () => (/* binding */ reviewMarkdown),
/* harmony export */   pA: () => (/* binding */ severityText)
/* harmony export */ });
/* harmony import */ var _document_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1294);
/* harmony import */ var _harmless_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9597);
/* harmony import */ var _safe_markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3161);



const ICONS = { critical: '🛑', major: '⚠️', minor: '🔷', nit: '✏️' };
function severityText(severity) {
    return `${ICONS[severity]} ${severity}`;
}
function titleOf({ severity, title }) {
    return [
        (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)({ type: 'text', value: severityText(severity) }),
        { type: 'text', value: ': ' },
        (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .words */ .aL)(title),
    ];
}
function placeOf(placed, at) {
    const { path, line, start_line: start = line } = placed.finding;
    const label = (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(`${path}:${start < line ? `${start}-${line}` : line}`);
    const url = lineUrl(placed, at);
    return url === undefined ? label : { type: 'link', url, children: [label] };
}
function lineUrl({ finding, previousPath }, at) {
    const { line, start_line: start = line, side = 'RIGHT' } = finding;
    const sha = side === 'RIGHT' ? at.commit : at.mergeBase;
    const path = side === 'LEFT' ? (previousPath ?? finding.path) : finding.path;
    if (sha === undefined || !isPlainPath(path))
        return undefined;
    const segments = path.split('/').map((segment) => encodeURIComponent(segment));
    const lines = start < line ? `L${start}-L${line}` : `L${line}`;
    return `${repositoryUrl(at)}/blob/${sha}/${segments.join('/')}#${lines}`;
}
function isPlainPath(path) {
    return path.isWellFormed() && path.split('/').every((segment) => !['', '.', '..'].includes(segment));
}
function repositoryUrl({ serverUrl, repository }) {
    return `${serverUrl}/${repository}`;
}
function contentOf({ body, suggestion }, at, { longest, floor, isApplicable }) {
    const said = body.trim() === '' ? [] : reviewMarkdown(body, at, { longest, floor });
    return suggestion === undefined ? said : [...said, suggestionBlock(suggestion, isApplicable)];
}
function suggestionBlock(suggestion, isApplicable) {
    const value = (0,_harmless_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .R)(suggestion).replace(/\n$/, '');
    return { type: 'code', lang: isApplicable ? 'suggestion' : null, value };
}
function listed(placed, at, { longest, floor }) {
    const { finding } = placed;
    const title = (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .paragraph */ .FY)(placeOf(placed, at), { type: 'text', value: ' ' }, ...titleOf(finding));
    if (longest === 0)
        return [title];
    const content = contentOf(finding, at, { longest, floor, isApplicable: false });
    return content.length === 0 ? [title] : [title, (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .quote */ .hD)(...content)];
}
function reviewMarkdown(source, at, limits) {
    return withoutLinks((0,_safe_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .agentMarkdown */ .v)(source, limits), at);
}
function withoutLinks(nodes, at) {
    return nodes.flatMap((node) => {
        if (!('children' in node))
            return [node];
        const children = withoutLinks(node.children, at);
        if (node.type !== 'link' || leadsToReviewed(node.url, at))
            return [{ ...node, children }];
        const target = (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(node.url);
        const [only] = children;
        if (children.length === 1 && only?.type === 'text' && node.url.includes(only.value))
            return [target];
        return [...children, { type: 'text', value: ' (' }, target, { type: 'text', value: ')' }];
    });
}
function leadsToReviewed(url, at) {
    const { commit } = at;
    if (commit === undefined || !URL.canParse(url))
        return false;
    return new URL(url).href.startsWith(`${repositoryUrl(at)}/blob/${commit}/`);
}


/***/ }),

/***/ 8090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  commentOf: () => (/* binding */ commentOf),
  Hk: () => (/* binding */ safeText),
  summaryOf: () => (/* binding */ summaryOf)
});

// UNUSED EXPORTS: MAX_COMMENT, MAX_SUMMARY

// EXTERNAL MODULE: ./node_modules/unist-util-visit/lib/index.js
var lib = __webpack_require__(3617);
// EXTERNAL MODULE: ./build/lib/text.js
var lib_text = __webpack_require__(4869);
// EXTERNAL MODULE: ./build/report/document.js
var report_document = __webpack_require__(1294);
;// CONCATENATED MODULE: ./build/report/artifacts.js


const MAX_IN_LINE = 8;
function artifactsTable(report, tier) {
    const all = artifactsOf(report);
    if (all.length === 0)
        return [];
    const rows = all
        .slice(0, tier.rows)
        .map((artifact) => [
        (0,report_document/* words */.aL)(kindOf(artifact)),
        nameOf(artifact),
        (0,report_document/* words */.aL)((0,lib_text/* cut */.Jj)(artifact.description ?? '', 100)),
    ]);
    return [(0,report_document/* table */.tp)(['Artifact', 'Name', 'Description'], rows), ...(0,report_document/* moreThan */.xF)(rows.length, all.length)];
}
function artifactsLine(report, tier) {
    const all = artifactsOf(report);
    if (all.length === 0)
        return [];
    const shown = all.slice(0, Math.min(tier.rows, MAX_IN_LINE));
    const names = shown.flatMap((artifact, index) => [
        (0,report_document/* plain */.pj)(index === 0 ? '📎 ' : ' · '),
        (0,report_document/* words */.aL)(kindOf(artifact)),
        (0,report_document/* plain */.pj)(' '),
        nameOf(artifact),
    ]);
    const left = all.length - shown.length;
    return [(0,report_document/* paragraph */.FY)(...names, ...(left > 0 ? [(0,report_document/* plain */.pj)(` · … and ${left} more`)] : []))];
}
function artifactsOf({ last }) {
    return (last?.run?.artifacts ?? []).filter(({ type }) => type !== 'PULL_REQUEST');
}
function kindOf({ type }) {
    const kind = type.toLowerCase().replaceAll('_', ' ');
    return (0,lib_text/* cut */.Jj)(kind.charAt(0).toUpperCase() + kind.slice(1), 60);
}
function nameOf({ title, filename, filepath, url, uid }) {
    const name = (0,lib_text/* cut */.Jj)(title ?? filename ?? filepath ?? uid ?? url ?? '–', 80);
    return url ? (0,report_document/* link */.nf)(url, name) : (0,report_document/* code */.aY)(name);
}

;// CONCATENATED MODULE: ./build/report/checks.js


const ICONS = { good: '✅', bad: '❌', unknown: '❔' };
function checksOf({ checks }, tier) {
    if (checks.length === 0)
        return [];
    const rows = checks.map(({ what, verdict, finding }) => [
        (0,report_document/* words */.aL)(`${ICONS[verdict]} ${what}`),
        (0,report_document/* prose */.CS)((0,lib_text/* cut */.Jj)(finding, tier.words)),
    ]);
    return [(0,report_document/* table */.tp)(['Checked', 'Finding'], rows)];
}
function settingsOf({ settings = [] }, tier) {
    if (settings.length === 0)
        return [];
    const rows = settings
        .slice(0, tier.rows)
        .map(({ name, value, isChosen }) => [
        (0,report_document/* code */.aY)(name),
        value === undefined ? (0,report_document/* words */.aL)('–') : (0,report_document/* code */.aY)(value),
        (0,report_document/* words */.aL)(isChosen ? 'the step' : 'default'),
    ]);
    return (0,report_document/* details */.zH)('Inputs', (0,report_document/* table */.tp)(['Input', 'Value', 'From'], rows), ...(0,report_document/* moreThan */.xF)(rows.length, settings.length));
}

// EXTERNAL MODULE: ./build/report/collected.js
var collected = __webpack_require__(5316);
// EXTERNAL MODULE: ./build/report/duplicates.js
var duplicates = __webpack_require__(8413);
// EXTERNAL MODULE: ./build/lib/json.js
var json = __webpack_require__(292);
;// CONCATENATED MODULE: ./build/report/pull-request-lines.js



const NBSP = '\u00a0';
const STATES = { open: '🟢', draft: '⚪', merged: '🟣', closed: '🔴' };
const CHECKS = {
    success: `✅${NBSP}checks`,
    failure: `❌${NBSP}checks failed`,
    error: `❌${NBSP}checks failed`,
    pending: `🕓${NBSP}checks pending`,
    expected: `🕓${NBSP}checks pending`,
};
function pullRequestLines(report, mostRows) {
    const pullRequests = report.last?.pullRequests ?? [];
    if (pullRequests.length === 0)
        return [];
    const shown = pullRequests.slice(0, mostRows).map((pull) => lineOf(pull, report));
    return [(0,report_document/* lines */.Mn)(shown), ...(0,report_document/* moreThan */.xF)(shown.length, pullRequests.length)];
}
function lineOf(pull, report) {
    const details = report.pullRequestDetails.get(pull.url);
    const name = pull_request_lines_nameOf(pull, report);
    const branch = pull.branch ? [(0,report_document/* code */.aY)((0,lib_text/* cut */.Jj)(pull.branch, 100))] : [];
    if (details === undefined)
        return (0,report_document/* dotted */.Bs)([(0,report_document/* link */.nf)(pull.url, name), ...branch]);
    if (details === 'missing') {
        const missing = (0,report_document/* words */.aL)('GitHub knows of no such pull request');
        return [(0,report_document/* plain */.pj)(`⚠️${NBSP}`), ...(0,report_document/* dotted */.Bs)([(0,report_document/* link */.nf)(pull.url, name), ...branch, missing])];
    }
    const { title, state, additions, deletions, checks } = details;
    const icon = (0,json/* entryOf */.Ms)(STATES, state);
    return [
        ...(icon ? [(0,report_document/* plain */.pj)(`${icon}${NBSP}`)] : []),
        ...(0,report_document/* dotted */.Bs)([
            (0,report_document/* link */.nf)(pull.url, `${name} ${(0,lib_text/* cut */.Jj)(title, 100)}`),
            ...(state === 'open' ? [] : [(0,report_document/* words */.aL)((0,lib_text/* cut */.Jj)(state, 80))]),
            (0,report_document/* words */.aL)(`+${additions}${NBSP}−${deletions}`),
            ...pull_request_lines_checksOf(checks),
        ]),
    ];
}
function pull_request_lines_nameOf({ url, number, repository }, report) {
    const isHere = hostOf(url) !== undefined && hostOf(url) === hostOf(report.serverUrl);
    if (!isHere || number === undefined)
        return (0,lib_text/* cut */.Jj)(url, 100);
    const isOwn = repository?.toLowerCase() === report.repository.toLowerCase();
    return isOwn ? `#${number}` : `${repository}${NBSP}#${number}`;
}
function hostOf(url) {
    return URL.canParse(url) ? new URL(url).host : undefined;
}
function pull_request_lines_checksOf(checks) {
    return checks ? [(0,report_document/* words */.aL)((0,json/* entryOf */.Ms)(CHECKS, checks) ?? `checks: ${(0,lib_text/* cut */.Jj)(checks, 80)}`)] : [];
}

// EXTERNAL MODULE: ./build/report/review.js
var review = __webpack_require__(5719);
// EXTERNAL MODULE: ./build/report/sections.js + 1 modules
var sections = __webpack_require__(5401);
;// CONCATENATED MODULE: ./build/report/markdown.js









const TIERS = [
    { result: 100_000, prompt: 100_000, rows: 300, words: 10_000 },
    { result: 40_000, prompt: 4000, rows: 50, words: 4000 },
    { result: 10_000, prompt: 0, rows: 20, words: 1000 },
    { result: 1000, prompt: 0, rows: 5, words: 300 },
];
const MAX_SUMMARY = 1_000_000;
const MAX_COMMENT = 60_000;
const NOTHING_SECRET = { redact: (text) => text, redactData: (data) => data };
function summaryOf(unredacted, secrets = NOTHING_SECRET, largest = MAX_SUMMARY) {
    const report = secrets.redactData(unredacted);
    return fitting(report, largest, secrets, (tier) => [
        (0,report_document/* heading */.R_)(2, ...(0,sections/* headline */.Pl)(report, tier)),
        ...(0,sections/* resultOf */.Bg)(report, tier, 2),
        ...(0,sections/* documentOf */.lM)(report, tier),
        ...(0,sections/* failureOf */.g5)(report, tier),
        ...(0,review/* findingsList */.bM)(report.review, tier.rows),
        ...checksOf(report, tier),
        ...(0,collected/* collectedTable */.G)(report.collection, tier.rows),
        ...pullRequestLines(report, tier.rows),
        ...artifactsTable(report, tier),
        ...(0,sections/* pictureOf */.CS)(report, tier),
        ...(0,sections/* attemptsOf */.Or)(report, tier),
        ...(0,duplicates/* duplicatesOf */.e)(report.duplicates, tier.rows),
        ...(0,sections/* factsOf */.xS)(report, tier),
        ...settingsOf(report, tier),
        ...(0,sections/* promptOf */.Gh)(report, tier),
    ]);
}
function commentOf(unredacted, marker, secrets = NOTHING_SECRET, largest = MAX_COMMENT) {
    const report = secrets.redactData(unredacted);
    const body = fitting(report, largest - Buffer.byteLength(marker) - 1, secrets, (tier) => [
        (0,report_document/* heading */.R_)(3, ...(0,sections/* headline */.Pl)(report, tier)),
        ...(0,sections/* nowOf */.Ic)(report),
        ...(report.review ? (0,review/* reviewOf */.QR)(report.review, reviewLimits(tier)) : (0,sections/* resultOf */.Bg)(report, tier, 3)),
        ...(0,sections/* failureOf */.g5)(report, tier),
        ...pullRequestLines(report, tier.rows),
        ...artifactsLine(report, tier),
        ...(0,sections/* attemptsOf */.Or)(report, tier),
        (0,report_document/* paragraph */.FY)(...(0,sections/* footOf */.wD)(report)),
    ]);
    return `${marker}\n${body}`;
}
function reviewLimits({ result, rows }) {
    return { summary: Math.min(result, 20_000), bodies: result > 10_000 ? rows : 0, rows, floor: 3 };
}
function fitting(report, largest, secrets, build) {
    const place = { ...report, pullRequests: report.last?.pullRequests ?? [] };
    let text = '';
    for (const tier of TIERS) {
        const nodes = build({ ...tier, result: Math.min(tier.result, largest) });
        text = safeText(nodes, place, secrets);
        if (Buffer.byteLength(text) <= largest)
            return text;
    }
    throw new Error(`the shortest report has ${Buffer.byteLength(text)} bytes; ${largest} are allowed`);
}
function safeText(nodes, place, secrets) {
    return secrets.redact((0,report_document/* serialise */.GY)(withoutSecrets(nodes, secrets), place));
}
function withoutSecrets(children, secrets) {
    (0,lib/* visit */.YR)({ type: 'root', children }, (node) => {
        if ('value' in node)
            node.value = secrets.redact(node.value);
        if ('url' in node)
            node.url = secrets.redact(node.url);
    });
    return children;
}


/***/ }),

/***/ 5719:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BW: () => (/* binding */ reviewSections),
/* harmony export */   QR: () => (/* binding */ reviewOf),
/* harmony export */   bM: () => (/* binding */ findingsList)
/* harmony export */ });
/* harmony import */ var _review_findings_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5287);
/* harmony import */ var _document_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1294);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8586);



function findingsOf({ placed }) {
    return placed.map(({ finding }) => finding);
}
function countsOf(findings) {
    const counts = (0,_review_findings_js__WEBPACK_IMPORTED_MODULE_0__/* .countBySeverity */ .Ot)(findings);
    return counts.map(([severity, count]) => {
        const [icon, word] = (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .severityText */ .pA)(severity).split(' ');
        return { type: 'text', value: `${icon} ${count} ${word}` };
    });
}
function reviewSections(review, limits) {
    const { placed, at, why, summary } = review;
    const said = summary.trim() === '' ? [] : (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .reviewMarkdown */ .Wq)(summary, at, { ...limits, longest: limits.summary });
    return [
        ...said,
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)(...(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .dotted */ .Bs)(countsOf(findingsOf(review)))),
        ...(why === undefined ? [] : [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(why))]),
        ...listSections(placed, at, limits),
    ];
}
function listSections(placed, at, limits) {
    const of = (kind) => placed.filter((one) => one.kind === kind);
    let { bodies, rows } = limits;
    const section = (title, all) => {
        const shown = all.slice(0, rows);
        rows -= shown.length;
        const content = shown.flatMap((one) => {
            bodies -= 1;
            return (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .listed */ .KE)(one, at, { floor: limits.floor + 1, longest: bodies >= 0 ? MAX_BODY : 0 });
        });
        return all.length === 0
            ? []
            : [sectionHeading(limits, title), ...content, ...left(all.length - shown.length)];
    };
    const outside = section('Outside the diff', of('outside'));
    const isRest = placed.some(({ kind }) => kind === 'inline' || kind === 'outside');
    const beyond = section(isRest ? 'More findings' : 'Findings', of('beyond'));
    return [...outside, ...beyond, ...stillOpen(of('repeated'), rows, limits)];
}
function stillOpen(repeated, rows, limits) {
    if (repeated.length === 0)
        return [];
    const shown = repeated.slice(0, rows);
    return [
        sectionHeading(limits, 'Still open'),
        ...shown.map((one) => {
            const comment = (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)(one.earlier.url, one.earlier.isResolved ? 'answered' : 'comment');
            return (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)(...(0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .titleOf */ .Gg)(one.finding), { type: 'text', value: ' · ' }, comment);
        }),
        ...left(repeated.length - shown.length),
    ];
}
function sectionHeading({ floor }, title) {
    return (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .heading */ .R_)((floor + 1), (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(title));
}
function left(count) {
    if (count <= 0)
        return [];
    return [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(`… and ${count} more, which the step summary lists.`))];
}
const MAX_BODY = 8000;
function reviewOf(review, limits) {
    const { placed, url, summary, at } = review;
    if (url !== undefined)
        return [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)(...(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .dotted */ .Bs)([...countsOf(findingsOf(review)), (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)(url, 'Review')]))];
    if (placed.length > 0)
        return reviewSections(review, limits);
    const said = summary.trim() === '' ? [] : (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .reviewMarkdown */ .Wq)(summary, at, { ...limits, longest: limits.summary });
    return [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .strong */ .ko)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)('✅ No findings'))), ...said];
}
function findingsList(review, rows) {
    if (review === undefined)
        return [];
    const { placed, at, url, why } = review;
    if (placed.length === 0)
        return [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .strong */ .ko)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)('✅ No findings')))];
    const shown = placed.slice(0, rows);
    const items = shown.map((one) => [...(0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .titleOf */ .Gg)(one.finding), (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .plain */ .pj)(' · '), (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .placeOf */ .$t)(one, at)]);
    return [
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)(...(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .dotted */ .Bs)([...countsOf(findingsOf(review)), ...(url ? [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)(url, 'Review')] : [])])),
        ...(why === undefined ? [] : [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(why))]),
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .list */ .p_)(items),
        ...(placed.length > shown.length
            ? [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(`… and ${placed.length - shown.length} more.`))]
            : []),
    ];
}


/***/ })

};
