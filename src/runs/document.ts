import path from 'node:path';
import { lastJsonBlock } from '../lib/fenced-json.ts';
import type { RunRecord } from '../model.ts';
import { allMessages, answersIn, type Message, textOf } from '../oz/conversation.ts';
import type { Artifact } from '../oz/decode.ts';
import type { Deps } from './deps.ts';
import { numberIn } from './output-block.ts';
import { withRetry } from './retry.ts';

/** What the agent was asked for, as its answer is looked for. */
export interface Asked {
  /** How the names of its files begin. */
  readonly stem: string;
  /** The lowest number of a file that answers: older ones answered something else. */
  readonly first: number;
  /** Stands in the request; undefined where another step has sent it. */
  readonly nonce: string | undefined;
  /** How many messages of the agent there were before the request, where that is known. */
  readonly answersBefore?: number | undefined;
}

/** `source`: where it was found, for people. `fault`: why there is nothing in it to be parsed. */
export type Found =
  | { readonly kind: 'text'; readonly source: string; readonly text: string }
  | { readonly kind: 'fault'; readonly source: string; readonly fault: string };

/** In bytes. */
const MAX_FILE = 1024 ** 2;

/** How long one file may take to download, in ms. */
const DOWNLOAD_TIMEOUT = 30_000;

/** The document that answers, as far as there is one now. Rejects with the signal's reason, or over a failed download. */
export async function findDocument(record: RunRecord, asked: Asked, deps: Deps): Promise<Found | undefined> {
  const { file } = newestFile(record, asked) ?? {};
  return file === undefined ? findBlock(record, asked) : readFile(file, deps);
}

/** What stands in where there is no file, or none to be had. */
export async function findBlock(record: RunRecord, asked: Asked): Promise<Found | undefined> {
  const text = await lastJsonBlock(answerOf(record, asked));
  return text === undefined
    ? undefined
    : { kind: 'text', source: 'the last block tagged `json` of the final message', text };
}

/** The highest number of a file that there is; of two with the same name the newest counts. */
export function newestFile(
  { run }: Pick<RunRecord, 'run'>,
  { stem, first }: Pick<Asked, 'stem' | 'first'>,
): { readonly number: number; readonly file: Artifact } | undefined {
  const files = (run?.artifacts ?? [])
    .filter(({ type }) => type === 'FILE')
    .map((file) => ({ file, number: numberIn(nameOf(file), stem) ?? 0 }))
    .filter(({ number }) => number >= Math.max(first, 1));
  return files
    .toSorted((a, b) => a.number - b.number || (a.file.createdAt ?? 0) - (b.file.createdAt ?? 0))
    .at(-1);
}

function nameOf({ filename, filepath }: Artifact): string {
  return path.posix.basename(filename ?? filepath ?? '');
}

/** The final message, unless it is from before the request. */
function answerOf({ result }: RunRecord, asked: Asked): string {
  const { text = '', conversation } = result ?? {};
  return conversation && isOlder(text, allMessages(conversation.steps), asked) ? '' : text;
}

function isOlder(text: string, messages: readonly Message[], { nonce, answersBefore = -1 }: Asked): boolean {
  if (answersIn(messages).length <= answersBefore) return true;
  const request = messages.findLastIndex(
    (one) => one.role === 'user' && nonce && textOf(one).includes(nonce),
  );
  return messages.findLastIndex((one) => one.role === 'assistant' && textOf(one) === text) < request;
}

async function readFile(file: Artifact, deps: Deps): Promise<Found> {
  const { Refusal } = await import('../oz/download.ts');
  const source = `the file \`${nameOf(file)}\``;
  try {
    const bytes = await download(file, deps);
    return { kind: 'text', source, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'fault', source, fault: error.message };
    if (error instanceof TypeError) return { kind: 'fault', source, fault: 'it is not valid UTF-8' };
    throw error;
  }
}

async function download({ uid = '', sizeBytes }: Artifact, deps: Deps): Promise<Uint8Array> {
  const { oz, clock, signal } = deps;
  const { downloadBytes, Refusal } = await import('../oz/download.ts');
  const refuse = (size: number) => {
    throw new Refusal(`it has ${size} bytes; at most ${MAX_FILE} are accepted`);
  };
  if (sizeBytes !== undefined && sizeBytes > MAX_FILE) refuse(sizeBytes);
  const read = (options: { timeout: number; signal: AbortSignal }) => oz.readArtifact(uid, options);
  const { content, downloadUrl = '' } = await withRetry(read, deps, clock.now() + DOWNLOAD_TIMEOUT);
  if (content !== undefined) {
    const bytes = Buffer.from(content);
    return bytes.length > MAX_FILE ? refuse(bytes.length) : bytes;
  }
  return downloadBytes(downloadUrl, {
    signal,
    mayBePlain: oz.isLoopback,
    largest: MAX_FILE,
    expected: undefined,
  });
}
