// The face of the bundle: `dist/main.js` and `dist/post.js` each call one of these, so that the phase follows from the
// file that the runner starts, never by state that a killed step may not have saved. Each loads its own half only.

export async function main(): Promise<void> {
  const { runMain } = await import('./main.ts');
  await runMain();
}

export async function post(): Promise<void> {
  const { runPost } = await import('./post.ts');
  await runPost();
}
