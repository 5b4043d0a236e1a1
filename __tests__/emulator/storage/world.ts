import type { Content } from '../http/content.ts';

export interface StoredObject {
  content: Content;
  contentType: string;
  signature: string;
  /** World time in ms. */
  expiresAt: number;
}

/** The objects behind signed URLs. */
export class StorageWorld {
  readonly objects = new Map<string, StoredObject>();
  readonly #now: () => number;
  readonly #origin: () => string;

  constructor(now: () => number, origin: () => string) {
    this.#now = now;
    this.#origin = origin;
  }

  /** Makes a URL that is good for `ms` of world time. Each call makes another one. */
  sign(name: string, content: Content, contentType: string, ms: number): { url: string; expiresAt: number } {
    const token = `object-${this.objects.size + 1}`;
    const signature = `signature-of-${token}`;
    const expiresAt = this.#now() + ms;
    this.objects.set(token, { content, contentType, signature, expiresAt });
    const query = new URLSearchParams({ signature, expires: String(Math.floor(expiresAt / 1000)) });
    return { url: `${this.#origin()}/${token}/${pathSegment(name)}?${query}`, expiresAt };
  }

  /** The object behind a token, or why it is not given. */
  open(token: string, signature: string | null): StoredObject | 'missing' | 'forbidden' | 'expired' {
    const object = this.objects.get(token);
    if (object === undefined) return 'missing';
    if (object.signature !== signature) return 'forbidden';
    return object.expiresAt <= this.#now() ? 'expired' : object;
  }
}

/** Dots alone would be taken for a way up by whoever parses the URL. */
function pathSegment(name: string): string {
  return /^\.*$/.test(name) ? 'unnamed' : encodeURIComponent(name.toWellFormed());
}
