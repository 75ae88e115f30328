// A small HTTP proxy on loopback that tunnels (CONNECT), with or without a password; every host leads to loopback.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Certificate } from './certificates';

export interface ProxyOfTest {
  /** `host:port` */
  readonly host: string;
  /** What was asked for, as `host:port` each. */
  readonly tunnels: string[];
  /** The `Proxy-Authorization` of each. */
  readonly authorizations: (string | undefined)[];
}

export interface ConnectProxyOptions {
  /** Asks for these, as `user:password`. */
  readonly credentials?: string;
  /** What every CONNECT is answered with; `silence` is no answer, `cut` the end of the connection. */
  readonly refuses?: number | 'silence' | 'cut';
  /** Speaks TLS itself. */
  readonly certificate?: Certificate;
}

/** Starts a proxy that ends with the test. */
export async function connectProxy(options: ConnectProxyOptions = {}): Promise<ProxyOfTest> {
  const { certificate } = options;
  const tunnels: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const open = new Set<Duplex>();
  const refuse: RequestListener = (_request, response) => response.writeHead(501).end();
  const server = certificate ? createSecureServer(certificate, refuse) : createServer(refuse);
  server.on('connection', (socket: Socket) => open.add(socket));
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    client.on('error', () => {});
    const authorization = request.headers['proxy-authorization'];
    tunnels.push(request.url ?? '');
    authorizations.push(authorization);
    const refusal = refusalOf(options, authorization);
    if (refusal === 'silence') return;
    if (refusal === 'cut') return void client.destroy();
    if (refusal) return void client.end(`HTTP/1.1 ${refusal} No\r\nproxy-authenticate: Basic\r\n\r\n`);
    const target = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    open.add(target);
    target.on('error', () => client.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    for (const each of open) each.destroy();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { host: `127.0.0.1:${port}`, tunnels, authorizations };
}

function refusalOf({ credentials, refuses }: ConnectProxyOptions, authorization: string | undefined) {
  if (refuses) return refuses;
  if (credentials === undefined) return undefined;
  return authorization === `Basic ${Buffer.from(credentials).toString('base64')}` ? undefined : 407;
}
