import type { JsonObject } from '../lib/json.ts';
import type { Block, Conversation, Message, Step } from '../oz/conversation.ts';

/** `messages`: what the agent says, and the names of what it does. `full`: the results of that too. */
export type StreamLevel = 'off' | 'messages' | 'full';

/** One thing that the agent said or did, as the log shows it. */
export interface Activity {
  /** Where it stands in the conversation: the same at every reading, since a conversation only grows. */
  readonly key: string;
  readonly kind: 'message' | 'action' | 'result' | 'event';
  /** The agent's words: neutralise them before they are printed. */
  readonly text: string;
  /** Descriptions of the steps around it, outermost first; the outermost level itself has none. */
  readonly path: readonly string[];
}

/** Everything in the conversation that the level shows, in its order. What the user said is known already. */
export function activitiesOf({ steps }: Pick<Conversation, 'steps'>, level: StreamLevel): Activity[] {
  return level === 'off' ? [] : steps.flatMap((step, index) => ofStep(step, `${index}`, [], level));
}

/** Messages and inner steps by their times; where one has none, messages come first. */
function ofStep(step: Step, key: string, path: readonly string[], level: StreamLevel): Activity[] {
  const own = step.messages.map((message, index) => ({
    at: message.at,
    activities: () => ofMessage(message, `${key}/m${index}`, path, level),
  }));
  const nested = step.steps.map((inner, index) => ({
    at: inner.startedAt,
    activities: () =>
      ofStep(inner, `${key}/s${index}`, [...path, inner.description ?? `Step ${index + 1}`], level),
  }));
  const parts = [...own, ...nested];
  const isTimed = parts.every(({ at }) => at !== undefined);
  const ordered = isTimed ? parts.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)) : parts;
  return ordered.flatMap(({ activities }) => activities());
}

function ofMessage(message: Message, key: string, path: readonly string[], level: StreamLevel): Activity[] {
  if (message.role === 'user' || message.role === 'system') return [];
  return message.blocks.flatMap((block, index) => {
    const shown = shownOf(block, level);
    return shown ? [{ key: `${key}/b${index}`, path, ...shown }] : [];
  });
}

function shownOf(block: Block, level: StreamLevel): Pick<Activity, 'kind' | 'text'> | undefined {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? undefined : { kind: 'message', text: block.text.trim() };
    case 'action':
      return { kind: 'action', text: `${block.category || 'action'}: ${subjectOf(block.name, block.input)}` };
    case 'action_result':
      if (level !== 'full') return undefined;
      return resultOf(block.state, outputOf(block.output));
    case 'event':
      return { kind: 'event', text: block.name };
    default:
      return undefined;
  }
}

/** The members that say most about an action, the first that is there; agents name them differently. */
const SUBJECTS = [
  'command',
  'query',
  'pattern',
  'paths',
  'path',
  'file_path',
  'file',
  'files',
  'url',
  'title',
  'name',
  'tool',
];

function subjectOf(name: string, input: JsonObject): string {
  for (const key of SUBJECTS) {
    const value = input[key];
    const text = Array.isArray(value) ? value.filter((item) => typeof item === 'string').join(', ') : value;
    if (typeof text === 'string' && text.trim() !== '') return text.trim();
  }
  return name;
}

const OUTPUTS = ['output', 'stdout', 'content', 'text', 'result', 'error', 'stderr', 'message'];

function outputOf(output: JsonObject): string {
  const texts = OUTPUTS.map((key) => output[key]).filter(
    (value) => typeof value === 'string' && value !== '',
  );
  if (texts.length > 0) return texts.join('\n');
  return Object.entries(output)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

/** That it completed goes without saying where there is something to show. */
function resultOf(state: string, output: string): Pick<Activity, 'kind' | 'text'> {
  const isPlain = state === 'completed' && output !== '';
  return { kind: 'result', text: isPlain ? output : `${state || 'done'}\n${output}`.trim() };
}
