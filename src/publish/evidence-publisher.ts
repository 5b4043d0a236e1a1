import type { Secrets } from '../lib/secrets.ts';
import type { RunRecord } from '../model.ts';
import type { Report } from '../report/report.ts';
import type { Deps } from '../runs/deps.ts';
import type { Publisher } from './publisher.ts';

/** Downloads what the last run left behind. Nothing is fetched once the step is shutting down. */
export class EvidencePublisher implements Publisher {
  readonly #folder: string;
  readonly #deps: Deps;
  readonly #secrets: Secrets;
  readonly #records: () => readonly RunRecord[];

  /** `folder`: an absolute path that the inputs have judged. */
  constructor(folder: string, records: () => readonly RunRecord[], deps: Deps, secrets: Secrets) {
    this.#folder = folder;
    this.#records = records;
    this.#deps = deps;
    this.#secrets = secrets;
  }

  async finish(): Promise<Partial<Report> | undefined> {
    const { oz, clock, log, signal } = this.#deps;
    const { run, result } = this.#records().findLast(({ runId }) => runId !== undefined) ?? {};
    // Collected only of a run that is over, and that this step has followed to its end.
    if (run === undefined || result === undefined || signal.aborted) return undefined;
    try {
      const { Evidence } = await import('./evidence.ts');
      const tools = { oz, clock, log, secrets: this.#secrets, signal, isLoopback: oz.isLoopback };
      const index = await new Evidence(this.#folder, tools).collect(run, result.conversation);
      log.info(`Evidence: ${index.filter((entry) => 'name' in entry).length} files in ${this.#folder}`);
      return { artifactsPath: this.#folder };
    } catch (error) {
      const { message } = error as Error;
      log.warning(
        `The evidence could not be stored: ${message}. Check that \`artifacts-dir\` can be written to.`,
        'Artifacts',
      );
      return undefined;
    }
  }
}
