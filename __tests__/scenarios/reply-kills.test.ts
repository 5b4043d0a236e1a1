import { describe } from 'vitest';
import { plan } from '../emulator/oz/artifacts.ts';
import { loadEvent } from '../events/load.ts';
import { it, NUMBER } from '../support/dist-step.ts';

const EVENT = loadEvent('issue_comment.created.pull_request');
const UNFINISHED = /is queued|is working|is in progress|has finished|was started/;

/** More requests than such a step makes: where there are fewer, it ends by itself. */
const MAX_REQUESTS = 14;

describe.concurrent.each([true, false])(
  'a reply and a status, killed at a request to GitHub (effect: %s)',
  (effect) => {
    for (let instant = 1; instant <= MAX_REQUESTS; instant += 1) {
      it(`request ${instant}`, async ({ stage, expect }) => {
        const { emulator } = stage;
        const { headSha } = emulator.github.addPull({ number: NUMBER });
        emulator.oz.nextLife([
          { state: 'QUEUED', reads: 4 },
          { state: 'INPROGRESS', reads: 6 },
          { state: 'SUCCEEDED', artifacts: [plan('plan-1', 'Plan', 'A plan')] },
        ]);
        let count = 0;
        const reached = Promise.withResolvers<void>();
        emulator.faults.add('github *', {
          kind: 'hang',
          effect,
          when: () => {
            count += 1;
            if (count === instant) reached.resolve();
            return count === instant;
          },
        });
        const step = await stage.start({ event: EVENT, with: { status: 'oz/review' } });
        await Promise.race([reached.promise, step.main]);
        step.kill();
        await step.main;
        emulator.faults.clear('github *');
        const job = await stage.finish(step);
        const comments = emulator.github.comments(NUMBER).map(({ body }) => body);
        expect(comments.length, job.log).toBeLessThanOrEqual(1);
        for (const body of comments) expect(body).not.toMatch(UNFINISHED);
        const [status] = emulator.github.currentStatuses(headSha);
        expect(status?.state, job.log).not.toBe('pending');
        expect(emulator.oz.active()).toEqual([]);
      });
    }
  },
);
