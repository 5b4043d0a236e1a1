import { list, object, text } from '../lib/json.ts';
import { closingMessage, decodeConversation, finalMessage } from './conversation.ts';

/**
 * What the agent said last, from a transcript in one of the formats that are known: a conversation as JSON, a JSON
 * array of messages, or JSON lines as Claude Code and Codex write them. Undefined for any other. `isClosing`: only what
 * ends the transcript counts.
 */
export function finalWords(transcript: string, isClosing: boolean): string | undefined {
  const whole = parsed(transcript);
  const conversation = decodeConversation(whole);
  if (conversation) return (isClosing ? closingMessage : finalMessage)(conversation);
  const lines = Array.isArray(whole) ? whole : transcript.split('\n').map(parsed);
  const entries = lines.filter((entry) => entry !== undefined);
  for (const entry of isClosing ? entries.slice(-1) : entries.toReversed()) {
    const words = wordsOf(entry);
    if (words !== undefined && words.trim() !== '') return words;
  }
  return undefined;
}

function wordsOf(value: unknown): string | undefined {
  const entry = object(value);
  // Claude Code ends with a line that holds the result.
  if (entry.type === 'result') return text(entry.result);
  // Codex: {type: "item.completed", item: {type: "agent_message", text}}.
  const item = object(entry.item);
  if (item.type === 'agent_message') return text(item.text);
  const message = object(entry.message ?? entry);
  if (message.role !== 'assistant') return undefined;
  if (typeof message.content === 'string') return text(message.content);
  const parts = list(message.content).map(object);
  return text(
    parts
      .map((part) => text(part.text))
      .filter((part) => part !== undefined)
      .join('\n\n'),
  );
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
