export const id = 430;
export const ids = [430];
export const modules = {

/***/ 1430:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ Refusal),
/* harmony export */   download: () => (/* binding */ download)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7075);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6466);
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6752);
/* harmony import */ var _network_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8778);






/** Why something was not stored: ours to tell, and final. */
class Refusal extends Error {
    name = 'Refusal';
}
/** Without a byte for so long, the host counts as gone. In ms. */
const IDLE_TIMEOUT = 60_000;
/**
 * Fetches a signed URL into a new file, piece by piece. It lives on a host of others, so it gets no header of ours, and
 * no redirect is followed. Rejects when anything is not as announced; the file may then hold a part.
 */
async function download(url, file, options) {
    const { signal, largest, expected } = options;
    const target = allowed(url, options.mayBePlain);
    const dispatcher = (0,_network_js__WEBPACK_IMPORTED_MODULE_5__/* .dispatcherFor */ .t)(target, { headersTimeout: IDLE_TIMEOUT, bodyTimeout: IDLE_TIMEOUT });
    try {
        const { statusCode, headers, body } = await (0,undici__WEBPACK_IMPORTED_MODULE_4__/* .request */ .Em)(target, { dispatcher, signal });
        if (statusCode !== 200)
            throw new Error(`the storage host answered ${statusCode}`);
        const announced = Number(headers['content-length'] ?? expected ?? 0);
        if (announced > largest)
            throw tooLarge(announced, largest);
        const stored = await store(body, file, largest);
        if (expected !== undefined && stored.size !== expected) {
            throw new Error(`${stored.size} bytes came, ${expected} were announced`);
        }
        return stored;
    }
    finally {
        await dispatcher.destroy();
    }
}
async function store(body, file, largest) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    let size = 0;
    const meter = new node_stream__WEBPACK_IMPORTED_MODULE_2__.Transform({
        transform(chunk, _encoding, done) {
            size += chunk.length;
            hash.update(chunk);
            done(size > largest ? tooLarge(size, largest) : null, chunk);
        },
    });
    // `wx`: never through a link that somebody planted.
    await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_3__.pipeline)(body, meter, (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createWriteStream)(file, { flags: 'wx' }));
    return { size, sha256: hash.digest('hex') };
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
