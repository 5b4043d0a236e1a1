import process from 'node:process';
import { isAnythingLeft } from './saved-state.ts';

// The face of the bundle: `dist/main.js` and `dist/post.js` each call one of these, so that the phase is told by the
// file that the runner starts, never by state that a killed step may not have saved.

export async function main(): Promise<void> {
  const { runMain } = await import('./main.ts');
  await runMain();
}

/** Most steps leave nothing to do, and then nothing more is loaded. */
export async function post(): Promise<void> {
  if (!isAnythingLeft(process.env)) return;
  const { runPost } = await import('./post.ts');
  await runPost();
}
