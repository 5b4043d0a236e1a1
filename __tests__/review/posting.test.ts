import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openVirtualStep } from '../support/virtual-step.ts';
import { changes, findings } from './arbitrary.ts';
import { postReview } from './driven-review.ts';

it('GitHub takes every review as it is sent, and each finding stands in it once', async () => {
  const step = await openVirtualStep();
  const { emulator } = step;
  let number = 100;
  try {
    await fc.assert(
      fc.asyncProperty(changes, findings, fc.nat(30), async (files, all, maxComments) => {
        number += 1;
        const named = all.map((finding, index) => ({ ...finding, title: `Finding ${index}.` }));
        const review = await postReview(step, { number, findings: named, files, maxComments });
        const texts = [
          ...emulator.github.reviews.of(number).map(({ body }) => body),
          ...emulator.github.reviews.comments(number).map(({ body }) => body),
        ];
        const said = texts.join('\n').match(/Finding \d+\./g) ?? [];
        expect(said.toSorted()).toEqual(named.map(({ title }) => title).toSorted());
        expect(emulator.github.reviews.of(number)).toHaveLength(all.length === 0 ? 0 : 1);
        expect(review?.url !== undefined).toBe(all.length > 0);
        const refused = emulator.requests.filter(({ status = 0 }) => status >= 400);
        expect(refused).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(emulator.violations).toEqual([]);
    expect(step.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  } finally {
    await step.oz.destroy();
    await emulator.close();
  }
});
