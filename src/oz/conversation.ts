import { type JsonObject, list, object, text, time } from '../lib/json.ts';

/** The agent's work, whole at every read: steps that hold messages and further steps. */
export interface Conversation {
  readonly id: string | undefined;
  readonly steps: readonly Step[];
  readonly raw: JsonObject;
}

export interface Step {
  readonly id: string | undefined;
  readonly description: string | undefined;
  /** ms since the epoch. */
  readonly startedAt: number | undefined;
  readonly messages: readonly Message[];
  readonly steps: readonly Step[];
}

export interface Message {
  /** `user`, `assistant`, `tool`, `system`, or a newer one. */
  readonly role: string;
  readonly blocks: readonly Block[];
  /** ms since the epoch. */
  readonly at: number | undefined;
}

/** A block of a kind that is not known here keeps its type and shows nothing. */
export type Block =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'action';
      readonly id: string;
      readonly category: string;
      readonly name: string;
      readonly input: JsonObject;
    }
  | {
      readonly type: 'action_result';
      readonly id: string;
      readonly category: string;
      readonly name: string;
      readonly state: string;
      readonly output: JsonObject;
    }
  | { readonly type: 'event'; readonly name: string; readonly data: JsonObject }
  | { readonly type: 'other'; readonly raw: JsonObject };

/** Undefined when the answer is no conversation. */
export function decodeConversation(value: unknown): Conversation | undefined {
  const raw = object(value);
  if (!Array.isArray(raw.steps)) return undefined;
  return { id: text(raw.conversation_id), steps: raw.steps.map((step) => decodeStep(step)), raw };
}

/**
 * What the agent said last to the user. A sub-step's words come before those of the step that ordered it, so the
 * outermost steps are asked first.
 */
export function finalMessage({ steps }: Pick<Conversation, 'steps'>): string | undefined {
  for (let level: readonly Step[] = steps; level.length > 0; level = level.flatMap((step) => step.steps)) {
    const words = level
      .flatMap((step) => step.messages)
      .filter((message) => message.role === 'assistant')
      .map(textOf)
      .findLast((said) => said.trim() !== '');
    if (words !== undefined) return words;
  }
  return undefined;
}

/** Every message, step by step, in the order of the outermost steps. */
export function allMessages(steps: readonly Step[]): Message[] {
  return steps.flatMap((step) => [...step.messages, ...allMessages(step.steps)]);
}

/** What the agent said to the user. */
export function answersIn(messages: readonly Message[]): Message[] {
  return messages.filter((message) => message.role === 'assistant' && textOf(message).trim() !== '');
}

/** What the agent said last to the user, where nothing was done after it; events of the system do not count. */
export function closingMessage({ steps }: Pick<Conversation, 'steps'>): string | undefined {
  const last = allMessages(steps)
    .filter(({ role }) => role !== 'system')
    .reduce<Message | undefined>(
      (latest, one) => ((one.at ?? 0) >= (latest?.at ?? 0) ? one : latest),
      undefined,
    );
  const words = last?.role === 'assistant' ? textOf(last) : '';
  return words.trim() === '' ? undefined : words;
}

/** The text blocks of a message, each a paragraph. */
export function textOf({ blocks }: Message): string {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
}

/** Deeper steps are left out: nobody reads them, and no answer may exhaust the stack. */
const DEEPEST = 100;

function decodeStep(value: unknown, depth = 1): Step {
  const raw = object(value);
  return {
    id: text(raw.id),
    description: text(raw.description),
    startedAt: time(raw.started_at),
    messages: list(raw.messages).map(decodeMessage),
    steps: depth < DEEPEST ? list(raw.steps).map((step) => decodeStep(step, depth + 1)) : [],
  };
}

function decodeMessage(value: unknown): Message {
  const raw = object(value);
  return {
    role: (text(raw.role) ?? '').toLowerCase(),
    blocks: list(raw.content).map(decodeBlock),
    at: time(raw.timestamp),
  };
}

function decodeBlock(value: unknown): Block {
  const raw = object(value);
  const type = text(raw.type)?.toLowerCase();
  const [category, name] = [text(raw.category) ?? '', text(raw.name) ?? ''];
  if (type === 'text') return { type, text: text(raw.text) ?? '' };
  if (type === 'action') return { type, id: text(raw.id) ?? '', category, name, input: object(raw.input) };
  if (type === 'action_result') {
    const [id, state] = [text(raw.action_id) ?? '', text(raw.state) ?? ''];
    return { type, id, category, name, state, output: object(raw.output) };
  }
  if (type === 'event') return { type, name, data: object(raw.data) };
  return { type: 'other', raw };
}
