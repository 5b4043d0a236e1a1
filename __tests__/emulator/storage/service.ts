import type { Call, Reply, Service } from '../http/message.ts';
import type { StorageWorld } from './world.ts';

const ROUTE = 'GET /{token}/{name}';

/** The storage host: it gives bytes for a signed URL, and wants to see none of our headers. */
export function storageService(world: StorageWorld): Service {
  return {
    name: 'storage',
    routes: [ROUTE],
    match: matchObject,
    checkRequest: ({ headers }) =>
      Object.keys(headers)
        .filter((name) => name === 'authorization' || /^x-(oz|warp)/.test(name))
        .map((name) => `the header ${name} reached the storage host`),
    checkReply: () => [],
    refuse: (status, message) => xmlError(status, status === 404 ? 'NoSuchKey' : 'InvalidRequest', message),
    handle: (call) => give(world, call),
  };
}

function matchObject(
  method: string,
  path: string,
): { route: string; params: Record<string, string> } | undefined {
  const [, token, name] = /^\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (method !== 'GET' || token === undefined || name === undefined) return undefined;
  return { route: ROUTE, params: { token, name } };
}

function give(world: StorageWorld, { params, query }: Call): Reply {
  const object = world.open(params.token ?? '', query.get('signature'));
  if (object === 'missing') return xmlError(404, 'NoSuchKey', 'The specified key does not exist.');
  if (object === 'forbidden') return xmlError(403, 'SignatureDoesNotMatch', 'The signature does not match.');
  if (object === 'expired') return xmlError(400, 'ExpiredToken', 'The provided token has expired.');
  return { status: 200, content: object.content, contentType: object.contentType };
}

function xmlError(status: number, code: string, message: string): Reply {
  const content = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, content, contentType: 'application/xml' };
}
