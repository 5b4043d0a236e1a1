import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputDefaults, outputNames } from '../../src/inputs/declared.ts';
import { MODES, USED_IN } from '../../src/inputs/modes.ts';
import { paths, read, record, yaml } from './project.ts';
import {
  EXAMPLES,
  eventsOf,
  jobsOf,
  OURS,
  oursIn,
  outputsUsed,
  type StepOfJob,
  usesLines,
  WORKFLOWS,
} from './workflows.ts';

const INPUTS = Object.keys(inputDefaults);

function modeOf(step: StepOfJob) {
  return MODES.find((mode) => mode === (step.with.mode ?? inputDefaults.mode));
}

/** What the job's token needs so that this step can tell people. */
function neededScopes(file: string, step: StepOfJob): string[] {
  const statuses = 'status' in step.with ? ['statuses'] : [];
  if (step.with.comment === 'off') return statuses;
  const events = eventsOf(file);
  const issues = events.some((event) => event === 'issues' || event === 'issue_comment');
  const pulls = events.some((event) => event.startsWith('pull_request') || event === 'issue_comment');
  return [
    ...statuses,
    ...(issues || 'issue-number' in step.with ? ['issues'] : []),
    ...(pulls ? ['pull-requests'] : []),
    ...(events.includes('workflow_call') ? ['issues', 'pull-requests'] : []),
  ];
}

/** The longest that a step may follow runs, in minutes; its attempts come one after the other. */
function budgetOf(step: StepOfJob): number {
  const mode = modeOf(step);
  const isFollowing = mode === 'run' || mode === 'attach' || mode === 'follow-up';
  const minutes = (name: NumberInput) => Number(step.with[name] ?? inputDefaults[name]);
  if (!isFollowing || String(step.with.wait ?? inputDefaults.wait) === 'false') return 0;
  const attempts = mode === 'run' ? minutes('max-attempts') : 1;
  const [queue, run] = [minutes('queue-timeout-minutes'), minutes('run-timeout-minutes')];
  return queue === 0 || run === 0 ? Number.POSITIVE_INFINITY : attempts * (queue + run);
}

type NumberInput = 'queue-timeout-minutes' | 'run-timeout-minutes' | 'max-attempts';

describe.each(EXAMPLES)('%s', (file) => {
  const steps = oursIn(file);

  it('has at most 40 lines', () => {
    expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  it('gives its jobs more time than the action may take, so that it is the action that ends a run', () => {
    for (const { name, raw, steps: all } of jobsOf(file)) {
      const budgets = all.filter(({ uses }) => uses === OURS).map(budgetOf);
      const total = budgets.reduce((sum, minutes) => sum + minutes, 0);
      expect(Number(raw['timeout-minutes']), `timeout-minutes of the job ${name}`).toBeGreaterThan(total);
    }
  });

  it('uses this action, with inputs that exist and that its mode uses', () => {
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) {
      const mode = modeOf(step);
      if (mode === undefined) throw new Error(`no such mode: ${step.with.mode}`);
      const given = Object.keys(step.with);
      expect(INPUTS).toEqual(expect.arrayContaining(given));
      const unused = Object.entries(USED_IN).filter(([, modes]) => !modes.includes(mode));
      expect(given.filter((name) => unused.some(([input]) => input === name))).toEqual([]);
      expect(given).toContain('api-key');
      const tasks = mode === 'run' ? ['prompt', 'review'] : ['prompt'];
      const needsTask = mode === 'run' || mode === 'follow-up';
      expect(needsTask && !given.some((name) => tasks.includes(name))).toBe(false);
    }
  });

  it('uses outputs that exist, of steps that exist', () => {
    const ids = jobsOf(file).flatMap((job) => job.steps.map(({ id }) => id));
    for (const { id, output } of outputsUsed(file)) {
      expect(ids).toContain(id);
      expect(outputNames).toContain(output);
    }
  });

  it('grants nothing to the workflow, and to each job what its comment needs', () => {
    expect(record(yaml(file)).permissions).toEqual({});
    for (const { raw, steps: all } of jobsOf(file)) {
      const scopes = record(raw.permissions);
      for (const step of all.filter(({ uses }) => uses === OURS)) {
        for (const scope of neededScopes(file, step)) expect(scopes).toHaveProperty(scope, 'write');
      }
    }
  });

  it('queues on the job, where no event that its `if` turns away can cancel', () => {
    expect(record(yaml(file))).not.toHaveProperty('concurrency');
    for (const { raw } of jobsOf(file)) {
      expect(raw).toHaveProperty('concurrency.group');
      expect(raw).toHaveProperty('concurrency.cancel-in-progress');
      expect(raw).toHaveProperty('timeout-minutes');
    }
  });

  it('is named in the list of recipes', () => {
    expect(read('docs/examples/README.md')).toContain(`(${path.basename(file)})`);
  });
});

describe.each([...EXAMPLES, ...WORKFLOWS])('%s', (file) => {
  it('pins the actions of others by commit, with the version behind it', () => {
    const others = usesLines(file).filter((line) => line !== `uses: ${OURS}` && !line.startsWith('uses: ./'));
    const pinned = /^uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(others.filter((line) => !pinned.test(line))).toEqual([]);
  });

  it('keeps the token out of the checkout', () => {
    const checkouts = jobsOf(file).flatMap(({ steps }) =>
      steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
    );
    for (const step of checkouts) expect(step.with).toHaveProperty('persist-credentials', false);
  });
});

it('gives the linters every example, in the pipeline and wherever their command is written down', () => {
  const written = ['.github/zizmor.yml', 'CONTRIBUTING.md', '.github/workflows/test.yml'].map((file) => {
    const [, targets = ''] = read(file).match(/\bzizmor\b.* --config \.github\/zizmor\.yml ([^`\n]+)/) ?? [];
    return targets.split(' ');
  });
  const [targets = []] = written;
  expect(written).toEqual(written.map(() => targets));
  expect(targets.flatMap(paths)).toEqual(expect.arrayContaining([...EXAMPLES, ...WORKFLOWS, 'action.yml']));
});

it('is run by `npm run e2e`, each of them', () => {
  const played = [...read('scripts/e2e.ts').matchAll(/\bplay\('([\w-]+\.yml)'/g)].map(([, file]) => file);
  const left = EXAMPLES.map((file) => path.basename(file)).filter((file) => !played.includes(file));
  expect(left).toEqual([]);
});

it('pins one commit for each version of an action', () => {
  const lines = [...EXAMPLES, ...WORKFLOWS].flatMap(usesLines).filter((line) => line.includes(' # v'));
  const versions = new Map(lines.map((line) => [line.split('@')[0], new Set<string>()]));
  for (const line of lines) versions.get(line.split('@')[0])?.add(line);
  expect([...versions.values()].filter((found) => found.size > 1)).toEqual([]);
});

it('grants nothing to any workflow of the project as a whole', () => {
  for (const file of WORKFLOWS) expect(record(yaml(file)).permissions, file).toEqual({});
});
