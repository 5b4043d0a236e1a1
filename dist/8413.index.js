export const id = 8413;
export const ids = [8413];
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
/* harmony export */   p_: () => (/* binding */ list),
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





function plainWords(text) {
    return (0,_harmless_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .R)(text)
        .replace(/[^\S\u00a0]+/g, ' ')
        .trim();
}
function words(text) {
    return { type: 'text', value: plainWords(text) };
}
function prose(message) {
    const parts = message.split(/`([\w ./:@{}$*[\]…-]{1,200})`/);
    return parts.map((part, index) => (index % 2 === 1 ? code(part) : untrimmed(part)));
}
function untrimmed(part) {
    const [, before = '', core = '', after = ''] = /^(\s?)([\s\S]*?)(\s?)$/.exec(part) ?? [];
    return { type: 'text', value: `${before && ' '}${plainWords(core)}${after && ' '}` };
}
function plain(value) {
    return { type: 'text', value };
}
function strong(...children) {
    return { type: 'strong', children };
}
function code(text) {
    return { type: 'inlineCode', value: plainWords((0,_lib_text_js__WEBPACK_IMPORTED_MODULE_0__/* .cut */ .Jj)(text, 300)) || '–' };
}
const MAX_URL = 2000;
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
        children: cells.map((cell) => ({ type: 'tableCell', children: [cell].flat() })),
    });
    return { type: 'table', children: [row(head.map((title) => words(title))), ...rows.map(row)] };
}
function details(title, ...children) {
    return [
        { type: 'html', value: `<details><summary>${title}</summary>` },
        ...children,
        { type: 'html', value: '</details>' },
    ];
}
function lines(rows) {
    return paragraph(...rows.flatMap((row, index) => (index === 0 ? row : [{ type: 'break' }, ...row])));
}
function list(items) {
    const children = items.map((item) => ({ type: 'listItem', children: [paragraph(...item)] }));
    return { type: 'list', ordered: false, spread: false, children };
}
function dotted(items) {
    return items.flatMap((item, index) => (index === 0 ? [item] : [plain(' · '), item]));
}
const ADDRESSES = ['autolink', 'destinationLiteral', 'destinationRaw'];
const UNSAFE = [
    { character: ':', before: '[PpSs]', after: '/', inConstruct: 'phrasing', notInConstruct: ADDRESSES },
    { character: '.', before: '[Ww]', inConstruct: 'label' },
    { character: '!', inConstruct: 'label' },
    { character: '(', inConstruct: 'label' },
];
function serialise(children, place) {
    return (0,mdast_util_to_markdown__WEBPACK_IMPORTED_MODULE_3__/* .toMarkdown */ .l)({ type: 'root', children: (0,_harmless_js__WEBPACK_IMPORTED_MODULE_1__/* .harmless */ .I)(children, place) }, { extensions: [(0,mdast_util_gfm__WEBPACK_IMPORTED_MODULE_4__/* .gfmToMarkdown */ .H)({ tablePipeAlign: false })], bullet: '-', rule: '-', unsafe: UNSAFE });
}
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
const TIMELINES = ['issues', 'pull', 'pulls', 'discussions', 'commit', 'commits'];
const BEGINS_AFTER = /^[\s([{<>"'*~,:;|!?-]?$/;
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
    isHost(name) {
        return this.#hosts.includes(name);
    }
    isForeign(address) {
        if (!URL.canParse(address))
            return false;
        const url = new URL(address);
        if (!this.isHost(hostOf(url)))
            return false;
        const [owner, name = '', page = '', id] = segmentsOf(url);
        if (!TIMELINES.includes(page) || id === undefined)
            return false;
        return !this.#isOwn(owner, name, id);
    }
    neutralise(text) {
        return (text
            .replace(/\S+/g, (word) => this.#holdsForeign(word) ? word.replaceAll('/', `/${ZERO_WIDTH_SPACE}`) : word)
            .replace(/@(?=[\p{L}\p{N}_-])/gu, (at, offset, whole) => this.#isCommit(whole, offset) ? at : `@${ZERO_WIDTH_SPACE}`)
            .replace(/(?<=(^|.)(?:([\w.-]+)\/)?([^\W_][\w.-]*))#(?=(\d+))/gsu, (hash, before, owner, name, number) => BEGINS_AFTER.test(before) && this.#isOwn(owner, name, number)
            ? hash
            : `${hash}${ZERO_WIDTH_SPACE}`)
            .replace(/\\$/, `\\${ZERO_WIDTH_SPACE}`));
    }
    #holdsForeign(word) {
        const paths = word.matchAll(/(?<=([a-z\d][a-z\d.-]{0,200})(?::\d{1,5})?)\/(?=(\S{1,500}))/gi);
        return paths.some(([, host, path]) => this.isForeign(`https://${host}/${path}`));
    }
    #isOwn(owner, name, number) {
        if (owner === undefined)
            return name.toLowerCase() === this.#owner;
        const repository = `${owner}/${name}`.toLowerCase();
        return repository === this.#repository || this.#pullRequests.has(`${repository}#${number}`);
    }
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
function withoutReferences(url) {
    return url.replace(/&(?=#?\w{1,40};)/g, '%26');
}
function isSame(address, url) {
    const [written, target] = [keyOf(/^https?:/i.test(address) ? address : `https://${address}`), keyOf(url)];
    if (!address.endsWith('…'))
        return written === target;
    return written.includes('/') && target.startsWith(written);
}
function keyOf(address) {
    const text = address.replace(/…$/, '');
    if (!URL.canParse(text))
        return text;
    const url = new URL(text);
    return `${hostOf(url)}:${url.port}${url.pathname}${url.search}${url.hash}`.replace(/[/.,;:!?'"]{1,9}$/, '');
}
const PHRASING = ['emphasis', 'strong', 'delete', 'link'];
const LINES = ['paragraph', 'heading', 'tableCell'];
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
function visible(text) {
    return text
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{Cc}\n\t]/gu, '')
        .replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu, '');
}


/***/ })

};
