import { randomUUID } from 'node:crypto';
import { type JsonObject, object, text } from '../lib/json.ts';
import type { CreateRequest, Ending, RunRecord, StartTask } from '../model.ts';
import { runUrl } from '../oz/links.ts';
import { TIME_TOLERANCE } from './collect-stamp.ts';
import type { TaskDeps } from './deps.ts';
import { failureFrom, lost } from './endings.ts';
import { START_TIMEOUT, type Start, startRun } from './start.ts';
import { type Wanted, wantedFirst, withOutput } from './wanted.ts';

/** How long a create request in progress may still be answered once the step is shutting down, in ms. */
const CREATE_GRACE = 3000;

/** How much of the prompt the post phase gets to recognise the run by, in characters. */
const PROMPT_START = 200;

/** Makes the run of one attempt. Where there is none, the record's ending says why. */
export async function createRun(
  { id: taskId, policy, output, body: task, stampOrder }: StartTask,
  deps: TaskDeps,
): Promise<{ readonly record: RunRecord; readonly wanted: Wanted | undefined }> {
  const { ledger, log, clock, shutdown } = deps;
  const startId = randomUUID();
  const wanted = output && wantedFirst(output, startId);
  const prompt = withOutput(text(task.prompt), wanted);
  const metadata = { ...object(task.metadata), start_id: startId };
  const body = { ...task, ...(prompt && { prompt }), metadata };
  const request = requestOf(startId, body, deps);
  const record = ledger.creating(
    { ...request, prompt: prompt?.slice(0, PROMPT_START) },
    { taskId, onCancel: policy.onCancel, isAnswerWanted: wanted !== undefined && policy.wait },
  );
  let signedAt: number | undefined;
  const sign = (latest: JsonObject, order: NonNullable<StartTask['stampOrder']>) => {
    signedAt = deps.oz.serverTimeOf(clock.wall()) ?? clock.wall();
    return withOrder(latest, order, signedAt);
  };
  const started = await startRun(request, body, deps, clock.now() + START_TIMEOUT, {
    giveUp: shutdown.after(CREATE_GRACE),
    sending: () => ledger.sending(record),
    harmless: () => ledger.harmless(record),
    renewed: stampOrder && ((latest) => sign(latest, stampOrder)),
    ambiguous: ({ serverSentAt }) => ledger.ambiguous(record, serverSentAt),
  });
  if (started.kind !== 'started') {
    ledger.end(record, notStarted(started, request));
    return { record, wanted };
  }
  const { id, state, atCapacity } = started.run;
  ledger.created(record, id, state);
  log.info(`run created: ${runUrl(id)}`);
  if (signedAt !== undefined) warnOfClock(signedAt, deps);
  if (atCapacity) log.info('The team is at its limit of concurrent agents: the run waits for a free place.');
  return { record, wanted };
}

/** `time`: of this very request. */
function withOrder(
  body: JsonObject,
  stampOrder: NonNullable<StartTask['stampOrder']>,
  time: number,
): JsonObject {
  const metadata = object(body.metadata) as Record<string, string>;
  const collect = stampOrder({ metadata, parentRunId: text(body.parent_run_id) }, time);
  return { ...body, metadata: { ...metadata, collect } };
}

/** Before its first answer the server's clock is unknown, and the order is signed by the runner's. */
function warnOfClock(signedAt: number, { oz, clock, log }: TaskDeps): void {
  const off = Math.abs((oz.serverTimeOf(clock.wall()) ?? clock.wall()) - signedAt);
  if (off <= TIME_TOLERANCE) return;
  log.warning(
    `The clock of this runner is ${Math.round(off / 60_000)} minutes off, so no collecting step will conclude this run. Set the clock, and conclude the run with \`mode: attach\` and its \`run-id\`.`,
    'Collect',
  );
}

function requestOf(startId: string, body: JsonObject, { clock, oz }: TaskDeps): CreateRequest {
  const sentAt = clock.wall();
  return {
    startId,
    prompt: text(body.prompt),
    skill: text(body.skill),
    parentRunId: text(body.parent_run_id),
    sentAt,
    serverSentAt: oz.serverTimeOf(sentAt),
  };
}

function notStarted(start: Exclude<Start, { kind: 'started' }>, { startId }: CreateRequest): Ending {
  const failure = failureFrom(start.error);
  if (start.kind === 'refused') return { outcome: 'refused', failure, isDone: true };
  return lost({
    ...failure,
    message: `${failure.message} A run may exist anyway: ${start.why}.`,
    remedy: `Look in Oz for a run with the metadata start_id=${startId} before starting another. ${failure.remedy}`,
  });
}
