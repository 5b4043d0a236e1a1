import { styleText } from 'node:util';
import { forTerminal } from './ansi.ts';
import type { Demonstration } from './demonstrate.ts';
import { outputsToText } from './outputs.ts';

export interface Terminal {
  columns: number;
  hasColours: boolean;
}

/** Long reports are for the page; a terminal gets their beginning. In characters. */
const LONGEST_TEXT = 6000;
const LONGEST_LOG = 60_000;

/** The whole demonstration as plain text. */
export function demonstrationToText(demonstration: Demonstration, terminal: Terminal): string {
  const { result, comments, reviews, violations } = demonstration;
  const { conclusion, outputs } = result;
  const sections: [string, string][] = [
    ['Log', shortened(result.log, LONGEST_LOG)],
    ['Outputs', outputsToText(outputs, terminal.columns)],
    ['Step summary', shortened(result.summary || '(none)', LONGEST_TEXT)],
    ...comments.map(({ user, body }): [string, string] => [
      `Comment by ${user.login}`,
      shortened(body, LONGEST_TEXT),
    ]),
    ...reviews.flatMap(({ review, comments: inline }): [string, string][] => [
      [`Review by ${review.user.login}`, shortened(review.body, LONGEST_TEXT)],
      ...inline.map(({ body, thread }): [string, string] => [
        `On ${thread.original.path}:${thread.original.line}`,
        shortened(`${thread.diffHunk}\n\n${body}`, LONGEST_TEXT),
      ]),
    ]),
  ];
  if (violations.length > 0) sections.push(['Violations of the API contract', violations.join('\n')]);
  sections.push(['Conclusion', `${conclusion}, outcome ${outputs.outcome || '(none)'}`]);
  return sections.map(([title, text]) => section(title, text, terminal)).join('\n');
}

function section(title: string, text: string, { columns, hasColours }: Terminal): string {
  const rule = `── ${title} ${'─'.repeat(Math.max(3, Math.min(columns, 80) - title.length - 4))}`;
  const head = hasColours ? styleText('bold', rule, { validateStream: false }) : rule;
  return `${head}\n${forTerminal(text.trimEnd(), hasColours)}\n`;
}

function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}\n… (${text.length - longest} more characters on the page)`;
}
