// Makes the local account fail as told, for tests only.
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MEDIA_TYPE } from '../account/contract/schema';
import { isObject } from '../objects';
import { ContractError } from './refusals';

/**
 * What goes wrong instead of, or around, the true answer. `latency` waits, then lets the true answer follow; `body` and
 * `status` answer at once; `cut-before` closes the connection with nothing done, `cut-after` when all is done;
 * `truncated` does all and answers with half of the text, `torn` closes the connection after that half.
 */
export type Fault =
  | { readonly is: 'latency'; readonly milliseconds: number }
  | {
      readonly is: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  | { readonly is: 'body'; readonly text: string; readonly mediaType?: string }
  | { readonly is: 'cut-before' | 'cut-after' | 'truncated' | 'torn' };

export interface FaultRule {
  /** `GET /api/connections`, `POST /api/connections/:id/test`, …, or `*` for every route. */
  readonly route: string;
  readonly fault: Fault;
  /** How many requests it hits; every one when absent. */
  readonly times?: number;
}

/** A list of faults to come, changed by a test while the account runs. */
export class Faults {
  #rules: (FaultRule & { left: number })[] = [];

  /** How far the account's clock is ahead, in milliseconds: makes codes and sessions expire without waiting. */
  clockAhead = 0;

  /** Replaces all faults. */
  set(...rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({ ...rule, left: rule.times ?? Number.POSITIVE_INFINITY }));
  }

  /** The fault for a request of this route, used up by being taken. */
  take(route: string): Fault | undefined {
    const rule = this.#rules.find((each) => each.left > 0 && (each.route === '*' || each.route === route));
    if (!rule) return undefined;
    rule.left -= 1;
    return rule.fault;
  }
}

/** Addresses that a test in another process uses, behind the token like all else. */
const CONTROL = {
  /** `PUT` with a JSON list of FaultRule replaces the faults. */
  faults: '/testing/faults',
  /** `PUT` with `{"ahead": milliseconds}` sets the account's clock. */
  clock: '/testing/clock',
};

/** Adds the faults and their control routes; `stopped` ends the waiting of slow answers. */
export function addFaults(app: FastifyInstance, faults: Faults, stopped: AbortSignal): void {
  const late = new WeakMap<FastifyRequest, Fault>();

  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/testing/')) return;
    const fault = faults.take(`${request.method} ${request.routeOptions.url}`);
    switch (fault?.is) {
      case undefined:
        return;
      case 'latency':
        await wait(fault.milliseconds, undefined, { signal: stopped });
        return;
      case 'status':
        return reply
          .code(fault.status)
          .type(MEDIA_TYPE)
          .headers(fault.headers ?? {})
          .send(fault.body ?? {});
      case 'body':
        return reply.type(fault.mediaType ?? 'text/html').send(fault.text);
      case 'cut-before':
        reply.hijack();
        request.raw.socket.resetAndDestroy();
        return;
      case 'cut-after':
      case 'truncated':
      case 'torn':
        late.set(request, fault);
    }
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const fault = late.get(request);
    if (!fault || typeof payload !== 'string') return payload;
    if (fault.is === 'cut-after') {
      request.raw.socket.resetAndDestroy();
      return payload;
    }
    const half = payload.slice(0, payload.length / 2);
    if (fault.is === 'truncated') return half;
    reply.hijack();
    reply.raw.writeHead(reply.statusCode, { 'content-length': Buffer.byteLength(payload) });
    reply.raw.write(half, () => request.raw.destroy());
    return payload;
  });

  app.put(CONTROL.clock, async (request, reply) => {
    const ahead = isObject(request.body) ? request.body.ahead : undefined;
    if (typeof ahead !== 'number') throw new ContractError(422, 'invalid', 'Give {"ahead": milliseconds}.');
    faults.clockAhead = ahead;
    return reply.code(204).send();
  });

  app.put(CONTROL.faults, async (request, reply) => {
    if (!Array.isArray(request.body) || !request.body.every(isRule)) {
      throw new ContractError(422, 'invalid', 'Faults must be a list of {route, fault: {is, …}, times?}.');
    }
    faults.set(...request.body);
    return reply.code(204).send();
  });
}

function isRule(value: unknown): value is FaultRule {
  return isObject(value) && typeof value.route === 'string' && isObject(value.fault);
}
