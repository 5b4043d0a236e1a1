export interface Command {
  /** In lower case: the runner compares names without case. */
  name: string;
  /** Keys in lower case, values unescaped. */
  props: Record<string, string>;
  data: string;
  form: '::' | '##[';
  /** True when the command shows only once invisible characters are taken out of the line. */
  disguised: boolean;
}

const REGISTERED = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

const DATA_ESCAPES = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
] as const;
const PROPERTY_ESCAPES = [['%3A', ':'], ['%2C', ','], ...DATA_ESCAPES] as const;
const BRACKET_ESCAPES = [['%3B', ';'], ['%5D', ']'], ...DATA_ESCAPES] as const;

/** True when the runner knows a command of this name; such a name cannot serve as a stop token. */
export function isRegistered(name: string): boolean {
  return REGISTERED.has(name.toLowerCase());
}

/**
 * Finds the workflow command in a line, or undefined. `stopToken` is a command too while commands are stopped.
 *
 * The runner compares strings by culture, which may skip over characters that have no width. So a line that holds a
 * command once these are removed counts as one: the judgement of the worst runner.
 */
export function parseCommand(line: string, stopToken?: string): Command | undefined {
  const visible = line.replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
  const known = (name: string) => isRegistered(name) || name.toLowerCase() === stopToken?.toLowerCase();
  return (
    parseColonForm(line, known, false) ??
    parseColonForm(visible, known, true) ??
    parseBracketForm(line, known, false) ??
    parseBracketForm(visible, known, true)
  );
}

type IsKnown = (name: string) => boolean;

/** `::name key=value,key=value::data`, at the start of the line after white space. */
function parseColonForm(line: string, known: IsKnown, disguised: boolean): Command | undefined {
  const match = /^[\s\u0085]*::(.*?)::(.*)$/su.exec(line);
  if (!match) return undefined;
  const head = readHead(match[1] ?? '', ',', PROPERTY_ESCAPES);
  if (!known(head.name)) return undefined;
  return { ...head, data: replaceEscapes(match[2] ?? '', DATA_ESCAPES), form: '::', disguised };
}

/** `##[name key=value;key=value]data`, anywhere in the line; only the first `##[` of a line is looked at. */
function parseBracketForm(line: string, known: IsKnown, disguised: boolean): Command | undefined {
  const match = /##\[(.*)$/su.exec(line);
  const rest = match?.[1] ?? '';
  const close = rest.indexOf(']');
  if (!match || close < 0) return undefined;
  const head = readHead(rest.slice(0, close), ';', BRACKET_ESCAPES);
  if (!known(head.name)) return undefined;
  return { ...head, data: replaceEscapes(rest.slice(close + 1), BRACKET_ESCAPES), form: '##[', disguised };
}

type Escapes = readonly (readonly [string, string])[];

function readHead(head: string, separator: string, escapes: Escapes): Pick<Command, 'name' | 'props'> {
  const space = head.indexOf(' ');
  const name = space < 0 ? head : head.slice(0, space);
  const props: [string, string][] = [];
  for (const pair of space < 0
    ? []
    : head
        .slice(space + 1)
        .trim()
        .split(separator)) {
    const equals = pair.indexOf('=');
    const key = pair.slice(0, equals).toLowerCase();
    if (equals > 0 && equals < pair.length - 1)
      props.push([key, replaceEscapes(pair.slice(equals + 1), escapes)]);
  }
  return { name: name.toLowerCase(), props: Object.fromEntries(props) };
}

function replaceEscapes(text: string, escapes: Escapes): string {
  return escapes.reduce((result, [escaped, character]) => result.replaceAll(escaped, character), text);
}
