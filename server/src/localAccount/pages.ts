// Serves the account's own pages, for a person's browser.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Page, pageHeaders, sayingPage, writePage } from './page';
import { ContractError } from './refusals';

/** A page at an address: what it shows, and what the sending of its form does. */
export interface Place {
  readonly path: string;
  show(asked: URLSearchParams): Answered;
  act(sent: URLSearchParams): Promise<Answered>;
}

export interface Answered {
  readonly status: number;
  readonly page: Page;
}

/**
 * Adds pages. They are open, because a browser has no token: each asks itself for what proves that the person may do
 * what it does. A form is taken only from the page itself.
 */
export async function addPages(app: FastifyInstance, places: readonly Place[]): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: FastifyRequest, text: string) => new URLSearchParams(text),
  );
  app.setErrorHandler((error, _request, reply) => {
    const told = error instanceof ContractError;
    const text = told ? error.friendly : 'The page was sent something that it cannot read.';
    answer(reply, { status: told ? error.statusCode : 400, page: sayingPage('That did not work', text) });
  });
  const config = { open: true } as const;
  for (const { path, show, act } of places) {
    app.get(path, { config }, async (request, reply) =>
      answer(reply, show(new URL(request.url, 'http://localhost').searchParams)),
    );
    app.post<{ Body: URLSearchParams | undefined }>(
      path,
      { config, bodyLimit: 16_384, onRequest: refuseOtherSites },
      async ({ body }, reply) => answer(reply, await act(body ?? new URLSearchParams())),
    );
  }
}

/** A browser says with each form where it comes from; a program that is no browser need not. */
async function refuseOtherSites({ headers }: FastifyRequest): Promise<void> {
  const { origin, host } = headers;
  if (origin === undefined || origin === `http://${host}`) return;
  throw new ContractError(403, 'other_site', 'The form was sent by another site.');
}

function answer(reply: FastifyReply, { status, page }: Answered): FastifyReply {
  return reply.code(status).headers(pageHeaders).send(writePage(page));
}
