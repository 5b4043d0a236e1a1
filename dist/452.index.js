export const id = 452;
export const ids = [452,413];
export const modules = {

/***/ 1294:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bs: () => (/* binding */ dotted),
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   FY: () => (/* binding */ paragraph),
/* harmony export */   GY: () => (/* binding */ serialise),
/* harmony export */   R_: () => (/* binding */ heading),
/* harmony export */   aL: () => (/* binding */ words),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   hD: () => (/* binding */ quote),
/* harmony export */   ko: () => (/* binding */ strong),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   tp: () => (/* binding */ table),
/* harmony export */   xF: () => (/* binding */ moreThan),
/* harmony export */   zH: () => (/* binding */ details)
/* harmony export */ });
/* harmony import */ var mdast_util_gfm__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7832);
/* harmony import */ var mdast_util_to_markdown__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1286);
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(292);
/* harmony import */ var _lib_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4869);
/* harmony import */ var _harmless_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9597);





// The vocabulary that reports are written in. Whatever others wrote goes through `words`, `code` or `link`.
/** On one line, without invisible characters; `serialise` does the rest. */
function plainWords(text) {
    return (0,_harmless_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .R)(text)
        .replace(/[^\S\u00a0]+/g, ' ')
        .trim();
}
function words(text) {
    return { type: 'text', value: plainWords(text) };
}
/** A message of ours, which may quote others' words: what looks like a name between backticks becomes code. */
function prose(message) {
    const parts = message.split(/`([\w ./:@{}$*[\]-]{1,200})`/);
    return parts.map((part, index) => (index % 2 === 1 ? code(part) : untrimmed(part)));
}
/** Blanks at the edges part the words from the code beside them. */
function untrimmed(part) {
    const [, before = '', core = '', after = ''] = /^(\s?)([\s\S]*?)(\s?)$/.exec(part) ?? [];
    return { type: 'text', value: `${before && ' '}${plainWords(core)}${after && ' '}` };
}
function strong(...children) {
    return { type: 'strong', children };
}
/** A name, cut after 300 characters. Empty code would be two marks, which open a code span. */
function code(text) {
    return { type: 'inlineCode', value: plainWords((0,_lib_text_js__WEBPACK_IMPORTED_MODULE_0__/* .cut */ .Jj)(text, 300)) || '–' };
}
/** In characters. Servers refuse longer ones, and a few of them would leave no room in a comment. */
const MAX_URL = 2000;
/** Only http(s) addresses of a sensible length become links; of others the label is shown. */
function link(url, label) {
    const target = (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_2__/* .httpUrl */ .q3)(url);
    return target === undefined || target.length > MAX_URL
        ? words(label)
        : { type: 'link', url: target, children: [words(label)] };
}
function heading(depth, ...children) {
    return { type: 'heading', depth, children };
}
function paragraph(...children) {
    return { type: 'paragraph', children };
}
function quote(...children) {
    return { type: 'blockquote', children };
}
function table(head, rows) {
    const row = (cells) => ({
        type: 'tableRow',
        children: cells.map((cell) => ({ type: 'tableCell', children: [cell] })),
    });
    return { type: 'table', children: [row(head.map((title) => words(title))), ...rows.map(row)] };
}
/** Folded away behind a title of ours. */
function details(title, ...children) {
    return [
        { type: 'html', value: `<details><summary>${title}</summary>` },
        ...children,
        { type: 'html', value: '</details>' },
    ];
}
/** Items of one line, set apart by dots. */
function dotted(items) {
    return items.flatMap((item, index) => (index === 0 ? [item] : [{ type: 'text', value: ' · ' }, item]));
}
const ADDRESSES = ['autolink', 'destinationLiteral', 'destinationRaw'];
const UNSAFE = [
    // An address that a renderer makes a link of swallows the backslash after it. The GFM extension leaves alone what
    // is in capitals or in a label.
    { character: ':', before: '[PpSs]', after: '/', inConstruct: 'phrasing', notInConstruct: ADDRESSES },
    { character: '.', before: '[Ww]', inConstruct: 'label' },
    // Some renderers unescape the brackets of a label before they look for images and links in it.
    { character: '!', inConstruct: 'label' },
    { character: '(', inConstruct: 'label' },
];
/** Nothing in it reaches others, read at that place. */
function serialise(children, place) {
    return (0,mdast_util_to_markdown__WEBPACK_IMPORTED_MODULE_3__/* .toMarkdown */ .l)({ type: 'root', children: (0,_harmless_js__WEBPACK_IMPORTED_MODULE_1__/* .harmless */ .I)(children, place) }, 
    // Columns are not padded: one long cell would blow up every row.
    { extensions: [(0,mdast_util_gfm__WEBPACK_IMPORTED_MODULE_4__/* .gfmToMarkdown */ .H)({ tablePipeAlign: false })], bullet: '-', rule: '-', unsafe: UNSAFE });
}
/** A closing line for a table that shows only the first of many. */
function moreThan(shown, all) {
    return all > shown ? [paragraph(words(`… and ${all - shown} more.`))] : [];
}
function optional(value, show) {
    return value === undefined || value === '' ? undefined : show(value);
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



/** Runs that cost as well, and may have opened pull requests, although nobody asked for them. */
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
/** The summary of a post phase that has nothing else to report. */
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



/** Told apart by their shapes, and by the word beside them. */
const ICONS = { critical: '🛑', major: '⚠️', minor: '🔷', nit: '✏️' };
function severityText(severity) {
    return `${ICONS[severity]} ${severity}`;
}
/** Severity and title. */
function titleOf({ severity, title }) {
    return [
        (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .strong */ .ko)({ type: 'text', value: severityText(severity) }),
        { type: 'text', value: ': ' },
        (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .words */ .aL)(title),
    ];
}
/** Path and line, as a link where there is something to lead to. */
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
/** Browsers resolve `..`, also where it is encoded. */
function isPlainPath(path) {
    return path.isWellFormed() && path.split('/').every((segment) => !['', '.', '..'].includes(segment));
}
function repositoryUrl({ serverUrl, repository }) {
    return `${serverUrl}/${repository}`;
}
/** The body, and the suggestion. `isApplicable`: whether GitHub can offer to commit it. */
function contentOf({ body, suggestion }, at, { longest, floor, isApplicable }) {
    const said = body.trim() === '' ? [] : reviewMarkdown(body, at, { longest, floor });
    return suggestion === undefined ? said : [...said, suggestionBlock(suggestion, isApplicable)];
}
/** The end of the last line is the block's own. */
function suggestionBlock(suggestion, isApplicable) {
    const value = (0,_harmless_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .R)(suggestion).replace(/\n$/, '');
    return { type: 'code', lang: isApplicable ? 'suggestion' : null, value };
}
/** As it stands in a list of findings. */
function listed(placed, at, { longest, floor }) {
    const { finding } = placed;
    const title = (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .paragraph */ .FY)(placeOf(placed, at), { type: 'text', value: ' ' }, ...titleOf(finding));
    if (longest === 0)
        return [title];
    const content = contentOf(finding, at, { longest, floor, isApplicable: false });
    return content.length === 0 ? [title] : [title, (0,_document_js__WEBPACK_IMPORTED_MODULE_0__/* .quote */ .hD)(...content)];
}
/** Markdown of the agent, in which links lead to the reviewed commit or are none. */
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

/***/ 9597:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  I: () => (/* binding */ harmless),
  R: () => (/* binding */ visible)
});

// EXTERNAL MODULE: ./node_modules/mdast-util-to-string/lib/index.js
var lib = __webpack_require__(1869);
;// CONCATENATED MODULE: ./build/report/references.js
const ZERO_WIDTH_SPACE = '\u200b';
/** Pages that tell, on their timeline, who linked to them. */
const TIMELINES = ['issues', 'pull', 'pulls', 'discussions', 'commit', 'commits'];
/** What may stand before a reference; after anything else it belongs to something longer. */
const BEGINS_AFTER = /^[\s([{<>"'*~,:;|!?-]?$/;
/** Tells references of this repository from those that notify people elsewhere. */
class References {
    #repository;
    #owner;
    #hosts;
    #pullRequests;
    constructor({ repository, serverUrl, pullRequests }) {
        const server = new URL(serverUrl);
        this.#repository = repository.toLowerCase();
        this.#owner = this.#repository.split('/')[0] ?? '';
        this.#hosts = [hostOf(server), 'github.com'];
        this.#pullRequests = new Set(pullRequests
            .filter(({ url }) => new URL(url).host === server.host)
            .map((pull) => `${pull.repository}#${pull.number}`.toLowerCase()));
    }
    /** GitHub's own hosts, of which a label may speak without a path. */
    isHost(name) {
        return this.#hosts.includes(name);
    }
    /** Whether a link to it leaves "mentioned this" in another repository. */
    isForeign(address) {
        if (!URL.canParse(address))
            return false;
        const url = new URL(address);
        if (!this.isHost(hostOf(url)))
            return false;
        // Discussions of an organisation, `/orgs/name/discussions/1`, have the same form.
        const [owner, name = '', page = '', id] = segmentsOf(url);
        if (!TIMELINES.includes(page) || id === undefined)
            return false;
        return !this.#isOwn(owner, name, id);
    }
    /**
     * With a zero-width space in whatever would notify somebody: the trick of many release-note bots. Escapes do not
     * help, since GitHub looks for mentions in the rendered text.
     */
    neutralise(text) {
        return (text
            .replace(/\S+/g, (word) => this.#holdsForeign(word) ? word.replaceAll('/', `/${ZERO_WIDTH_SPACE}`) : word)
            .replace(/@(?=[\p{L}\p{N}_-])/gu, (at, offset, whole) => this.#isCommit(whole, offset) ? at : `@${ZERO_WIDTH_SPACE}`)
            .replace(/(?<=(^|.)(?:([\w.-]+)\/)?([^\W_][\w.-]*))#(?=(\d+))/gsu, (hash, before, owner, name, number) => BEGINS_AFTER.test(before) && this.#isOwn(owner, name, number)
            ? hash
            : `${hash}${ZERO_WIDTH_SPACE}`)
            // The serialiser does not see that it would escape what the next node begins with.
            .replace(/\\$/, `\\${ZERO_WIDTH_SPACE}`));
    }
    /** An address in a word, with or without its scheme. */
    #holdsForeign(word) {
        const paths = word.matchAll(/(?<=([a-z\d][a-z\d.-]{0,200})(?::\d{1,5})?)\/(?=(\S{1,500}))/gi);
        return paths.some(([, host, path]) => this.isForeign(`https://${host}/${path}`));
    }
    /** `name#1` is the issue of that owner's repository of the same name. */
    #isOwn(owner, name, number) {
        if (owner === undefined)
            return name.toLowerCase() === this.#owner;
        const repository = `${owner}/${name}`.toLowerCase();
        return repository === this.#repository || this.#pullRequests.has(`${repository}#${number}`);
    }
    /** `owner/name@sha` of this repository, which mentions nobody since its `@` continues a word. */
    #isCommit(text, at) {
        const start = at - this.#repository.length;
        return (/\w$/.test(this.#repository) &&
            text.slice(Math.max(0, start), at).toLowerCase() === this.#repository &&
            !/[\w./-]/.test(text.charAt(start - 1)) &&
            /^@[\da-f]{7,40}(?![\w/-])/i.test(text.slice(at, at + 42)));
    }
}
function hostOf({ hostname }) {
    return hostname.replace(/^www\.|\.$/g, '');
}
function segmentsOf({ pathname }) {
    const path = pathname.replace(/%([2-7][\da-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
    return path
        .toLowerCase()
        .split('/')
        .filter((segment) => segment !== '');
}

;// CONCATENATED MODULE: ./build/report/harmless.js


/**
 * A report's content in which nothing that others wrote reaches anybody: no mention, no reference to another
 * repository, no link under another's address. GitHub looks for them in the rendered text, where neighbouring pieces
 * are one, so this comes after everything that takes pieces away.
 */
function harmless(children, place) {
    return new Pass(new References(place)).children(children);
}
class Pass {
    #references;
    constructor(references) {
        this.#references = references;
    }
    children(children) {
        const pieces = children.flatMap((child) => this.#node(child));
        return joined(pieces).flatMap((node) => node.type === 'text' ? this.#text(node) : [node]);
    }
    #text({ value }) {
        const text = this.#references.neutralise(visible(value).replace(/\n\s+/g, '\n'));
        return text === '' ? [] : [{ type: 'text', value: text }];
    }
    #node(node) {
        // A line end in code would end a heading.
        if (node.type === 'inlineCode')
            return [{ ...node, value: node.value.replaceAll('\n', ' ') }];
        if (!('children' in node))
            return [node];
        if (node.type === 'link')
            return this.#link(node);
        const children = this.children(node.children);
        if (PHRASING.includes(node.type) && children.length === 0)
            return [];
        if (!LINES.includes(node.type))
            return [{ ...node, children }];
        return [{ ...node, children: trimmed(children, node.type !== 'paragraph') }];
    }
    #link({ url: written, children }) {
        const url = withoutReferences(written);
        const label = (0,lib/* toString */.d)(children).trim();
        const isAddress = label === '' || this.#addressesIn(label).length > 0;
        const isHonest = label !== '' && this.#addressesIn(label).every((address) => isSame(address, url));
        if (this.#references.isForeign(url)) {
            const target = { type: 'inlineCode', value: url };
            return isAddress
                ? [target]
                : [...this.children(children), { type: 'text', value: ' (' }, target, { type: 'text', value: ')' }];
        }
        const shown = isHonest ? children : [{ type: 'text', value: url }];
        return [{ type: 'link', url, children: this.children(shown) }];
    }
    /** What readers take for addresses. File names look like hosts, so a host needs a path, or to be GitHub's. */
    #addressesIn(label) {
        const words = label
            .normalize('NFKC')
            .replace(/\p{Cf}/gu, '')
            .split(/\s+/);
        return words.flatMap((word) => {
            const [address] = /(?:https?:\/\/|www\.).+/i.exec(word) ?? [];
            if (address !== undefined)
                return [address];
            const [, host = '', path] = /^((?:[a-z\d-]+\.)+[a-z]{2,})(?::\d+)?(\/)?/i.exec(word) ?? [];
            const isAddress = (path && words.length === 1) || this.#references.isHost(host.toLowerCase());
            return isAddress ? [word] : [];
        });
    }
}
/** Within `<…>` nothing can be escaped, but some renderers decode `&#111;`. */
function withoutReferences(url) {
    return url.replace(/&(?=#?\w{1,40};)/g, '%26');
}
/** Whether an address, written with or without its scheme and perhaps cut, is that of the link. */
function isSame(address, url) {
    const [written, target] = [keyOf(/^https?:/i.test(address) ? address : `https://${address}`), keyOf(url)];
    if (!address.endsWith('…'))
        return written === target;
    return written.includes('/') && target.startsWith(written);
}
/** What two spellings of an address have in common. */
function keyOf(address) {
    const text = address.replace(/…$/, '');
    if (!URL.canParse(text))
        return text;
    const url = new URL(text);
    return `${hostOf(url)}:${url.port}${url.pathname}${url.search}${url.hash}`.replace(/[/.,;:!?'"]{1,9}$/, '');
}
const PHRASING = ['emphasis', 'strong', 'delete', 'link'];
/** What holds one line of text, at whose edges a line end would break it. */
const LINES = ['paragraph', 'heading', 'tableCell'];
/** Neighbouring text as one, and code too, whose marks would become one another's. */
function joined(nodes) {
    const found = [];
    for (const node of nodes) {
        const last = found.at(-1);
        if (last?.type === 'text' && node.type === 'text') {
            found[found.length - 1] = { type: 'text', value: last.value + node.value };
        }
        else if (last?.type === 'inlineCode' && node.type === 'inlineCode') {
            found[found.length - 1] = { type: 'inlineCode', value: `${last.value} ${node.value}` };
        }
        else
            found.push(node);
    }
    return found;
}
/** Its text without blanks at the edges, where a line end would end it, and within `isOneLine` without any. */
function trimmed(nodes, isOneLine) {
    const last = nodes.length - 1;
    return nodes.map((node, index) => {
        if (node.type !== 'text')
            return node;
        const text = isOneLine ? node.value.replaceAll('\n', ' ') : node.value;
        const start = index === 0 ? text.trimStart() : text;
        return { ...node, value: index === last ? start.trimEnd() : start };
    });
}
/**
 * Without control characters (line ends and tabs stay) and without the marks that reorder text. Joiners stay:
 * emoji and many scripts need them.
 */
function visible(text) {
    return text
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{Cc}\n\t]/gu, '')
        .replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu, '');
}


/***/ }),

/***/ 9452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  MAX_COMMENT: () => (/* binding */ MAX_COMMENT),
  MAX_SUMMARY: () => (/* binding */ MAX_SUMMARY),
  commentOf: () => (/* binding */ commentOf),
  safeText: () => (/* binding */ safeText),
  summaryOf: () => (/* binding */ summaryOf)
});

// EXTERNAL MODULE: ./node_modules/unist-util-visit/lib/index.js
var lib = __webpack_require__(3617);
// EXTERNAL MODULE: ./build/report/document.js
var report_document = __webpack_require__(1294);
// EXTERNAL MODULE: ./build/report/duplicates.js
var duplicates = __webpack_require__(8413);
// EXTERNAL MODULE: ./build/lib/json.js
var json = __webpack_require__(292);
// EXTERNAL MODULE: ./build/lib/text.js
var lib_text = __webpack_require__(4869);
;// CONCATENATED MODULE: ./build/report/pull-request-table.js



/** Keeps together what a narrow table cell would tear apart. */
const NBSP = '\u00a0';
/** The pull requests that the run opened: with what GitHub says of them, or the link alone. */
function pullRequestTable(report, mostRows) {
    const { last, pullRequestDetails } = report;
    const pullRequests = last?.pullRequests ?? [];
    if (pullRequests.length === 0)
        return [];
    const shown = pullRequests.slice(0, mostRows);
    const isDetailed = shown.some(({ url }) => pullRequestDetails.get(url) !== undefined);
    const rows = shown.map((pull) => [
        nameOf(pull, report),
        branchOf(pull),
        ...(isDetailed ? detailsOf(pull, report) : []),
    ]);
    const head = ['Pull request', 'Branch', ...(isDetailed ? ['Title', 'State', 'Changes', 'Checks'] : [])];
    return [(0,report_document/* table */.tp)(head, rows), ...(0,report_document/* moreThan */.xF)(rows.length, pullRequests.length)];
}
/** An address of another host is shown as it is: it may only look like GitHub's. */
function nameOf({ url, number, repository }, { serverUrl }) {
    const isHere = hostOf(url) !== undefined && hostOf(url) === hostOf(serverUrl);
    return (0,report_document/* link */.nf)(url, isHere && number !== undefined ? `${repository}${NBSP}#${number}` : (0,lib_text/* cut */.Jj)(url, 100));
}
/** Undefined where a secret was replaced in the host. */
function hostOf(url) {
    return URL.canParse(url) ? new URL(url).host : undefined;
}
function branchOf({ branch }) {
    return branch ? (0,report_document/* code */.aY)((0,lib_text/* cut */.Jj)(branch, 100)) : (0,report_document/* words */.aL)('–');
}
function detailsOf({ url }, { pullRequestDetails }) {
    const details = pullRequestDetails.get(url);
    if (details === undefined)
        return [(0,report_document/* words */.aL)('–'), (0,report_document/* words */.aL)('–'), (0,report_document/* words */.aL)('–'), (0,report_document/* words */.aL)('–')];
    if (details === 'missing')
        return [(0,report_document/* words */.aL)('–'), (0,report_document/* words */.aL)('⚠️ GitHub knows of no such pull request'), (0,report_document/* words */.aL)('–'), (0,report_document/* words */.aL)('–')];
    return [
        (0,report_document/* words */.aL)((0,lib_text/* cut */.Jj)(details.title, 100)),
        (0,report_document/* words */.aL)(stateOf(details)),
        (0,report_document/* words */.aL)(sizeOf(details)),
        (0,report_document/* words */.aL)(checksOf(details)),
    ];
}
function stateOf({ state }) {
    const icons = { open: '🟢', draft: '⚪', merged: '🟣', closed: '🔴' };
    return `${(0,json/* entryOf */.Ms)(icons, state) ?? ''}${NBSP}${state}`.trim();
}
function sizeOf({ additions, deletions, files }) {
    return `+${additions}${NBSP}−${deletions} in ${files}${NBSP}file${files === 1 ? '' : 's'}`;
}
function checksOf({ checks }) {
    const icons = {
        success: '✅',
        failure: '❌',
        error: '❌',
        pending: '🕓',
        expected: '🕓',
    };
    return checks ? `${(0,json/* entryOf */.Ms)(icons, checks) ?? ''}${NBSP}${(0,lib_text/* cut */.Jj)(checks, 80)}`.trim() : '–';
}

// EXTERNAL MODULE: ./build/report/review.js
var review = __webpack_require__(5719);
// EXTERNAL MODULE: ./build/oz/links.js
var links = __webpack_require__(4301);
// EXTERNAL MODULE: ./build/oz/usage.js
var usage = __webpack_require__(1995);
// EXTERNAL MODULE: ./build/report/report.js
var report_report = __webpack_require__(7177);
// EXTERNAL MODULE: ./build/report/safe-markdown.js
var safe_markdown = __webpack_require__(3161);
;// CONCATENATED MODULE: ./build/report/timeline.js
/** Sections of one bar would tell nothing; very many would not be readable. */
const MAX_BARS = 40;
const LABELS = {
    queued: 'Queued',
    working: 'Working',
    blocked: 'Blocked',
    ended: 'Ended',
    unknown: 'Other',
};
/**
 * A Gantt chart in Mermaid, which GitHub draws: a section for each attempt, a bar for each stretch of the same kind.
 * Only words of ours stand in it. Undefined while there is nothing to draw.
 */
function timelineOf(attempts) {
    const sections = attempts.map(barsOf);
    const bars = sections.flat().length;
    if (bars === 0 || bars > MAX_BARS)
        return undefined;
    const lines = sections.flatMap((section, index) => {
        return section.length > 0
            ? [`  section ${attempts.length > 1 ? `Attempt ${index + 1}` : 'Run'}`, ...section]
            : [];
    });
    return ['gantt', '  dateFormat x', '  axisFormat %H:%M:%S', ...lines].join('\n');
}
function barsOf({ history }) {
    const stretches = [];
    history.forEach(({ stage, at }, index) => {
        const to = history[index + 1]?.at;
        const last = stretches.at(-1);
        if (last?.stage === stage)
            last.to = to ?? last.to;
        else if (stage !== 'ended' && to !== undefined)
            stretches.push({ stage, from: at, to });
    });
    return stretches.map(({ stage, from, to }) => {
        const tag = { queued: 'done', working: 'active', blocked: 'crit', ended: 'done', unknown: 'done' }[stage];
        // A bar without width is not drawn.
        return `  ${LABELS[stage]} :${tag}, ${from}, ${Math.max(to, from + 1000)}`;
    });
}

;// CONCATENATED MODULE: ./build/report/sections.js







const HEADLINES = {
    succeeded: '✅ The Oz agent succeeded',
    started: '🚀 An Oz agent was started',
    checked: '✅ An Oz agent could be started',
    skipped: '⏭️ No Oz agent was started',
    failed: '❌ The Oz agent failed',
    error: '❌ The Oz run ended in an error',
    cancelled: '🚫 The Oz run was cancelled',
    blocked: '✋ The Oz agent waits for a person',
    'no-pull-request': '❌ The Oz agent opened no pull request',
    'invalid-output': '❌ The answer of the Oz agent is not valid',
    findings: '❌ The Oz agent has findings that must not pass',
    'timed-out': '⏱️ The Oz agent ran out of time',
    refused: '❌ No Oz agent was started',
    lost: '❓ Lost contact with the Oz run',
};
/** While the run goes on, its stage is all there is to say. */
const PROGRESS = {
    queued: '🕓 An Oz agent is queued',
    working: '⏳ The Oz agent is working',
    blocked: '✋ The Oz agent waits for a person',
    ended: '⏳ The Oz agent has finished',
    unknown: '⏳ The Oz agent is in progress',
};
function headline(report, tier) {
    const { outcome, progress, last } = report;
    const { run, runSeconds } = last ?? {};
    const took = runSeconds === undefined || !WORKED.includes(outcome) ? '' : ` in ${(0,report_report/* durationText */.S5)(runSeconds)}`;
    const happened = progress ? PROGRESS[run?.stage ?? 'queued'] : `${endOf(report)}${took}`;
    const title = run?.title
        ? [{ type: 'text', value: ': ' }, (0,report_document/* words */.aL)((0,lib_text/* cut */.Jj)(run.title, Math.min(tier.words, 200)))]
        : [];
    return [{ type: 'text', value: happened }, ...title];
}
function endOf({ outcome, isCancelWanted, attempts, failure, checks, createdCount, last }) {
    if (outcome === 'refused' && checks.length > 0)
        return '❌ An Oz agent would be refused';
    // None was to be started.
    if (outcome === 'refused' && createdCount === 0 && last)
        return '❌ The Oz run could not be followed';
    if (!isCancelWanted || outcome !== 'cancelled')
        return HEADLINES[outcome];
    if (failure)
        return '⚠️ Not every Oz run could be cancelled';
    if (attempts.length === 0)
        return '✅ There was no Oz run to cancel';
    return attempts.length === 1
        ? '🚫 The Oz run was cancelled'
        : `🚫 ${attempts.length} Oz runs were cancelled`;
}
/** Outcomes of which it says something how long the agent worked. */
const WORKED = [
    'succeeded',
    'failed',
    'error',
    'no-pull-request',
    'invalid-output',
    'findings',
];
/** What the agent does now: one line of it. */
function nowOf({ progress }) {
    return progress?.now ? [(0,report_document/* paragraph */.FY)({ type: 'text', value: 'Now: ' }, (0,report_document/* code */.aY)((0,lib_text/* cut */.Jj)(progress.now, 200)))] : [];
}
function resultOf({ last }, tier, floor) {
    const { result } = last ?? {};
    return result ? (0,safe_markdown/* agentMarkdown */.v)(result, { floor, longest: tier.result }) : [];
}
/** More lines are folded away. */
const MAX_OPEN_LINES = 20;
/** The document that was asked for. */
function documentOf({ last }, tier) {
    if (last?.document === undefined)
        return [];
    const json = JSON.stringify(last.document, null, 2);
    const block = { type: 'code', lang: 'json', value: (0,lib_text/* cut */.Jj)(json, tier.result) };
    return json.split('\n').length > MAX_OPEN_LINES ? (0,report_document/* details */.zH)('Structured output', block) : [block];
}
function failureOf({ failure, progress }, tier) {
    if (!failure || progress)
        return [];
    const facts = [
        (0,report_document/* code */.aY)(failure.code),
        ...(failure.traceId ? [(0,report_document/* words */.aL)(`trace ${(0,lib_text/* cut */.Jj)(failure.traceId, 200)}`)] : []),
    ];
    return [
        (0,report_document/* quote */.hD)((0,report_document/* paragraph */.FY)((0,report_document/* strong */.ko)(...(0,report_document/* prose */.CS)((0,lib_text/* cut */.Jj)(failure.message, tier.words)))), ...(failure.remedy ? [(0,report_document/* paragraph */.FY)(...(0,report_document/* prose */.CS)((0,lib_text/* cut */.Jj)(failure.remedy, tier.words)))] : []), (0,report_document/* paragraph */.FY)(...(0,report_document/* dotted */.Bs)(facts))),
    ];
}
function sections_checksOf({ checks }, tier) {
    if (checks.length === 0)
        return [];
    const icons = { good: '✅', bad: '❌', unknown: '❔' };
    const rows = checks.map(({ what, verdict, finding }) => [
        (0,report_document/* words */.aL)(`${icons[verdict]} ${what}`),
        { type: 'emphasis', children: (0,report_document/* prose */.CS)((0,lib_text/* cut */.Jj)(finding, tier.words)) },
    ]);
    return [(0,report_document/* table */.tp)(['Checked', 'Finding'], rows)];
}
function artifactsOf({ last }, tier) {
    const others = (last?.run?.artifacts ?? []).filter(({ type }) => type !== 'PULL_REQUEST');
    if (others.length === 0)
        return [];
    const rows = others
        .slice(0, tier.rows)
        .map((artifact) => [
        (0,report_document/* words */.aL)((0,lib_text/* cut */.Jj)(kindOf(artifact), 60)),
        sections_nameOf(artifact),
        (0,report_document/* words */.aL)((0,lib_text/* cut */.Jj)(artifact.description ?? '', 100)),
    ]);
    return [(0,report_document/* table */.tp)(['Artifact', 'Name', 'Description'], rows), ...(0,report_document/* moreThan */.xF)(rows.length, others.length)];
}
function pictureOf({ attempts }, tier) {
    const timeline = tier.prompt > 0 ? timelineOf(attempts) : undefined;
    return timeline ? [{ type: 'code', lang: 'mermaid', value: timeline }] : [];
}
/** Worth a table once there was more than one. */
function attemptsOf({ attempts }, tier) {
    if (attempts.length < 2)
        return [];
    const rows = attempts.map(({ runId, run }, index) => [
        (0,report_document/* words */.aL)(String(index + 1)),
        runId ? (0,report_document/* link */.nf)((0,links/* runUrl */.V)(runId), runId) : (0,report_document/* words */.aL)('not created'),
        (0,report_document/* optional */.lq)(run?.state, report_document/* code */.aY) ?? (0,report_document/* words */.aL)('–'),
        (0,report_document/* words */.aL)((0,lib_text/* cut */.Jj)(run?.status?.message ?? '', Math.min(tier.words, 300))),
        (0,report_document/* words */.aL)(String((0,usage/* creditsOf */.y)(run) ?? '–')),
    ]);
    return [(0,report_document/* table */.tp)(['Attempt', 'Run', 'State', 'Message', 'Credits'], rows)];
}
function kindOf({ type }) {
    const kind = type.toLowerCase().replaceAll('_', ' ');
    return kind.charAt(0).toUpperCase() + kind.slice(1);
}
function sections_nameOf({ title, filename, filepath, url, uid }) {
    const name = (0,lib_text/* cut */.Jj)(title ?? filename ?? filepath ?? uid ?? url ?? '–', 80);
    return url ? (0,report_document/* link */.nf)(url, name) : (0,report_document/* code */.aY)(name);
}
function factsOf(report, tier) {
    const { last, asked } = report;
    const { run, queueSeconds, runSeconds } = last ?? {};
    const credits = (0,usage/* creditsOf */.y)(run);
    const facts = [
        ['Run', last && (0,report_document/* link */.nf)(last.url, last.runId)],
        ['Session', last && sessionOf(last)],
        ['State', (0,report_document/* optional */.lq)(run?.state, report_document/* code */.aY)],
        ['Queued', (0,report_document/* optional */.lq)(queueSeconds, (seconds) => (0,report_document/* words */.aL)((0,report_report/* durationText */.S5)(seconds)))],
        ['Worked', (0,report_document/* optional */.lq)(runSeconds, (seconds) => (0,report_document/* words */.aL)((0,report_report/* durationText */.S5)(seconds)))],
        ['Credits', (0,report_document/* optional */.lq)(credits, (total) => (0,report_document/* words */.aL)(`${total}${splitOf(run)}`))],
        ['Model', (0,report_document/* optional */.lq)(run?.config.model ?? asked.model, report_document/* code */.aY)],
        ['Environment', (0,report_document/* optional */.lq)(run?.config.environment ?? asked.environment, report_document/* code */.aY)],
        ['Skill', (0,report_document/* optional */.lq)(run?.config.skill ?? asked.skill, report_document/* code */.aY)],
        ['Harness', (0,report_document/* optional */.lq)(run?.config.harness, report_document/* code */.aY)],
        ['Started by', (0,report_document/* optional */.lq)(startedBy(report), report_document/* words */.aL)],
    ];
    const rows = facts.flatMap(([name, value]) => (value ? [[(0,report_document/* words */.aL)(name), value]] : []));
    return rows.length > 0 ? [(0,report_document/* table */.tp)(['Fact', 'Value'], rows.slice(0, Math.max(tier.rows, 10)))] : [];
}
/** The person behind the event, and whose run it is in Oz. */
function startedBy({ actor, last }) {
    const creator = last?.run?.creator;
    const owner = creator ? `, as ${(0,lib_text/* cut */.Jj)(creator, 80)} in Oz` : '';
    return actor ? `${(0,lib_text/* cut */.Jj)(actor, 80)}${owner}` : '';
}
function splitOf(run) {
    const { inference, compute, platform, tokens } = run?.usage ?? {};
    const parts = Object.entries({ inference, compute, platform }).flatMap(([name, value]) => value === undefined ? [] : [`${name} ${value}`]);
    const split = parts.length > 1 ? ` (${parts.join(', ')})` : '';
    return tokens === undefined ? split : `${split}, ${tokens.toLocaleString('en')} tokens`;
}
function promptOf({ asked, last }, tier) {
    const prompt = asked.prompt ?? last?.run?.prompt;
    if (!prompt || tier.prompt === 0)
        return [];
    return (0,report_document/* details */.zH)('Prompt', { type: 'code', value: (0,lib_text/* cut */.Jj)(prompt, tier.prompt) });
}
function sessionOf({ sessionLink, isSessionLinkShown }) {
    if (!sessionLink)
        return undefined;
    return isSessionLinkShown
        ? (0,report_document/* link */.nf)(sessionLink, 'open')
        : (0,report_document/* words */.aL)('not shown here, since the link lets anyone edit');
}
function footOf({ last, workflowRunUrl }) {
    const { url, sessionLink, isSessionLinkShown } = last ?? {};
    const credits = (0,usage/* creditsOf */.y)(last?.run);
    return (0,report_document/* dotted */.Bs)([
        ...(url ? [(0,report_document/* link */.nf)(url, 'Run')] : []),
        ...(sessionLink && isSessionLinkShown ? [(0,report_document/* link */.nf)(sessionLink, 'Session')] : []),
        (0,report_document/* link */.nf)(workflowRunUrl, 'Workflow run'),
        ...(credits === undefined ? [] : [(0,report_document/* words */.aL)(`${credits} credits`)]),
    ]);
}

;// CONCATENATED MODULE: ./build/report/markdown.js






/** From all there is to the heart only; the first that fits is taken. */
const TIERS = [
    { result: 100_000, prompt: 100_000, rows: 300, words: 10_000 },
    { result: 40_000, prompt: 4000, rows: 50, words: 4000 },
    { result: 10_000, prompt: 0, rows: 20, words: 1000 },
    { result: 1000, prompt: 0, rows: 5, words: 300 },
];
/** GitHub drops a step summary over 1 MiB whole. In bytes of UTF-8. */
const MAX_SUMMARY = 1_000_000;
/** GitHub refuses a comment over 65,536 characters. In bytes of UTF-8, which are never fewer. */
const MAX_COMMENT = 60_000;
const NOTHING_SECRET = { redact: (text) => text, redactData: (data) => data };
/** The step summary: at most `largest` bytes. */
function summaryOf(unredacted, secrets = NOTHING_SECRET, largest = MAX_SUMMARY) {
    const report = secrets.redactData(unredacted);
    return fitting(report, largest, secrets, (tier) => [
        (0,report_document/* heading */.R_)(2, ...headline(report, tier)),
        ...resultOf(report, tier, 2),
        ...documentOf(report, tier),
        ...failureOf(report, tier),
        ...(0,review/* findingsTable */.f9)(report.review, tier.rows),
        ...sections_checksOf(report, tier),
        ...pullRequestTable(report, tier.rows),
        ...artifactsOf(report, tier),
        ...pictureOf(report, tier),
        ...attemptsOf(report, tier),
        ...(0,duplicates/* duplicatesOf */.e)(report.duplicates, tier.rows),
        ...factsOf(report, tier),
        ...promptOf(report, tier),
    ]);
}
/** The comment: at most `largest` bytes, `marker` included. */
function commentOf(unredacted, marker, secrets = NOTHING_SECRET, largest = MAX_COMMENT) {
    const report = secrets.redactData(unredacted);
    // The marker stays as it is: the comment is found again by it.
    const body = fitting(report, largest - Buffer.byteLength(marker) - 1, secrets, (tier) => [
        (0,report_document/* heading */.R_)(3, ...headline(report, tier)),
        ...nowOf(report),
        ...(report.review ? (0,review/* reviewOf */.QR)(report.review, reviewLimits(tier)) : resultOf(report, tier, 3)),
        ...failureOf(report, tier),
        ...pullRequestTable(report, tier.rows),
        ...artifactsOf(report, tier),
        ...attemptsOf(report, tier),
        (0,report_document/* paragraph */.FY)(...footOf(report)),
    ]);
    return `${marker}\n${body}`;
}
/** In place of the agent's last words, which hold the same. */
function reviewLimits({ result, rows }) {
    return { summary: Math.min(result, 20_000), bodies: result > 10_000 ? rows : 0, rows, floor: 3 };
}
function fitting(report, largest, secrets, build) {
    const place = { ...report, pullRequests: report.last?.pullRequests ?? [] };
    let text = '';
    for (const tier of TIERS) {
        // Parsing what cannot fit anyway would be for nothing.
        const nodes = build({ ...tier, result: Math.min(tier.result, largest) });
        text = safeText(nodes, place, secrets);
        if (Buffer.byteLength(text) <= largest)
            return text;
    }
    throw new Error(`the shortest report has ${Buffer.byteLength(text)} bytes; ${largest} are allowed`);
}
/** As Markdown in which nothing reaches others, and no secret stands. */
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
/* harmony export */   f9: () => (/* binding */ findingsTable)
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
/** What a review says besides its inline comments: the agent's summary first. */
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
/** The findings that have no inline comment, below their headings. */
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
/** Of a finding's body, in characters: as long as it may be. */
const MAX_BODY = 8000;
/** In the sticky comment: what the review does not say. */
function reviewOf(review, limits) {
    const { placed, url, summary, at } = review;
    if (url !== undefined)
        return [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)(...(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .dotted */ .Bs)([...countsOf(findingsOf(review)), (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)(url, 'Review')]))];
    if (placed.length > 0)
        return reviewSections(review, limits);
    const said = summary.trim() === '' ? [] : (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .reviewMarkdown */ .Wq)(summary, at, { ...limits, longest: limits.summary });
    return [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .strong */ .ko)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)('✅ No findings'))), ...said];
}
/** In the step summary: all findings. */
function findingsTable(review, rows) {
    if (review === undefined)
        return [];
    const { placed, at, url, why } = review;
    if (placed.length === 0)
        return [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .strong */ .ko)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)('✅ No findings')))];
    const shown = placed.slice(0, rows);
    const cells = shown.map((one) => [
        { type: 'text', value: (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .severityText */ .pA)(one.finding.severity) },
        (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .placeOf */ .$t)(one, at),
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(one.finding.title),
    ]);
    return [
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)(...(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .dotted */ .Bs)([...countsOf(findingsOf(review)), ...(url ? [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)(url, 'Review')] : [])])),
        ...(why === undefined ? [] : [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(why))]),
        (0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)(['Severity', 'Place', 'Finding'], cells),
        ...(placed.length > shown.length
            ? [(0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .paragraph */ .FY)((0,_document_js__WEBPACK_IMPORTED_MODULE_1__/* .words */ .aL)(`… and ${placed.length - shown.length} more.`))]
            : []),
    ];
}


/***/ }),

/***/ 3161:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ agentMarkdown)
/* harmony export */ });
/* harmony import */ var mdast_util_from_markdown__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7391);
/* harmony import */ var mdast_util_gfm__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7832);
/* harmony import */ var micromark_extension_gfm__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2297);
/* harmony import */ var _lib_json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(292);
/* harmony import */ var _harmless_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9597);





/**
 * Markdown that an agent wrote, as nodes that are safe beside ours once they are `harmless`: no HTML survives, images
 * become links, links keep only http(s), headings rank below `floor`, and nothing stays open at the end.
 * What no parser can digest becomes a code block.
 */
function agentMarkdown(source, { floor, longest }) {
    const cut = source.length > longest;
    const text = (0,_harmless_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .R)(cut ? source.slice(0, longest) : source);
    const rest = cut ? `… ${(source.length - longest).toLocaleString('en')} more characters.` : undefined;
    return [...parsed(text, floor), ...(rest ? [emphasised(rest)] : [])];
}
function parsed(text, floor) {
    const asCode = [{ type: 'code', value: text }];
    if (isTangled(text))
        return asCode;
    const tree = (0,mdast_util_from_markdown__WEBPACK_IMPORTED_MODULE_1__/* .fromMarkdown */ .Y)(text, { extensions: [(0,micromark_extension_gfm__WEBPACK_IMPORTED_MODULE_2__/* .gfm */ .T)()], mdastExtensions: [(0,mdast_util_gfm__WEBPACK_IMPORTED_MODULE_3__/* .gfmFromMarkdown */ .C)()] });
    if (depthOf(tree) > DEEPEST)
        return asCode;
    return new Sanitiser(tree, floor).children(tree);
}
/**
 * What takes the parser longer than anybody waits, since it looks back over all that is open: dozens of containers
 * begun on one line or by indentation, endless rows of marks, code spans of very many lengths, or blocks so long or
 * so full of marks that their squares add up to more than a second or two. No honest text has them.
 */
function isTangled(text) {
    if (/^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){30}/m.test(text))
        return true;
    const prose = text.replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1/gm, '');
    if (/^[ \t]{60,}(?:>|[-*+]|\d{1,9}[.)])/m.test(prose))
        return true;
    if (/[*_~]{50}/.test(prose.replace(/^[ \t]*[*_]+[ \t]*$/gm, '')))
        return true;
    if (new Set(prose.match(/`+/g)).size > MAX_SPAN_LENGTHS)
        return true;
    const blocks = prose.split(/\n\s*\n/);
    if (blocks.length > MAX_BLOCKS)
        return true;
    const marks = blocks.map((block) => block.match(/[[\]*_~`<]/g)?.length ?? 0);
    return (squares(marks) > MAX_SQUARED_MARKS || squares(blocks.map(({ length }) => length)) > MAX_SQUARED_LENGTHS);
}
const MAX_SPAN_LENGTHS = 20;
const MAX_BLOCKS = 1500;
const MAX_SQUARED_MARKS = 3_000_000;
const MAX_SQUARED_LENGTHS = 500_000_000;
function squares(values) {
    return values.reduce((sum, value) => sum + value * value, 0);
}
/** Nesting that the serialiser still digests without exhausting the stack. */
const DEEPEST = 60;
/** Without recursion, which is the very thing to be guarded. */
function depthOf(tree) {
    let level = [tree];
    let depth = 0;
    for (; level.length > 0 && depth <= DEEPEST; depth += 1) {
        level = level.flatMap((node) => ('children' in node ? node.children : []));
    }
    return depth;
}
/** Rebuilds a tree from what is known to be harmless; whatever it does not know becomes text. */
class Sanitiser {
    #floor;
    #definitions = new Map();
    #shallowest;
    constructor(tree, floor) {
        this.#floor = floor;
        let shallowest = 6;
        walk(tree, (node) => {
            if (node.type === 'definition' && !this.#definitions.has(node.identifier)) {
                this.#definitions.set(node.identifier, node.url);
            }
            if (node.type === 'heading')
                shallowest = Math.min(shallowest, node.depth);
        });
        this.#shallowest = shallowest;
    }
    children(parent) {
        return parent.children.flatMap((child) => this.#node(child, PHRASING.includes(parent.type)));
    }
    #node(node, isPhrasing) {
        switch (node.type) {
            case 'html':
                // A comment shows nothing anyway, and could imitate a marker.
                return /^\s*<!--(?:(?!-->)[\s\S])*(?:-->)?\s*$/.test(node.value)
                    ? []
                    : shownHtml(node.value, isPhrasing);
            case 'image':
            case 'imageReference':
                return this.#link(this.#urlOf(node), [{ type: 'text', value: node.alt || 'image' }]);
            case 'link':
            case 'linkReference':
                return this.#link(this.#urlOf(node), this.children(node));
            case 'heading': {
                const depth = Math.min(6, node.depth - this.#shallowest + this.#floor + 1);
                return [{ type: 'heading', depth, children: this.children(node) }];
            }
            case 'code':
                return [{ type: 'code', lang: languageOf(node.lang), value: node.value }];
            case 'text':
            case 'inlineCode':
            case 'break':
            case 'thematicBreak':
                return [node];
            case 'definition':
            case 'yaml':
                return [];
            case 'root':
                return this.children(node);
            // Their labels could collide with others' in the same text.
            case 'footnoteReference':
                return [{ type: 'text', value: `[${node.label ?? node.identifier}]` }];
            case 'footnoteDefinition':
                return this.children(node);
            default:
                return [{ ...node, children: this.children(node) }];
        }
    }
    #urlOf(node) {
        return (0,_lib_json_js__WEBPACK_IMPORTED_MODULE_4__/* .httpUrl */ .q3)('url' in node ? node.url : this.#definitions.get(node.identifier));
    }
    /** A link within the label, which images become, would end it. */
    #link(url, label) {
        if (url === undefined)
            return [{ type: 'emphasis', children: label }];
        return [{ type: 'link', url, children: unlinked(label) }];
    }
}
function unlinked(nodes) {
    return nodes.flatMap((node) => {
        if (!('children' in node))
            return [node];
        const children = unlinked(node.children);
        return node.type === 'link' ? children : [{ ...node, children }];
    });
}
const PHRASING = [
    'paragraph',
    'heading',
    'emphasis',
    'strong',
    'delete',
    'link',
    'linkReference',
    'tableCell',
];
/** Where blocks are expected, bare text would make its neighbours run into each other. */
function shownHtml(source, isPhrasing) {
    const text = { type: 'text', value: source };
    return isPhrasing ? [text] : [{ type: 'paragraph', children: [text] }];
}
function walk(node, visit) {
    visit(node);
    if ('children' in node)
        for (const child of node.children)
            walk(child, visit);
}
/** Blocks that GitHub draws, and the one that it offers to commit. */
const SPECIAL = /^(?:mermaid|geojson|topojson|stl|math|suggestion)$/i;
/** The language of a code block, unless it is anything but a word, or more than a language to GitHub. */
function languageOf(lang) {
    return lang && /^[\w+#.-]{1,40}$/.test(lang) && !SPECIAL.test(lang) ? lang : null;
}
function emphasised(value) {
    return { type: 'paragraph', children: [{ type: 'emphasis', children: [{ type: 'text', value }] }] };
}


/***/ })

};
