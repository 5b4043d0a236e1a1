import { keys, paths, read, record, yaml } from './project.ts';

export interface StepOfJob {
  readonly file: string;
  readonly job: string;
  readonly id: string | undefined;
  readonly uses: string | undefined;
  readonly with: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly file: string;
  readonly name: string;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly steps: readonly StepOfJob[];
}

export const EXAMPLES = paths('docs/examples/*.yml');
export const WORKFLOWS = paths('.github/workflows/*.yml');

/** How the examples name this action. */
export const OURS = 'your-org/oz-agent-action@v1';

export function jobsOf(file: string): Job[] {
  const jobs = record(record(yaml(file)).jobs);
  return Object.entries(jobs).map(([name, value]) => {
    const raw = record(value);
    const steps = Array.isArray(raw.steps) ? raw.steps.map((step) => stepOf(file, name, record(step))) : [];
    return { file, name, raw, steps };
  });
}

function stepOf(file: string, job: string, raw: Record<string, unknown>): StepOfJob {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return { file, job, id: text(raw.id), uses: text(raw.uses), with: record(raw.with) };
}

/** The steps of a workflow that use this action. */
export function oursIn(file: string): StepOfJob[] {
  return jobsOf(file).flatMap(({ steps }) => steps.filter(({ uses }) => uses === OURS));
}

/** The `uses:` lines of a file as written, comments included. */
export function usesLines(file: string): string[] {
  return read(file)
    .split('\n')
    .filter((line) => /^\s*(- )?uses: /.test(line))
    .map((line) => line.trim().replace(/^- /, ''));
}

/** `steps.ID.outputs.NAME` wherever it stands. */
export function outputsUsed(file: string): { id: string; output: string }[] {
  const found = read(file).matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g);
  return [...found].map(([, id = '', output = '']) => ({ id, output }));
}

/** The events that start a workflow. */
export function eventsOf(file: string): string[] {
  const { on } = record(yaml(file));
  return typeof on === 'string' ? [on] : keys(on);
}
