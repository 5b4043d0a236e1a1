import process from 'node:process';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { OzError } from './problem.ts';

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * How requests to a URL travel: through the proxy that the environment names, except on loopback, where plain http is
 * accepted because nobody can listen; undici by itself would send it to `HTTP_PROXY`, the API key included.
 * Throws an `OzError` when a proxy variable is no URL; its value may hold a password, so it is not quoted.
 */
export function dispatcherFor(url: URL, options: Agent.Options = {}): Dispatcher {
  if (isLoopback(url)) return new Agent(options);
  try {
    return new EnvHttpProxyAgent(options);
  } catch {
    throw new OzError('The variable HTTPS_PROXY or HTTP_PROXY is not a URL', {
      kind: 'unsent',
      code: 'invalid_proxy',
    });
  }
}

/** The variables that name a proxy, in undici's order of precedence. */
const PROXY_VARIABLES = {
  'https:': ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY'],
};

/** A host, and the proxy that the environment names for it, for people who look for what is in the way. */
export function routeTo(url: URL, env: NodeJS.ProcessEnv = process.env): string {
  const names = isLoopback(url) ? [] : PROXY_VARIABLES[url.protocol === 'http:' ? 'http:' : 'https:'];
  const variable = names.find((name) => env[name]);
  const proxy = URL.parse(env[variable ?? ''] ?? '');
  if (proxy === null) return url.host;
  const exempt = env.no_proxy || env.NO_PROXY ? ', unless NO_PROXY exempts the host' : '';
  // Its user and password stay out.
  return `${url.host} through the proxy ${proxy.host} that ${variable} names${exempt}`;
}
