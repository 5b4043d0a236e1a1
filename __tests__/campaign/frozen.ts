import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Replacement } from './sabotages.ts';

/** A copy of a built action: a build in the middle of a long campaign must not change what it is about. */
export class FrozenAction implements AsyncDisposable {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async of(action: string): Promise<FrozenAction> {
    const directory = await mkdtemp(path.join(tmpdir(), 'campaign-'));
    for (const name of ['action.yml', 'dist']) {
      await cp(path.join(action, name), path.join(directory, name), { recursive: true });
    }
    return new FrozenAction(directory);
  }

  /** Throws when what is to be replaced does not stand in exactly one place: then the list is out of date. */
  async replace(replacements: readonly Replacement[]): Promise<void> {
    const dist = path.join(this.directory, 'dist');
    const files = (await readdir(dist)).filter((name) => name.endsWith('.js'));
    for (const { from, to } of replacements) {
      const texts = await Promise.all(files.map((name) => readFile(path.join(dist, name), 'utf8')));
      const places = texts.reduce((sum, text) => sum + text.split(from).length - 1, 0);
      if (places !== 1) throw new Error(`stands in ${places} places of the build: ${from}`);
      const index = texts.findIndex((text) => text.includes(from));
      const text = texts[index] ?? '';
      await writeFile(
        path.join(dist, files[index] ?? ''),
        text.replace(from, () => to),
      );
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true });
  }
}
