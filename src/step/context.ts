import type { WorkflowEvent } from '../github/event.ts';
import type { Journal } from '../ledger.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Run } from '../oz/decode.ts';
import type { Outputs } from '../publish/outputs.ts';
import type { Tools } from '../runs/deps.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Verdict } from './verdict.ts';

/** What a step has even when its inputs are refused. */
export interface BareContext extends Omit<Tools, 'oz'> {
  readonly env: NodeJS.ProcessEnv;
  readonly event: WorkflowEvent;
  readonly secrets: Secrets;
  readonly outputs: Outputs;
  readonly shutdown: Shutdown;
  readonly journal: Journal;
  /** Whether this step asked for a session that anyone with the link may edit. */
  readonly sharesEditing: boolean;
}

/** The parts that a step works with, wired by the entry. */
export interface Context extends BareContext, Tools {
  /** Called when something is newly known that outputs should hold at once; with the verdict once there is one. */
  readonly progress: (verdict?: Verdict) => void;
  /** Called with every reading of the run, and whether more has changed than what the agent does. Returns at once. */
  readonly onReading: (run: Run, hasChanged: boolean) => void;
}
