import type { Annotation } from './console.ts';
import type { Conclusion, PhaseResult } from './phase.ts';
import { type StepOptions, startStep } from './step.ts';

export interface StepResult {
  main: PhaseResult;
  post: PhaseResult | undefined;
  conclusion: Conclusion;
  outputs: Record<string, string>;
  /** Of both phases; GitHub shows the post phase's as a second block. */
  summary: string;
  annotations: Annotation[];
  problems: string[];
  log: string;
}

/** Runs main, then post, to their ends and removes the job. Hand in a `workspace` to look at files afterwards. */
export async function runStep(options: StepOptions): Promise<StepResult> {
  const step = await startStep(options);
  try {
    return combine(await step.main, await step.post());
  } finally {
    await step.dispose();
  }
}

/** The two phases of a step that a test drove by hand, as one result. */
export function combine(main: PhaseResult, post: PhaseResult | undefined): StepResult {
  const phases = post ? [main, post] : [main];
  const worst = phases.find((phase) => phase.conclusion !== 'success');
  return {
    main,
    post,
    conclusion: worst?.conclusion ?? 'success',
    outputs: main.outputs,
    summary: phases
      .map((phase) => phase.summary)
      .filter(Boolean)
      .join('\n'),
    annotations: phases.flatMap((phase) => phase.annotations),
    problems: phases.flatMap((phase) => phase.problems),
    log: phases.map((phase) => phase.log).join(''),
  };
}
