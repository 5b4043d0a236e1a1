import path from 'node:path';
import { stripped } from '../lib/text.ts';
import type { InputName } from './declared.ts';
import { refusal } from './values.ts';

/** What the file system's refusals mean for whoever gave the path. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file. Check the path, and that a checkout step runs before this one.',
  ENOTDIR: 'There is no such file: a part of the path is a file, not a directory. Check the path.',
  ELOOP: 'Its symbolic links lead round in a loop. Give another path.',
  ENAMETOOLONG: 'The path is too long. Give a shorter one.',
  EACCES: 'It may not be read. Check its permissions.',
  EPERM: 'It may not be read. Check its permissions.',
  // Of a socket, and of a device without a driver.
  ENXIO: 'It is not a file. Give the path of a file in the workspace.',
  EOPNOTSUPP: 'It is not a file. Give the path of a file in the workspace.',
};

/** What `look` gives; the file system's errors become a refusal of the input that named the path. */
export function refusing<T>(name: InputName, shown: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw refusal(name, shown, MEANINGS[code] ?? `It cannot be used (${code}). Give another path.`);
  }
}

/** The parts of a real path below a real directory; undefined when it leads out of there. */
export function partsInside(root: string, real: string): string[] | undefined {
  const parts = path.relative(root, real).split(path.sep);
  return parts[0] === '..' || path.isAbsolute(parts[0] ?? '') ? undefined : parts;
}

/**
 * Whether a path leads into `.git`. File systems find that under any case; Windows with dots and spaces or a stream
 * behind it, and as `GIT~1`; macOS with characters in it that nobody sees.
 */
export function isGit(parts: readonly string[]): boolean {
  return parts.some((part) => /^(\.git|git~\d)[. ]*(:.*)?$/i.test(stripped(part)));
}
