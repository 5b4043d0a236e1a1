import type { Log, LogStyle } from '../lib/log.ts';
import type { Activity } from '../report/activity.ts';

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

/** Lines shown of one activity. */
const MAX_LINES: Readonly<Record<Activity['kind'], number>> = {
  message: 400,
  action: 6,
  result: 20,
  event: 3,
};

/** In characters: the arrow before the title of a group moves it, and what is in the group, to the right. */
const ARROW = 2;

/**
 * Prints what the agent did, each line behind a gutter; what nested steps did is indented and folded in a group. The
 * time stands once, before the first line of all that is outside of groups, or before the title of a group.
 */
export function printActivities(activities: readonly Activity[], log: Log): void {
  const time = log.elapsed;
  const blank = ' '.repeat(time.length);
  let stamp = time;
  let group: string | undefined;
  for (const { kind, text, path } of activities) {
    const [outermost] = path;
    if (outermost !== group) {
      if (group !== undefined) log.endGroup();
      if (outermost !== undefined) log.startGroup(`${time.slice(ARROW)}  ${outermost}`);
      group = outermost;
      stamp = group === undefined ? time : blank;
    }
    // Deep nesting must not leave a column of single letters.
    const indent = '  '.repeat(Math.min(Math.max(path.length - 1, 0), 8));
    const first = stamp;
    log.gutter(text, {
      style: STYLES[kind],
      most: MAX_LINES[kind],
      before: (index) => `${index === 0 ? first : blank}  ${indent}${SIGNS[kind]} `,
    });
    stamp = blank;
  }
  if (group !== undefined) log.endGroup();
}
