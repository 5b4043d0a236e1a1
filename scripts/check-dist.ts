/** Fails when `dist/` is not what a build of `src/` makes. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fresh = 'build/dist';

function contents(folder: string): Map<string, Buffer> {
  const names = readdirSync(`${root}${folder}`).sort();
  return new Map(names.map((name) => [name, readFileSync(`${root}${folder}/${name}`)]));
}

execFileSync(process.execPath, [`${root}scripts/build.ts`, fresh], { stdio: 'inherit' });
const [committed, built] = [contents('dist'), contents(fresh)];
const names = new Set([...committed.keys(), ...built.keys()]);
const stale = [...names].filter((name) => !committed.get(name)?.equals(built.get(name) ?? Buffer.alloc(0)));
for (const name of stale) console.error(`stale: dist/${name}`);
if (stale.length > 0) {
  console.error('Run `npm run build` and commit dist/ with the change of its source.');
  process.exitCode = 1;
}
