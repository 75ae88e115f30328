// Serves every call of the contract: one route each, which refuses what the contract does not allow.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Operation } from '../account/contract/operation';
import {
  type AnswerOf,
  type BodyOf,
  type OperationId,
  operations,
  type ParametersOf,
} from '../account/contract/operations';
import { MEDIA_TYPE, YAML_MEDIA_TYPE } from '../account/contract/schema';
import type { Caller } from './callers';
import { ContractError } from './refusals';

interface Asked<Id extends OperationId> {
  readonly parameters: ParametersOf<Id>;
  readonly body: BodyOf<Id>;
  readonly caller: Caller;
}

/** What is done for each call; a refusal is thrown as a ContractError. */
export type Answers = {
  readonly [Id in OperationId]: (asked: Asked<Id>) => AnswerOf<Id> | Promise<AnswerOf<Id>>;
};

/** Is told of each answer that `Answers` gave, for tests. */
export type Watch = (id: OperationId, status: number, answer: unknown) => void;

/** Adds the routes of all operations to `app`, whose content types become those of the contract. */
export function addRoutes(app: FastifyInstance, answers: Answers, watch: Watch = () => {}): void {
  takeOnlyItsMediaTypes(app);
  for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
    const answer = answers[id] as (asked: unknown) => unknown;
    app.route({
      method: operation.method,
      url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
      config: operation.asks === 'nobody' ? { open: true } : {},
      // A path parameter may be any text, and no call has a query: both are seen without a schema.
      schema: operation.body ? { body: operation.body.schema } : {},
      onRequest: async (request) => {
        checkRole(request, operation);
        if (!operation.answer.mediaType) checkAccept(request);
        checkQuery(request);
        checkMediaType(request, operation);
      },
      handler: async ({ params, body, caller }, reply) => {
        const answered = await answer({ parameters: params, body, caller });
        watch(id, operation.answer.status, answered);
        return reply
          .code(operation.answer.status)
          .type(operation.answer.mediaType ?? MEDIA_TYPE)
          .send(jsonOf(answered as object));
      },
    });
  }
}

/** The methods that the contract has for a path: more than none where only the method is wrong. */
export function methodsOf(url: string): readonly string[] {
  const path = url.split('?')[0] ?? '';
  return Object.values(operations)
    .filter((operation) => new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .map(({ method }) => method);
}

function checkRole({ caller }: FastifyRequest, { asks }: Operation): void {
  if (asks !== 'administrator' || caller?.role === 'administrator') return;
  throw new ContractError(403, 'forbidden', 'This needs the Administrator role.');
}

/** Refuses a request whose Accept does not name the media type of the API version (relay/api.md, Transport). */
function checkAccept({ headers }: FastifyRequest): void {
  const accepted = (headers.accept ?? '').split(',').map(essenceOf);
  if (accepted.includes(MEDIA_TYPE)) return;
  throw new ContractError(406, 'not_acceptable', `Accept must name ${MEDIA_TYPE}.`);
}

function checkQuery({ query }: FastifyRequest): void {
  const names = Object.keys(query as Readonly<Record<string, unknown>>);
  if (names.length === 0) return;
  const items = Object.fromEntries(names.map((name) => [`query.${name}`, 'This is not known.']));
  throw new ContractError(422, 'invalid', 'This call takes no query.', items);
}

/** A body must be there where the call takes one, as what it takes, and must not be there where it takes none. */
function checkMediaType({ headers }: FastifyRequest, { body }: Operation): void {
  const isThere = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!body && isThere) {
    throw new ContractError(422, 'invalid', 'This call takes no body.', { body: 'This is not known.' });
  }
  if (!body) return;
  if (!isThere) throw new ContractError(422, 'invalid', 'There is no body.', { body: 'This is missing.' });
  if (essenceOf(headers['content-type'] ?? '') === body.mediaType) return;
  throw new ContractError(415, 'media_type', `The body must be sent as ${body.mediaType}.`);
}

function essenceOf(mediaType: string): string | undefined {
  return mediaType.split(';')[0]?.trim().toLowerCase();
}

function takeOnlyItsMediaTypes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const readJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(MEDIA_TYPE, { parseAs: 'buffer' }, (request, bytes, done) => {
    const text = readText(bytes as Buffer);
    if (text instanceof Error) return done(text);
    return readJson(request, text, done);
  });
  app.addContentTypeParser(YAML_MEDIA_TYPE, { parseAs: 'buffer' }, (_request, bytes, done) => {
    const text = readText(bytes as Buffer);
    return text instanceof Error ? done(text) : done(null, text);
  });
}

/** Fatal, because a replaced byte would be another value than the one that was meant. */
function readText(bytes: Buffer): string | ContractError {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new ContractError(400, 'malformed', 'The body is not UTF-8 text.');
  }
}

const written = new WeakMap<object, string>();

/** The JSON of an answer, written once: the list of an account that has not changed is the same object each time. */
function jsonOf(answer: object): string {
  const known = written.get(answer);
  if (known !== undefined) return known;
  const json = JSON.stringify(answer);
  written.set(answer, json);
  return json;
}
