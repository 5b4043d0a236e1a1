import type { Emulator } from './emulator.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** A plain client for tests of the emulator itself: it sends the right credentials and follows no redirects. */
export function clientOf(emulator: Emulator): {
  oz: (method: string, path: string, body?: unknown) => Promise<Answer>;
  github: (method: string, path: string, body?: unknown) => Promise<Answer>;
} {
  const { apiUrl, apiKey, githubUrl, githubToken, graphqlUrl } = emulator;
  return {
    oz: (method, path, body) => send(`${apiUrl}${path}`, method, `Bearer ${apiKey}`, body),
    github: (method, path, body) =>
      send(path === '/graphql' ? graphqlUrl : `${githubUrl}${path}`, method, `token ${githubToken}`, body),
  };
}

async function send(url: string, method: string, authorization: string, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
