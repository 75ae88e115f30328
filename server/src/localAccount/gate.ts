// Lets a request through to the local account only when it comes from this machine's own programs with a token.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from '../account/address';
import { type Caller, unauthorized } from './callers';
import { ContractError } from './refusals';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; absent on the few routes that ask for no token. */
    caller?: Caller;
  }
  interface FastifyContextConfig {
    /** Whether the route is for everybody on this machine. */
    open?: true;
  }
}

/**
 * Checks, before the body is read: that the Host header is this machine (a web page whose name was pointed at
 * 127.0.0.1 fails here), and that `callerOf` knows the bearer token, for addresses that do not exist too.
 */
export function guard(app: FastifyInstance, callerOf: (token: string) => Caller): void {
  app.addHook('onRequest', async (request: FastifyRequest) => {
    const { headers, routeOptions } = request;
    if (!namesThisMachine(headers.host)) {
      throw new ContractError(403, 'wrong_host', 'The local account answers to names of this machine only.');
    }
    if (routeOptions.config?.open) return;
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (!given) throw unauthorized('The token is missing or wrong.');
    request.caller = callerOf(given);
  });
}

function namesThisMachine(host: string | undefined): boolean {
  const url = `http://${host}`;
  return host !== undefined && URL.canParse(url) && isLoopback(new URL(url).hostname);
}
