// Turns whatever goes wrong in a request to the local account into the contract's error envelope.
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchemaValidationError,
} from 'fastify';
import { MEDIA_TYPE } from '../account/api';
import { envelopeMembers } from './contract';

/** A refusal of the contract. Its texts hold nothing of the request but names of its members. */
export class ContractError extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
    readonly friendly: string,
    readonly items?: Readonly<Record<string, string>>,
  ) {
    super(friendly);
  }
}

/** Makes every error of `app` answer `{"error": …}`, unknown paths included. */
export function answerRefusals(app: FastifyInstance): void {
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(() => {
    throw new ContractError(404, 'not_found', 'The local account has no such address.');
  });
}

/** Answers one error; also for those that fastify finds before there is a route. */
export function answerError(
  error: FastifyError | ContractError,
  _request: FastifyRequest,
  reply: FastifyReply,
) {
  const refusal = error instanceof ContractError ? error : refusalOf(error);
  if (refusal.statusCode === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(refusal.statusCode)
    .type(MEDIA_TYPE)
    .send({ error: envelopeMembers(refusal.code, refusal.friendly, refusal.items) });
}

/** Fastify's own messages may quote the body, so only their codes are used. */
function refusalOf(error: FastifyError): ContractError {
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
      return new ContractError(500, 'failed', 'The local account could not do that (is the disk full?).');
    default:
      return new ContractError(error.statusCode, 'malformed', 'What was sent is no valid request.');
  }
}

function itemsOf(errors: readonly FastifySchemaValidationError[]): Record<string, string> {
  const items: Record<string, string> = {};
  for (const { keyword, instancePath, params } of errors) {
    const path = instancePath.split('/').slice(1).map(unescapedOf);
    if (keyword === 'required') path.push(String(params.missingProperty));
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
    case 'minLength':
      return 'This must not be empty.';
    case 'maxLength':
      return `This must not be longer than ${params.limit} characters.`;
    case 'type':
      return `This must be of type ${params.type}.`;
    case 'const':
      return `This must be ${JSON.stringify(params.allowedValue)}.`;
    default:
      return 'This must be a string.';
  }
}

/** A member's name out of a JSON Pointer (RFC 6901). */
function unescapedOf(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
