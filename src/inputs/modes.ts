import { type InputName, inputDefaults } from './declared.ts';
import type { Mode } from './inputs.ts';
import type { RawInputs } from './values.ts';

export const MODES = [
  'run',
  'attach',
  'follow-up',
  'cancel',
  'check',
  'collect',
] as const satisfies readonly Mode[];

// `check` reads what `run` would, to refuse what `run` would.
const RUN: readonly Mode[] = ['run', 'check'];
const GATED: readonly Mode[] = [...RUN, 'follow-up'];
const REVIEWING: readonly Mode[] = [...RUN, 'attach'];
const COMMENTING: readonly Mode[] = [...RUN, 'attach', 'follow-up', 'cancel'];
const FOLLOWING: readonly Mode[] = [...GATED, 'attach'];

/** Which modes use an input; in the others it is warned of when it is given. */
export const USED_IN: Readonly<Record<InputName, readonly Mode[]>> = {
  mode: MODES,
  prompt: GATED,
  'prompt-file': GATED,
  skill: RUN,
  environment: RUN,
  model: RUN,
  name: RUN,
  title: RUN,
  'base-prompt': RUN,
  // In the others its values are only masked.
  'mcp-servers': [...RUN, 'attach', 'collect'],
  attachments: RUN,
  team: RUN,
  interactive: RUN,
  'computer-use': RUN,
  'agent-identity': RUN,
  'conversation-id': RUN,
  'parent-run-id': RUN,
  'worker-host': RUN,
  'idle-timeout-minutes': RUN,
  'session-access': RUN,
  harness: RUN,
  'harness-auth-secret': RUN,
  'agent-mode': GATED,
  config: RUN,
  metadata: RUN,
  'output-schema': FOLLOWING,
  review: REVIEWING,
  'run-id': ['attach', 'follow-up', 'cancel'],
  wait: FOLLOWING,
  'queue-timeout-minutes': FOLLOWING,
  'run-timeout-minutes': FOLLOWING,
  'on-timeout': FOLLOWING,
  'on-cancel': FOLLOWING,
  'on-blocked': FOLLOWING,
  'on-overlap': RUN,
  'max-credits': FOLLOWING,
  'max-attempts': RUN,
  'poll-interval-seconds': FOLLOWING,
  stream: FOLLOWING,
  summary: MODES,
  comment: COMMENTING,
  'issue-number': MODES,
  'comment-key': MODES,
  'fail-on': REVIEWING,
  'max-review-comments': REVIEWING,
  status: FOLLOWING,
  'require-pull-request': FOLLOWING,
  'lookback-hours': ['collect'],
  'artifacts-dir': FOLLOWING,
  'github-token': MODES,
  'required-permission': GATED,
  'allowed-actors': GATED,
  context: GATED,
  'api-key': MODES,
  'api-url': MODES,
};

/** The inputs that are given although the mode does not use them. */
export function unusedIn(mode: Mode, raw: RawInputs): InputName[] {
  const names = Object.keys(inputDefaults) as InputName[];
  return names.filter((name) => !USED_IN[name].includes(mode) && raw.isChosen(name));
}
