import { type Command, isRegistered, parseCommand } from './command.ts';
import { LogPage } from './log-page.ts';
import type { Masks } from './masks.ts';

export type Stream = 'stdout' | 'stderr';
export type Level = 'notice' | 'warning' | 'error';

export interface RecordedCommand extends Command {
  stream: Stream;
}

export interface Annotation {
  level: Level;
  /** Masked, at most 4,096 characters. */
  message: string;
  truncated: boolean;
  /** True from the eleventh of its level on: GitHub shows ten of each. */
  dropped: boolean;
  title?: string;
  file?: string;
  line?: string;
  endLine?: string;
  col?: string;
  endColumn?: string;
}

const ANNOTATIONS_PER_LEVEL = 10;
const ANNOTATION_LENGTH = 4096;

/** What one phase printed, judged line by line as the runner judges it. */
export class StepConsole {
  readonly commands: RecordedCommand[] = [];
  /** Commands that real runners have disabled or call deprecated: an action that means well prints none. */
  readonly violations: RecordedCommand[] = [];
  readonly annotations: Annotation[] = [];
  /** The runner's own complaints, in its words; they are in the log too. */
  readonly problems: string[] = [];
  readonly outputs = new Map<string, string>();
  readonly state = new Map<string, string>();
  readonly page: LogPage;
  /** True when a command failed the step, whatever the exit code says. */
  failed = false;
  readonly #masks: Masks;
  #stopToken: string | undefined;
  #echo: boolean;

  constructor(masks: Masks, options: { debug: boolean; ansi: boolean }) {
    this.#masks = masks;
    this.page = new LogPage(masks, options);
    // Step debugging switches the echo on.
    this.#echo = options.debug;
  }

  receive(line: string, stream: Stream): void {
    const command = parseCommand(line, this.#stopToken);
    if (!command || (this.#stopToken !== undefined && command.name !== this.#stopToken.toLowerCase())) {
      this.page.text(line);
      return;
    }
    if (this.#stopToken !== undefined) {
      this.#stopToken = undefined;
      this.page.text(line);
      return;
    }
    this.commands.push({ ...command, stream });
    this.#obey(command, line, stream);
  }

  /** A message of the runner itself. */
  complain(level: 'warning' | 'error', message: string): void {
    this.problems.push(this.#masks.apply(message));
    this.page.message(level, message);
  }

  #obey(command: Command, line: string, stream: Stream): void {
    switch (command.name) {
      case 'add-mask':
        this.#addMask(command.data);
        break;
      case 'debug':
        this.page.debug(command.data);
        break;
      case 'notice':
      case 'warning':
      case 'error':
        this.#annotate(command.name, command);
        break;
      case 'group':
        this.page.group(command.data);
        break;
      case 'endgroup':
        this.page.endGroup();
        break;
      case 'echo':
        this.#switchEcho(command.data, line);
        break;
      case 'stop-commands':
        this.#stop(command.data, line);
        break;
      case 'set-output':
      case 'save-state':
      case 'set-env':
      case 'add-path':
        this.violations.push({ ...command, stream });
        this.#obeyOutdated(command, line);
        break;
      default:
        if (this.#echo) this.page.text(line);
    }
  }

  #addMask(value: string): void {
    if (value.trim() === '') {
      this.complain('warning', "Can't add secret mask for empty string in ##[add-mask] command.");
    } else {
      this.#masks.add(value);
      if (this.#echo) this.page.text('::add-mask::***');
    }
  }

  #annotate(level: Level, { props, data }: Command): void {
    const message = this.#masks.apply(data);
    const earlier = this.annotations.filter((annotation) => annotation.level === level).length;
    this.annotations.push({
      level,
      message: message.slice(0, ANNOTATION_LENGTH),
      truncated: message.length > ANNOTATION_LENGTH,
      dropped: earlier >= ANNOTATIONS_PER_LEVEL,
      ...(props.title !== undefined && { title: this.#masks.apply(props.title) }),
      ...(props.file !== undefined && { file: props.file }),
      ...(props.line !== undefined && { line: props.line }),
      ...(props.endline !== undefined && { endLine: props.endline }),
      ...(props.col !== undefined && { col: props.col }),
      ...(props.endcolumn !== undefined && { endColumn: props.endcolumn }),
    });
    this.page.message(level, data);
  }

  #switchEcho(data: string, line: string): void {
    if (!/^(on|off)$/i.test(data.trim())) {
      this.#fail(
        line,
        `Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '${data}'.`,
      );
      return;
    }
    this.#echo = data.trim().toLowerCase() === 'on';
  }

  #stop(token: string, line: string): void {
    if (token === '' || isRegistered(token)) {
      this.#fail(line, 'The stop-commands token must be neither empty nor the name of a command.');
      return;
    }
    this.page.text(line);
    this.#stopToken = token;
    // The runner hides a token that is long enough to be one.
    if (token.length > 6) this.#masks.add(token);
  }

  /** set-output and save-state still work, with a warning; set-env and add-path fail the step. */
  #obeyOutdated({ name, props, data }: Command, line: string): void {
    if (name === 'set-env' || name === 'add-path') {
      this.#fail(line, `The \`${name}\` command is disabled. Please upgrade to using Environment Files.`);
    } else if (!props.name) {
      this.#fail(line, `Required field 'name' is missing in ##[${name}] command.`);
    } else {
      (name === 'set-output' ? this.outputs : this.state).set(props.name, data);
      this.complain('warning', `The \`${name}\` command is deprecated and will be disabled soon.`);
    }
  }

  #fail(line: string, reason: string): void {
    this.failed = true;
    this.complain('error', `Unable to process command '${line}' successfully.`);
    this.complain('error', reason);
  }
}
