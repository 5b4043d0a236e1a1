import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../emulator/scenarios.ts';
import { parseOptions } from './options.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

interface Ended {
  stdout: string;
  stderr: string;
  status: number;
}

/** Nobody is at the terminal: standard input is no TTY. */
function start(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const { WARP_API_KEY: _, ...rest } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env: { ...rest, ...env } }, (error, stdout, stderr) =>
      resolve({ stdout, stderr, status: Number(error?.code ?? 0) }),
    );
  });
}

describe.concurrent('npm start', () => {
  it('--list names every scenario', async () => {
    const { stdout, status } = await start(['--list']);
    expect(status).toBe(0);
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(names).toEqual(Object.keys(SCENARIOS));
  });

  it.each([
    [['--live', '--yes'], {}, 'WARP_API_KEY'],
    [['--live'], { WARP_API_KEY: 'wk-unused' }, '--yes'],
  ])('%j first says what it costs, then stops', async (args, env, reason) => {
    const { stdout, stderr, status } = await start(args, env as Record<string, string>);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^This creates a real run with your Oz account, and it costs credits\./);
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('    at ');
  });

  it('exits with 1 and a clear message for an unknown scenario', async () => {
    const { stderr, status } = await start(['--scenario', 'nonsense']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^There is no scenario 'nonsense'.*--list.*\n$/);
  });
});

describe('the command line', () => {
  it('takes inputs', () => {
    const options = parseOptions(['--with', 'model=a=b', '--with', 'wait=false', '--prompt', 'Do it']);
    expect(options).toMatchObject({ with: { model: 'a=b', wait: 'false', prompt: 'Do it' } });
  });

  it.each([[['--with', 'model']], [['--nonsense']], [['--live', '--scenario', 'fails']], [['word']]])(
    'refuses %j',
    (args) => {
      expect(() => parseOptions(args)).toThrow();
    },
  );
});
