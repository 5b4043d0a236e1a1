import { expect } from 'vitest';
import { it } from '../support/virtual-test.ts';

const CREATE = 'POST /agent/runs';
const LIST = 'GET /agent/runs';

/** JSON can hold half a surrogate pair; no URL can. */
const HALF = 'run-\ud800';

const renamed = (json: unknown) => ({ ...(json as object), run_id: HALF, task_id: HALF });

it('an id that no URL can name, in the answer to the create request: the run is found by its metadata', async ({
  step,
}) => {
  const { faults, oz } = step.emulator;
  faults.set(CREATE, { alter: renamed });
  const { outcome } = await step.run({ prompt: 'Repair the parser' });
  expect([outcome, oz.runs.size]).toEqual(['succeeded', 1]);
});

it('an id that no URL can name, wherever the server names the run: lost, and no second run', async ({
  step,
}) => {
  const { faults, oz } = step.emulator;
  faults.set(CREATE, { alter: renamed });
  faults.set(LIST, {
    alter: (json) => ({ ...(json as object), runs: (json as { runs: unknown[] }).runs.map(renamed) }),
    times: 'always',
  });
  const { outcome } = await step.run({ prompt: 'Repair the parser' });
  expect([outcome, oz.runs.size]).toEqual(['lost', 1]);
  expect(step.saved()?.runs).toMatchObject([{ runId: 'run-\ufffd', isDone: false }]);
});
