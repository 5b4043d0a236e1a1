import { createInterface } from 'node:readline/promises';
import { UsageError } from './options.ts';

const WARNING = `This creates a real run with your Oz account, and it costs credits.
GitHub is emulated: nothing is posted there.
`;

/**
 * Says what a live run costs, then returns the key from WARP_API_KEY. Throws a UsageError without a key, and without
 * a yes from `--yes` or from the person at the terminal.
 */
export async function agreeToLiveRun(isConfirmed: boolean): Promise<string> {
  process.stdout.write(WARNING);
  const key = process.env.WARP_API_KEY;
  if (!key) throw new UsageError('--live needs an API key in the environment variable WARP_API_KEY.');
  if (!isConfirmed && !(await ask())) throw new UsageError('Nothing was started.');
  return key;
}

async function ask(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('Nobody is here to be asked: add --yes to start the run.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question('Start it? [y/N] ');
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
