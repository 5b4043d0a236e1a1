import type { Life } from '../emulator/oz/life.ts';
import { byTime, fails, succeedsWithoutPullRequest, succeedsWithPullRequest } from '../emulator/oz/lives.ts';
import { answers, document } from '../emulator/oz/structured.ts';
import { REVIEW, REVIEWED_FILES } from '../emulator/reviewed.ts';
import { openVirtualStep } from '../support/virtual-step.ts';

/** How long people wait for a step whose run is over. In seconds. */
interface Lag {
  readonly run: string;
  /** The polling interval when the run ended. */
  readonly interval: number;
  readonly mean: number;
  readonly worst: number;
}

interface Kind {
  readonly run: string;
  /** `length`: in ms, from the creation to the final state. */
  readonly life: (length: number) => Life;
  readonly with?: Readonly<Record<string, string>>;
}

const SCHEMA = '{"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}';

const KINDS: readonly Kind[] = [
  { run: 'changes nothing', life: (length) => succeedsWithoutPullRequest(byTime(length)) },
  { run: 'opens a pull request', life: (length) => succeedsWithPullRequest(byTime(length)) },
  {
    run: 'answers by a schema',
    life: (length) => answered({ kind: 'bug' }, length),
    with: { 'output-schema': SCHEMA },
  },
  { run: 'reviews', life: (length) => answered(REVIEW, length), with: { review: 'true' } },
  { run: 'fails', life: (length) => fails(byTime(length)) },
];

/** Such a run works for half of its pace. */
function answered(content: unknown, length: number): Life {
  return answers({ files: document(content) }, byTime(2 * length));
}

const CREATE = 'POST /agent/runs';
const LENGTH = 10 * 60_000;
const CEILING = 15_000;

/**
 * From the run's final state to the end of the step, comment and summary included, on the virtual clock: whatever is
 * waited for counts, the network does not.
 */
export async function measureLag(trials = 8): Promise<Lag[]> {
  const rows: Lag[] = [];
  for (const kind of KINDS) {
    const lags: number[] = [];
    for (let trial = 0; trial < trials; trial += 1) {
      // Run lengths spread by one polling interval, so that no grid happens to meet the end.
      lags.push(await lagOf(kind, LENGTH + Math.round((CEILING * trial) / trials)));
    }
    const mean = lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
    rows.push({ run: kind.run, interval: CEILING / 1000, mean, worst: Math.max(...lags) });
  }
  return rows;
}

async function lagOf(kind: Kind, length: number): Promise<number> {
  const step = await openVirtualStep();
  try {
    const { emulator, clock } = step;
    const { github, oz } = emulator;
    github.addPull({ number: 7, files: REVIEWED_FILES });
    github.addPull({ number: 42 });
    oz.nextLife(kind.life(length));
    const told = {
      comment: 'sticky',
      summary: 'true',
      'issue-number': '7',
      'github-token': emulator.githubToken,
    };
    await step.run({
      prompt: 'Do it',
      'poll-interval-seconds': String(CEILING / 1000),
      ...told,
      ...kind.with,
    });
    const [created = Number.NaN] = step.times(CREATE);
    if (github.comments(7).length !== 1) throw new Error(`${kind.run}: no comment`);
    return (clock.now() - created - length) / 1000;
  } finally {
    await step.close();
  }
}
