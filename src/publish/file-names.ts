/** In bytes of UTF-8: every file system takes 255, and a suffix must fit as well. */
const MAX_NAME = 180;

/** Names that Windows gives to devices, whatever their extension. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\.|$)/i;

/**
 * A name that an agent chose, as a file name that is one on every OS: the last component of whatever path it is,
 * without what Windows or a terminal takes for something else.
 */
export function safeFileName(name: string, fallback: string): string {
  const last = name.split(/[\\/]/).findLast((part) => part !== '' && part !== '.' && part !== '..') ?? '';
  const plain = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu, '_')
    .replace(/^[\s~-]+/, '_')
    .replace(/[\s.]+$/, '');
  const free = RESERVED.test(plain) ? `_${plain}` : plain;
  return shortName(free || fallback);
}

/** Names that no file system takes for one that was given out before, whatever their case or composition. */
export class FileNames {
  readonly #taken = new Set<string>();

  /** `isTaken` asks the directory. The name itself, or with the first free number in it. */
  claim(name: string, isTaken: (candidate: string) => boolean = () => false): string {
    for (let count = 1; ; count += 1) {
      const candidate = count === 1 ? name : numbered(name, count);
      const key = candidate.normalize('NFKC').toLowerCase().toUpperCase();
      if (this.#taken.has(key) || isTaken(candidate)) continue;
      this.#taken.add(key);
      return candidate;
    }
  }
}

function numbered(name: string, count: number): string {
  const [stem, extension] = split(name);
  return `${stem} (${count})${extension}`;
}

function shortName(name: string): string {
  const [stem, extension] = split(name);
  let short = stem;
  while (Buffer.byteLength(short + extension) > MAX_NAME) short = [...short].slice(0, -1).join('');
  return short + extension;
}

function split(name: string): [stem: string, extension: string] {
  const match = /^(.+)(\.[\w-]{1,20})$/s.exec(name);
  return match ? [match[1] ?? '', match[2] ?? ''] : [name, ''];
}
