import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LineSplitter } from './lines.ts';

/** Milliseconds from SIGINT to SIGTERM, and from SIGTERM to SIGKILL. */
export interface Ladder {
  term: number;
  kill: number;
}

/** The runner's own delays. */
export const RUNNER_LADDER: Ladder = { term: 7500, kill: 2500 };

/** How long the runner still reads pipes that a grandchild holds open after the process is gone. */
const PIPE_GRACE_MS = 5000;

export interface Exit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  durationMs: number;
}

export interface ActionProcess {
  pid: number;
  /** False when the process is already gone. */
  signal(signal: NodeJS.Signals): boolean;
  /** SIGINT, then SIGTERM, then SIGKILL, to this process only, until it exits. False when it is already gone. */
  climb(ladder: Ladder): boolean;
  exit: Promise<Exit>;
}

export interface Launch {
  entry: string;
  env: Record<string, string>;
  cwd: string;
  onLine(line: string, stream: 'stdout' | 'stderr'): void;
}

/** Starts the entry under the Node that runs the tests. Rejects when the process cannot be started at all. */
export async function launch({ entry, env, cwd, onLine }: Launch): Promise<ActionProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, [entry], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout = collect(child.stdout, (line) => onLine(line, 'stdout'));
  const stderr = collect(child.stderr, (line) => onLine(line, 'stderr'));
  const timers: NodeJS.Timeout[] = [];
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exit = new Promise<Exit>((resolve) => {
    child.once('exit', async (exitCode, signal) => {
      const durationMs = performance.now() - started;
      for (const timer of timers) clearTimeout(timer);
      const grace = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, PIPE_GRACE_MS);
      await closed;
      clearTimeout(grace);
      resolve({ exitCode, signal, stdout: stdout.end(), stderr: stderr.end(), durationMs });
    });
  });
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    signal: (signal) => child.kill(signal),
    climb(ladder) {
      if (!child.kill('SIGINT')) return false;
      timers.push(setTimeout(() => child.kill('SIGTERM'), ladder.term));
      timers.push(setTimeout(() => child.kill('SIGKILL'), ladder.term + ladder.kill));
      return true;
    },
    exit,
  };
}

function collect(stream: NodeJS.ReadableStream, onLine: (line: string) => void): { end(): string } {
  const chunks: string[] = [];
  const splitter = new LineSplitter(onLine);
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    chunks.push(chunk);
    splitter.push(chunk);
  });
  return {
    end() {
      splitter.end();
      return chunks.join('');
    },
  };
}
