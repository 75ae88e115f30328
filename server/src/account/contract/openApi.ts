// Turns the contract into the OpenAPI 3.1 document that the local account serves.
import type { JSONSchema } from 'json-schema-to-ts';
import * as connections from './connections';
import * as connectionTypes from './connectionTypes';
import type { Operation } from './operation';
import { operations } from './operations';
import {
  deletedAnswer,
  label,
  MEDIA_TYPE,
  problem,
  problemAnswer,
  problemDefinition,
  secretAuth,
  text,
} from './schema';
import * as sessions from './sessions';
import * as tokens from './tokens';
import * as workflows from './workflows';

/** The schemas that have a name in the document. */
const named = new Map<unknown, string>(
  Object.entries({
    ...{ deletedAnswer, label, problem, problemAnswer, secretAuth, text },
    ...schemasOf(sessions),
    ...schemasOf(connections),
    ...schemasOf(connectionTypes),
    ...schemasOf(workflows),
    ...schemasOf(tokens),
  }).map(([name, schema]) => [schema, `${name[0]?.toUpperCase()}${name.slice(1)}`]),
);

/** The document as a JSON value. */
export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Relay account API, as far as Relay Workflows uses it',
      version: 'v20200615',
      description:
        'Members that are not named here may be there too. A string may stand as {"$encoding": "base64", "data": …} ' +
        'where it is not UTF-8.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: pathsOf(Object.entries(operations)),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries([...named].map(([schema, name]) => [name, definitionOf(schema)])),
    },
  };
}

function schemasOf(group: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(group).filter(([name]) => !name.endsWith('Operations')));
}

function pathsOf(all: readonly [string, Operation][]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, operation] of all) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: operationOf(id, operation),
    };
  }
  return paths;
}

function operationOf(id: string, { path, summary, asks, body, answer, refusals = [] }: Operation) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const refused: readonly (number | 'default')[] = [
    ...(asks === 'nobody' ? [] : [401]),
    ...(asks === 'administrator' ? [403] : []),
    ...refusals,
    'default',
  ];
  return {
    operationId: id,
    summary,
    ...(asks === 'administrator' && { description: 'Needs the Administrator role.' }),
    ...(asks === 'nobody' && { security: [] }),
    ...(names.length > 0 && {
      parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    }),
    ...(body && { requestBody: { required: true, content: contentOf(body.mediaType, body.schema) } }),
    responses: {
      [answer.status]: {
        description: answer.description,
        content: contentOf(answer.mediaType ?? MEDIA_TYPE, answer.schema),
      },
      ...Object.fromEntries(
        refused.map((status) => [
          status,
          { description: meanings[status], content: contentOf(MEDIA_TYPE, problemAnswer) },
        ]),
      ),
    },
  };
}

const meanings: Readonly<Record<string, string>> = {
  401: 'Not signed in, or the token has expired.',
  403: 'Signed in, but not allowed.',
  404: 'There is no such thing.',
  409: 'The name is taken.',
  default: 'Any other error, which need not be JSON.',
};

function contentOf(mediaType: string, schema: JSONSchema) {
  return { [mediaType]: { schema: referring(schema) } };
}

/** A schema with references in place of those that have a name. */
function referring(schema: unknown): unknown {
  const name = named.get(schema);
  return name === undefined ? withReferences(schema) : { $ref: `#/components/schemas/${name}` };
}

function definitionOf(schema: unknown): unknown {
  return withReferences(schema === problem ? problemDefinition : schema);
}

function withReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referring);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, referring(member)]));
}
