/**
 * `npm run bench`: measures, and prints a Markdown table for each subject and all figures as JSON. It judges nothing:
 * absolute times depend on the machine, so quote ratios and counts. `-- --peer PATH` starts another action's entry
 * file beside ours.
 */
import { parseArgs } from 'node:util';
import { measureBundle } from './bundle.ts';
import { measureCadence } from './cadence.ts';
import { measureCollectRequests } from './collect-requests.ts';
import { measureCollectTime } from './collect-time.ts';
import { measureGitHubRequests } from './github-requests.ts';
import { measureLag } from './lag.ts';
import { measureLookUp } from './look-up.ts';
import { measureMemory } from './memory.ts';
import { measureRendering } from './rendering.ts';
import { measureReviewRequests } from './review-requests.ts';
import { measureStartup } from './startup.ts';
import { measureStreaming } from './streaming.ts';

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

const { peer } = parseArgs({ options: { peer: { type: 'string' } } }).values;
const startup = await measureStartup(peer);
const collectTime = await measureCollectTime();
const cadence = await measureCadence();
const lag = await measureLag();
const bundle = measureBundle();
const streaming = await measureStreaming();
const github = await measureGitHubRequests();
const reviews = await measureReviewRequests();
const collecting = await measureCollectRequests();
const lookUp = await measureLookUp();
const rendering = await measureRendering();
const memory = await measureMemory();

console.log(
  table(
    'Start-up',
    'Medians of whole processes on this machine; only the ratio to the empty script travels.',
    [...startup.map(({ what, ms, ratio }) => ({ 'process start to …': what, ms, ratio }))],
  ),
);
console.log(
  table(
    'Start now, collect later',
    'Medians of whole main phases on this machine, comments included; only the ratio to the empty script travels.',
    collectTime.map(({ what, ms, ratio }) => ({ 'from start to end of …': what, ms, ratio })),
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
  table(
    'From the end of the run to the end of the step',
    'Virtual clock, no network time; runs of ten minutes. At most one interval and 2 s are allowed.',
    lag.map(({ run, interval, mean, worst }) => ({
      'a run that …': run,
      'interval, s': interval,
      'mean, s': mean,
      'worst, s': worst,
    })),
  ),
);
console.log(
  table(`Bundle (${bundle.undiciCopies} copy of undici)`, 'Bytes on disk, not minified.', [
    ...bundle.files.map(({ file, kilobytes }) => ({ file, kB: kilobytes })),
  ]),
);
console.log(
  table(
    'Streaming',
    'Virtual clock; a conversation that grows evenly. At most 6 times its final size is allowed.',
    [
      ...streaming.map(({ run, readings, finalBytes, bytes, ratio }) => ({
        run,
        readings,
        'final size, kB': finalBytes / 1000,
        'read in all, kB': bytes / 1000,
        ratio,
      })),
    ],
  ),
);
console.log(
  table(
    'Requests to GitHub',
    'Virtual clock; the living comment of one run of an hour whose agent …',
    github.map(({ agent, requests, writes }) => ({ '…': agent, requests, 'of them writes': writes })),
  ),
);
console.log(
  table(
    'Requests to GitHub for a review',
    'Counted by the emulated GitHub. At most 6 and one more for every 100 files are allowed.',
    reviews.map(({ findings, files, requests }) => ({ findings, files, requests })),
  ),
);
console.log(
  table(
    'Requests of a collecting step',
    'Counted by the emulator; ended runs, each about an issue of its own with a comment.',
    collecting.map(({ runs, fresh, oz, github }) => ({ runs, 'of them new': fresh, Oz: oz, GitHub: github })),
  ),
);
console.log(
  table(
    'Looking up our comment',
    'Counted by the emulated GitHub; pages of 100 from the newest backwards.',
    lookUp.map(({ comments, where, requests }) => ({ comments, 'ours is': where, requests })),
  ),
);
console.log(
  table(
    'Rendering',
    'Medians in this process, warm. Lines of the log, or bytes of Markdown.',
    rendering.map(({ what, ms, size }) => ({ what, ms, 'lines or bytes': size })),
  ),
);
if (memory.length > 0) {
  console.log(
    table(
      'Memory',
      'Most anonymous memory (RssAnon) of the main phase that stores one artifact; at most 150 MiB is allowed.',
      memory.map(({ artifact, peak }) => ({ artifact, 'peak, MiB': peak })),
    ),
  );
}
console.log(
  JSON.stringify({
    startup,
    collectTime,
    cadence,
    lag,
    bundle,
    streaming,
    github,
    reviews,
    collecting,
    lookUp,
    rendering,
    memory,
  }),
);
