import {
  closeSync,
  constants,
  fstatSync,
  globSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import path from 'node:path';
import type { InputName } from './declared.ts';
import { InputError, refusal } from './values.ts';

/** What the API takes with a prompt: at most five files of at most 10 MiB each. */
const MOST_ATTACHMENTS = 5;
const LARGEST_ATTACHMENT = 10 * 1024 * 1024;
/** More than any sensible prompt or configuration, less than what would exhaust the runner. */
const LARGEST_TEXT = 10 * 1024 * 1024;

export interface Attachment {
  readonly file_name: string;
  readonly mime_type: string;
  /** Base64. */
  readonly data: string;
}

/**
 * The content of a file that an input names. The file must lie in the workspace after all symbolic links are
 * resolved, and not in `.git`, whose configuration can hold a token: a pull request can plant links.
 */
export function readWorkspaceFile(name: InputName, file: string, workspace: string, largest: number): Buffer {
  const real = resolveInside(name, file, workspace);
  // O_NONBLOCK: opening a FIFO that was planted would hang.
  const descriptor = openSync(
    real,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  );
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile())
      throw refusal(name, file, 'It is not a file. Give the path of a file in the workspace.');
    if (stat.size > largest) {
      throw refusal(name, file, `The file has ${stat.size} bytes; at most ${largest} are accepted.`);
    }
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A UTF-8 file, without a byte order mark. */
export function readWorkspaceText(name: InputName, file: string, workspace: string): string {
  const bytes = readWorkspaceFile(name, file, workspace, LARGEST_TEXT);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refusal(name, file, 'The file is not valid UTF-8. Save it as UTF-8.');
  }
}

/** The files of the `attachments` input: a path or glob a line. */
export async function readAttachments(lines: string, workspace: string): Promise<Attachment[]> {
  const name = 'attachments';
  const patterns = lines.split(/\r\n|\r|\n/).map((line) => line.trim());
  const files = [...new Set(patterns.filter(Boolean).flatMap((pattern) => expand(name, pattern, workspace)))];
  if (files.length > MOST_ATTACHMENTS) {
    throw new InputError(
      `Input \`${name}\` names ${files.length} files (${files.slice(0, 8).join(', ')}${files.length > 8 ? ', …' : ''}); at most ${MOST_ATTACHMENTS} are accepted.`,
    );
  }
  // Loaded only where there is something to attach: every step pays for what it loads.
  const { default: mime } = await import('mime');
  return files.map((file) => ({
    file_name: path.basename(file),
    mime_type: mime.getType(file) ?? 'application/octet-stream',
    data: readWorkspaceFile(name, file, workspace, LARGEST_ATTACHMENT).toString('base64'),
  }));
}

/** A path that exists is itself, even if it looks like a glob. */
function expand(name: InputName, pattern: string, workspace: string): string[] {
  if (lstatSync(path.resolve(workspace, pattern), { throwIfNoEntry: false })) return [pattern];
  const found = globSync(pattern, { cwd: workspace, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(workspace, path.join(entry.parentPath, entry.name)))
    .sort();
  if (found.length > 0) return found;
  throw refusal(name, pattern, 'No file matches. Give paths or globs relative to the workspace, one a line.');
}

/**
 * The absolute path of a directory to write into, which may not exist yet. What exists of it must lie in the workspace
 * or in the runner's temporary directory after all symbolic links are resolved, and not in `.git`.
 */
export function resolveOutputFolder(name: InputName, folder: string, roots: readonly string[]): string {
  const wanted = path.resolve(roots[0] ?? '.', folder);
  let existing = wanted;
  while (!lstatSync(existing, { throwIfNoEntry: false })) existing = path.dirname(existing);
  const real = path.join(realOrRefuse(name, folder, existing), path.relative(existing, wanted));
  const inside = roots.map((root) => relativeParts(realpathSync(root), real)).find(isInside);
  if (inside === undefined) {
    throw refusal(
      name,
      folder,
      'It leads out of the workspace. Give a directory inside it or inside `RUNNER_TEMP`.',
    );
  }
  if (isGit(inside)) throw refusal(name, folder, 'It leads into `.git`. Give another directory.');
  return real;
}

function realOrRefuse(name: InputName, shown: string, file: string): string {
  try {
    return realpathSync(file);
  } catch {
    throw refusal(name, shown, 'A symbolic link on its way leads nowhere. Give another path.');
  }
}

function relativeParts(root: string, real: string): string[] {
  return path.relative(root, real).split(path.sep);
}

function isInside(parts: readonly string[]): boolean {
  return parts[0] !== '..' && !path.isAbsolute(parts[0] ?? '');
}

/** Case-insensitive file systems find `.git` under any spelling. */
function isGit(parts: readonly string[]): boolean {
  return parts.some((part) => part.toLowerCase() === '.git');
}

function resolveInside(name: InputName, file: string, workspace: string): string {
  const root = realpathSync(workspace);
  let real: string;
  try {
    real = realpathSync(path.resolve(root, file));
  } catch {
    throw refusal(
      name,
      file,
      'There is no such file. Check the path, and that a checkout step runs before this one.',
    );
  }
  const parts = relativeParts(root, real);
  if (!isInside(parts)) {
    throw refusal(name, file, 'It leads out of the workspace. Give a file inside it.');
  }
  if (isGit(parts)) {
    throw refusal(name, file, 'It leads into `.git`, which may hold credentials. Give another file.');
  }
  return real;
}
