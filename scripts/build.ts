/**
 * Builds `dist/`: tsc to `build/`, ncc to one bundle with the licences of all that is in it, and an entry
 * file for each phase beside it.
 * TypeScript 7 has no JavaScript API, so ncc cannot compile the sources itself.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = process.argv[2] ?? 'dist';

function run(tool: string, ...args: string[]): void {
  execFileSync(process.execPath, [`${root}node_modules/${tool}`, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
}

rmSync(`${root}build`, { recursive: true, force: true });
run('typescript/bin/tsc', '-p', 'src/tsconfig.json');
const ncc = ['build', 'build/index.js', '-o', 'build/bundle', '--license', 'licenses.txt', '--quiet'];
run('@vercel/ncc/dist/ncc/cli.js', ...ncc);
// Most steps leave the post phase nothing to do: then it loads one small file instead of the bundle.
const entries = {
  main: `import { main } from './index.js';\n\nawait main();\n`,
  post: [
    `import process from 'node:process';`,
    '',
    '// A job that is cancelled signals this phase too: until it is ready to clean up, nothing may end it.',
    `for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);`,
    `const { isAnythingLeft } = await import('./saved-state.js');`,
    'if (isAnythingLeft(process.env)) {',
    `  const { post } = await import('./index.js');`,
    '  await post();',
    '}',
    '',
  ].join('\n'),
};
for (const [phase, source] of Object.entries(entries)) {
  writeFileSync(`${root}build/bundle/${phase}.js`, source);
}
copyFileSync(`${root}build/saved-state.js`, `${root}build/bundle/saved-state.js`);
rmSync(`${root}${out}`, { recursive: true, force: true });
renameSync(`${root}build/bundle`, `${root}${out}`);
