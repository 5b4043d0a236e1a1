import { setImmediate as turn } from 'node:timers/promises';
import { pollDelay } from '../../src/runs/cadence.ts';
import { MINUTE, openVirtualStep } from '../support/virtual-step.ts';
import { DrivenComment } from '../telling/driven-comment.ts';

/** Requests to GitHub for the comment of one run of an hour, the first look and the last edit included. */
export interface GitHubRequests {
  readonly agent: string;
  readonly requests: number;
  /** Posting it and editing it; the others look for it. */
  readonly writes: number;
}

const HOUR = 60 * MINUTE;

const AGENTS: readonly [name: string, pace: number][] = [
  ['does the same all the time', HOUR],
  ['does something else every 5 minutes', 5 * MINUTE],
  ['does something else at every poll', 1],
];

export async function measureGitHubRequests(): Promise<GitHubRequests[]> {
  const rows: GitHubRequests[] = [];
  for (const [agent, pace] of AGENTS) {
    const step = await openVirtualStep();
    try {
      const comment = new DrivenComment(step);
      await comment.written('command: 0');
      while (step.clock.now() < HOUR) {
        await step.clock.sleep(pollDelay(step.clock.now(), 15_000, () => 0));
        await comment.look(`command: ${Math.floor(step.clock.now() / pace)}`);
        // Virtual time stands still while an edit is under way.
        for (let turns = 0; turns < 200; turns += 1) await turn();
      }
      await comment.finish();
      rows.push({ agent, requests: step.emulator.count('github'), writes: comment.writes });
    } finally {
      await step.close();
    }
  }
  return rows;
}
