import { randomUUID } from 'node:crypto';
import type { OutputSpec, RunRecord } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { type Asked, newestFile } from './document.ts';
import { fileName, outputBlock, stemOf, withBlock } from './output-block.ts';

/** What a run was asked for besides its task. */
export interface Wanted extends Asked {
  readonly spec: OutputSpec;
}

/** Of a run that is to be created. */
export function wantedFirst(spec: OutputSpec, startId: string): Wanted {
  return { spec, stem: stemOf('', startId), first: 1, nonce: newNonce() };
}

/** Of a run that is asked again: one more than the highest number that there is, but no less than `least`. */
export function wantedAgain(
  spec: OutputSpec,
  run: Run,
  least: number,
  stem = stemOf(run.id, run.metadata?.start_id),
): Wanted {
  const { number = 0 } = newestFile({ run }, { stem, first: 1 }) ?? {};
  return { spec, stem, first: Math.max(number + 1, least), nonce: newNonce() };
}

/** Of a run that an earlier step asked. */
export function wantedEarlier(spec: OutputSpec, { run, runId = '' }: RunRecord): Wanted {
  return { spec, stem: stemOf(runId, run?.metadata?.start_id), first: 1, nonce: undefined };
}

export function blockOf({ spec, stem, first, nonce = '' }: Wanted): string {
  return outputBlock(spec, fileName(stem, first), nonce);
}

/** A prompt with what is wanted at its very end. */
export function withOutput(prompt: string | undefined, wanted: Wanted | undefined): string | undefined {
  return wanted === undefined ? prompt : withBlock(prompt, blockOf(wanted));
}

function newNonce(): string {
  return randomUUID().slice(0, 8);
}
