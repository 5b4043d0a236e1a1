/**
 * `npm run bench`: measures, and prints a Markdown table for each subject and all figures as JSON. It judges nothing:
 * absolute times depend on the machine, so quote ratios and counts.
 */
import { measureBundle } from './bundle.ts';
import { measureCadence } from './cadence.ts';
import { measureStartup } from './startup.ts';

type Cell = string | number;

function table(title: string, limit: string, rows: readonly Readonly<Record<string, Cell>>[]): string {
  const heads = Object.keys(rows[0] ?? {});
  const text = (value: Cell | undefined) =>
    typeof value === 'number' ? String(Number(value.toFixed(2))) : (value ?? '');
  return [
    `### ${title}`,
    '',
    limit,
    '',
    `| ${heads.join(' | ')} |`,
    `|${heads.map(() => ' --- |').join('')}`,
    ...rows.map((row) => `| ${heads.map((head) => text(row[head])).join(' | ')} |`),
    '',
  ].join('\n');
}

const startup = await measureStartup();
const cadence = await measureCadence();
const bundle = measureBundle();

console.log(
  table(
    'Start-up',
    'Medians of whole processes on this machine; only the ratio to the empty script travels.',
    [...startup.map(({ what, ms, ratio }) => ({ 'process start to …': what, ms, ratio }))],
  ),
);
console.log(
  table(
    'Cadence',
    'Virtual clock, no network time; the fixed intervals are computed, their lag being half of the interval.',
    cadence.map(({ run, interval, requests, lag }) => ({ run, interval, requests, 'mean lag, s': lag })),
  ),
);
console.log(
  table(`Bundle (${bundle.undiciCopies} copy of undici)`, 'Bytes on disk, not minified.', [
    ...bundle.files.map(({ file, kilobytes }) => ({ file, kB: kilobytes })),
  ]),
);
console.log(JSON.stringify({ startup, cadence, bundle }));
