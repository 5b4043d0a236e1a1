import { createHash, randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../lib/clock.ts';
import type { Json } from '../lib/json.ts';
import type { Log } from '../lib/log.ts';
import { realPath } from '../lib/real-path.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { OzClient } from '../oz/client.ts';
import type { Conversation } from '../oz/conversation.ts';
import type { Artifact, Run } from '../oz/decode.ts';
import { download, type RateFloor, Refusal, type Stored, TooSlow } from '../oz/download.ts';
import type { HandoffFile } from '../oz/newer.ts';
import { OzError } from '../oz/problem.ts';
import { FileNames, safeFileName } from './file-names.ts';

/** In bytes: of one file, and of all. */
export interface EvidenceLimits {
  readonly file: number;
  readonly all: number;
  /** `SLOWEST` unless given. */
  readonly slowest?: RateFloor | undefined;
}

const LIMITS: EvidenceLimits = { file: 512 * 1024 ** 2, all: 2 * 1024 ** 3 };

const SLOWEST: RateFloor = { grace: 30_000, bytesPerSecond: 32 * 1024 };

/** After so many downloads in a row that were too slow, the storage host is not asked any more. */
const MAX_SLOW = 3;

const TRIES = 3;

/** The folder for what the sandbox handed over. */
const HANDOFF = 'handoff';

/** For the list of that, in ms. */
const HANDOFF_TIMEOUT = 5000;

/** Ends it all: whatever is written from now on would land elsewhere. */
class PlantedLink extends Error {}

/** One line of `index.json`. */
export type IndexEntry = { readonly type: string; readonly source: string; readonly title?: string } & (
  | ({ readonly name: string } & Stored)
  | { readonly missing: string }
);

interface Tools {
  readonly oz: OzClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
  /** Whether the API is on loopback, where storage may be plain http. */
  readonly isLoopback: boolean;
}

/** Puts what a run left behind into a directory. One artifact's failure never loses the others. */
export class Evidence {
  readonly #folder: string;
  readonly #tools: Tools;
  readonly #limits: EvidenceLimits;
  readonly #names = new FileNames();
  /** In `HANDOFF`. */
  readonly #handoffNames = new FileNames();
  readonly #index: IndexEntry[] = [];
  #left: number;
  /** Downloads in a row that were too slow. */
  #slow = 0;

  /** `folder`: an absolute path without links, which the inputs have judged. */
  constructor(folder: string, tools: Tools, limits = LIMITS) {
    this.#folder = folder;
    this.#tools = tools;
    this.#limits = limits;
    this.#left = limits.all;
    // Ours go first, so that no artifact takes their names.
    for (const name of ['index.json', 'run.json', 'conversation.json', HANDOFF]) this.#names.claim(name);
  }

  /** Everything there is, and `index.json` last. What is missing is listed there, and named in one warning. */
  async collect(run: Run, conversation: Conversation | undefined): Promise<readonly IndexEntry[]> {
    this.#refuseLinks();
    await mkdir(this.#folder, { recursive: true });
    await this.#json('run.json', 'RUN', run.raw);
    if (conversation) await this.#json('conversation.json', 'CONVERSATION', conversation.raw);
    await this.#attempt({ type: 'TRANSCRIPT', source: 'transcript' }, () => this.#transcript(run.id));
    for (const artifact of run.artifacts) await this.#artifact(artifact);
    for (const file of await this.#listHandoff(run.id)) await this.#handoff(run.id, file);
    await this.#write('index.json', JSON.stringify(this.#index, null, 2));
    const missing = this.#index.filter((entry) => 'missing' in entry && entry.type !== 'TRANSCRIPT');
    if (missing.length > 0) {
      const lines = missing
        .slice(0, 20)
        .map((entry) => `${entry.type} ${entry.source}: ${'missing' in entry ? entry.missing : ''}`);
      this.#tools.log.warning(
        `Not everything could be downloaded:\n${lines.join('\n')}\nThe run keeps it; see index.json.`,
        'Artifacts',
      );
    }
    return this.#index;
  }

  async #artifact(artifact: Artifact): Promise<void> {
    const { type, uid, title } = artifact;
    if (!['PLAN', 'SCREENSHOT', 'FILE'].includes(type)) return;
    const { secrets } = this.#tools;
    const about = secrets.redactData({ type, source: uid ?? '', ...(title ? { title } : {}) });
    await this.#attempt(about, async () => {
      if (uid === undefined) throw new Refusal('the server gives it no id');
      return this.#fetch(uid, artifact);
    });
  }

  /** What the sandbox handed over when it ended. Older servers do not know of it. */
  async #listHandoff(runId: string): Promise<readonly HandoffFile[]> {
    const { oz, log, signal } = this.#tools;
    try {
      return await oz.listHandoff(runId, { timeout: HANDOFF_TIMEOUT, signal });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof OzError)) throw error;
      log.debug(`No handoff: ${error.message}`);
      return [];
    }
  }

  async #handoff(runId: string, listed: HandoffFile): Promise<void> {
    const { oz, secrets, signal } = this.#tools;
    const { id, filename = 'file' } = listed;
    let file: HandoffFile | undefined = listed;
    await this.#attempt(secrets.redactData({ type: 'HANDOFF', source: id ?? filename }), async () => {
      // Listed again from the second try on: a signed URL expires.
      file ??= (await oz.listHandoff(runId, { timeout: HANDOFF_TIMEOUT, signal })).find(
        (one) => one.id === id,
      );
      const { url = '' } = file ?? {};
      file = undefined;
      this.#refuseLinks();
      await mkdir(path.join(this.#folder, HANDOFF), { recursive: true });
      return this.#download(url, filename, undefined, HANDOFF);
    });
  }

  async #attempt(
    about: Pick<IndexEntry, 'type' | 'source' | 'title'>,
    get: () => Promise<{ name: string } & Stored>,
  ): Promise<void> {
    for (let tried = 1; ; tried += 1) {
      try {
        this.#index.push({ ...about, ...(await get()) });
        return;
      } catch (error) {
        this.#tools.signal.throwIfAborted();
        if (error instanceof PlantedLink) throw error;
        const isFinal =
          error instanceof Refusal ||
          (error instanceof OzError && error.kind === 'problem' && (error.status ?? 0) < 429);
        if (isFinal || tried === TRIES) {
          this.#index.push({ ...about, missing: this.#tools.secrets.redact((error as Error).message) });
          return;
        }
        this.#tools.log.debug(`${about.type} ${about.source}: ${(error as Error).message}; trying again`);
        await this.#tools.clock.sleep(1000 * tried, this.#tools.signal);
      }
    }
  }

  /** Asks for a fresh signed URL every time, since they expire. */
  async #fetch(uid: string, artifact: Artifact): Promise<{ name: string } & Stored> {
    const { oz, signal } = this.#tools;
    const { content, downloadUrl, filename, contentType, sizeBytes } = await oz.readArtifact(uid, { signal });
    if (content !== undefined) {
      const name = `${artifact.title ?? artifact.filename ?? 'plan'}.md`.replace(/\//g, '_');
      const size = Buffer.byteLength(content);
      const most = Math.min(this.#limits.file, this.#left);
      if (size > most) throw new Refusal(`it has ${size} bytes; at most ${most} are stored`);
      this.#left -= size;
      return this.#write(this.#claim(name, 'plan.md'), content);
    }
    const wanted =
      artifact.filename ??
      filename ??
      artifact.filepath ??
      `${uid}${extensionOf(contentType ?? artifact.mimeType)}`;
    return this.#download(downloadUrl ?? '', wanted, artifact.sizeBytes ?? sizeBytes);
  }

  async #transcript(runId: string): Promise<{ name: string } & Stored> {
    const url = await this.#tools.oz.locateTranscript(runId, { signal: this.#tools.signal });
    return this.#download(url, 'transcript', undefined);
  }

  async #download(
    url: string,
    wanted: string,
    expected: number | undefined,
    folder = '',
  ): Promise<{ name: string } & Stored> {
    if (this.#slow >= MAX_SLOW) throw new Refusal('the storage host was too slow for others before it');
    const largest = Math.min(this.#limits.file, this.#left);
    const partial = this.#partial();
    try {
      const stored = await download(url, partial, {
        signal: this.#tools.signal,
        mayBePlain: this.#tools.isLoopback,
        largest,
        expected,
        slowest: this.#limits.slowest ?? SLOWEST,
      });
      this.#slow = 0;
      this.#left -= stored.size;
      const name = this.#claim(wanted, 'file', folder);
      await rename(partial, this.#path(name));
      return { name, ...stored };
    } catch (error) {
      if (error instanceof TooSlow) this.#slow += 1;
      throw error;
    } finally {
      await rm(partial, { force: true });
    }
  }

  async #json(name: string, type: string, value: Json): Promise<void> {
    const stored = await this.#write(name, JSON.stringify(this.#tools.secrets.redactData(value), null, 2));
    this.#index.push({ type, source: type.toLowerCase(), ...stored });
  }

  /** Whole or not at all: under another name first, since a rename replaces a planted link instead of following it. */
  async #write(name: string, content: string): Promise<{ name: string } & Stored> {
    const bytes = Buffer.from(content);
    const partial = this.#partial();
    await writeFile(partial, bytes, { flag: 'wx' });
    const target = this.#path(name);
    // A rename replaces a file or a link, but no directory.
    if (lstatSync(target, { throwIfNoEntry: false })?.isDirectory())
      await rename(target, `${target}.${randomUUID()}`);
    await rename(partial, target);
    return { name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  /** A name of the agent's that nothing in the directory has yet, be it a link that leads nowhere. */
  #claim(wanted: string, fallback: string, folder = ''): string {
    const names = folder === '' ? this.#names : this.#handoffNames;
    const name = names.claim(safeFileName(this.#tools.secrets.redact(wanted), fallback), (candidate) => {
      return lstatSync(this.#path(path.join(folder, candidate)), { throwIfNoEntry: false }) !== undefined;
    });
    return path.posix.join(folder, name);
  }

  #partial(): string {
    return this.#path(`.${randomUUID()}.partial`);
  }

  /** Of a file that is written or looked at right now. */
  #path(name: string): string {
    const file = path.join(this.#folder, name);
    this.#refuseLinks(path.dirname(file));
    return file;
  }

  /** What else runs in the job may have put a link on the way since. Composed, since HFS+ decomposes names. */
  #refuseLinks(folder = this.#folder): void {
    if (realPath(folder).normalize() === folder.normalize()) return;
    throw new PlantedLink(`a link was planted on the way to ${folder}`);
  }
}

function extensionOf(mimeType: string | undefined): string {
  const subtype = /^[\w.+-]+\/([\w-]{1,20})/.exec(mimeType ?? '')?.[1];
  return subtype ? `.${subtype}` : '';
}
