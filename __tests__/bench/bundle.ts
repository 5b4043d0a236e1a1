import { readdirSync, readFileSync } from 'node:fs';

interface BundleFile {
  readonly file: string;
  readonly kilobytes: number;
}

export interface Bundle {
  readonly files: readonly BundleFile[];
  /** How many copies of undici are in it. */
  readonly undiciCopies: number;
}

/** What a workflow downloads, and what a step that asks for nothing special loads of it (`index.js`). */
export function measureBundle(): Bundle {
  const folder = new URL('../../dist/', import.meta.url);
  const files = readdirSync(folder).map((file) => ({
    file,
    source: readFileSync(new URL(file, folder), 'utf8'),
  }));
  return {
    files: files.map(({ file, source }) => ({
      file,
      kilobytes: Math.round(Buffer.byteLength(source) / 1000),
    })),
    // A symbol that every copy of the library defines once.
    undiciCopies: files.flatMap(({ source }) => source.match(/class EnvHttpProxyAgent extends/g) ?? [])
      .length,
  };
}
