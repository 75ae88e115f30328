// The one table of the calls of the account API that this project makes and that the local account answers.
import type { JSONSchema } from 'json-schema-to-ts';
import { connectionOperations } from './connections';
import { connectionTypeOperations } from './connectionTypes';
import type { Operation } from './operation';
import { open, type ValueOf } from './schema';
import { sessionOperations } from './sessions';
import { tokenOperations } from './tokens';
import { workflowOperations } from './workflows';

const ownOperations = {
  readContract: {
    method: 'GET',
    path: '/openapi/latest',
    summary: 'This contract.',
    asks: 'nobody',
    answer: {
      status: 200,
      description: 'An OpenAPI document.',
      schema: open,
      mediaType: 'application/json',
    },
  },
} as const satisfies Record<string, Operation>;

export const operations = {
  ...ownOperations,
  ...sessionOperations,
  ...connectionOperations,
  ...connectionTypeOperations,
  ...workflowOperations,
  ...tokenOperations,
} as const;

export type Operations = typeof operations;
export type OperationId = keyof Operations;

/** What a call answers when it succeeds. */
export type AnswerOf<Id extends OperationId> = ValueOf<Operations[Id]['answer']['schema']>;

/** What a call sends; `undefined` for a call without a body. */
export type BodyOf<Id extends OperationId> = Operations[Id] extends {
  readonly body: { readonly schema: infer S extends JSONSchema };
}
  ? ValueOf<S>
  : undefined;

/** The parameters in a call's path, not percent-encoded. */
export type ParametersOf<Id extends OperationId> = {
  readonly [Name in NamesIn<Operations[Id]['path']>]: string;
};

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
