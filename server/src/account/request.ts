// Makes one call of the contract: sends it, again where that is harmless, and turns the reply into an answer or a failure.
import type { Failure } from './account';
import { type Read, readBody } from './answers';
import { backOff } from './backOff';
import { type Clock, pause } from './clock';
import type { ParametersOf } from './contract/operations';
import type * as contract from './contract/schema';
import { type CallId, endpoints, pathOf } from './endpoints';
import { isSuccess, isWhole, MEDIA_TYPE, type Network, type Reply, type Request } from './network';
import { secondsOf, unsent } from './networkFault';
import { type Refusal, readRefusal } from './refusal';
import type { Secret } from './secret';

type Refused = { readonly ok: false; readonly failure: Failure };
export type Answer<T> = { readonly ok: true; readonly value: T } | Refused;

/** With the account's own words, for who made the change; they stay out of `failure`, which goes everywhere. */
export type WriteRefused = Refused &
  Refusal & {
    /** It may have happened all the same: look before trying again (settle.ts). */
    readonly unclear?: true;
  };
export type WriteAnswer<T> = { readonly ok: true; readonly value: T } | WriteRefused;

/** `Members` are those of the expected answer, unchecked. */
export interface Call<Id extends CallId, Members extends object, T> {
  readonly id: Id;
  readonly parameters: ParametersOf<Id>;
  /** Sent as JSON; a string is the text of a workflow and sent as YAML. */
  readonly body?: object | string;
  /** What is sent and must not come back in the account's words; the token goes without saying. */
  readonly secrets?: readonly Secret[];
  /** Sent again after a passing failure although it is no GET: it changes nothing, or nothing more. */
  readonly harmless?: true;
  readonly read: (answer: Members) => Read<T>;
  /** What a 404 in the account's own words answers; without it, it is a failure like others. */
  readonly absent?: { readonly value: T };
}

/** How the calls of an API are made. Neither function rejects. */
export interface Calling {
  readonly host: string;
  /** The token, to keep it out of the account's words. */
  readonly secrets: readonly Secret[];
  /** Asks: sent again after a passing failure. */
  read<Id extends CallId, M extends object, T>(
    call: Call<Id, M, T>,
    signal?: AbortSignal,
  ): Promise<Answer<T>>;
  /** Changes something: sent once, unless it is harmless. */
  write<Id extends CallId, M extends object, T>(
    call: Call<Id, M, T>,
    signal?: AbortSignal,
  ): Promise<WriteAnswer<T>>;
}

export interface CallingOptions {
  readonly network: Network;
  readonly host: string;
  readonly token: Secret | undefined;
  readonly clock: Clock;
  /** Milliseconds for a call in all: every attempt, and the pauses between. */
  readonly total: number;
  /** Fires when the session ends. */
  readonly ended: AbortSignal;
}

const YAML_MEDIA_TYPE: typeof contract.YAML_MEDIA_TYPE = 'application/vnd.puppet.relay.v20200615+yaml';

const MOST_ATTEMPTS = 3;
const PAUSES = { first: 400, longest: 5_000 };
/** Statuses that say: not now. */
const PASSING: readonly number[] = [408, 429, 500, 502, 503, 504];

export function callingOf(options: CallingOptions): Calling {
  const { host, token } = options;
  const secrets = token ? [token] : [];

  async function make<Id extends CallId, M extends object, T>(
    call: Call<Id, M, T>,
    again: boolean,
    signal?: AbortSignal,
  ): Promise<WriteAnswer<T>> {
    const request = requestOf(call);
    const reply = request
      ? await replyTo(request, again, options, signal)
      : unsent('it has no id to ask for');
    const answer = answerOf(reply, options, call);
    if (answer.ok) return answer;
    const words = wordsOf(reply, [...secrets, ...(call.secrets ?? [])]);
    if (call.absent && words && answer.failure.kind === 'answered-error' && answer.failure.status === 404) {
      return { ok: true, value: call.absent.value };
    }
    return { ...answer, ...words, ...(!again && mayHaveHappened(reply) && { unclear: true as const }) };
  }

  return {
    host,
    secrets,
    async read(call, signal) {
      const answer = await make(call, true, signal);
      return answer.ok ? answer : { ok: false, failure: answer.failure };
    },
    write: (call, signal) => make(call, call.harmless ?? false, signal),
  };
}

function requestOf<Id extends CallId>(call: Call<Id, never, unknown>): Request | undefined {
  const { id, parameters, body } = call;
  const [method] = endpoints[id];
  const path = pathOf(id, parameters);
  if (path === undefined) return undefined;
  if (body === undefined) return { method, path };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method, path, body: { mediaType: typeof body === 'string' ? YAML_MEDIA_TYPE : MEDIA_TYPE, text } };
}

/** Sends until there is a reply that lasts, the attempts are used up, or the next pause would end too late. */
async function replyTo(
  request: Request,
  again: boolean,
  { network, clock, total, ended }: CallingOptions,
  caller?: AbortSignal,
): Promise<Reply> {
  const late = AbortSignal.timeout(total);
  const signal = AbortSignal.any([late, ended, ...(caller ? [caller] : [])]);
  const end = clock.now() + total;
  const stopOf = () => {
    if (caller?.aborted) return 'the request was cancelled';
    return ended.aborted ? 'the session has ended' : `no answer within ${secondsOf(total)}`;
  };
  for (let attempt = 1; ; attempt++) {
    const reply = await network.send(request, signal);
    if (signal.aborted && !('status' in reply)) return { ...reply, because: stopOf() };
    const wait = again && attempt < MOST_ATTEMPTS ? pauseAfter(reply, attempt, clock) : undefined;
    if (wait === undefined || clock.now() + wait >= end) return reply;
    await pause(clock, wait, signal);
    if (signal.aborted) return { because: stopOf(), sent: true, passing: false };
  }
}

function pauseAfter(reply: Reply, attempt: number, clock: Clock): number | undefined {
  const own = backOff(attempt, PAUSES, clock.random());
  if (!('status' in reply)) return reply.passing ? own : undefined;
  if (!PASSING.includes(reply.status)) return undefined;
  return 'retryAfter' in reply ? Math.max(own, reply.retryAfter ?? 0) : own;
}

function answerOf<Id extends CallId, M extends object, T>(
  reply: Reply,
  { host, token }: CallingOptions,
  { id, read }: Call<Id, M, T>,
): Answer<T> {
  if (!('status' in reply)) return failed({ kind: 'unreachable', host, because: reply.because });
  if (!isSuccess(reply.status)) return failed(failureOfStatus(reply, host, token));
  if (!isWhole(reply.status, endpoints[id][0]))
    return failed({ kind: 'not-an-answer', host, because: `its status is ${reply.status}` });
  if ('because' in reply) return failed({ kind: 'not-an-answer', host, because: reply.because });
  const answer = readBody(reply.body, read);
  if ('because' in answer) return failed({ kind: 'not-an-answer', host, because: answer.because });
  return { ok: true, value: answer.value };
}

function failureOfStatus(
  reply: { readonly status: number; readonly retryAfter?: number },
  host: string,
  token: Secret | undefined,
): Failure {
  const { status, retryAfter } = reply;
  // Whoever begins to sign in has sent no token that could be refused.
  if (status === 401 && token) return { kind: 'token-refused', host };
  if (status === 403) return { kind: 'not-allowed', host };
  return { kind: 'answered-error', host, status, ...(retryAfter !== undefined && { retryAfter }) };
}

/** What the account says of a refusal; `undefined` where it is not the account that speaks. */
function wordsOf(reply: Reply, secrets: readonly Secret[]): Refusal | undefined {
  if (!('status' in reply) || isSuccess(reply.status) || !('body' in reply)) return undefined;
  return readRefusal(reply.body, secrets);
}

/** A write without a usable answer: sent and unanswered, answered by something that failed on the way, or unreadable. */
function mayHaveHappened(reply: Reply): boolean {
  if (!('status' in reply)) return reply.sent;
  return isSuccess(reply.status) || reply.status >= 500;
}

function failed(failure: Failure): Refused {
  return { ok: false, failure };
}
