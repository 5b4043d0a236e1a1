import type { GitHubWorld } from './github/world.ts';
import { busy } from './oz/busy.ts';
import { ATTACKS, hostile } from './oz/hostile.ts';
import type { Life } from './oz/life.ts';
import {
  atCapacity,
  blocks,
  byReads,
  byTime,
  cancelledElsewhere,
  errorsRetryably,
  fails,
  lateArtifacts,
  neverEnds,
  neverStarts,
  type Pace,
  runsUpABill,
  succeedsWithoutPullRequest,
  succeedsWithPullRequest,
  unknownState,
} from './oz/lives.ts';
import { answers, answersAgain, document } from './oz/structured.ts';
import type { OzWorld } from './oz/world.ts';
import { REVIEW, REVIEWED_FILES } from './reviewed.ts';

export interface Scenario {
  description: string;
  /** The lives of the runs that are created, in order; the last one is everybody's who comes after. */
  lives: (pace: Pace) => [...Life[], Life];
}

/** Ready-made worlds by name. */
export const SCENARIOS = {
  'succeeds-with-pull-request': {
    description: 'The agent works, opens a pull request and succeeds',
    lives: (pace) => [succeedsWithPullRequest(pace)],
  },
  'succeeds-without-pull-request': {
    description: 'The agent finds nothing to change and succeeds',
    lives: (pace) => [succeedsWithoutPullRequest(pace)],
  },
  fails: {
    description: 'The agent gives up: FAILED, and no use in trying again',
    lives: (pace) => [fails(pace)],
  },
  'errors-retryably': {
    description: 'The sandbox is lost: ERROR, marked retryable, every time',
    lives: (pace) => [errorsRetryably(pace)],
  },
  'errors-then-succeeds': {
    description: 'The first run ends in a retryable ERROR, the second one succeeds',
    lives: (pace) => [errorsRetryably(pace), succeedsWithPullRequest(pace)],
  },
  blocks: {
    description: 'The agent asks a person something and stays BLOCKED',
    lives: (pace) => [blocks(pace)],
  },
  'never-starts': {
    description: 'The run stays QUEUED until somebody cancels it',
    lives: () => [neverStarts()],
  },
  'never-ends': {
    description: 'The agent works until somebody cancels it',
    lives: (pace) => [neverEnds(pace)],
  },
  'over-budget': {
    description: 'The agent works on and on, and costs more all the time, until somebody cancels it',
    lives: (pace) => [runsUpABill(pace)],
  },
  'cancelled-elsewhere': {
    description: 'Somebody cancels the run in the web app',
    lives: (pace) => [cancelledElsewhere(pace)],
  },
  'unknown-state': {
    description: 'The server reports a state that nobody has heard of, then the run succeeds',
    lives: (pace) => [unknownState(pace)],
  },
  'late-artifacts': {
    description: 'The pull request that the agent names is listed only some time after SUCCEEDED',
    lives: (pace) => [lateArtifacts(pace)],
  },
  'at-capacity': {
    description: 'The account is at capacity: the run queues for a while, then succeeds',
    lives: (pace) => [atCapacity(pace)],
  },
  reply: {
    description: 'Somebody asks by a comment: one comment shows the work, a fresh one brings the answer',
    lives: (pace) => [succeedsWithPullRequest(pace)],
  },
  hostile: {
    description: 'The agent writes attacks into every field that the API can return',
    lives: (pace) => [hostile(pace)],
  },
  'hostile-error': {
    description: 'The same, and the run ends in ERROR',
    lives: (pace) => [hostile(pace, 'ERROR')],
  },
  'typed-output': {
    description: 'The agent is asked for a JSON document; its first one is wrong, the corrected one is right',
    lives: (pace) => [answers({ files: document({ kind: 'defect' }) }, pace)],
  },
  review: {
    description: 'The agent reviews the pull request; its findings are posted on their lines',
    lives: (pace) => [answers({ files: document(REVIEW), words: 'The review is uploaded.' }, pace)],
  },
  collect: {
    description: 'Three agents were started without waiting; two have ended, and one step concludes them',
    lives: () => [succeedsWithPullRequest(byReads), fails(byReads), neverEnds(byReads)],
  },
  busy: {
    description: 'A lively run with nested steps and artifacts of each kind',
    lives: (pace) => [busy(pace)],
  },
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;

export type PaceName = 'reads' | 'demo';

/** What the agent of `typed-output` answers in the end. */
const CLASSIFIED = {
  kind: 'bug',
  urgency: 'high',
  reason: 'The parser throws on empty blocks, which the documentation allows.',
};

/** Length of a run in a demo, in ms. */
const DEMO_MS = 8_000;

export function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(SCENARIOS, name);
}

/** Sets the stage: lives for the runs to come, and the pull requests that they speak of. */
export function applyScenario(
  name: ScenarioName,
  pace: PaceName,
  { oz, github }: { oz: OzWorld; github: GitHubWorld },
): void {
  const paced = pace === 'demo' ? byTime(DEMO_MS) : byReads;
  const lives: Life[] = SCENARIOS[name].lives(paced);
  oz.nextLife(...lives.slice(0, -1));
  oz.defaultLife = lives.at(-1) ?? oz.defaultLife;
  if (name === 'typed-output') {
    oz.followUpLife = answersAgain({ files: document(CLASSIFIED) }, paced);
  }
  const files = name === 'review' ? { files: REVIEWED_FILES } : {};
  github.addPull({ number: 7, title: 'Parser fails on empty blocks', headRefName: 'empty-blocks', ...files });
  if (name === 'reply') github.addComment({ number: 7, user: 'octocat', body: '/oz add a test' });
  const attack = ATTACKS.join('\n');
  github.addPull({ number: 666, title: attack, headRefName: attack, user: 'warp-agent[bot]' });
  const opened = github.addPull({
    number: 42,
    title: 'Repair the parser for empty blocks',
    headRefName: 'oz/repair-the-parser',
    user: 'warp-agent[bot]',
    additions: 37,
    deletions: 5,
    changedFiles: 2,
  });
  github.checks.set(opened.headSha, [
    { name: 'test', status: 'completed', conclusion: 'success' },
    { name: 'lint', status: 'completed', conclusion: 'success' },
  ]);
}
