import type { CollectedRun, Distrust, Outcome, SkippedReason } from '../model.ts';
import type { Stage } from '../oz/states.ts';
import { mcpCredentials, userinfoCredentials } from './credentials.ts';
import { object } from './json.ts';
import { redacted } from './redaction.ts';
import { INVISIBLE } from './text.ts';

/** Values shorter than this are neither masked nor replaced: they would blank the log. */
const MIN_LENGTH = 6;

/**
 * Words that this action itself writes and compares. An MCP server's `env` may hold one (`STAGE=working`): that is no
 * secret, and replacing it would falsify outcomes.
 */
const OWN_WORDS: Readonly<
  Record<Outcome | SkippedReason | Stage | Distrust | CollectedRun['what'] | 'missing' | 'pull_request', true>
> = {
  succeeded: true,
  started: true,
  checked: true,
  skipped: true,
  collected: true,
  failed: true,
  error: true,
  cancelled: true,
  blocked: true,
  'no-pull-request': true,
  'invalid-output': true,
  findings: true,
  'timed-out': true,
  'over-budget': true,
  refused: true,
  lost: true,
  permission: true,
  actor: true,
  'self-triggered': true,
  'no-secret': true,
  overlap: true,
  queued: true,
  working: true,
  ended: true,
  unknown: true,
  missing: true,
  pull_request: true,
  concluded: true,
  unchanged: true,
  'going on': true,
  superseded: true,
  unreadable: true,
  unsigned: true,
  parent: true,
  time: true,
  copy: true,
};

/** What a server says of a session that its reader may enter. */
export interface Session {
  readonly link: string | undefined;
  readonly id: string | undefined;
  /** Of the run: stays readable, should the server name the session after it. */
  readonly runId: string;
}

/**
 * The values that no reader may see. GitHub's own masking covers the log only, so everything that this action writes
 * elsewhere passes through here as well: before it is cut or escaped, since the rest of a secret would not be
 * recognised any more.
 */
export class Secrets {
  readonly #mask: (value: string) => void;
  readonly #masked = new Set<string>();
  readonly #values = new Set<string>();
  readonly #hidden = new Set<string>();

  /** `mask` registers a value with the runner. */
  constructor(mask: (value: string) => void) {
    this.#mask = mask;
  }

  /** Registers values, and each line of those with several, since readers may meet the lines apart. */
  add(...values: readonly (string | undefined)[]): void {
    for (const value of values) {
      for (const part of value === undefined ? [] : [value, ...value.split(/\r\n|\r|\n/)]) {
        const secret = part.trim();
        if (secret.length < MIN_LENGTH || isOwnWord(secret) || this.#masked.has(secret)) continue;
        this.#masked.add(secret);
        this.#mask(secret);
        for (const form of formsOf(secret)) this.#values.add(form);
      }
    }
  }

  /** Registers what an MCP server configuration keeps secret. Tolerates any shape, since servers echo configurations. */
  addMcpServers(servers: unknown): void {
    for (const server of Object.values(object(servers))) this.add(...mcpCredentials(server));
  }

  /** Registers the credentials in the proxy variables of the environment, as written and decoded. */
  addProxies(env: NodeJS.ProcessEnv): void {
    for (const [name, value] of Object.entries(env)) {
      if (/^(https?|all)_proxy$/i.test(name)) this.add(...userinfoCredentials(value ?? ''));
    }
  }

  /**
   * Hides a session: its link without the scheme, its id, and what the link's query holds. None of it is masked by the
   * runner, which would take the output `session-link` from later steps.
   */
  hideSession({ link = '', id = '', runId }: Session): void {
    const [address = '', extra = ''] = link.replace(/^[a-z][a-z0-9+.-]*:\/+/i, '').split(/[?#](.*)/s);
    const path = address.replace(/\/+$/, '');
    const segments = path.split('/').slice(1);
    const ids = [
      id,
      segments.at(-1) ?? '',
      ...extra.split(/[&#]/).map((pair) => pair.replace(/^[^=]*=/, '')),
    ];
    // Words of a path stand in many texts; ids have digits.
    const bare = ids.filter((one) => /\d/.test(one) && one.toLowerCase() !== runId.toLowerCase());
    for (const value of [path, segments.slice(-2).join('/'), ...bare]) {
      if (value.length >= MIN_LENGTH) this.#hidden.add(value);
    }
  }

  /** For everything that is written, with one exception: see below. */
  redact(text: string): string {
    return redacted(text, [...this.#values, ...this.#hidden]);
  }

  /** For the output `session-link`, which alone holds what `hideSession` hides. */
  redactLink(text: string): string {
    return redacted(text, [...this.#values]);
  }

  /** The same data with every string in it redacted, keys included: done before JSON or Markdown escapes anything. */
  redactData<T>(value: T): T {
    // A report holds its run several times, and with it texts that may be long.
    const done = new Map<string, string>();
    return mapStrings(value, (text) => {
      const redacted = done.get(text) ?? this.redact(text);
      done.set(text, redacted);
      return redacted;
    }) as T;
  }
}

function isOwnWord(value: string): boolean {
  return Object.keys(OWN_WORDS).some((word) => word.includes(value.toLowerCase()));
}

/** As written, as JSON and URLs escape it, and without what is invisible in it. */
function formsOf(secret: string): string[] {
  // Lone surrogates have no encoding.
  const encoded = secret.isWellFormed() ? [encodeURIComponent(secret), encodeURI(secret)] : [];
  const forms = [secret, secret.replace(INVISIBLE, ''), JSON.stringify(secret).slice(1, -1), ...encoded];
  return forms.filter((form) => form.length >= MIN_LENGTH);
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [mapStrings(key, change), mapStrings(item, change)]));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]),
  );
}
