import { randomUUID } from 'node:crypto';
import { object, text } from '../lib/json.ts';
import type { CreateRequest, Ending, RunRecord, StartTask } from '../model.ts';
import { runUrl } from '../oz/links.ts';
import type { TaskDeps } from './deps.ts';
import { failureFrom, lost } from './endings.ts';
import { START_TIMEOUT, type Start, startRun } from './start.ts';

/** How long a create request in progress may still be answered once the step is shutting down, in ms. */
const CREATE_GRACE = 3000;

/** How much of the prompt the post phase gets to recognise the run by, in characters. */
const PROMPT_START = 200;

/** Makes the run of one attempt. Where there is none, the record's ending says why. */
export async function createRun(task: StartTask, deps: TaskDeps): Promise<RunRecord> {
  const { ledger, log, clock, shutdown } = deps;
  const request = requestOf(task, deps);
  const { prompt } = request;
  const record = ledger.creating(
    { ...request, prompt: prompt?.slice(0, PROMPT_START) },
    { taskId: task.id, onCancel: task.policy.onCancel },
  );
  const metadata = { ...object(task.body.metadata), start_id: request.startId };
  const started = await startRun(request, { ...task.body, metadata }, deps, clock.now() + START_TIMEOUT, {
    giveUp: shutdown.after(CREATE_GRACE),
    sending: () => ledger.sending(record),
    harmless: () => ledger.harmless(record),
    ambiguous: ({ serverSentAt }) => ledger.ambiguous(record, serverSentAt),
  });
  if (started.kind !== 'started') {
    ledger.end(record, notStarted(started, request));
    return record;
  }
  const { id, state, atCapacity } = started.run;
  ledger.created(record, id, state);
  log.info(`run created: ${runUrl(id)}${state ? `  ${state}` : ''}`);
  if (atCapacity) log.info('The team is at its limit of concurrent agents: the run waits for a free place.');
  return record;
}

function requestOf({ body }: StartTask, { clock, oz }: TaskDeps): CreateRequest {
  const sentAt = clock.wall();
  return {
    startId: randomUUID(),
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
