// Turns questions to the Relay account into HTTP requests, and its answers into values; the only importer of undici.
import type { Dispatcher } from 'undici';
import type { Connection, Failure } from './account';
import { readAddress } from './address';
import {
  type ConnectionProvider,
  type Read,
  readAccountName,
  readConnectionProvider,
  readConnections,
  readCreated,
} from './answers';
import { type NetworkFault, networkFaultOf, secondsOf } from './networkFault';
import { type Refusal, readRefusal } from './refusal';
import type { Secret } from './secret';

/** The media type of the API version this is written for (relay/api.md, Transport). */
export const MEDIA_TYPE = 'application/vnd.puppet.relay.v20200615+json';

export type Refused = { readonly ok: false; readonly failure: Failure };
export type Answer<T> = { readonly ok: true; readonly value: T } | Refused;

/** A refused create, with the account's own words for the form; they stay out of `failure`, which goes everywhere. */
export type CreateRefused = Refused &
  Refusal & {
    /** The account may have created it all the same: look at the list before trying again. */
    readonly unclear?: true;
  };
export type CreateAnswer = { readonly ok: true; readonly value: Connection } | CreateRefused;

/** A new connection; the values are revealed only in the body of the one request. */
export interface ConnectionDraft {
  readonly type: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, Secret>>;
}

/** The account's API for one address and one token. No method throws or rejects: a failure is a value. */
export interface AccountApi {
  /** Host and port of the account, for messages. */
  readonly host: string;
  /** `GET /api/connections`: the whole list. */
  listConnections(signal?: AbortSignal): Promise<Answer<readonly Connection[]>>;
  /** `POST /api/connections`. Never repeated: after an answer that is `unclear`, look at the list. */
  createConnection(draft: ConnectionDraft, signal?: AbortSignal): Promise<CreateAnswer>;
  /** `GET /api/connection-providers/{type}`: how a type is authorised. */
  readProvider(type: string, signal?: AbortSignal): Promise<Answer<ConnectionProvider>>;
  /** `GET /api/account`: the account's name. */
  readAccount(signal?: AbortSignal): Promise<Answer<string>>;
}

export interface AccountApiOptions {
  /** Base address; what it may be says `readAddress`. A bad one makes every call fail before anything is sent. */
  readonly url: string;
  /** Sent to the origin of `url` and nowhere else; redirects are not followed. */
  readonly token: Secret;
  /** Milliseconds; `connect` 5,000 (until the connection stands), `total` 15,000 (until the last byte). */
  readonly timeouts?: { readonly connect?: number; readonly total?: number };
  /** Sends the requests in place of an own agent; its connect time-out is its own. */
  readonly dispatcher?: Dispatcher;
}

const LARGEST_ANSWER = 16 * 1024 * 1024;
const LARGEST_REFUSAL = 64 * 1024;

type Reply =
  | { readonly status: number; readonly body: Uint8Array }
  | { readonly status: number; readonly because: string }
  | NetworkFault;

/** Makes the API client. Sends nothing and loads no HTTP code until the first call. */
export function accountApi({ url, token, timeouts, dispatcher }: AccountApiOptions): AccountApi {
  const address = readAddress(url);
  const { host } = address;
  const limits = { connect: timeouts?.connect ?? 5_000, total: timeouts?.total ?? 15_000 };
  let agent: Promise<Dispatcher> | undefined;

  async function send(
    method: 'GET' | 'POST',
    path: string,
    caller?: AbortSignal,
    body?: string,
  ): Promise<Reply> {
    if ('problem' in address) return { because: address.problem, sent: false };
    if (!/^[\x21-\x7e]+$/.test(token.reveal())) {
      return { because: 'the token is empty or holds a character that cannot be sent', sent: false };
    }
    if (caller?.aborted) return { because: 'the request was cancelled', sent: false };
    const late = AbortSignal.timeout(limits.total);
    const signal = caller ? AbortSignal.any([caller, late]) : late;
    try {
      agent ??= dispatcher ? Promise.resolve(dispatcher) : ownAgent(limits.connect);
      const response = await (await agent).request({
        origin: address.origin,
        path: address.path + path,
        method,
        headers: {
          accept: MEDIA_TYPE,
          authorization: `Bearer ${token.reveal()}`,
          ...(body !== undefined && { 'content-type': MEDIA_TYPE }),
        },
        ...(body !== undefined && { body }),
        signal,
      });
      return await replyOf(response);
    } catch (error) {
      if (caller?.aborted) return { because: 'the request was cancelled', sent: true };
      if (late.aborted) return { because: `no answer within ${secondsOf(limits.total)}`, sent: true };
      return networkFaultOf(error, limits);
    }
  }

  async function ask<T>(
    path: string,
    read: (body: Uint8Array) => Read<T>,
    signal?: AbortSignal,
  ): Promise<Answer<T>> {
    return answerOf(await send('GET', path, signal), host, read);
  }

  return {
    host,
    listConnections: (signal) => ask('/api/connections', readConnections, signal),
    readProvider: (type, signal) =>
      ask(`/api/connection-providers/${encoded(type)}`, readConnectionProvider, signal),
    readAccount: (signal) => ask('/api/account', readAccountName, signal),
    async createConnection({ type, name, fields }, signal) {
      const reply = await send('POST', '/api/connections', signal, createBody({ type, name, fields }));
      const answer = answerOf(reply, host, (body) => readCreated(body, { type, name }));
      if (answer.ok) return answer;
      const refused = 'body' in reply && !isSuccess(reply.status);
      return {
        ...answer,
        ...(refused && readRefusal(reply.body, [token, ...Object.values(fields)])),
        ...(mayHaveHappened(reply) && { unclear: true as const }),
      };
    },
  };
}

/** Percent-encodes; through UTF-8 first, because encodeURIComponent throws at half a surrogate pair. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

async function ownAgent(connect: number): Promise<Dispatcher> {
  const { Agent } = await import('undici');
  return new Agent({ connect: { timeout: connect } });
}

function createBody({ type, name, fields }: ConnectionDraft): string {
  const values = Object.entries(fields).map(([field, value]) => [field, value.reveal()]);
  return JSON.stringify({ name, type, auth: { type: 'secret', fields: Object.fromEntries(values) } });
}

/** Reads the body within bounds. That a refusal's body cannot be read does not hide its status. */
async function replyOf({ statusCode: status, body }: Dispatcher.ResponseData): Promise<Reply> {
  if (isSuccess(status)) {
    const bytes = await readAtMost(LARGEST_ANSWER, body);
    return bytes ? { status, body: bytes } : { status, because: 'it is larger than 16 MiB' };
  }
  const bytes = await readAtMost(LARGEST_REFUSAL, body).catch(() => undefined);
  return { status, body: bytes ?? new Uint8Array() };
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

function answerOf<T>(reply: Reply, host: string, read: (body: Uint8Array) => Read<T>): Answer<T> {
  if (!('status' in reply)) return failed({ kind: 'unreachable', host, because: reply.because });
  if (!isSuccess(reply.status)) return failed(failureOfStatus(reply.status, host));
  if ('because' in reply) return failed({ kind: 'not-an-answer', host, because: reply.because });
  const answer = read(reply.body);
  if ('because' in answer) return failed({ kind: 'not-an-answer', host, because: answer.because });
  return { ok: true, value: answer.value };
}

function failureOfStatus(status: number, host: string): Failure {
  if (status === 401) return { kind: 'token-refused', host };
  if (status === 403) return { kind: 'not-allowed', host };
  return { kind: 'answered-error', host, status };
}

/** A write without a usable answer: sent and unanswered, answered by something that failed on the way, or unreadable. */
function mayHaveHappened(reply: Reply): boolean {
  if (!('status' in reply)) return reply.sent;
  return isSuccess(reply.status) || reply.status >= 500;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function failed(failure: Failure): Refused {
  return { ok: false, failure };
}
