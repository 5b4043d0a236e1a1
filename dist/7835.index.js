export const id = 7835;
export const ids = [7835,1430];
export const modules = {

/***/ 1430:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ download),
/* harmony export */   Refusal: () => (/* binding */ Refusal),
/* harmony export */   downloadBytes: () => (/* binding */ downloadBytes),
/* harmony export */   downloadText: () => (/* binding */ downloadText),
/* harmony export */   y: () => (/* binding */ TooSlow)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7075);
/* harmony import */ var node_stream_consumers__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8321);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6466);
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6752);
/* harmony import */ var _network_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8778);
/* harmony import */ var _transport_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7033);








class Refusal extends Error {
    name = 'Refusal';
}
class TooSlow extends Refusal {
}
function download(url, file, options) {
    return fetchFrom(url, options, async (body, floor) => {
        const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
        let size = 0;
        const meter = metered(options.largest, (chunk) => {
            size += chunk.length;
            floor?.received(chunk.length);
            hash.update(chunk);
        });
        await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_4__.pipeline)(body, meter, (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createWriteStream)(file, { flags: 'wx' }));
        const { expected } = options;
        if (expected !== undefined && size !== expected) {
            throw new Error(`${size} bytes came, ${expected} were announced`);
        }
        return { size, sha256: hash.digest('hex') };
    });
}
async function downloadText(url, options) {
    return new TextDecoder().decode(await downloadBytes(url, options));
}
function downloadBytes(url, options) {
    return fetchFrom(url, options, async (body) => {
        const meter = metered(options.largest, () => undefined);
        const [content] = await Promise.all([(0,node_stream_consumers__WEBPACK_IMPORTED_MODULE_3__.buffer)(meter), (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_4__.pipeline)(body, meter)]);
        return content;
    });
}
async function fetchFrom(url, { signal: stop, largest, expected, mayBePlain, slowest }, consume) {
    const target = allowed(url, mayBePlain);
    const dispatcher = (0,_network_js__WEBPACK_IMPORTED_MODULE_6__/* .dispatcherFor */ .tR)(target);
    const floor = slowest && new Floor(slowest);
    const signal = floor ? AbortSignal.any([stop, floor.signal]) : stop;
    try {
        const answer = (0,undici__WEBPACK_IMPORTED_MODULE_5__/* .request */ .Em)(target, { dispatcher, signal });
        const { statusCode, headers, body } = await (0,_transport_js__WEBPACK_IMPORTED_MODULE_7__/* .unlessAborted */ .Wh)(answer, signal);
        if (statusCode !== 200)
            throw new Error(`the storage host answered ${statusCode}`);
        const announced = Number(headers['content-length'] ?? expected ?? 0);
        if (announced > largest)
            throw tooLarge(announced, largest);
        return await consume(body, floor);
    }
    finally {
        floor?.lift();
        await dispatcher.destroy();
    }
}
class Floor {
    #slowest;
    #controller = new AbortController();
    #began = performance.now();
    #size = 0;
    #timer;
    constructor(slowest) {
        this.#slowest = slowest;
        this.#watch();
    }
    get signal() {
        return this.#controller.signal;
    }
    received(bytes) {
        this.#size += bytes;
    }
    lift() {
        clearTimeout(this.#timer);
    }
    #watch() {
        const { grace, bytesPerSecond } = this.#slowest;
        const left = this.#began + grace + (this.#size / bytesPerSecond) * 1000 - performance.now();
        if (left <= 0)
            this.#controller.abort(new TooSlow('the storage host sends it too slowly, or not at all'));
        else
            this.#timer = setTimeout(() => this.#watch(), Math.ceil(left)).unref();
    }
}
function metered(largest, onChunk) {
    let size = 0;
    return new node_stream__WEBPACK_IMPORTED_MODULE_2__.Transform({
        transform(chunk, _encoding, done) {
            size += chunk.length;
            onChunk(chunk);
            done(size > largest ? tooLarge(size, largest) : null, chunk);
        },
    });
}
function allowed(url, mayBePlain) {
    if (!URL.canParse(url))
        throw new Refusal('its address is not a URL');
    const target = new URL(url);
    if (target.protocol === 'https:' || (mayBePlain && target.protocol === 'http:'))
        return target;
    throw new Refusal('its address is not https');
}
function tooLarge(size, largest) {
    return new Refusal(`it has ${size} bytes or more; at most ${largest} are stored`);
}


/***/ }),

/***/ 7835:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Evidence: () => (/* binding */ Evidence)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/lib/real-path.js
var real_path = __webpack_require__(3232);
// EXTERNAL MODULE: ./build/oz/download.js
var download = __webpack_require__(1430);
// EXTERNAL MODULE: ./build/oz/problem.js
var problem = __webpack_require__(9895);
;// CONCATENATED MODULE: ./build/publish/file-names.js
const MAX_NAME = 180;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\.|$)/i;
function safeFileName(name, fallback) {
    const last = name.split(/[\\/]/).findLast((part) => part !== '' && part !== '.' && part !== '..') ?? '';
    const plain = last
        .normalize('NFC')
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu, '_')
        .replace(/^[\s~-]+/, '_')
        .replace(/[\s.]+$/, '');
    const free = RESERVED.test(plain) ? `_${plain}` : plain;
    return shortName(free || fallback);
}
class FileNames {
    #taken = new Set();
    claim(name, isTaken = () => false) {
        for (let count = 1;; count += 1) {
            const candidate = count === 1 ? name : numbered(name, count);
            const key = candidate.normalize('NFKC').toLowerCase().toUpperCase();
            if (this.#taken.has(key) || isTaken(candidate))
                continue;
            this.#taken.add(key);
            return candidate;
        }
    }
}
function numbered(name, count) {
    const [stem, extension] = split(name);
    return `${stem} (${count})${extension}`;
}
function shortName(name) {
    const [stem, extension] = split(name);
    let short = stem;
    while (Buffer.byteLength(short + extension) > MAX_NAME)
        short = [...short].slice(0, -1).join('');
    return short + extension;
}
function split(name) {
    const match = /^(.+)(\.[\w-]{1,20})$/s.exec(name);
    return match ? [match[1] ?? '', match[2] ?? ''] : [name, ''];
}

;// CONCATENATED MODULE: ./build/publish/evidence.js








const LIMITS = { file: 512 * 1024 ** 2, all: 2 * 1024 ** 3 };
const SLOWEST = { grace: 30_000, bytesPerSecond: 32 * 1024 };
const MAX_SLOW = 3;
const TRIES = 3;
const HANDOFF = 'handoff';
const HANDOFF_TIMEOUT = 5000;
class PlantedLink extends Error {
}
class Evidence {
    #folder;
    #tools;
    #limits;
    #names = new FileNames();
    #handoffNames = new FileNames();
    #index = [];
    #left;
    #slow = 0;
    constructor(folder, tools, limits = LIMITS) {
        this.#folder = folder;
        this.#tools = tools;
        this.#limits = limits;
        this.#left = limits.all;
        for (const name of ['index.json', 'run.json', 'conversation.json', HANDOFF])
            this.#names.claim(name);
    }
    async collect(run, conversation) {
        this.#refuseLinks();
        await (0,promises_.mkdir)(this.#folder, { recursive: true });
        await this.#json('run.json', 'RUN', run.raw);
        if (conversation)
            await this.#json('conversation.json', 'CONVERSATION', conversation.raw);
        await this.#attempt({ type: 'TRANSCRIPT', source: 'transcript' }, () => this.#transcript(run.id));
        for (const artifact of run.artifacts)
            await this.#artifact(artifact);
        for (const file of await this.#listHandoff(run.id))
            await this.#handoff(run.id, file);
        await this.#write('index.json', JSON.stringify(this.#index, null, 2));
        const missing = this.#index.filter((entry) => 'missing' in entry && entry.type !== 'TRANSCRIPT');
        if (missing.length > 0) {
            const lines = missing
                .slice(0, 20)
                .map((entry) => `${entry.type} ${entry.source}: ${'missing' in entry ? entry.missing : ''}`);
            this.#tools.log.warning(`Not everything could be downloaded:\n${lines.join('\n')}\nThe run keeps it; see index.json.`, 'Artifacts');
        }
        return this.#index;
    }
    async #artifact(artifact) {
        const { type, uid, title } = artifact;
        if (!['PLAN', 'SCREENSHOT', 'FILE'].includes(type))
            return;
        const { secrets } = this.#tools;
        const about = secrets.redactData({ type, source: uid ?? '', ...(title ? { title } : {}) });
        await this.#attempt(about, async () => {
            if (uid === undefined)
                throw new download.Refusal('the server gives it no id');
            return this.#fetch(uid, artifact);
        });
    }
    async #listHandoff(runId) {
        const { oz, log, signal } = this.#tools;
        try {
            return await oz.listHandoff(runId, { timeout: HANDOFF_TIMEOUT, signal });
        }
        catch (error) {
            signal.throwIfAborted();
            if (!(error instanceof problem/* OzError */.Q_))
                throw error;
            log.debug(`No handoff: ${error.message}`);
            return [];
        }
    }
    async #handoff(runId, listed) {
        const { oz, secrets, signal } = this.#tools;
        const { id, filename = 'file' } = listed;
        let file = listed;
        await this.#attempt(secrets.redactData({ type: 'HANDOFF', source: id ?? filename }), async () => {
            file ??= (await oz.listHandoff(runId, { timeout: HANDOFF_TIMEOUT, signal })).find((one) => one.id === id);
            const { url = '' } = file ?? {};
            file = undefined;
            this.#refuseLinks();
            await (0,promises_.mkdir)(external_node_path_.join(this.#folder, HANDOFF), { recursive: true });
            return this.#download(url, filename, undefined, HANDOFF);
        });
    }
    async #attempt(about, get) {
        for (let tried = 1;; tried += 1) {
            try {
                this.#index.push({ ...about, ...(await get()) });
                return;
            }
            catch (error) {
                this.#tools.signal.throwIfAborted();
                if (error instanceof PlantedLink)
                    throw error;
                const isFinal = error instanceof download.Refusal ||
                    (error instanceof problem/* OzError */.Q_ && error.kind === 'problem' && (error.status ?? 0) < 429);
                if (isFinal || tried === TRIES) {
                    this.#index.push({ ...about, missing: this.#tools.secrets.redact(error.message) });
                    return;
                }
                this.#tools.log.debug(`${about.type} ${about.source}: ${error.message}; trying again`);
                await this.#tools.clock.sleep(1000 * tried, this.#tools.signal);
            }
        }
    }
    async #fetch(uid, artifact) {
        const { oz, signal } = this.#tools;
        const { content, downloadUrl, filename, contentType, sizeBytes } = await oz.readArtifact(uid, { signal });
        if (content !== undefined) {
            const name = `${artifact.title ?? artifact.filename ?? 'plan'}.md`.replace(/\//g, '_');
            const size = Buffer.byteLength(content);
            const most = Math.min(this.#limits.file, this.#left);
            if (size > most)
                throw new download.Refusal(`it has ${size} bytes; at most ${most} are stored`);
            this.#left -= size;
            return this.#write(this.#claim(name, 'plan.md'), content);
        }
        const wanted = artifact.filename ??
            filename ??
            artifact.filepath ??
            `${uid}${extensionOf(contentType ?? artifact.mimeType)}`;
        return this.#download(downloadUrl ?? '', wanted, artifact.sizeBytes ?? sizeBytes);
    }
    async #transcript(runId) {
        const url = await this.#tools.oz.locateTranscript(runId, { signal: this.#tools.signal });
        return this.#download(url, 'transcript', undefined);
    }
    async #download(url, wanted, expected, folder = '') {
        if (this.#slow >= MAX_SLOW)
            throw new download.Refusal('the storage host was too slow for others before it');
        const largest = Math.min(this.#limits.file, this.#left);
        const partial = this.#partial();
        try {
            const stored = await (0,download/* download */.R)(url, partial, {
                signal: this.#tools.signal,
                mayBePlain: this.#tools.isLoopback,
                largest,
                expected,
                slowest: this.#limits.slowest ?? SLOWEST,
            });
            this.#slow = 0;
            this.#left -= stored.size;
            const name = this.#claim(wanted, 'file', folder);
            await (0,promises_.rename)(partial, this.#path(name));
            return { name, ...stored };
        }
        catch (error) {
            if (error instanceof download/* TooSlow */.y)
                this.#slow += 1;
            throw error;
        }
        finally {
            await (0,promises_.rm)(partial, { force: true });
        }
    }
    async #json(name, type, value) {
        const stored = await this.#write(name, JSON.stringify(this.#tools.secrets.redactData(value), null, 2));
        this.#index.push({ type, source: type.toLowerCase(), ...stored });
    }
    async #write(name, content) {
        const bytes = Buffer.from(content);
        const partial = this.#partial();
        await (0,promises_.writeFile)(partial, bytes, { flag: 'wx' });
        const target = this.#path(name);
        if ((0,external_node_fs_.lstatSync)(target, { throwIfNoEntry: false })?.isDirectory())
            await (0,promises_.rename)(target, `${target}.${(0,external_node_crypto_.randomUUID)()}`);
        await (0,promises_.rename)(partial, target);
        return { name, size: bytes.length, sha256: (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex') };
    }
    #claim(wanted, fallback, folder = '') {
        const names = folder === '' ? this.#names : this.#handoffNames;
        const name = names.claim(safeFileName(this.#tools.secrets.redact(wanted), fallback), (candidate) => {
            return (0,external_node_fs_.lstatSync)(this.#path(external_node_path_.join(folder, candidate)), { throwIfNoEntry: false }) !== undefined;
        });
        return external_node_path_.posix.join(folder, name);
    }
    #partial() {
        return this.#path(`.${(0,external_node_crypto_.randomUUID)()}.partial`);
    }
    #path(name) {
        const file = external_node_path_.join(this.#folder, name);
        this.#refuseLinks(external_node_path_.dirname(file));
        return file;
    }
    #refuseLinks(folder = this.#folder) {
        if ((0,real_path/* realPath */.Y)(folder).normalize() === folder.normalize())
            return;
        throw new PlantedLink(`a link was planted on the way to ${folder}`);
    }
}
function extensionOf(mimeType) {
    const subtype = /^[\w.+-]+\/([\w-]{1,20})/.exec(mimeType ?? '')?.[1];
    return subtype ? `.${subtype}` : '';
}


/***/ })

};
