export const id = 86;
export const ids = [86];
export const modules = {

/***/ 86:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   placeFindings: () => (/* binding */ placeFindings),
/* harmony export */   unplaced: () => (/* binding */ unplaced)
/* harmony export */ });
/* harmony import */ var _findings_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5287);

function unplaced(findings) {
    return findings
        .toSorted(_findings_js__WEBPACK_IMPORTED_MODULE_0__/* .bySeverity */ .Np)
        .map((finding) => ({ kind: 'beyond', finding, previousPath: undefined }));
}
function placeFindings(findings, diff, earlier, maxInline) {
    let free = maxInline;
    return findings.toSorted(_findings_js__WEBPACK_IMPORTED_MODULE_0__/* .bySeverity */ .Np).map((finding) => {
        const previousPath = diff.file(finding.path, finding.side ?? 'RIGHT')?.previousPath;
        const found = anchorOf(finding, diff);
        if (found === undefined)
            return { kind: 'outside', finding, previousPath };
        const { anchor, lineText } = found;
        const same = earlier.find((comment) => isSamePlace(comment, anchor) && comment.lineText === lineText);
        if (same !== undefined)
            return { kind: 'repeated', finding, previousPath, earlier: same };
        free -= 1;
        return { finding, previousPath, ...(free >= 0 ? { kind: 'inline', anchor } : { kind: 'beyond' }) };
    });
}
function anchorOf(finding, diff) {
    const { line, start_line, side = 'RIGHT' } = finding;
    const startLine = start_line === line ? undefined : start_line;
    const file = diff.file(finding.path, side);
    const lines = file?.hunks.map((hunk) => hunk[side]).find((numbered) => numbered.has(line));
    const lineText = lines?.get(line);
    if (file === undefined || lines === undefined || lineText === undefined)
        return undefined;
    if (startLine !== undefined && (startLine > line || !lines.has(startLine)))
        return undefined;
    return { anchor: { path: file.path, side, line, startLine }, lineText };
}
function isSamePlace(comment, anchor) {
    return comment.path === anchor.path && comment.side === anchor.side;
}


/***/ })

};
