import { OzError } from './problem.ts';

/**
 * Codes of failures that come before a request is written: the name was not resolved, no connection was made, or
 * the server's certificate was refused. Whatever is not listed counts as possibly sent.
 */
const UNSENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID|ERR_TLS_HANDSHAKE_TIMEOUT|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_\w*HANDSHAKE_FAILURE|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)$/;

/** The same failure as an `OzError`: `unsent` when the request surely had no effect, else `unanswered`. */
export function failureOf(operation: string, error: unknown): OzError {
  const codes = codesOf(error);
  const refusal = refusalByProxy(error);
  if (refusal !== undefined && refusal < 500) {
    const message = `${operation}: the proxy refused the connection with ${refusal}`;
    return new OzError(message, { kind: 'gateway', code: 'proxy_refused', status: refusal, cause: error });
  }
  const unsent = refusal !== undefined || (codes.length > 0 && codes.every((code) => UNSENT.test(code)));
  const why = describe(error, codes);
  return new OzError(
    unsent
      ? `${operation}: the API could not be reached (${why})`
      : `${operation}: no answer came back (${why})`,
    { kind: unsent ? 'unsent' : 'unanswered', code: unsent ? 'unreachable' : 'no_answer', cause: error },
  );
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
