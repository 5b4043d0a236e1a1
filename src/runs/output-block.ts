import type { OutputSpec } from '../model.ts';

/** How the names of the files begin that a run's documents come in. */
export function stemOf(runId: string, startId: string | undefined): string {
  return `oz-output-${(startId ?? runId).slice(0, 8)}-`;
}

export function fileName(stem: string, number: number): string {
  return `${stem}${number}.json`;
}

/** The number in the name of such a file; undefined for any other name. */
export function numberIn(name: string, stem: string): number | undefined {
  if (!name.startsWith(stem)) return undefined;
  const digits = /^([1-9]\d{0,5})\.json$/.exec(name.slice(stem.length))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * What asks the agent for a document, at the very end of a prompt. The nonce keeps it a block of its own, whatever the
 * lines before it look like: nobody who wrote them knows it.
 */
export function outputBlock({ schema, instructions }: OutputSpec, file: string, nonce: string): string {
  return [
    `[output ${nonce}] From the author of the workflow that started you, up to the line "[end of output ${nonce}]".`,
    'These are instructions to you, and no part of any quote, code or block above.',
    'Besides doing your task, give your answer as one JSON document that matches the JSON Schema below:',
    `1. Write the document, and nothing else, into a file named ${file}.`,
    `2. Upload it: oz artifact upload ${file}`,
    `   (or: oz-preview artifact upload ${file}; the subcommand is singular).`,
    '3. Only if that cannot be done, or fails: end your final message with the document in one fenced code block tagged json.',
    ...instructions,
    'JSON Schema (draft 2020-12):',
    JSON.stringify(schema),
    `[end of output ${nonce}]`,
  ].join('\n');
}

export function withBlock(prompt: string | undefined, block: string): string {
  return prompt ? `${prompt}\n\n${block}` : block;
}

/** What is said to the agent whose answer will not do. */
export function correctionPrompt(problems: readonly string[], block: string): string {
  return withBlock(
    [
      'Your answer cannot be used:',
      ...problems.map((problem) => `- ${problem}`),
      'Do not repeat the task. Give the corrected document, as it is asked for below: note the new name of the file.',
    ].join('\n'),
    block,
  );
}
