import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A name that only the proxy can resolve: to this machine. Clients send loopback addresses past every proxy. */
export const REMOTE_HOST = 'oz.example.test';

export interface ForwardProxy extends AsyncDisposable {
  /** `host:port` of the proxy. */
  readonly address: string;
  /** What was asked for: `CONNECT host:port`, or method and absolute URL; refused requests marked with 407. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A forward proxy on the loopback interface. With credentials (`user:password`) it refuses everybody else with 407. */
export async function startProxy(credentials?: string): Promise<ForwardProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const isWelcome = ({ headers }: IncomingMessage) =>
    expected === undefined || headers['proxy-authorization'] === expected;
  const server = createServer((incoming, response) => {
    const target = `${incoming.method} ${incoming.url}`;
    asked.push(isWelcome(incoming) ? target : `407 ${target}`);
    if (isWelcome(incoming)) forward(incoming, response);
    else response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end();
  });
  server.on('connection', (socket) => remember(socket, sockets));
  server.on('connect', (incoming: IncomingMessage, client: Socket) => {
    const target = `CONNECT ${incoming.url}`;
    asked.push(isWelcome(incoming) ? target : `407 ${target}`);
    if (isWelcome(incoming)) tunnel(incoming.url ?? '', client, sockets);
    else
      client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n',
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function remember(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.on('error', () => undefined);
  socket.once('close', () => sockets.delete(socket));
}

function tunnel(authority: string, client: Socket, sockets: Set<Socket>): void {
  const { hostname, port } = new URL(`http://${authority}`);
  const host = hostname === REMOTE_HOST ? '127.0.0.1' : hostname.replace(/^\[|\]$/g, '');
  const upstream = connect(Number(port), host, () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.pipe(client);
    client.pipe(upstream);
  });
  remember(upstream, sockets);
  upstream.once('close', () => client.destroy());
  client.once('close', () => upstream.destroy());
}

/** Without the headers that are for the proxy alone. */
function forward(incoming: IncomingMessage, response: ServerResponse): void {
  const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = incoming.headers;
  const upstream = request(incoming.url ?? '', { method: incoming.method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  incoming.pipe(upstream);
}
