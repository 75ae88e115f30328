// Sends one request to the account, once, and turns what comes back into a status and bounded bytes, or the reason why not.
import { type Address, type AddressProblem, isLoopback } from './address';
import { readRetryAfter } from './backOff';
import { systemAuthorities } from './certificates';
import type * as contract from './contract/schema';
import { type Dispatcher, openDispatcher } from './dispatcher';
import { type NetworkFault, networkFaultOf, type Patience, unsent } from './networkFault';
import { type NetworkSettings, readProxy } from './proxy';
import type { Secret } from './secret';

/** The media type of the API version this is written for (relay/api.md, Transport). */
export const MEDIA_TYPE: typeof contract.MEDIA_TYPE = 'application/vnd.puppet.relay.v20200615+json';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Percent-encoded, from the first slash on. */
  readonly path: string;
  readonly body?: { readonly mediaType: string; readonly text: string };
}

export type Reply = Answered | Unreadable | NetworkFault;

/** `retryAfter` is in milliseconds. */
interface Answered {
  readonly status: number;
  readonly body: Uint8Array;
  readonly retryAfter?: number;
}

/** A 2xx that is too large to be read, or not whole. */
interface Unreadable {
  readonly status: number;
  readonly because: string;
}

export interface Network {
  /** Sends a request once; redirects are not followed. Never rejects; `signal` ends it, its body included. */
  send(request: Request, signal: AbortSignal): Promise<Reply>;
  /** Closes the connections, also those in use. */
  dispose(): void;
}

export interface NetworkOptions {
  readonly address: Address | AddressProblem;
  /** Sent to the address's origin and nowhere else. */
  readonly token: Secret | undefined;
  readonly patience: Patience;
  readonly settings: NetworkSettings;
  /** For HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly environment: NodeJS.ProcessEnv;
  /** Sends the requests in place of an own one, and is not closed. */
  readonly dispatcher: Dispatcher | undefined;
}

/** The list of 50,000 connections has some 20 MiB. */
const LARGEST_ANSWER = 64 * 1024 * 1024;
const LARGEST_REFUSAL = 64 * 1024;

/** Prepares to ask one account. Sends nothing and loads no HTTP code until the first request. */
export function openNetwork({
  address,
  token,
  patience,
  settings,
  environment,
  dispatcher,
}: NetworkOptions): Network {
  let own: Promise<Dispatcher> | undefined;

  function open({ origin }: Address): Promise<Dispatcher> | NetworkFault {
    // What is on this machine is never asked through another one.
    const proxy = isLoopback(new URL(origin).hostname) ? undefined : readProxy(settings, environment);
    if (proxy && 'problem' in proxy) return unsent(proxy.problem);
    const authorities = settings.systemCertificates ? systemAuthorities() : undefined;
    return openDispatcher({ proxy, authorities, connect: patience.connect });
  }

  return {
    async send(request, signal) {
      if ('problem' in address) return unsent(address.problem);
      if (token && !/^[\x21-\x7e]+$/.test(token.reveal())) {
        return unsent('the token is empty or holds a character that cannot be sent');
      }
      if (signal.aborted) return unsent('it was given up');
      if (!dispatcher && !own) {
        const opened = open(address);
        if ('because' in opened) return opened;
        own = opened;
      }
      try {
        const { method, path, body } = request;
        const response = await (dispatcher ?? (await (own as Promise<Dispatcher>))).request({
          origin: address.origin,
          path: address.path + path,
          method,
          headers: headersOf(token, body),
          ...(body && { body: body.text }),
          headersTimeout: patience.answer,
          bodyTimeout: patience.answer,
          signal,
        });
        return await replyOf(response);
      } catch (error) {
        if (signal.aborted) return { because: 'it was given up', sent: true, passing: false };
        return networkFaultOf(error, patience);
      }
    },
    dispose() {
      void own?.then((dispatcher) => dispatcher.destroy()).catch(() => {});
    },
  };
}

function headersOf(token: Secret | undefined, body: Request['body']): Record<string, string> {
  return {
    accept: MEDIA_TYPE,
    ...(token && { authorization: `Bearer ${token.reveal()}` }),
    ...(body && { 'content-type': body.mediaType }),
  };
}

/** Reads the body within bounds. That a refusal's body cannot be read does not hide its status. */
async function replyOf({ statusCode: status, headers, body }: Dispatcher.ResponseData): Promise<Reply> {
  if (isSuccess(status)) {
    const bytes = await readAtMost(LARGEST_ANSWER, body);
    // The API has no paging (relay/api.md): something on the way has.
    if (headers['content-range'] !== undefined || /rel="?next\b/i.test(String(headers.link)))
      return { status, because: 'its headers say that it is a part of an answer' };
    return bytes ? { status, body: bytes } : { status, because: 'it is larger than 64 MiB' };
  }
  const bytes = await readAtMost(LARGEST_REFUSAL, body).catch(() => undefined);
  const retryAfter = readRetryAfter(headers['retry-after'], Date.now());
  return {
    status,
    body: bytes ?? new Uint8Array(),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

async function readAtMost(limit: number, body: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    // Leaving the loop destroys the body, and with it the connection.
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether what was asked for may have been done. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Whether the answer can be what the API answers with: others of 2xx are parts, or what something on the way made of it. */
export function isWhole(status: number, method: Request['method']): boolean {
  return status === 200 || (status === 201 && method !== 'GET');
}
