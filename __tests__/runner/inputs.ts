export type With = Record<string, string | number | boolean>;

export interface ResolvedInputs {
  /** Every input as the step got it, by the name it was written with. */
  values: Map<string, string>;
  /** The runner's warning about inputs that action.yml does not declare. */
  warning?: string;
}

/**
 * Applies the defaults of action.yml. One that is given but empty stays empty. The only expression understood in a
 * default is `${{ github.token }}`; another one throws.
 */
export function resolveInputs(
  declared: Map<string, string | undefined>,
  given: With,
  githubToken: string,
): ResolvedInputs {
  const values = new Map(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const givenNames = new Set([...values.keys()].map((name) => name.toLowerCase()));
  for (const [name, value] of declared) {
    if (!givenNames.has(name.toLowerCase()))
      values.set(name, evaluateDefault(name, value ?? '', githubToken));
  }
  const valid = new Set([...declared.keys()].map((name) => name.toLowerCase()));
  const unexpected = Object.keys(given).filter((name) => !valid.has(name.toLowerCase()));
  if (unexpected.length === 0) return { values };
  const list = (names: Iterable<string>) => `'${[...names].join("', '")}'`;
  return {
    values,
    warning: `Unexpected input(s) ${list(unexpected)}, valid inputs are [${list(declared.keys())}]`,
  };
}

function evaluateDefault(name: string, value: string, githubToken: string): string {
  const result = value.replaceAll(/\$\{\{\s*github\.token\s*\}\}/g, () => githubToken);
  if (/\$\{\{/.test(result)) throw new Error(`Input '${name}': cannot evaluate ${value}`);
  return result;
}

/** `INPUT_` names: upper case, spaces as underscores, hyphens kept. */
export function inputVariables(values: Map<string, string>): Record<string, string> {
  const variable = (name: string) => `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
  return Object.fromEntries([...values].map(([name, value]) => [variable(name), value]));
}
