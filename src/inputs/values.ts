import { cut } from '../text.ts';
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

/** The raw inputs as the runner hands them over: trimmed, and the declared default where empty. */
export class RawInputs {
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
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

  boolean(name: InputName): boolean {
    return this.tristate(name) ?? raise(refusal(name, '', 'Give `true` or `false`.'));
  }

  /** Undefined when empty: then the server decides. */
  tristate(name: InputName): boolean | undefined {
    const value = this.text(name);
    if (value === '') return undefined;
    if (/^true$/i.test(value)) return true;
    if (/^false$/i.test(value)) return false;
    throw refusal(name, value, 'Give `true` or `false`.');
  }

  /** One of the words, in any case. */
  choice<const T extends string>(name: InputName, words: readonly T[]): T {
    return this.optionalChoice(name, words) ?? raise(refusal(name, '', oneOf(words)));
  }

  /** Undefined when empty. */
  optionalChoice<const T extends string>(name: InputName, words: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === '') return undefined;
    const word = words.find((candidate) => candidate === value.toLowerCase());
    if (word === undefined) throw refusal(name, value, oneOf(words));
    return word;
  }

  /** A plain decimal within the bounds, both included. */
  number(name: InputName, bounds: Bounds): number {
    return this.optionalNumber(name, bounds) ?? raise(refusal(name, '', numberWithin(bounds)));
  }

  /** Undefined when empty. */
  optionalNumber(name: InputName, bounds: Bounds): number | undefined {
    const { min, max, whole } = bounds;
    const value = this.text(name);
    if (value === '') return undefined;
    const number = Number(value);
    const form = whole ? /^\d+$/ : /^\d+(\.\d+)?$/;
    if (!form.test(value) || number < min || number > max) {
      throw refusal(name, value, numberWithin(bounds));
    }
    return number;
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

function raise(error: Error): never {
  throw error;
}

/** For one-line values; long ones are cut, since error annotations are. */
export function refusal(name: InputName, value: string, remedy: string): InputError {
  return new InputError((redact) => {
    const is = value === '' ? 'is empty' : `is \`${cut(redact(value), 100)}\``;
    return `Input \`${name}\` ${is}. ${remedy}`;
  });
}
