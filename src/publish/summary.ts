import type { Log } from '../lib/log.ts';
import { writeSummary } from '../lib/runner.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Report } from '../report/report.ts';
import type { Publisher } from './publisher.ts';

/** The step summary. */
export class SummaryPublisher implements Publisher {
  readonly #log: Log;
  readonly #secrets: Secrets;
  readonly #env: NodeJS.ProcessEnv;

  constructor(log: Log, secrets: Secrets, env: NodeJS.ProcessEnv) {
    this.#log = log;
    this.#secrets = secrets;
    this.#env = env;
  }

  async finish(report: Report): Promise<undefined> {
    await this.#write(async () => {
      const { summaryOf } = await import('../report/markdown.ts');
      return summaryOf(report, this.#secrets);
    });
  }

  /** Of duplicates alone, which turned up after everything else was reported. */
  async finishDuplicates(report: Report): Promise<void> {
    await this.#write(async () => {
      const { duplicatesSummary } = await import('../report/duplicates.ts');
      const { duplicates, ...place } = this.#secrets.redactData(report);
      const pullRequests = duplicates.flatMap((duplicate) => duplicate.pullRequests);
      return this.#secrets.redact(duplicatesSummary(duplicates, { ...place, pullRequests }));
    });
  }

  async #write(make: () => Promise<string>): Promise<void> {
    try {
      writeSummary(await make(), this.#env);
    } catch (error) {
      const { message } = error as Error;
      this.#log.warning(
        `The step summary could not be written: ${message}. The outcome is not affected.`,
        'Summary',
      );
    }
  }
}
