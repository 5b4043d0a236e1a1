export const id = 413;
export const ids = [413];
export const modules = {

/***/ 1294:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bs: () => (/* binding */ dotted),
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   FY: () => (/* binding */ paragraph),
/* harmony export */   GY: () => (/* binding */ serialise),
/* harmony export */   Mn: () => (/* binding */ lines),
/* harmony export */   R_: () => (/* binding */ heading),
/* harmony export */   aL: () => (/* binding */ words),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   hD: () => (/* binding */ quote),
/* harmony export */   ko: () => (/* binding */ strong),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   pj: () => (/* binding */ plain),
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
/** Words of ours, blanks at the edges included. */
function plain(value) {
    return { type: 'text', value };
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
/** One below the other, without a blank line between them. */
function lines(rows) {
    return paragraph(...rows.flatMap((row, index) => (index === 0 ? row : [{ type: 'break' }, ...row])));
}
/** Items of one line, set apart by dots. */
function dotted(items) {
    return items.flatMap((item, index) => (index === 0 ? [item] : [plain(' · '), item]));
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


/***/ })

};
