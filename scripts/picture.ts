/**
 * Makes the pictures of the README: log, summary and comment of a real run of the built action against the emulator,
 * on the demo's page, by headless Chromium (`CHROMIUM`, or whichever is on the path).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Demonstration, demonstrate } from '../__tests__/demo/demonstrate.ts';
import { demonstrationToPage } from '../__tests__/demo/page.ts';

/** Which section of the page, and how wide: in CSS pixels. */
const PICTURES = [
  { section: 'log', width: 860 },
  { section: 'summary', width: 980 },
  { section: 'comment', width: 980 },
] as const;

/** Sharp on dense screens, and still small. */
const SCALE = 1.5;

/** In bytes: a README is read over slow lines too. */
const LARGEST = 300_000;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const chromium = findChromium();
const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const temporary = mkdtempSync(path.join(tmpdir(), 'picture-'));
try {
  mkdirSync(docs, { recursive: true });
  const page = unfolded(demonstrationToPage(atNoon(await demonstrate({ scenario: 'busy' }))));
  for (const { section, width } of PICTURES) {
    const picture = path.join(docs, `${section}.png`);
    photograph(onlySection(page, section), width, picture);
    console.log(`${picture}: ${statSync(picture).size} bytes`);
    if (statSync(picture).size > LARGEST) throw new Error(`${picture} is over ${LARGEST} bytes`);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function findChromium(): string {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const places = PATH.split(path.delimiter).flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`None of ${NAMES.join(', ')} is on the path: set CHROMIUM.`);
  return found;
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

/** The page's own look; of its sections one, without its heading, and as high as it is. */
function onlySection(page: string, section: string): string {
  const style = `<style>
:root { color-scheme: light; }
main { max-width: none; margin: 0; padding: 12px; }
main > :not(#${section}), section > h2, .log + .log { display: none; }
section { margin: 0; }
.log { max-height: none; }
</style>`;
  return page
    .replace('</head>', `${style}</head>`)
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
}

function photograph(page: string, width: number, picture: string): void {
  const file = path.join(temporary, 'page.html');
  const measure = '<script>document.title = Math.ceil(document.body.getBoundingClientRect().height)</script>';
  writeFileSync(file, page.replace('</body>', `${measure}</body>`));
  const url = pathToFileURL(file).href;
  const height = Number(
    /<title>(\d+)<\/title>/.exec(browse(['--dump-dom', `--window-size=${width},800`, url]))?.[1],
  );
  if (!(height > 0)) throw new Error('the page could not be measured');
  browse([`--screenshot=${picture}`, `--window-size=${width},${height}`, url]);
}

function browse(args: readonly string[]): string {
  const common = [
    '--headless=new',
    '--disable-gpu',
    '--hide-scrollbars',
    `--force-device-scale-factor=${SCALE}`,
    `--user-data-dir=${path.join(temporary, 'profile')}`,
    // The page is ours, and a container lets nobody make the sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const { status, stdout, stderr, error } = spawnSync(chromium, [...common, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`Chromium ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout;
}
