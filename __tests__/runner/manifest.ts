import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

export interface Manifest {
  name: string;
  main: string;
  post: string | undefined;
  postIf: string;
  /** Input name → default, undefined when it has none. */
  inputs: Map<string, string | undefined>;
}

interface RawManifest {
  name?: string;
  /** An input may be declared by its name alone, which YAML reads as an empty scalar. */
  inputs?: Record<string, { default?: string } | ''>;
  runs?: { using?: string; main?: string; post?: string; 'post-if'?: string };
}

/** Reads action.yml (or action.yaml) of a JavaScript action. Rejects when there is none or it is of another kind. */
export async function readManifest(directory: string): Promise<Manifest> {
  const text = await readFile(path.join(directory, 'action.yml'), 'utf8').catch(() =>
    readFile(path.join(directory, 'action.yaml'), 'utf8'),
  );
  // The failsafe schema keeps every scalar a string, as the runner does: `default: true` is the word true.
  const raw = parse(text, { schema: 'failsafe' }) as RawManifest;
  if (!raw.runs?.using?.startsWith('node') || !raw.runs.main) {
    throw new Error(`${directory} is not a JavaScript action: runs.using is '${raw.runs?.using ?? ''}'`);
  }
  return {
    name: raw.name ?? '',
    main: path.join(directory, raw.runs.main),
    post: raw.runs.post && path.join(directory, raw.runs.post),
    postIf: raw.runs['post-if'] ?? 'always()',
    inputs: new Map(
      Object.entries(raw.inputs ?? {}).map(([name, input]) => [
        name,
        input === '' ? undefined : input.default,
      ]),
    ),
  };
}
