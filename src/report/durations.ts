import { type Course, courseOf } from './phases.ts';
import type { RunReport } from './report.ts';

type Durations = Pick<RunReport, 'queueSeconds' | 'queuedSeconds' | 'setUpSeconds' | 'runSeconds'>;

/** A run that never started queued until it ended. */
export function durationsOf(...lived: Parameters<typeof courseOf>): Durations {
  const { marks, isOver }: Course = courseOf(...lived);
  const timeOf = (phase: string) => marks.find((mark) => mark.phase === phase)?.at;
  const [created, setUp, started] = [marks[0]?.at, timeOf('set-up'), timeOf('working')];
  const ended = isOver ? marks.at(-1)?.at : undefined;
  return {
    queueSeconds: seconds(created, started ?? ended),
    queuedSeconds: seconds(created, setUp ?? started ?? ended),
    setUpSeconds: seconds(setUp, started),
    runSeconds: seconds(started, ended),
  };
}

function seconds(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.round((to - from) / 1000);
}

/** `59 s`, `12 min 5 s`, `1 h 2 min`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}
