export const STATE_KEY = 'step';
export function readState(env) {
    try {
        return JSON.parse(env[`STATE_${STATE_KEY}`] ?? '') ?? undefined;
    }
    catch {
        return undefined;
    }
}
export function isAnythingLeft(env) {
    const state = readState(env);
    if (state === undefined)
        return false;
    return (!state.isReported ||
        state.pendingComment !== undefined ||
        state.pendingStatus !== undefined ||
        state.runs.some(({ isDone, ambiguousAt }) => !isDone || ambiguousAt !== undefined));
}
export function recordOf(past) {
    const unknown = {
        state: undefined,
        run: undefined,
        ending: undefined,
        result: undefined,
        conversationBefore: undefined,
    };
    return { ...past, ...unknown, history: [], duplicates: [] };
}
export function savedRun(entry) {
    const { taskId, request, runId, onCancel, ambiguousAt, reportedDuplicates } = entry;
    const { stateBefore, isAnswerWanted, overBudget, isDone } = entry;
    const sent = { taskId, request, runId, onCancel, ambiguousAt, reportedDuplicates };
    return { ...sent, stateBefore, isAnswerWanted, overBudget, isDone };
}
