import type { Dispatcher } from 'undici';
import { OzError } from './problem.ts';

/** Calls back when a connection stands and the request is about to be written to it: before that, it has no effect. */
export function onSending(callback: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(...args) {
        callback();
        handler.onRequestStart?.(...args);
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

/**
 * Rejects with the signal's reason at once: undici heeds a signal only once there is a connection, and a proxy may hold
 * one back for minutes.
 */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return Promise.race([promise, aborted]);
}

/** How far a request got. */
interface Progress {
  /** Whether it was written, at least in part. */
  readonly isSent: boolean;
  /** The host that it was for, and the proxy on the way. */
  readonly route: string;
}

/** The same failure as an `OzError`: `unsent` when the request surely had no effect, else `unanswered`. */
export function failureOf(operation: string, error: unknown, { isSent, route }: Progress): OzError {
  const refusal = refusalByProxy(error);
  if (refusal !== undefined && refusal < 500) {
    const message = `${operation}: the proxy refused the connection with ${refusal}`;
    return new OzError(message, { kind: 'gateway', code: 'proxy_refused', status: refusal, cause: error });
  }
  const why = describe(error, codesOf(error));
  return isSent && refusal === undefined
    ? new OzError(`${operation}: no answer came back (${why})`, {
        kind: 'unanswered',
        code: 'no_answer',
        cause: error,
      })
    : new OzError(`${operation}: the API could not be reached at ${route} (${why})`, {
        kind: 'unsent',
        code: 'unreachable',
        cause: error,
      });
}

/** An attempt on several addresses fails with an AggregateError, whose parts hold the codes. */
function codesOf(error: unknown): string[] {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(codesOf);
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return [code];
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error ? codesOf(cause) : [];
}

/** undici reports a CONNECT that the proxy refused with a general code, so the message has to tell the status. */
function refusalByProxy(error: unknown): number | undefined {
  const words = /^(?:Proxy response|Proxy Authentication Required) \((\d+)\)/;
  const status = error instanceof Error && words.exec(error.message)?.[1];
  return status ? Number(status) : undefined;
}

function describe(error: unknown, codes: readonly string[]): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timed out';
  if (refusalByProxy(error) !== undefined) return (error as Error).message;
  return codes.length > 0 ? [...new Set(codes)].join(', ') : String((error as Error)?.message ?? error);
}
