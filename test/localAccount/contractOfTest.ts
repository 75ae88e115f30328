// Holds an answer of the local account against the contract as it is served.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import { openApiDocument } from '../../server/src/account/contract/openApi';
import { MEDIA_TYPE } from '../../server/src/account/contract/schema';
import type { Watched } from '../../server/src/localAccount/localAccount';

interface Described {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { schema: object }>> }>
  >;
}

const document = openApiDocument();
const operations = Object.values(document.paths).flatMap((path) => Object.values(path) as Described[]);
const ajv = new Ajv2020({ strict: false, allErrors: true });
const validators = new Map<string, ValidateFunction>();

/**
 * What is wrong with an answer: not JSON of the schema for its status, or with members that the contract does not name.
 * (Relay may answer more than the contract names; the local account must not, because what it keeps are values.)
 */
export function complaintsAbout({ call, status, answer }: Watched): readonly unknown[] {
  const key = call === undefined ? 'refusal' : `${call} ${status}`;
  const validate = validators.get(key) ?? compile(schemaOf(call, status));
  validators.set(key, validate);
  if (validate(JSON.parse(JSON.stringify(answer)))) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => ({
    call,
    status,
    instancePath,
    message,
    params,
  }));
}

function schemaOf(call: string | undefined, status: number): object {
  if (call === undefined) return { $ref: '#/components/schemas/ProblemAnswer' };
  const described = operations.find(({ operationId }) => operationId === call);
  const content = described?.responses[status]?.content;
  const schema = (content?.[MEDIA_TYPE] ?? content?.['application/json'])?.schema;
  if (!schema) throw new Error(`the contract has no answer ${status} for ${call}`);
  return schema;
}

function compile(schema: object): ValidateFunction {
  return ajv.compile(closed({ ...schema, components: document.components }) as object);
}

/** The schema with every object that names members refusing all others. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, member]) => [key, closed(member)]));
  const namesMembers = inner.type === 'object' && 'properties' in inner;
  return namesMembers ? { additionalProperties: false, ...inner } : inner;
}
