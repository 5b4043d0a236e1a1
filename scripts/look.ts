/**
 * Photographs what people look at, wide and narrow, light and dark: npm run look [-- DIR]. The pages are those of
 * `npm start`, with every group of the log open, and one more with timelines of different lengths and the diagram of
 * the architecture.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Demonstration, demonstrate } from '../__tests__/demo/demonstrate.ts';
import { demonstrationToPage } from '../__tests__/demo/page.ts';
import type { ScenarioName } from '../__tests__/emulator/scenarios.ts';
import type { StateChange } from '../src/model.ts';
import { timelineOf } from '../src/report/timeline.ts';
import { Photographer } from './browser.ts';

const SCENARIOS: readonly ScenarioName[] = [
  'busy',
  'review',
  'collect',
  'fails',
  'blocks',
  'errors-then-succeeds',
];
const WIDTHS = [1280, 400];
const SECTIONS = ['log', 'annotations', 'outputs', 'summary', 'comment', 'review', 'requests'];
const SCHEMES = ['light', 'dark'] as const;

/** In seconds: what a run queues, and what it then works until it is blocked, and after that. */
const SPANS: Readonly<Record<string, [number, number, number?]>> = {
  '20 s': [3, 17],
  '20 min': [45, 600, 540],
  '6 h': [600, 12_000, 8400],
  '2 days': [600, 80_000, 90_000],
};

const out = process.argv[2] ?? fileURLToPath(new URL('../.demo/look/', import.meta.url));
mkdirSync(out, { recursive: true });
await using photographer = await Photographer.start();
for (const demonstration of await Promise.all(SCENARIOS.map((scenario) => demonstrate({ scenario })))) {
  await photograph(demonstration);
  if (demonstration.name === 'busy') await photograph(withDiagrams(demonstration));
}
console.log(out);

async function photograph(demonstration: Demonstration): Promise<void> {
  const style = '<style>.log { max-height: none; }</style>';
  const page = demonstrationToPage(demonstration)
    .replaceAll(/<details( class="fold")?>/g, '<details$1 open>')
    .replace('</head>', `${style}</head>`);
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      const nameOf = (id: string) => `${demonstration.name}-${id}-${width}-${colorScheme}.png`;
      const files = Object.fromEntries(SECTIONS.map((id) => [id, path.join(out, nameOf(id))]));
      await photographer.photograph(page, { width, colorScheme, scale: 1, files });
    }
  }
}

function withDiagrams(demonstration: Demonstration): Demonstration {
  const { result } = demonstration;
  const timelines = Object.entries(SPANS).map(([title, span]) => `### ${title}\n\n${markdownOf(span)}\n`);
  const architecture = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8');
  const diagrams = architecture.match(/^```mermaid\n[\s\S]*?^```$/gm) ?? [];
  const summary = [...timelines, ...diagrams].join('\n');
  return { ...demonstration, name: 'diagrams', result: { ...result, summary } };
}

function markdownOf([queued, working, more = 0]: [number, number, number?]): string {
  const noon = Date.UTC(2026, 0, 1, 12);
  const stages = ['queued', 'working', 'blocked', 'working', 'ended'] as const;
  const durations = more ? [queued, working, 60, more, 0] : [queued, working, 0, 0, 0];
  let at = noon;
  const history = stages.map((stage, index): StateChange => {
    const change = { stage, state: stage.toUpperCase(), at };
    at += (durations[index] ?? 0) * 1000;
    return change;
  });
  const timeline = timelineOf([{ runId: undefined, run: undefined, history }]);
  if (timeline?.kind === 'picture') return `\`\`\`mermaid\n${timeline.source}\n\`\`\``;
  return timeline?.lines.join('\n') ?? '';
}
