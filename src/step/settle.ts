import type { Conversation } from '../oz/conversation.ts';
import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { canonicalState } from '../oz/states.ts';
import { persist } from '../runs/retry.ts';
import type { Context } from './context.ts';
import { observe } from './observe.ts';

/** Artifacts can appear a while after the final state. In ms. */
const ARTIFACT_LAG = 30_000;
const ARTIFACT_PAUSE = 3000;

/** How long the conversation may be asked for once the run is over, in ms. */
const RESULT_PATIENCE = 15_000;

/** The run, read again for a while when it succeeded without having left anything. */
export async function awaitArtifacts(run: Run, context: Context): Promise<Run> {
  const { oz, clock, shutdown, log } = context;
  const deadline = clock.now() + ARTIFACT_LAG;
  let latest = run;
  if (isBare(run)) log.info('No artifacts yet; they can lag, so the run is read again for up to 30 s.');
  while (isBare(latest) && clock.now() < deadline) {
    await clock.sleep(ARTIFACT_PAUSE, shutdown.signal);
    try {
      latest = withLater(latest, await oz.readRun(run.id, { signal: shutdown.signal }));
      observe(latest, context);
    } catch (error) {
      if (!(error instanceof OzError)) throw error;
    }
  }
  return latest;
}

/**
 * A run that has ended, with what a later reading adds. Its end counts: a person may go on with the run in Oz, and a
 * replica that lags may show an older state.
 */
export function withLater(ended: Run, later: Run): Run {
  if (later.artifacts.length < ended.artifacts.length) return ended;
  if (canonicalState(later.state) === canonicalState(ended.state)) return later;
  const { artifacts } = later;
  return { ...ended, artifacts, raw: { ...ended.raw, artifacts: artifacts.map(({ raw }) => raw) } };
}

function isBare({ state, artifacts }: Run): boolean {
  return canonicalState(state) === 'SUCCEEDED' && artifacts.length === 0;
}

/** The whole conversation of a run that is over; undefined when there is none, or none to be had. */
export async function readConversation(
  runId: string,
  { oz, clock, log, shutdown }: Pick<Context, 'oz' | 'clock' | 'log' | 'shutdown'>,
): Promise<Conversation | undefined> {
  try {
    const limits = { deadline: clock.now() + RESULT_PATIENCE, signal: shutdown.signal };
    return await persist((options) => oz.readConversation(runId, options), { clock }, limits);
  } catch (error) {
    if (!(error instanceof OzError) && !shutdown.isUnderWay) throw error;
    log.debug(`No conversation: ${(error as Error).message}`);
    return undefined;
  }
}
