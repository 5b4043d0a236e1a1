export const id = 729;
export const ids = [729];
export const modules = {

/***/ 8729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   markerOf: () => (/* binding */ markerOf),
/* harmony export */   opensWith: () => (/* binding */ opensWith)
/* harmony export */ });
const START = '<!-- oz-agent-action ';
/**
 * The first line of a sticky comment, by which it is found again. Keys are free text: percent-encoded, hyphens too,
 * so that none ends the HTML comment.
 */
function markerOf(kind, key) {
    return `${START}${kind}=${encodeURIComponent(key).replaceAll('-', '%2D')} -->`;
}
/** Whether a comment opens with this marker. Elsewhere in it the marker means nothing: others' words stand there. */
function opensWith(body, marker) {
    return body.startsWith(marker);
}


/***/ })

};
