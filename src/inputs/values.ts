import { cut } from '../lib/text.ts';
import { type InputName, inputDefaults } from './declared.ts';

/** A refused input: names the input, its value and what would be accepted. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code = 'invalid_input';
  readonly #words: (redact: (text: string) => string) => string;

  /** `words`: what is wrong, where a value that is quoted must be redacted before it is cut. */
  constructor(words: string | ((redact: (text: string) => string) => string)) {
    const make = typeof words === 'string' ? () => words : words;
    super(make((text) => text));
    this.#words = make;
  }

  /** The message for people; `redact` sees values before they are cut. */
  explain(redact: (text: string) => string): string {
    return redact(this.#words(redact));
  }
}

/**
 * The raw inputs as the runner hands them over: trimmed, and the declared default where empty. A refused value is noted
 * and something harmless stands in for it, so that all bad inputs are reported at once: nothing that was read may be
 * used before it has passed `finish`.
 */
export class RawInputs {
  readonly #env: NodeJS.ProcessEnv;
  readonly #refusals: InputError[] = [];

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** What `read` gives; where it rejects an input, the refusal is noted and the fallback stands in. */
  collect<T>(read: () => Promise<T>, fallback: T): Promise<T>;
  collect<T>(read: () => T, fallback: T): T;
  collect<T>(read: () => T | Promise<T>, fallback: T): T | Promise<T> {
    try {
      const value = read();
      return value instanceof Promise ? value.catch((error) => this.#noted(error, fallback)) : value;
    } catch (error) {
      return this.#noted(error, fallback);
    }
  }

  /** Notes a refusal. */
  refuse(refusal: InputError): void {
    const isKnown = this.#refusals.some(({ message }) => message === refusal.message);
    if (!isKnown) this.#refusals.push(refusal);
  }

  /** The value, which is only missing after a refusal. Throws all refusals as one `InputError` if there were any. */
  finish<T>(value: T | undefined): T {
    if (value !== undefined && this.#refusals.length === 0) return value;
    throw new InputError((redact) => this.#refusals.map((refused) => refused.explain(redact)).join('\n'));
  }

  /** Names, in lower case, of what was given without being declared. */
  undeclared(): string[] {
    const names = Object.keys(this.#env).map((name) => /^INPUT_(.+)$/i.exec(name)?.[1]?.toLowerCase());
    return names.filter((name) => name !== undefined && !Object.hasOwn(inputDefaults, name)) as string[];
  }

  /** Empty when neither given nor declared with a default. */
  text(name: InputName): string {
    return this.#given(name) || inputDefaults[name];
  }

  /** Undefined when empty. */
  optional(name: InputName): string | undefined {
    return this.text(name) || undefined;
  }

  /** Whether the workflow asks for something else than the default. */
  isChosen(name: InputName): boolean {
    const given = this.#given(name);
    return given !== '' && given !== inputDefaults[name];
  }

  /** For inputs with a default. */
  boolean(name: InputName): boolean {
    return this.tristate(name) ?? false;
  }

  /** Undefined when empty: then the server decides. */
  tristate(name: InputName): boolean | undefined {
    const value = this.text(name);
    if (value === '') return undefined;
    if (/^true$/i.test(value)) return true;
    if (/^false$/i.test(value)) return false;
    return this.#noted(refusal(name, value, 'Give `true` or `false`.'), undefined);
  }

  /** One of the words, in any case. For inputs with a default. */
  choice<const T extends string>(name: InputName, words: readonly [T, ...T[]]): T {
    return this.optionalChoice(name, words) ?? words[0];
  }

  /** Undefined when empty. */
  optionalChoice<const T extends string>(name: InputName, words: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === '') return undefined;
    const word = words.find((candidate) => candidate === value.toLowerCase());
    return word ?? this.#noted(refusal(name, value, oneOf(words)), undefined);
  }

  /** A plain decimal within the bounds, both included. For inputs with a default. */
  number(name: InputName, bounds: Bounds): number {
    return this.optionalNumber(name, bounds) ?? bounds.min;
  }

  /** Undefined when empty. */
  optionalNumber(name: InputName, bounds: Bounds): number | undefined {
    const { min, max, whole } = bounds;
    const value = this.text(name);
    if (value === '') return undefined;
    const number = Number(value);
    const form = whole ? /^\d+$/ : /^\d+(\.\d+)?$/;
    if (form.test(value) && number >= min && number <= max) return number;
    return this.#noted(refusal(name, value, numberWithin(bounds)), undefined);
  }

  #noted<T>(error: unknown, fallback: T): T {
    if (!(error instanceof InputError)) throw error;
    this.refuse(error);
    return fallback;
  }

  // The runner upper-cases names, turns spaces into underscores, and keeps hyphens.
  #given(name: InputName): string {
    return (this.#env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  }
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

function numberWithin({ min, max, whole }: Bounds): string {
  return `Give a ${whole ? 'whole' : 'decimal'} number from ${min} to ${max}, in plain digits.`;
}

function oneOf(words: readonly string[]): string {
  return `Give one of ${words.map((word) => `\`${word}\``).join(', ')}.`;
}

/** For one-line values; long ones are cut, since error annotations are. */
export function refusal(name: InputName, value: string, remedy: string): InputError {
  return new InputError((redact) => {
    const is = value === '' ? 'is empty' : `is \`${cut(redact(value), 100)}\``;
    return `Input \`${name}\` ${is}. ${remedy}`;
  });
}
