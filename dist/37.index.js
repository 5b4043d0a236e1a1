export const id = 37;
export const ids = [37];
export const modules = {

/***/ 37:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openStore: () => (/* binding */ openStore)
/* harmony export */ });
async function openStore({ githubToken: token = '', number = 0, thread: firstId, requestTimeout }, event, place) {
    const { apiUrl, repository } = event;
    const access = { token, apiUrl, requestTimeout };
    if (place === 'thread') {
        const { ThreadComments, threadOf } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(6572)]).then(__webpack_require__.bind(__webpack_require__, 4191));
        const thread = firstId === undefined ? threadOf(event, number) : { repository, number, firstId, since: undefined };
        if (thread !== undefined)
            return new ThreadComments(access, thread);
    }
    const { IssueComments } = await Promise.all(/* import() */[__webpack_require__.e(9415), __webpack_require__.e(2893)]).then(__webpack_require__.bind(__webpack_require__, 5274));
    return new IssueComments(access, { repository, number });
}


/***/ })

};
