// Turns whatever goes wrong in a request to the local account into the contract's error envelope.
import type { Socket } from 'node:net';
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchemaValidationError,
} from 'fastify';
import { MEDIA_TYPE } from '../account/contract/schema';
import type { Problem } from '../account/contract/types';
import { TakenOver } from './folderLock';

/** A refusal of the contract. Its texts hold nothing of what was sent but names, and places in a workflow. */
export class ContractError extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
    readonly friendly: string,
    readonly items?: Readonly<Record<string, string>>,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(friendly);
  }
}

/** Throws the refusal of what is not there. */
export function notFound(friendly: string): never {
  throw new ContractError(404, 'not_found', friendly);
}

/** An error in words that are meant for people (relay/api.md, Errors). */
export function wordsOf(code: string, friendly: string): Problem {
  return { domain: 'local', code, title: friendly, description: { friendly }, formatted: { friendly } };
}

/**
 * Makes every error of `app` answer `{"error": …}`, those of unknown addresses included; `methodsOf` knows the methods
 * that an address has. `watch` is told of each, for tests.
 */
export function answerRefusals(
  app: FastifyInstance,
  methodsOf: (url: string) => readonly string[],
  watch: (status: number, answer: unknown) => void,
): void {
  app.setErrorHandler(async (error: FastifyError | ContractError, _request, reply) => {
    const refusal = error instanceof ContractError ? error : refusalOf(error);
    watch(refusal.statusCode, answerOf(refusal));
    return send(refusal, reply);
  });
  app.setNotFoundHandler((request) => {
    const methods = methodsOf(request.url);
    if (methods.length === 0) notFound('The local account has no such address.');
    throw new ContractError(405, 'method', 'This address has no such method.', undefined, {
      allow: methods.join(', '),
    });
  });
}

/** Answers an error that fastify finds before there is a route. */
export function answerError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply) {
  return send(refusalOf(error), reply);
}

/** Answers what is no HTTP request, and ends its connection. */
export function answerNoRequest(_error: Error, socket: Socket): void {
  const body = JSON.stringify(
    answerOf(new ContractError(400, 'malformed', 'What was sent is no HTTP request.')),
  );
  const head = [
    'HTTP/1.1 400 Bad Request',
    `content-type: ${MEDIA_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  else socket.destroy();
}

function send(refusal: ContractError, reply: FastifyReply) {
  if (refusal.statusCode === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(refusal.statusCode)
    .headers(refusal.headers)
    .type(MEDIA_TYPE)
    .send(JSON.stringify(answerOf(refusal)));
}

function answerOf({ code, friendly, items }: ContractError) {
  const problems = Object.entries(items ?? {}).map(([path, title]) => [
    path,
    { title, formatted: { friendly: title } },
  ]);
  return {
    error: {
      ...wordsOf(code, friendly),
      ...(problems.length > 0 && { items: Object.fromEntries(problems) }),
    },
  };
}

/** Fastify's own messages may quote the body, so only their codes are used. */
function refusalOf(error: FastifyError): ContractError {
  if (error instanceof TakenOver) {
    return new ContractError(503, 'taken_over', 'Another process has taken over the folder of this account.');
  }
  if (error.validation) {
    return new ContractError(
      422,
      'invalid',
      'Some of what was sent is not accepted.',
      itemsOf(error.validation),
    );
  }
  switch (error.statusCode) {
    case 413:
      return new ContractError(413, 'too_large', 'What was sent is larger than the local account takes.');
    case 415:
      return new ContractError(
        415,
        'media_type',
        'A body must be sent with the media type of the API version.',
      );
    case undefined:
      return failure;
    default:
      return new ContractError(error.statusCode, 'malformed', 'What was sent is no valid request.');
  }
}

const failure = new ContractError(500, 'failed', 'The local account could not do that (is the disk full?).');

function itemsOf(errors: readonly FastifySchemaValidationError[]): Record<string, string> {
  const items: Record<string, string> = {};
  for (const { keyword, instancePath, params } of errors) {
    const path = instancePath.split('/').slice(1).map(unescapedOf);
    if (keyword === 'required') path.push(String(params.missingProperty));
    if (keyword === 'additionalProperties') path.push(String(params.additionalProperty));
    const item = path.join('.') || 'body';
    // Of several errors at one place the last one speaks of the whole value.
    items[item] = complaintOf(keyword, params);
  }
  return items;
}

function complaintOf(keyword: string, params: Record<string, unknown>): string {
  switch (keyword) {
    case 'required':
      return 'This is missing.';
    case 'additionalProperties':
      return 'This is not known.';
    case 'minLength':
      return 'This must not be empty.';
    case 'maxLength':
      return `This must not be longer than ${params.limit} characters.`;
    case 'type':
      return `This must be of type ${params.type}.`;
    case 'const':
      return `This must be ${JSON.stringify(params.allowedValue)}.`;
    case 'pattern':
      return 'This must be base64.';
    default:
      return 'This must be a string.';
  }
}

/** A member's name out of a JSON Pointer (RFC 6901). */
function unescapedOf(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
