import type { InputName } from './declared.ts';
import type { Mode } from './inputs.ts';

export const MODES = ['run', 'attach', 'follow-up', 'cancel', 'check'] as const satisfies readonly Mode[];

const FOLLOWING: readonly Mode[] = ['run', 'attach', 'follow-up'];
const GATED: readonly Mode[] = ['run', 'follow-up'];
const CHECKED: readonly Mode[] = ['run', 'check'];

/** Which modes use an input; in the others it is warned of when it is given. */
export const USED_IN: Readonly<Record<InputName, readonly Mode[]>> = {
  mode: MODES,
  prompt: GATED,
  'prompt-file': GATED,
  skill: CHECKED,
  environment: CHECKED,
  model: CHECKED,
  name: ['run'],
  title: ['run'],
  'base-prompt': ['run'],
  'mcp-servers': ['run'],
  attachments: ['run'],
  team: ['run'],
  interactive: ['run'],
  'computer-use': ['run'],
  'agent-identity': ['run'],
  'conversation-id': ['run'],
  'parent-run-id': ['run'],
  'worker-host': CHECKED,
  'idle-timeout-minutes': ['run'],
  'session-access': ['run'],
  harness: CHECKED,
  'harness-auth-secret': ['run'],
  'agent-mode': GATED,
  config: ['run'],
  metadata: ['run'],
  'run-id': ['attach', 'follow-up', 'cancel'],
  wait: FOLLOWING,
  'queue-timeout-minutes': FOLLOWING,
  'run-timeout-minutes': FOLLOWING,
  'on-timeout': FOLLOWING,
  'on-cancel': FOLLOWING,
  'on-blocked': FOLLOWING,
  'on-overlap': ['run'],
  'max-attempts': ['run'],
  'poll-interval-seconds': FOLLOWING,
  stream: FOLLOWING,
  summary: MODES,
  comment: MODES,
  number: MODES,
  'comment-key': MODES,
  'require-pull-request': FOLLOWING,
  'artifacts-dir': FOLLOWING,
  'github-token': MODES,
  'required-permission': GATED,
  'allowed-actors': GATED,
  context: GATED,
  'api-key': MODES,
  'api-url': MODES,
};
