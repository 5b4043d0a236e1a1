export const id = 3090;
export const ids = [3090];
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

/***/ 9773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ withinTime)
/* harmony export */ });
/* harmony import */ var node_vm__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(714);

function withinTime(ms, work) {
    try {
        return { value: (0,node_vm__WEBPACK_IMPORTED_MODULE_0__.runInContext)('work()', (0,node_vm__WEBPACK_IMPORTED_MODULE_0__.createContext)({ work }), { timeout: ms }) };
    }
    catch (error) {
        if (error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
            return undefined;
        throw error;
    }
}


/***/ })

};
