import { parseCommand } from '../runner/command.ts';
import type { Level } from '../runner/console.ts';
import { LineSplitter } from '../runner/lines.ts';
import type { Masks } from '../runner/masks.ts';
import type { PhaseResult } from '../runner/phase.ts';

type Printed = Pick<PhaseResult, 'stdout' | 'stderr' | 'problems' | 'log'>;

export interface LogLine {
  text: string;
  level?: Level;
}

/** A group when it has a title. */
export interface LogBlock {
  title?: string;
  lines: LogLine[];
}

/** How the runner begins the log of a main phase: the action's name and the inputs that are not empty. */
export function headerBlock(title: string, inputs: Iterable<[string, string]>, masks: Masks): LogBlock {
  const shown = [...inputs].filter(([, value]) => value !== '');
  const texts = ['with:', ...shown.map(([name, value]) => `  ${name}: ${value}`)];
  return { title, lines: texts.flatMap((text) => linesOf(masks.apply(text))) };
}

/**
 * What a phase printed, as blocks: the runner's own plain log no longer tells where a group ends. Words are masked from
 * the moment they are announced. The runner's complaints follow at the end.
 */
export function readBlocks({ stdout, stderr, problems, log }: Printed, masks: Masks): LogBlock[] {
  const reader = new BlockReader(masks);
  const splitter = new LineSplitter((line) => reader.receive(line));
  splitter.push(stdout);
  splitter.end();
  const errors = stderr.split('\n').filter(Boolean);
  const last: LogBlock = {
    lines: [
      ...errors.flatMap((text) => linesOf(masks.apply(text))),
      ...problems.flatMap((problem) => complaint(problem, log)),
    ],
  };
  return [...reader.blocks, last].filter(({ title, lines }) => title !== undefined || lines.length > 0);
}

/** Only the plain log knows of which level it was. */
function complaint(problem: string, log: string): LogLine[] {
  const level = log.includes(LABELS.warning + problem) ? 'warning' : 'error';
  return linesOf(LABELS[level] + problem, level);
}

class BlockReader {
  readonly blocks: LogBlock[] = [{ lines: [] }];
  readonly #masks: Masks;
  #stopToken: string | undefined;

  constructor(masks: Masks) {
    this.#masks = masks;
  }

  receive(line: string): void {
    const command = parseCommand(line, this.#stopToken);
    if (!command || this.#stopToken !== undefined) {
      if (command?.name === this.#stopToken?.toLowerCase()) this.#stopToken = undefined;
      this.#add(line);
      return;
    }
    const { name, data } = command;
    if (name === 'error' || name === 'warning' || name === 'notice') this.#add(LABELS[name] + data, name);
    else if (name === 'group') this.blocks.push({ title: this.#masks.apply(data), lines: [] });
    else if (name === 'endgroup') this.blocks.push({ lines: [] });
    else if (name === 'add-mask') this.#masks.add(data);
    else if (name === 'stop-commands') this.#stopToken = data;
  }

  #add(text: string, level?: Level): void {
    this.blocks.at(-1)?.lines.push(...linesOf(this.#masks.apply(text), level));
  }
}

const LABELS: Readonly<Record<Level, string>> = {
  notice: 'Notice: ',
  warning: 'Warning: ',
  error: 'Error: ',
};

function linesOf(text: string, level?: Level): LogLine[] {
  return text.split(/\r\n|\r|\n/).map((line) => ({ text: line, ...(level && { level }) }));
}
