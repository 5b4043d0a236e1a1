import type { ScenarioName } from '../emulator/scenarios.ts';
import type { With } from '../runner/inputs.ts';

/** Budgets short enough to watch them run out, and a second attempt where it helps. */
const FITTING: Partial<Record<ScenarioName, With>> = {
  'never-starts': { 'queue-timeout-minutes': 0.05 },
  'errors-then-succeeds': { 'max-attempts': 2 },
  'never-ends': { 'run-timeout-minutes': 0.1 },
  review: { prompt: '', review: 'true', 'fail-on': 'critical' },
  'typed-output': {
    prompt: 'Classify the issue: what kind is it, how urgent, and why?',
    'output-schema': JSON.stringify({
      type: 'object',
      properties: {
        kind: { enum: ['bug', 'documentation', 'enhancement', 'question'] },
        urgency: { enum: ['low', 'medium', 'high'] },
        reason: { type: 'string' },
      },
      required: ['kind', 'urgency', 'reason'],
    }),
  },
  'over-budget': { 'max-credits': 10 },
  collect: { mode: 'collect', prompt: '', 'poll-interval-seconds': '' },
};

const TASK = 'Repair the parser for empty blocks, with a test.';
/** A real agent is asked for as little as possible. */
const LIVE_TASK = 'Say hello in one sentence, then stop. Change no file and open no pull request.';

/** The inputs of the demonstrated step: those given go over those that fit the scenario. */
export function inputsFor(scenario: ScenarioName | undefined, given: With): With {
  const isTaskGiven = ['prompt', 'prompt-file', 'skill', 'mode'].some((name) => name in given);
  return {
    ...(!isTaskGiven && { prompt: scenario === undefined ? LIVE_TASK : TASK }),
    ...(scenario !== undefined && { 'poll-interval-seconds': 1, ...FITTING[scenario] }),
    ...given,
  };
}
