export const id = 430;
export const ids = [430];
export const modules = {

/***/ 1430:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ Refusal),
/* harmony export */   R: () => (/* binding */ download),
/* harmony export */   downloadText: () => (/* binding */ downloadText)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7075);
/* harmony import */ var node_stream_consumers__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8321);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6466);
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6752);
/* harmony import */ var _network_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8778);







/** Why something was not stored, in our own words. Final. */
class Refusal extends Error {
    name = 'Refusal';
}
/** Without a byte for so long, the host counts as gone. In ms. */
const IDLE_TIMEOUT = 60_000;
/**
 * Fetches a signed URL into a new file, piece by piece. It lives on a host of others, so it gets no header of ours, and
 * no redirect is followed. Rejects when anything is not as announced; the file may then hold a part.
 */
function download(url, file, options) {
    return fetchFrom(url, options, async (body) => {
        const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
        let size = 0;
        const meter = metered(options.largest, (chunk) => {
            size += chunk.length;
            hash.update(chunk);
        });
        // `wx`: never through a link that somebody planted.
        await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_4__.pipeline)(body, meter, (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createWriteStream)(file, { flags: 'wx' }));
        const { expected } = options;
        if (expected !== undefined && size !== expected) {
            throw new Error(`${size} bytes came, ${expected} were announced`);
        }
        return { size, sha256: hash.digest('hex') };
    });
}
/** The text behind a signed URL. */
function downloadText(url, options) {
    return fetchFrom(url, options, async (body) => {
        const meter = metered(options.largest, () => undefined);
        const [content] = await Promise.all([(0,node_stream_consumers__WEBPACK_IMPORTED_MODULE_3__.text)(meter), (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_4__.pipeline)(body, meter)]);
        return content;
    });
}
async function fetchFrom(url, { signal, largest, expected, mayBePlain }, consume) {
    const target = allowed(url, mayBePlain);
    const dispatcher = (0,_network_js__WEBPACK_IMPORTED_MODULE_6__/* .dispatcherFor */ .tR)(target, { headersTimeout: IDLE_TIMEOUT, bodyTimeout: IDLE_TIMEOUT });
    try {
        const { statusCode, headers, body } = await (0,undici__WEBPACK_IMPORTED_MODULE_5__/* .request */ .Em)(target, { dispatcher, signal });
        if (statusCode !== 200)
            throw new Error(`the storage host answered ${statusCode}`);
        const announced = Number(headers['content-length'] ?? expected ?? 0);
        if (announced > largest)
            throw tooLarge(announced, largest);
        return await consume(body);
    }
    finally {
        await dispatcher.destroy();
    }
}
/** Passes on at most so many bytes. */
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
