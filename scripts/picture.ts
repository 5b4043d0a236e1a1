/**
 * Makes the pictures of the README: log, summary and comment of a real run of the built action against the emulator,
 * on the demo's page, by headless Chromium (`CHROMIUM`, or whichever is on the path).
 */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Demonstration, demonstrate } from '../__tests__/demo/demonstrate.ts';
import { demonstrationToPage } from '../__tests__/demo/page.ts';
import { Photographer } from './browser.ts';

/** Which section of the page, and how wide: in CSS pixels. GitHub's log is dark in both colour schemes. */
const PICTURES = [
  { section: 'log', width: 860, colorScheme: 'dark', name: 'log' },
  { section: 'summary', width: 980, colorScheme: 'light', name: 'summary' },
  { section: 'summary', width: 980, colorScheme: 'dark', name: 'summary-dark' },
  { section: 'comment', width: 980, colorScheme: 'light', name: 'comment' },
  { section: 'comment', width: 980, colorScheme: 'dark', name: 'comment-dark' },
] as const;

/** Sharp on dense screens, and still small. */
const SCALE = 1.5;

/** In bytes: a README is read over slow lines too. */
const LARGEST = 300_000;

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const demonstration = atNoon(await demonstrate({ scenario: 'busy' }));
const page = withoutFrame(unfolded(demonstrationToPage(demonstration)));
await using photographer = await Photographer.start();
for (const { section, width, colorScheme, name } of PICTURES) {
  const file = `${docs}${name}.png`;
  await photographer.photograph(page, { width, colorScheme, scale: SCALE, files: { [section]: file } });
  const { size } = statSync(file);
  console.log(`${file}: ${size} bytes`);
  if (size > LARGEST) throw new Error(`${file} is over ${LARGEST} bytes`);
}

/** Moves the moments that are shown to a fixed noon, by whole seconds: else every run would make other pictures. */
function atNoon(demonstration: Demonstration): Demonstration {
  const { result, comments } = demonstration;
  const noon = Date.UTC(2026, 0, 1, 12);
  const moments = result.summary.match(/\b\d{13}\b/g)?.map(Number) ?? [];
  const first = Math.min(...moments);
  const moved = (time: number) => noon + Math.round((time - first) / 1000) * 1000;
  const summary = result.summary.replace(/\b\d{13}\b/g, (time) => String(moved(Number(time))));
  const shown = new Date(noon).toISOString();
  return {
    ...demonstration,
    result: { ...result, summary },
    comments: comments.map((comment) => ({
      ...comment,
      createdAt: shown,
      updatedAt: new Date(noon + 1).toISOString(),
    })),
  };
}

/** The groups of the agent's work are shown open; the first one holds the inputs. */
function unfolded(page: string): string {
  const [before = '', ...after] = page.split('<section id="log">');
  const [log = '', ...rest] = after.join('').split('</section>');
  const open = log.replaceAll('<details>', '<details open>').replace('<details open>', '<details>');
  return `${before}<section id="log">${[open, ...rest].join('</section>')}`;
}

/** A picture of a section is all of it, without its heading and without the log of the post phase. */
function withoutFrame(page: string): string {
  const style = `<style>
main { max-width: none; padding: 0; }
section { padding: 12px; }
section > h2, .log + .log { display: none; }
.log { max-height: none; }
</style>`;
  return page.replace('</head>', `${style}</head>`);
}
