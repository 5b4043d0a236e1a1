import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Report } from '../report/report.ts';
import { compactJson, MAX_JSON } from './outputs.ts';
import type { Publisher } from './publisher.ts';

/** The document that was asked for, as a file: outputs carry only so much. */
export class StructuredOutputFile implements Publisher {
  readonly #log: Log;
  readonly #secrets: Secrets;
  readonly #env: NodeJS.ProcessEnv;

  constructor(log: Log, secrets: Secrets, env: NodeJS.ProcessEnv) {
    this.#log = log;
    this.#secrets = secrets;
    this.#env = env;
  }

  async finish({ last }: Report): Promise<Partial<Report> | undefined> {
    if (last?.document === undefined) return undefined;
    const document = this.#secrets.redactData(last.document);
    if (compactJson(document, MAX_JSON) === undefined) {
      this.#log.notice(
        `The answer has more than ${MAX_JSON.toLocaleString('en')} bytes, which an output cannot carry: \`structured-output\` stays empty. Read it from the file that \`structured-output-file\` names.`,
        'Structured output',
      );
    }
    try {
      const file = path.resolve(this.#env.RUNNER_TEMP || tmpdir(), `oz-output-${randomUUID()}.json`);
      // `wx`: never through a link that somebody planted.
      writeFileSync(file, JSON.stringify(document), { flag: 'wx' });
      return { structuredOutputFile: file };
    } catch (error) {
      this.#log.warning(
        `The answer could not be written to a file: ${(error as Error).message}. Check that RUNNER_TEMP can be written to.`,
        'Structured output',
      );
      return undefined;
    }
  }
}
