import type { Change } from '../ledger.ts';
import type { Report } from '../report/report.ts';

/** A place to report to. What fails there is a warning, and changes no outcome. */
export interface Publisher {
  /** Called with each change while the step goes on; returns at once. */
  update?(report: Report, change: Change): void;
  /**
   * Called once, at the end; what it adds is there for those after it. GitHub may take until `deadline` for all of it
   * together, in ms on the monotonic clock.
   */
  finish(report: Report, deadline: number): Promise<Partial<Report> | undefined>;
}

/** How long GitHub may take in all once the outcome is known, in ms. What it does not take then, the post phase brings. */
const GITHUB_TIMEOUT = 30_000;

/** Everyone in turn, in the order of importance; the report with all that they added. */
export async function finishAll(
  publishers: readonly Publisher[],
  report: Report,
  now: number,
): Promise<Report> {
  const deadline = now + GITHUB_TIMEOUT;
  let latest = report;
  for (const publisher of publishers) {
    latest = { ...latest, ...(await publisher.finish(latest, deadline)) };
  }
  return latest;
}
