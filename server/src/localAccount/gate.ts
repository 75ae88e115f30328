// Lets a request through to the local account only when it comes from this machine's own programs with the token.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from '../account/address';
import { MEDIA_TYPE } from '../account/api';
import type { Secret } from '../account/secret';
import { ContractError } from './refusals';

/**
 * Checks, before the body is read: that the Host header is this machine (a web page whose name was pointed at
 * 127.0.0.1 fails here), the bearer token in constant time, and the media type in Accept.
 */
export function guard(app: FastifyInstance, token: Secret): void {
  const expected = digestOf(token.reveal());
  app.addHook('onRequest', async ({ headers }: FastifyRequest) => {
    if (!namesThisMachine(headers.host)) {
      throw new ContractError(403, 'wrong_host', 'The local account answers to names of this machine only.');
    }
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (!given || !timingSafeEqual(digestOf(given), expected)) {
      throw new ContractError(401, 'unauthorized', 'The token is missing or wrong.');
    }
  });
}

/** Refuses a request whose Accept does not name the media type of the API version (relay/api.md, Transport). */
export async function checkAccept({ headers }: FastifyRequest): Promise<void> {
  const accepted = (headers.accept ?? '')
    .split(',')
    .map((range) => range.split(';')[0]?.trim().toLowerCase());
  if (accepted.includes(MEDIA_TYPE)) return;
  throw new ContractError(406, 'not_acceptable', `Accept must name ${MEDIA_TYPE}.`);
}

function namesThisMachine(host: string | undefined): boolean {
  const url = `http://${host}`;
  return host !== undefined && URL.canParse(url) && isLoopback(new URL(url).hostname);
}

/** Digests have one length, which the comparison needs. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
