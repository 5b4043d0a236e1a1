/** The name under which the runner keeps it. */
export const STATE_KEY = 'step';
/** Undefined when the main phase saved nothing, or nothing whole. */
export function readState(env) {
    try {
        // How the runner hands the state of the main phase to the post phase.
        return JSON.parse(env[`STATE_${STATE_KEY}`] ?? '') ?? undefined;
    }
    catch {
        return undefined;
    }
}
/** Whether the post phase has anything to do. */
export function isAnythingLeft(env) {
    const state = readState(env);
    if (state === undefined)
        return false;
    return (!state.isReported ||
        state.pendingComment !== undefined ||
        state.pendingStatus !== undefined ||
        state.runs.some(({ isDone, ambiguousAt }) => !isDone || ambiguousAt !== undefined));
}
/** As this process begins with it. */
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
/** What of a record the post phase must know. */
export function savedRun(entry) {
    const { taskId, request, runId, onCancel, ambiguousAt, reportedDuplicates } = entry;
    const { stateBefore, isAnswerWanted, overBudget, isDone } = entry;
    const sent = { taskId, request, runId, onCancel, ambiguousAt, reportedDuplicates };
    return { ...sent, stateBefore, isAnswerWanted, overBudget, isDone };
}
