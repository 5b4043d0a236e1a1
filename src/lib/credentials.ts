import { object } from './json.ts';

// Which parts of a configuration are credentials, judged by the names beside them.

/** Words of a name whose value is secret: `api-key`, `accessToken`, `DB_PASSWORD`. */
const SECRET_WORD =
  /^(?:auth|bearer|jwt|pass|pat|pwd|sig)$|(?:authorization|credential|key|passphrase|passwd|password|secret|signature|token)s?$/i;

/** Random as only keys are: long, and letters mixed with digits. */
const OPAQUE = /^(?=.*\d)(?=.*[a-z])[\w~-]{20,}$/i;

/** Of one MCP server: all `env` and `headers`, and what is a credential in `url`, `command` and `args`. */
export function mcpCredentials(server: unknown): string[] {
  const { env, headers, url, command, args } = object(server);
  const words = strings(args);
  return [
    ...strings(env),
    ...strings(headers).flatMap(headerCredentials),
    ...strings([url]).flatMap(urlCredentials),
    ...argumentCredentials(words),
    // A shell takes a whole command line as one argument.
    ...strings([command, ...words]).flatMap((line) => argumentCredentials(shellWords(line))),
  ];
}

/** User information, query values with a telling name, and random path segments: as written and decoded. */
function urlCredentials(url: string): string[] {
  const [, path = '', query = ''] = /^[^?#]*?:\/\/[^/?#]*([^?#]*)\??([^#]*)/.exec(url) ?? [];
  const named = query
    .split('&')
    .map((pair) => splitAt(pair, '='))
    .filter(([name]) => isSecretName(name))
    .map(([, value]) => value);
  const segments = path.split('/').filter((segment) => OPAQUE.test(segment));
  const parts = [...named, ...segments];
  const userinfo = url.includes('://') ? userinfoCredentials(url.replace(/[?#].*/s, '')) : [];
  return [...userinfo, ...parts, ...parts.map((part) => decoded(part.replaceAll('+', ' ')))];
}

/** `user:password@` of an address, with or without a scheme, which no URL parser takes. */
export function userinfoCredentials(address: string): string[] {
  const userinfo = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/]*)@/i.exec(address)?.[1];
  if (!userinfo) return [];
  const [username, rest] = splitAt(userinfo, ':');
  const password = rest || username;
  return [userinfo, password, decoded(password)];
}

/** A header's value, and of one like `Bearer …` the credential by itself. */
function headerCredentials(value: string): string[] {
  return [value, ...(/^\S+\s+(\S.*)$/.exec(value)?.slice(1) ?? [])];
}

/**
 * In a command line: what follows a flag with a telling name, `--flag=value` alike, `NAME=value` as for environments,
 * headers behind `-H` or `--header`, and credentials in URLs.
 */
function argumentCredentials(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    const [flag, given] = splitAt(word, '=');
    const value = word.includes('=') ? given : (words[index + 1] ?? '');
    if (/^(?:-H|--headers?)$/.test(flag)) return headerCredentials(splitAt(value, ':')[1].trim());
    const isFlag = flag.startsWith('-') && isSecretName(flag);
    const isVariable = word.includes('=') && /^[A-Za-z_]\w*$/.test(flag);
    const isSecret = isFlag
      ? !value.startsWith('--')
      : isVariable && (isSecretName(flag) || /^[A-Z][A-Z0-9_]*$/.test(flag));
    return [...(isSecret ? [value] : []), ...urlCredentials(word), ...urlCredentials(given)];
  });
}

function shellWords(line: string): string[] {
  const words = line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/["']/g, ''));
}

function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1-$2').split(/[^A-Za-z\d]+/);
  return words.some((word) => SECRET_WORD.test(word));
}

function strings(value: unknown): string[] {
  const values = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return values.filter((item) => typeof item === 'string');
}

function splitAt(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
