import { expect } from 'vitest';
import type { LifeStep } from '../emulator/oz/life.ts';
import { it } from '../support/virtual-test.ts';

const CREATE = 'POST /agent/runs';

const error = { message: 'The sandbox was lost', error_code: 'internal_error', retryable: true };

/** It has failed, and has cost so much as far as the server knows. */
function failed(credits: number, reads?: number): LifeStep {
  const request_usage = { inference_cost: credits, compute_cost: 0, platform_cost: 0 };
  return { state: 'ERROR', error, set: { request_usage }, ...(reads !== undefined && { reads }) };
}

it.for([
  { later: 12, created: 1 },
  { later: 6, created: 2 },
])(
  'a failed run that has cost $later of 10 credits, as turns out later: $created in all',
  async ({ later, created }, { step }) => {
    const inputs = { prompt: 'Repair it', 'max-attempts': '2', 'max-credits': '10' };
    step.emulator.oz.defaultLife = [failed(4, 1), failed(later)];
    expect(await step.run(inputs)).toMatchObject({ outcome: 'error' });
    expect(step.requests(CREATE)).toHaveLength(created);
  },
);
