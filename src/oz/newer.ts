import { object, text, time } from '../lib/json.ts';

// What newer servers tell. Older ones answer 404.

/** Something that happened to a run. */
export interface RunEvent {
  readonly type: string;
  /** ms since the epoch. */
  readonly at: number;
}

/** A file that the sandbox handed over. */
export interface HandoffFile {
  readonly id: string | undefined;
  readonly filename: string | undefined;
  /** Signed; lives on another host and expires. */
  readonly url: string | undefined;
}

/** In their order of time. An event without a type or a time says nothing. */
export function decodeTimeline(value: unknown): RunEvent[] | undefined {
  const { events } = object(value);
  if (!Array.isArray(events)) return undefined;
  return events
    .map(object)
    .flatMap((event) => {
      const [type, at] = [text(event.event_type), time(event.occurred_at)];
      return type === undefined || at === undefined ? [] : [{ type: type.toLowerCase(), at }];
    })
    .toSorted((a, b) => a.at - b.at);
}

export function decodeHandoff(value: unknown): HandoffFile[] | undefined {
  const { attachments } = object(value);
  if (!Array.isArray(attachments)) return undefined;
  return attachments.map(object).map((file) => ({
    id: text(file.attachment_id),
    filename: text(file.filename),
    url: text(file.download_url),
  }));
}

/** The id of a conversation; empty while the session goes on. */
export function decodeSessionRedirect(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return text(object(value).conversation_id) ?? '';
}
