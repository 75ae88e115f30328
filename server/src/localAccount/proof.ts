// Lets a running account show whose it is: before anything secret is sent to it, it proves that it knows the key.
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { request } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Secret } from '../account/secret';
import { ContractError } from './refusals';

const PATH = '/proof/';

/** What an account of `key` at `url` answers. The address is in it, so that nobody can pass on what another one answers. */
export function proofOf(key: Secret, url: string, challenge: string): string {
  const bytes = Buffer.from(key.reveal(), 'base64');
  const own = Buffer.from(hkdfSync('sha256', bytes, '', 'relay-workflows account proof', 32));
  return createHmac('sha256', own)
    .update(`${new URL(url).host} ${challenge}`)
    .digest('hex');
}

/** Adds the address that answers challenges; it asks for no token, which would be given away to who is not the account. */
export function addProof(app: FastifyInstance, key: Secret): void {
  app.get<{ Params: { challenge: string } }>(
    `${PATH}:challenge`,
    { config: { open: true } },
    ({ params: { challenge } }, reply) => {
      if (!/^[0-9a-f]{64}$/.test(challenge))
        throw new ContractError(422, 'invalid', 'A challenge is 32 bytes in hexadecimal.');
      return reply.type('text/plain').send(proofOf(key, app.listeningOrigin, challenge));
    },
  );
}

/**
 * Who listens at an address: the account of `key`; nobody, or something else; or something that says nothing for so many
 * milliseconds, as an account that is halted does.
 */
export async function listenerAt(
  url: string,
  key: Secret,
  patience: number,
): Promise<'account' | 'stranger' | 'silence'> {
  const challenge = randomBytes(32).toString('hex');
  const late = AbortSignal.timeout(patience);
  const answer = await answerOf(new URL(PATH + challenge, url), late).catch(() => undefined);
  if (answer === undefined) return late.aborted ? 'silence' : 'stranger';
  const wanted = Buffer.from(proofOf(key, url, challenge));
  return answer.length === wanted.length && timingSafeEqual(answer, wanted) ? 'account' : 'stranger';
}

/** The first bytes of an answer: more than a proof has is none. */
function answerOf(url: URL, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // An agent of its own goes through no proxy.
    const asked = request(url, { signal, agent: false }, async (response) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of response) {
          chunks.push(chunk);
          if (Buffer.concat(chunks).length > 64) break;
        }
        resolve(Buffer.concat(chunks));
      } catch (error) {
        reject(error);
      }
    });
    asked.once('error', reject);
    asked.end();
  });
}
