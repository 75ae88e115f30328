// The pieces that the contract's schemas share, and how a schema becomes a type.
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';

/** The media type of the API version this is written for (relay/api.md, Transport). */
export const MEDIA_TYPE = 'application/vnd.puppet.relay.v20200615+json';
/** What the text of a workflow is sent as. */
export const YAML_MEDIA_TYPE = 'application/vnd.puppet.relay.v20200615+yaml';

/**
 * The type of a schema's values: read-only, with the members that the schema names. An account may send others too
 * (relay/api.md ends its shapes with "…"); what is not named here is not read.
 */
export type ValueOf<S extends JSONSchema> = Named<
  FromSchema<S, { deserialize: [{ pattern: typeof problem; output: Problem }] }>
>;

type Named<T> = T extends readonly (infer Item)[]
  ? readonly Named<Item>[]
  : T extends object
    ? string extends keyof OnlyNamed<T>
      ? Readonly<T>
      : { readonly [Key in keyof OnlyNamed<T>]: Named<OnlyNamed<T>[Key]> }
    : T;

/** Leaves out "and any other member" where some members are named. */
type OnlyNamed<T> = keyof { [Key in keyof T as string extends Key ? never : Key]: T[Key] } extends never
  ? T
  : { [Key in keyof T as string extends Key ? never : Key]: T[Key] };

/** A string, or one that is not UTF-8 (relay/api.md, Transport). */
export const text = {
  anyOf: [
    { type: 'string' },
    {
      type: 'object',
      properties: {
        $encoding: { const: 'base64' },
        data: { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' },
      },
      required: ['$encoding', 'data'],
      additionalProperties: false,
    },
  ],
} as const satisfies JSONSchema;

/** A name that a person gives; in a path it is percent-encoded. */
export const label = { type: 'string', minLength: 1, maxLength: 1_000 } as const satisfies JSONSchema;

export const time = { type: 'string', description: 'RFC 3339' } as const satisfies JSONSchema;

/** What a user may do with the thing answered; its members are not known. */
export const access = { type: 'object' } as const satisfies JSONSchema;

/** An object of which nothing is known but that it is one. */
export const open = { type: 'object' } as const satisfies JSONSchema;

/** `POST` and `PUT` of values: the keys are the fields of the connection's type. */
export const secretAuth = {
  type: 'object',
  properties: {
    type: { const: 'secret' },
    fields: { type: 'object', additionalProperties: text },
  },
  required: ['type', 'fields'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export const deletedAnswer = {
  type: 'object',
  properties: { resource_id: { type: 'string' }, success: { type: 'boolean' } },
  required: ['resource_id', 'success'],
} as const satisfies JSONSchema;

const spoken = {
  type: 'object',
  properties: { friendly: text, technical: text },
} as const satisfies JSONSchema;

/** The members of an error that are no errors themselves. */
const problemWords = {
  type: 'object',
  properties: {
    domain: text,
    section: text,
    code: text,
    title: text,
    description: spoken,
    formatted: spoken,
    arguments: open,
  },
} as const satisfies JSONSchema;

/**
 * An error: to be shown is `formatted.friendly`, else `description.friendly`, else `title`. This stands for
 * `problemDefinition`, which contains itself; the served document has a reference in its place.
 */
export const problem = { type: 'object', title: 'Problem' } as const satisfies JSONSchema;

/** What `problem` stands for (relay/api.md, Errors). */
export const problemDefinition = {
  ...problemWords,
  properties: {
    ...problemWords.properties,
    causes: { type: 'array', items: problem },
    items: {
      type: 'object',
      description: 'The path of a member of what was sent, and what is wrong with it.',
      additionalProperties: problem,
    },
  },
} as const satisfies JSONSchema;

export const problemAnswer = {
  type: 'object',
  properties: { error: problem },
} as const satisfies JSONSchema;

export type Problem = Named<FromSchema<typeof problemWords>> & {
  readonly causes?: readonly Problem[];
  readonly items?: Readonly<Record<string, Problem>>;
};
export type ProblemAnswer = { readonly error?: Problem };
