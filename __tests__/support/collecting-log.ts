import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { Log } from '../../src/lib/log.ts';
import { Secrets } from '../../src/lib/secrets.ts';

/** The real log, whose lines are collected; annotations and debug lines carry their kind in front. */
export function collectingLog(
  clock: Clock = systemClock,
  secrets = new Secrets(() => {}),
): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const keep = (kind: string) => (message: string | Error) => {
    lines.push(`${kind}: ${message}`);
  };
  const runner = {
    info: (message: string) => {
      lines.push(message);
    },
    debug: keep('debug'),
    isDebug: () => true,
    notice: keep('notice'),
    warning: keep('warning'),
    error: keep('error'),
    startGroup: keep('group'),
    endGroup: () => {},
  };
  return { log: new Log(secrets, clock, false, runner), lines };
}
