import { type Json, object } from './json.ts';

/** Values shorter than this are neither masked nor replaced: they would blank the log. */
const SHORTEST = 6;

const REPLACEMENT = '***';

/**
 * The values that no reader may see. GitHub's own masking covers the log only, so everything that this action
 * writes elsewhere passes through here as well.
 */
export class Secrets {
  readonly #mask: (value: string) => void;
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
        if (secret.length < SHORTEST || this.#values.has(secret)) continue;
        this.#values.add(secret);
        this.#mask(secret);
      }
    }
  }

  /**
   * Registers what an MCP server configuration keeps secret: every value of `env` and `headers`, and of a header
   * like `Bearer …` the credential by itself. Tolerates any shape, since servers echo configurations.
   */
  addMcpServers(servers: unknown): void {
    for (const server of valuesOf(servers)) {
      const { env, headers } = object(server);
      for (const value of [...valuesOf(env), ...valuesOf(headers)]) {
        if (typeof value !== 'string') continue;
        this.add(value, /^\S+\s+(\S.*)$/.exec(value)?.[1]);
      }
    }
  }

  /** Registers the credentials in the proxy variables of the environment, as written and decoded. */
  addProxies(env: NodeJS.ProcessEnv): void {
    for (const [name, value] of Object.entries(env)) {
      // By hand, since people also write them without a scheme, which no URL parser takes.
      const userinfo = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/]*)@/i.exec(value ?? '')?.[1];
      if (!/^(https?|all)_proxy$/i.test(name) || !userinfo) continue;
      const [username = '', ...rest] = userinfo.split(':');
      const password = rest.join(':') || username;
      this.add(userinfo, password, decoded(password));
    }
  }

  /** Hides a value from people who read log, summary and comment; outputs keep it. */
  hide(value: string): void {
    if (value.length >= SHORTEST) this.#hidden.add(value);
  }

  /** For outputs and files. */
  redact(text: string): string {
    return replaceAll(text, this.#values);
  }

  /** For log, annotations, summary and comment. */
  redactForReaders(text: string): string {
    return replaceAll(text, new Set([...this.#values, ...this.#hidden]));
  }

  /** The same value with every string in it redacted, keys included: done before JSON escapes anything. */
  redactJson(value: Json): Json {
    return mapStrings(value, (text) => this.redact(text)) as Json;
  }

  /** The same data with every string in it redacted for readers: done before Markdown escapes anything. */
  redactDataForReaders<T>(value: T): T {
    return mapStrings(value, (text) => this.redactForReaders(text)) as T;
  }
}

function valuesOf(value: unknown): unknown[] {
  return Object.values(object(value));
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

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Longest first, so that a secret inside another never leaves the rest of the longer one readable. */
function replaceAll(text: string, values: ReadonlySet<string>): string {
  return [...values]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, REPLACEMENT), text);
}
