import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GUARDS } from './guards.ts';

describe('the lines that guard money, secrets and trust', () => {
  it.each(GUARDS)('$what: is still there, once', ({ file, from, to, and }) => {
    const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
    expect(source.split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
    if (and) expect(source.split(and.from)).toHaveLength(2);
  });
});
