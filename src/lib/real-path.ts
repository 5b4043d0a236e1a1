import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * An absolute path with every symbolic link resolved, as far as the path exists. `native`, since only that turns the
 * short names of Windows (`GIT~1`) into what they stand for. Throws what the file system says.
 */
export function realPath(file: string): string {
  const absolute = path.resolve(file);
  let existing = absolute;
  while (!lstatSync(existing, { throwIfNoEntry: false })) existing = path.dirname(existing);
  return path.join(realpathSync.native(existing), path.relative(existing, absolute));
}
