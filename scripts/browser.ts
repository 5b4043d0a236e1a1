import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

export type ColourScheme = 'light' | 'dark';

export interface Shot {
  /** In CSS pixels. */
  width: number;
  colorScheme: ColourScheme;
  /** Pixels of the picture for each CSS pixel. */
  scale: number;
  /** What is shown of the page: the element of each of these ids that it has, in a PNG of its own. */
  files: Readonly<Record<string, string>>;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The headless Chromium at `CHROMIUM`, or whichever is on the path. */
export class Photographer implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async start(): Promise<Photographer> {
    // The pages are ours, and root cannot have the sandbox.
    const chromiumSandbox = process.getuid?.() !== 0;
    const browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox });
    return new Photographer(browser, await mkdtemp(path.join(tmpdir(), 'photographer-')));
  }

  /** Once its diagrams are drawn. Throws when they or the page's scripts have errors. */
  async photograph(page: string, { width, colorScheme, scale, files }: Shot): Promise<void> {
    const source = path.join(this.#folder, 'page.html');
    writeFileSync(source, page);
    const viewport = { width, height: 200 };
    const tab = await this.#browser.newPage({ viewport, colorScheme, deviceScaleFactor: scale });
    try {
      const errors: string[] = [];
      tab.on('pageerror', ({ message }) => errors.push(message));
      tab.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
      await tab.goto(pathToFileURL(source).href);
      await tab.locator('.mermaid:not(:has(svg))').first().waitFor({ state: 'detached' });
      const isWrong = (await tab.locator('.mermaid svg[aria-roledescription="error"]').count()) > 0;
      if (isWrong) errors.push('a diagram has errors');
      if (errors.length > 0) throw new Error(`The page could not be drawn: ${errors.join('; ')}`);
      for (const [id, file] of Object.entries(files)) {
        const element = tab.locator(`#${id}`);
        if ((await element.count()) > 0) await element.screenshot({ path: file });
      }
    } finally {
      await tab.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function findChromium(): string {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const places = PATH.split(path.delimiter).flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`None of ${NAMES.join(', ')} is on the path: set CHROMIUM.`);
  return found;
}
