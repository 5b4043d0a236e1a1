import { describe, expect } from 'vitest';
import { file, pullRequest } from '../emulator/oz/artifacts.ts';
import { it, QUIET } from '../support/dist-step.ts';

const COUNT = 2000;
/** The 4,000th character is the half of a surrogate pair. */
const WORDS = `Words ${'Größe 😀 '.repeat(2000)}`;

/** The outputs travel in environment variables, which no OS takes in any size. */
describe.concurrent('the outputs of a run that leaves too much', () => {
  it.for([
    [
      'pull-requests',
      (n: number) => pullRequest(`https://github.com/octo-org/octo-repo/pull/${n}`, `oz/${'b'.repeat(200)}`),
    ],
    [
      'artifacts',
      (n: number) => file(`file-${n}`, 'x', { filename: `${n}.txt`, description: 'ü'.repeat(100) }),
    ],
  ] as const)('%s are whole items in valid JSON of at most 60,000 bytes', async ([name, make], { stage }) => {
    const artifacts = Array.from({ length: COUNT }, (_, index) => make(index + 1));
    stage.emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts }]);
    const { outputs } = await stage.runMain({ with: QUIET });
    const value = outputs[name] ?? '';
    expect(Buffer.byteLength(value)).toBeLessThanOrEqual(60_000);
    const items = JSON.parse(value) as unknown[];
    expect(items.length).toBeGreaterThan(50);
    expect(items.length).toBeLessThan(COUNT);
    expect(Buffer.byteLength(outputs.run ?? '')).toBeLessThanOrEqual(60_000);
    expect(JSON.parse(outputs.run ?? '')).toBeTypeOf('object');
  });

  it('title and error-message are cut at 4,000 characters', async ({ stage }) => {
    const error = { message: WORDS, error_code: 'internal_error' };
    stage.emulator.oz.nextLife([{ state: 'FAILED', error, set: { title: WORDS } }]);
    const { outputs } = await stage.runMain({ with: QUIET });
    expect(outputs.outcome).toBe('failed');
    for (const name of ['title', 'error-message']) {
      const value = (outputs[name] ?? '').replace(/…$/, '');
      expect(value.length, name).toBeLessThanOrEqual(4000);
      expect(value.length, name).toBeGreaterThan(3900);
      expect(value.includes('\uFFFD'), name).toBe(false);
      expect(WORDS.startsWith(value), name).toBe(true);
    }
  });
});
