// The face of the bundle: `dist/main.js` and `dist/post.js` each call one of these, so that the phase is told by the
// file that the runner starts, never by state that a killed step may not have saved.
// biome-ignore lint/performance/noBarrelFile: the bundler needs one entry
export { main } from './main.ts';
export { post } from './post.ts';
