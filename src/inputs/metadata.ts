import { STAMPED_KEYS } from '../runs/stamp.ts';
import { InputError, type RawInputs, refusal } from './values.ts';

/** The API takes 20 keys; this action stamps up to thirteen of them. */
const MAX_KEYS = 7;

/** The `metadata` input: `key=value` a line. */
export function readMetadata(raw: RawInputs): Record<string, string> {
  const name = 'metadata';
  const lines = raw
    .text(name)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim());
  const pairs = lines.filter(Boolean).map((line): [string, string] => {
    const split = line.indexOf('=');
    const key = line.slice(0, Math.max(split, 0)).trim();
    if (key === '') throw refusal(name, line, 'Give `key=value`, one a line.');
    if (STAMPED_KEYS.some((stamped) => stamped === key)) {
      throw refusal(name, line, `The key \`${key}\` is reserved: this action stamps it.`);
    }
    return [key, line.slice(split + 1).trim()];
  });
  const metadata = Object.fromEntries(pairs);
  if (Object.keys(metadata).length < pairs.length)
    throw new InputError(`Input \`${name}\` gives a key twice. Give each once.`);
  if (pairs.length > MAX_KEYS) {
    throw new InputError(`Input \`${name}\` has ${pairs.length} keys; at most ${MAX_KEYS} are accepted.`);
  }
  return metadata;
}
