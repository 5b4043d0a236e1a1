import { type ActionProcess, type Exit, type Ladder, launch } from './action-process.ts';
import { collectFiles, type PhaseFiles } from './collect-files.ts';
import { type Annotation, type RecordedCommand, StepConsole, type Stream } from './console.ts';
import type { Job } from './job.ts';
import { LineWatch } from './line-watch.ts';
import type { Masks } from './masks.ts';

export type Conclusion = 'success' | 'failure' | 'cancelled';

export interface PhaseResult extends Exit, PhaseFiles {
  conclusion: Conclusion;
  /** Whether it was asked to stop, in whatever way. */
  wasSignalled: boolean;
  /** The log as its web page shows it: masked, commands rendered, groups unfolded. */
  log: string;
  commands: RecordedCommand[];
  violations: RecordedCommand[];
  annotations: Annotation[];
  /** Every word masked so far in this job. */
  masks: string[];
  /** The runner's own complaints. */
  problems: string[];
}

export interface Phase {
  pid: number;
  /** The first line on either stream, past or to come, unmasked. Rejects when the process ends without it. */
  saw(pattern: RegExp | string): Promise<string>;
  /** One signal to the node process; false when it is gone. The conclusion then follows from how it exits. */
  signal(signal: NodeJS.Signals): boolean;
  /** What "Cancel workflow" does: the whole ladder; the conclusion is `cancelled` however the process exits. */
  cancel(): void;
  kill(): void;
  result: Promise<PhaseResult>;
}

export interface PhaseOptions {
  title: string;
  entry: string;
  env: Record<string, string>;
  job: Job;
  masks: Masks;
  /** Inputs that the runner echoes at the top of main's log; the post phase shows none. */
  inputs: Map<string, string> | undefined;
  warnings: string[];
  ladder: Ladder;
  timeoutMinutes: number | undefined;
  debug: boolean;
  ansi: boolean;
}

/** Starts the process of one phase; everything else is in the Phase that it resolves to. */
export async function startPhase(options: PhaseOptions): Promise<Phase> {
  const { job, masks, entry, ladder } = options;
  const files = await job.makeCommandFiles();
  const output = new StepConsole(masks, options);
  const watch = new LineWatch();
  writeHeader(output, options);
  const child = await launch({
    entry,
    env: { ...options.env, ...files },
    cwd: job.workspace,
    onLine(line: string, stream: Stream) {
      output.receive(line, stream);
      watch.add(line);
    },
  });
  const interruption = watchInterruption(child, options, output);
  let wasSignalled = false;
  const signal = (name: NodeJS.Signals) => {
    const isSent = child.signal(name);
    wasSignalled ||= isSent;
    return isSent;
  };
  const settle = async (): Promise<PhaseResult> => {
    const exit = await child.exit;
    const cause = interruption.end();
    const collected = await collectFiles(files, output, masks);
    const gathered = gather(exit, cause, collected, output, masks);
    const result = { ...gathered, wasSignalled: wasSignalled || cause !== undefined };
    watch.end(result.log);
    return result;
  };
  return {
    pid: child.pid,
    saw: (pattern) => watch.saw(pattern),
    signal,
    cancel: () => interruption.start('cancel', ladder),
    kill: () => void signal('SIGKILL'),
    result: settle(),
  };
}

function writeHeader(output: StepConsole, { title, inputs, warnings }: PhaseOptions): void {
  for (const warning of warnings) output.complain('warning', warning);
  if (!inputs) {
    output.page.text('Post job cleanup.');
    return;
  }
  output.page.group(title);
  output.page.text('with:');
  for (const [name, value] of inputs) if (value !== '') output.page.text(`  ${name}: ${value}`);
  output.page.endGroup();
}

type Cause = 'cancel' | 'timeout';

interface Interruption {
  start(cause: Cause, ladder: Ladder): void;
  /** Stops watching; tells what interrupted the process, if anything did. */
  end(): Cause | undefined;
}

function watchInterruption(child: ActionProcess, options: PhaseOptions, output: StepConsole): Interruption {
  let cause: Cause | undefined;
  const start = (why: Cause, ladder: Ladder) => {
    if (!cause && child.climb(ladder)) cause = why;
  };
  const { timeoutMinutes, ladder } = options;
  const timer =
    timeoutMinutes === undefined
      ? undefined
      : setTimeout(() => start('timeout', ladder), timeoutMinutes * 60_000);
  return {
    start,
    end() {
      clearTimeout(timer);
      if (cause === 'cancel') output.complain('error', 'The operation was canceled.');
      if (cause === 'timeout') {
        output.complain(
          'error',
          `The action '${options.title}' has timed out after ${timeoutMinutes} minutes.`,
        );
      }
      return cause;
    },
  };
}

function gather(
  exit: Exit,
  cause: Cause | undefined,
  files: PhaseFiles,
  output: StepConsole,
  masks: Masks,
): Omit<PhaseResult, 'wasSignalled'> {
  const failed = exit.exitCode !== 0 || cause === 'timeout' || output.failed;
  return {
    ...exit,
    ...files,
    conclusion: cause === 'cancel' ? 'cancelled' : failed ? 'failure' : 'success',
    log: output.page.toString(),
    commands: output.commands,
    violations: output.violations,
    annotations: output.annotations,
    masks: masks.values,
    problems: output.problems,
  };
}
