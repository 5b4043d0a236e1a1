import type { ContentBlock, ConversationMessage, ConversationStep } from './wire.ts';

type ActionState = 'running' | 'completed' | 'failed' | 'denied';

/** Writes conversations: one step with messages, and steps nested in it. `steps()` may be taken at any point. */
export class Talk {
  readonly #step: ConversationStep;
  readonly #clock: { seconds: number };

  /** `clock` is shared by all steps of a conversation: everything in it happens a second after what came before. */
  constructor(id: string, description?: string, clock = { seconds: 0 }) {
    this.#clock = clock;
    const opening = { id, messages: [], steps: [], started_at: this.#tick() };
    this.#step = { ...opening, ...(description !== undefined && { description }) };
  }

  user(text: string): this {
    return this.#say('user', { type: 'text', text });
  }

  assistant(text: string): this {
    return this.#say('assistant', { type: 'text', text });
  }

  event(name: string, data: Record<string, unknown> = {}): this {
    return this.#say('system', { type: 'event', name, data });
  }

  /** An action and its result, like `('command', 'run_command', {command: 'ls'}, {output: 'a b'})`. */
  action(
    category: string,
    name: string,
    input: Record<string, unknown>,
    output?: Record<string, unknown>,
    state: ActionState = 'completed',
  ): this {
    const id = `${this.#step.id}-action-${this.#step.messages.length}`;
    this.#say('assistant', { type: 'action', id, category, name, input });
    if (output === undefined) return this;
    return this.#say('tool', { type: 'action_result', action_id: id, category, name, state, output });
  }

  command(command: string, output: string, exitCode = 0): this {
    const result = { output, exit_code: exitCode };
    return this.action(
      'command',
      'run_command',
      { command },
      result,
      exitCode === 0 ? 'completed' : 'failed',
    );
  }

  /** A step nested in this one, to be written on. */
  nested(description: string): Talk {
    const inner = new Talk(`${this.#step.id}.${this.#step.steps.length + 1}`, description, this.#clock);
    this.#step.steps.push(inner.#step);
    return inner;
  }

  summary(text: string): this {
    this.#step.summary = text;
    return this;
  }

  /** A copy of all that was said until now. */
  steps(): ConversationStep[] {
    return [structuredClone(this.#step)];
  }

  #say(role: ConversationMessage['role'], block: ContentBlock): this {
    const id = `${this.#step.id}-message-${this.#step.messages.length}`;
    this.#step.messages.push({ role, content: [block], message_ids: [id], timestamp: this.#tick() });
    return this;
  }

  #tick(): string {
    this.#clock.seconds += 1;
    return new Date(Date.UTC(2026, 0, 1) + this.#clock.seconds * 1000).toISOString();
  }
}

/**
 * A conversation of so many messages, in chains of steps nested `depth` deep. A longer one begins like a shorter one,
 * so that a run can be seen growing.
 */
export function longConversation(id: string, messages: number, depth: number): ConversationStep[] {
  const chains: Talk[] = [];
  let innermost = new Talk(id);
  for (let n = 0; n < messages; n += 1) {
    const level = Math.floor(n / 4) % depth;
    if (n % 4 === 0) {
      innermost = level === 0 ? new Talk(`${id}-${n}`, 'Level 1') : innermost.nested(`Level ${level + 1}`);
      if (level === 0) chains.push(innermost);
    }
    innermost.assistant(`Message ${n + 1}: I go on with the work.`);
  }
  return chains.flatMap((chain) => chain.steps());
}

/** A conversation in which the agent says one thing. */
export function says(runId: string, text: string): ConversationStep[] {
  return new Talk(`${runId}-step`).assistant(text).steps();
}
