import { closeSync, constants, fstatSync, globSync, lstatSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { realPath } from '../lib/real-path.ts';
import type { InputName } from './declared.ts';
import { isGit, partsInside, refusing } from './paths.ts';
import { InputError, refusal } from './values.ts';

/** What the API takes with a prompt: at most five files of at most 10 MiB each. */
const MAX_ATTACHMENTS = 5;
const MAX_ATTACHMENT = 10 * 1024 * 1024;
/** How many patterns the braces of one may stand for: `{1..100000}` would be matched for minutes. */
const MAX_PATTERNS = 100;
/** More than any sensible prompt or configuration, less than what would exhaust the runner. */
const MAX_TEXT = 10 * 1024 * 1024;

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
function readWorkspaceFile(name: InputName, file: string, workspace: string, largest: number): Buffer {
  return refusing(name, file, () => {
    const real = resolveInside(name, file, workspace);
    return readOpened(name, file, real, largest);
  });
}

function readOpened(name: InputName, file: string, real: string, largest: number): Buffer {
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
  const bytes = readWorkspaceFile(name, file, workspace, MAX_TEXT);
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
  const found = patterns.filter(Boolean).map((pattern) => expand(name, pattern, workspace));
  const files = [...new Set((await Promise.all(found)).flat())];
  if (files.length > MAX_ATTACHMENTS) {
    throw new InputError(
      `Input \`${name}\` names ${files.length} files (${files.slice(0, 8).join(', ')}${files.length > 8 ? ', …' : ''}); at most ${MAX_ATTACHMENTS} are accepted.`,
    );
  }
  // Loaded only where there is something to attach: every step pays for what it loads.
  const { default: mime } = await import('mime');
  return files.map((file) => ({
    file_name: path.basename(file),
    mime_type: mime.getType(file) ?? 'application/octet-stream',
    data: readWorkspaceFile(name, file, workspace, MAX_ATTACHMENT).toString('base64'),
  }));
}

/** A path that exists is itself, even if it looks like a glob. */
async function expand(name: InputName, pattern: string, workspace: string): Promise<string[]> {
  if (isThere(path.resolve(workspace, pattern))) return [pattern];
  await limitBraces(name, pattern);
  const found = globSync(pattern, { cwd: workspace, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(workspace, path.join(entry.parentPath, entry.name)))
    .sort();
  if (found.length > 0) return found;
  throw refusal(name, pattern, 'No file matches. Give paths or globs relative to the workspace, one a line.');
}

/** What the file system refuses as a path, for its length for instance, may still be a glob. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

async function limitBraces(name: InputName, pattern: string): Promise<void> {
  if (!pattern.includes('{')) return;
  const { expand: expandBraces } = await import('brace-expansion');
  if (expandBraces(pattern, { max: MAX_PATTERNS + 1 }).length <= MAX_PATTERNS) return;
  const remedy = `Its braces stand for more than ${MAX_PATTERNS} patterns. Use \`*\`, or give a line for each file.`;
  throw refusal(name, pattern, remedy);
}

function resolveInside(name: InputName, file: string, workspace: string): string {
  const root = realPath(workspace);
  const real = realPath(path.resolve(root, file));
  const parts = partsInside(root, real);
  if (parts === undefined) throw refusal(name, file, 'It leads out of the workspace. Give a file inside it.');
  if (isGit(parts)) {
    throw refusal(name, file, 'It leads into `.git`, which may hold credentials. Give another file.');
  }
  return real;
}
