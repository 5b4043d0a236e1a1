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
