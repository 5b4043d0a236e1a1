export interface CommandFile {
  /** In file order; a name may come more than once, the last one counts. */
  pairs: [name: string, value: string][];
  /** Why reading stopped, in the runner's words. The pairs before it count all the same. */
  error?: string;
}

/** Reads the text of GITHUB_OUTPUT, GITHUB_STATE or GITHUB_ENV: `name=value` lines and heredocs. */
export function parseCommandFile(text: string): CommandFile {
  const pairs: [string, string][] = [];
  const lines = new Lines(text);
  try {
    for (let line = lines.next(); line; line = lines.next()) {
      if (line.text !== '') pairs.push(readPair(line.text, lines));
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { pairs, error: error.message };
  }
  return { pairs };
}

/** The lines of GITHUB_PATH, empty ones left out. */
export function parsePathFile(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line !== '');
}

class FormatError extends Error {}

function readPair(line: string, lines: Lines): [string, string] {
  const equals = line.indexOf('=');
  const heredoc = line.indexOf('<<');
  if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
    if (equals === 0) throw new FormatError(`Invalid format '${line}'. Name must not be empty`);
    return [line.slice(0, equals), line.slice(equals + 1)];
  }
  if (heredoc < 0) throw new FormatError(`Invalid format '${line}'`);
  const name = line.slice(0, heredoc);
  const delimiter = line.slice(heredoc + 2);
  if (name === '' || delimiter === '') {
    throw new FormatError(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
  }
  return [name, readHeredoc(delimiter, lines)];
}

function readHeredoc(delimiter: string, lines: Lines): string {
  const start = lines.position;
  let end = start;
  for (let line = lines.next(); line?.text !== delimiter; line = lines.next()) {
    if (!line) throw new FormatError(`Invalid value. Matching delimiter not found '${delimiter}'`);
    if (line.newline === '') throw new FormatError('Invalid value. EOF marker missing new line.');
    end = lines.position - line.newline.length;
  }
  return lines.text.slice(start, end);
}

class Lines {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    // Text files are read with the byte order mark taken off.
    this.text = text.replace(/^\uFEFF/, '');
  }

  next(): { text: string; newline: string } | undefined {
    if (this.position >= this.text.length) return undefined;
    // Only a runner on Windows takes `\r\n` for a line end here.
    const lineEnd = process.platform === 'win32' ? /\r?\n/g : /\n/g;
    lineEnd.lastIndex = this.position;
    const match = lineEnd.exec(this.text);
    const end = match?.index ?? this.text.length;
    const newline = match?.[0] ?? '';
    const text = this.text.slice(this.position, end);
    this.position = end + newline.length;
    return { text, newline };
  }
}
