import type { Log, LogStyle } from '../log.ts';
import { stripped } from '../text.ts';
import { type Activity, shortened } from './activity.ts';

/** Columns of a narrow terminal, which is what the log is readable at. */
const COLUMNS = 80;

const STYLES: Readonly<Record<Activity['kind'], LogStyle>> = {
  message: 'plain',
  action: 'cyan',
  result: 'dim',
  event: 'dim',
};

const SIGNS: Readonly<Record<Activity['kind'], string>> = {
  message: '│',
  action: '▸',
  result: '┊',
  event: '•',
};

/** Lines of output shown of one activity, and characters of one before wrapping. */
const MOST_LINES = { message: 400, action: 6, result: 20, event: 1 };
const LONGEST_LINE = 2000;

/**
 * Prints what the agent did, each line behind a gutter; what nested steps did is indented and folded in a group. The
 * time stands before the first line.
 */
export async function printActivities(activities: readonly Activity[], log: Log): Promise<void> {
  const { default: wrapAnsi } = await import('wrap-ansi');
  const time = log.elapsed;
  let stamp = time;
  let group: string | undefined;
  for (const activity of activities) {
    const [outermost] = activity.path;
    if (outermost !== group) {
      if (group !== undefined) log.endGroup();
      if (outermost !== undefined) log.startGroup(`${time}  ${outermost}`);
      group = outermost;
    }
    for (const line of linesOf(activity, wrapAnsi)) {
      log.gutter(`${stamp.padStart(time.length)}  ${line}`, STYLES[activity.kind]);
      stamp = '';
    }
  }
  if (group !== undefined) log.endGroup();
}

function linesOf(
  { kind, text, path }: Activity,
  wrap: (text: string, columns: number, options: object) => string,
): string[] {
  // Deep nesting must not leave a column of single letters.
  const indent = '  '.repeat(Math.min(Math.max(path.length - 1, 0), 8));
  const room = COLUMNS - 12 - indent.length;
  const wrapped = stripped(text)
    .split('\n')
    .map((line) =>
      line.length > LONGEST_LINE
        ? `${line.slice(0, LONGEST_LINE / 2)} … ${line.slice(-LONGEST_LINE / 2)}`
        : line,
    )
    .flatMap((line) => wrap(line, room, { hard: true, trim: false }).split('\n'));
  return shortened(wrapped, Math.max(MOST_LINES[kind], 3)).map((line) => `${indent}${SIGNS[kind]} ${line}`);
}
