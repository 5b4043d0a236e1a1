export const id = 1430;
export const ids = [1430];
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


/***/ })

};
