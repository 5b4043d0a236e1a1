export const id = 5401;
export const ids = [5401];
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
const DEEPEST = 60;
function depthOf(tree) {
    let level = [tree];
    let depth = 0;
    for (; level.length > 0 && depth <= DEEPEST; depth += 1) {
        level = level.flatMap((node) => ('children' in node ? node.children : []));
    }
    return depth;
}
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
const SPECIAL = /^(?:mermaid|geojson|topojson|stl|math|suggestion)$/i;
function languageOf(lang) {
    return lang && /^[\w+#.-]{1,40}$/.test(lang) && !SPECIAL.test(lang) ? lang : null;
}
function emphasised(value) {
    return { type: 'paragraph', children: [{ type: 'emphasis', children: [{ type: 'text', value }] }] };
}


/***/ }),

/***/ 5401:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Or: () => (/* binding */ attemptsOf),
  lM: () => (/* binding */ documentOf),
  xS: () => (/* binding */ factsOf),
  g5: () => (/* binding */ failureOf),
  wD: () => (/* binding */ footOf),
  Pl: () => (/* binding */ headline),
  Ic: () => (/* binding */ nowOf),
  wX: () => (/* binding */ outcomeWords),
  CS: () => (/* binding */ pictureOf),
  Gh: () => (/* binding */ promptOf),
  Bg: () => (/* binding */ resultOf)
});

// EXTERNAL MODULE: ./build/lib/text.js
var lib_text = __webpack_require__(4869);
// EXTERNAL MODULE: ./build/oz/links.js
var links = __webpack_require__(4301);
// EXTERNAL MODULE: ./build/oz/usage.js
var usage = __webpack_require__(1995);
// EXTERNAL MODULE: ./build/report/document.js
var report_document = __webpack_require__(1294);
// EXTERNAL MODULE: ./build/report/durations.js
var durations = __webpack_require__(7918);
// EXTERNAL MODULE: ./build/report/safe-markdown.js
var safe_markdown = __webpack_require__(3161);
// EXTERNAL MODULE: ./build/report/phases.js
var phases = __webpack_require__(7023);
;// CONCATENATED MODULE: ./build/report/timeline.js


const MAX_BARS = 40;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MIN_PICTURE = 2 * MINUTE;
const MAX_TICKS = 4;
const MIN_BAR = 1 / 100;
const TICKS = [
    ...[1, 2, 5, 10, 15, 30].map((count) => [count * MINUTE, `${count}minute`]),
    ...[1, 2, 3, 6, 12].map((count) => [count * HOUR, `${count}hour`]),
    [DAY, '1day'],
];
const LABELS = {
    queued: 'Queued',
    'set-up': 'Set-up',
    working: 'Working',
    blocked: 'Blocked',
    ended: 'Ended',
    unknown: 'Other',
};
const TAGS = {
    queued: 'done',
    'set-up': 'done',
    working: 'active',
    blocked: 'crit',
    ended: 'done',
    unknown: 'done',
};
function timelineOf(attempts) {
    const sections = attempts
        .map((attempt, index) => {
        return { title: attempts.length > 1 ? `Attempt ${index + 1}` : 'Run', bars: barsOf(attempt) };
    })
        .filter(({ bars }) => bars.length > 0);
    const bars = sections.flatMap((section) => section.bars);
    if (bars.length === 0 || bars.length > MAX_BARS)
        return undefined;
    const span = Math.max(...bars.map(({ to }) => to)) - Math.min(...bars.map(({ from }) => from));
    if (bars.length === 1 || span < MIN_PICTURE) {
        const lines = sections.map((section) => `${section.title}: ${section.bars.map(wordsOf).join(' · ')}`);
        return { kind: 'words', lines };
    }
    const drawn = sections.flatMap((section) => [
        `section ${section.title}`,
        ...section.bars.map((bar) => drawnBar(bar, span)),
    ]);
    const lines = ['dateFormat x', ...axisOf(span), 'todayMarker off', ...drawn];
    return { kind: 'picture', source: ['gantt', ...lines.map((line) => `  ${line}`)].join('\n') };
}
function axisOf(span) {
    const [tick, interval] = TICKS.find(([ms]) => span / ms <= MAX_TICKS) ?? [WEEK, '1week'];
    return [`axisFormat ${tick < DAY ? '%H:%M' : '%b %d'}`, `tickInterval ${interval}`];
}
function drawnBar(bar, span) {
    const to = Math.max(bar.to, bar.from + Math.ceil(span * MIN_BAR));
    return `${wordsOf(bar)} :${TAGS[bar.phase]}, ${bar.from}, ${to}`;
}
function wordsOf({ phase, from, to }) {
    return `${LABELS[phase]} ${(0,durations/* durationText */.S)((to - from) / SECOND)}`;
}
function barsOf({ run, history, timeline }) {
    const { marks } = (0,phases/* courseOf */.b)(run, history, timeline);
    return marks.flatMap(({ phase, at }, index) => {
        const to = marks[index + 1]?.at;
        return phase === 'ended' || to === undefined ? [] : [{ phase, from: at, to }];
    });
}

;// CONCATENATED MODULE: ./build/report/sections.js







const HEADLINES = {
    succeeded: '✅ The Oz agent succeeded',
    started: '🚀 An Oz agent was started',
    checked: '✅ An Oz agent could be started',
    skipped: '⏭️ No Oz agent was started',
    collected: '📬 Oz runs were collected',
    failed: '❌ The Oz agent failed',
    error: '❌ The Oz run ended in an error',
    cancelled: '🚫 The Oz run was cancelled',
    blocked: '✋ The Oz agent waits for a person',
    'no-pull-request': '❌ The Oz agent opened no pull request',
    'invalid-output': '❌ The answer of the Oz agent is not valid',
    findings: '❌ The Oz agent has findings that must not pass',
    'timed-out': '⏱️ The Oz agent ran out of time',
    'over-budget': '💸 The Oz agent reached its spend limit',
    refused: '❌ No Oz agent was started',
    lost: '❓ Lost contact with the Oz run',
};
function outcomeWords(outcome) {
    return HEADLINES[outcome].replace(/^\S+ /, '');
}
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
    const took = runSeconds === undefined || !TOOK[outcome]
        ? ''
        : ` ${TOOK[outcome]} ${unbroken((0,durations/* durationText */.S)(runSeconds))}`;
    const happened = progress ? PROGRESS[run?.stage ?? 'queued'] : `${endOf(report)}${took}`;
    const title = run?.title
        ? [{ type: 'text', value: ': ' }, (0,report_document/* words */.aL)((0,lib_text/* cut */.Jj)(run.title, Math.min(tier.words, 200)))]
        : [];
    return [{ type: 'text', value: happened }, ...title];
}
function endOf({ outcome, isCancelWanted, attempts, failure, checks, createdCount, last }) {
    if (outcome === 'refused' && checks.length > 0)
        return '❌ An Oz agent would be refused';
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
const TOOK = {
    succeeded: 'in',
    failed: 'after',
    error: 'after',
    'no-pull-request': 'after',
};
function unbroken(text) {
    return text.replaceAll(' ', '\u00a0');
}
function nowOf({ progress }) {
    return progress?.now ? [(0,report_document/* paragraph */.FY)({ type: 'text', value: 'Now: ' }, (0,report_document/* code */.aY)((0,lib_text/* cut */.Jj)(progress.now, 200)))] : [];
}
function resultOf({ last }, tier, floor) {
    const { result } = last ?? {};
    return result ? (0,safe_markdown/* agentMarkdown */.v)(result, { floor, longest: tier.result }) : [];
}
const MAX_OPEN_LINES = 20;
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
function pictureOf({ attempts }, tier) {
    const timeline = tier.prompt > 0 ? timelineOf(attempts) : undefined;
    if (timeline?.kind === 'picture')
        return [{ type: 'code', lang: 'mermaid', value: timeline.source }];
    return timeline ? [(0,report_document/* lines */.Mn)(timeline.lines.map((line) => [(0,report_document/* words */.aL)(line)]))] : [];
}
function attemptsOf({ attempts }, tier) {
    if (attempts.length < 2)
        return [];
    const rows = attempts.map(({ runId, run }, index) => [
        runId ? (0,report_document/* link */.nf)((0,links/* runUrl */.V)(runId), String(index + 1)) : (0,report_document/* words */.aL)(String(index + 1)),
        (0,report_document/* optional */.lq)(run?.state, report_document/* code */.aY) ?? (0,report_document/* words */.aL)(runId ? '–' : 'not created'),
        (0,report_document/* words */.aL)((0,lib_text/* cut */.Jj)(run?.status?.message ?? '', Math.min(tier.words, 300))),
        (0,report_document/* words */.aL)(String((0,usage/* creditsOf */.y)(run) ?? '–')),
    ]);
    return [(0,report_document/* table */.tp)(['Attempt', 'State', 'Message', 'Credits'], rows)];
}
function factsOf(report, tier) {
    const { last, asked } = report;
    const { run, queuedSeconds, setUpSeconds, runSeconds } = last ?? {};
    const credits = (0,usage/* creditsOf */.y)(run);
    const facts = [
        ['Run', last && (0,report_document/* link */.nf)(last.url, last.runId)],
        ['Session', last && sessionOf(last)],
        ['State', (0,report_document/* optional */.lq)(run?.state, report_document/* code */.aY)],
        ['Queued', (0,report_document/* optional */.lq)(queuedSeconds, (seconds) => (0,report_document/* words */.aL)((0,durations/* durationText */.S)(seconds)))],
        ['Set up', (0,report_document/* optional */.lq)(setUpSeconds, (seconds) => (0,report_document/* words */.aL)((0,durations/* durationText */.S)(seconds)))],
        ['Worked', (0,report_document/* optional */.lq)(runSeconds, (seconds) => (0,report_document/* words */.aL)((0,durations/* durationText */.S)(seconds)))],
        ['Credits', (0,report_document/* optional */.lq)(credits, (total) => (0,report_document/* words */.aL)(`${total}${splitOf(run)}`))],
        ['Billed', (0,report_document/* optional */.lq)((0,usage/* costUsdOf */.x)(run), (total) => (0,report_document/* words */.aL)(`${total} USD`))],
        ['Model', (0,report_document/* optional */.lq)(run?.config.model ?? asked.model, report_document/* code */.aY)],
        ['Served by', (0,report_document/* optional */.lq)(servedBy(run), report_document/* code */.aY)],
        ['Environment', (0,report_document/* optional */.lq)(run?.config.environment ?? asked.environment, report_document/* code */.aY)],
        ['Skill', (0,report_document/* optional */.lq)(run?.config.skill ?? asked.skill, report_document/* code */.aY)],
        ['Harness', (0,report_document/* optional */.lq)(run?.config.harness, report_document/* code */.aY)],
        ['Started by', report.collection ? undefined : (0,report_document/* optional */.lq)(startedBy(report), report_document/* words */.aL)],
    ];
    const rows = facts.flatMap(([name, value]) => (value ? [[(0,report_document/* words */.aL)(name), value]] : []));
    return rows.length > 0 ? [(0,report_document/* table */.tp)(['Fact', 'Value'], rows.slice(0, Math.max(tier.rows, 10)))] : [];
}
function servedBy(run) {
    return run?.usage.models.slice(0, MAX_MODELS).join(', ') || undefined;
}
const MAX_MODELS = 5;
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
    const prompt = asked.prompt ?? last?.run?.submittedPrompt ?? last?.run?.prompt;
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


/***/ })

};
