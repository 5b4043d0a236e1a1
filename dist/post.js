import process from 'node:process';

// A job that is cancelled signals this phase too: until it is ready to clean up, nothing may end it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
const { isAnythingLeft } = await import('./saved-state.js');
if (isAnythingLeft(process.env)) {
  const { post } = await import('./index.js');
  await post();
}
