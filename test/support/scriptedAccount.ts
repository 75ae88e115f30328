// An account that answers as a test tells it: a real HTTP server on loopback, which keeps what it was asked.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Certificate } from './certificates';

interface Seen {
  readonly method: string;
  /** As it came, percent-encoding and all. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What is done with a request; an object is a JSON body. */
export type Reply =
  | {
      readonly status: number;
      readonly body?: object | string | Buffer;
      readonly headers?: Record<string, string>;
    }
  /** The connection is cut before there is an answer. */
  | 'cut'
  /** Half of an answer, and then the connection is cut. */
  | 'torn'
  /** Nothing is ever answered. */
  | 'silence';

/** Starts an account that gives the replies in turn, the last one from then on, and ends with the test. */
export function scriptedAccount(...replies: readonly Reply[]) {
  return accountOf(replies);
}

/** The same, over TLS. */
export function secureAccount(certificate: Certificate, ...replies: readonly Reply[]) {
  return accountOf(replies, certificate);
}

async function accountOf(replies: readonly Reply[], certificate?: Certificate) {
  const seen: Seen[] = [];
  const connections = new Set<unknown>();
  const listener: RequestListener = (request, response) => {
    connections.add(request.socket);
    void text(request).then((body) => {
      const reply = replies[Math.min(seen.length, replies.length - 1)];
      seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      answer(response, reply ?? { status: 500 });
    });
  };
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  const scheme = certificate ? 'https' : 'http';
  return { url: `${scheme}://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, port, seen, connections };
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'silence') return;
  if (reply === 'cut') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (reply === 'torn') {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{"connections":[', () => response.destroy());
    return;
  }
  const { status, body = '', headers = {} } = reply;
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, headers);
  response.end(isRaw ? body : JSON.stringify(body));
}
