// Turns a JSON schema, as steps publish it for their spec, outputs or event, into the packed form.
import type { PackedSchema } from './schema';

/** The members of a JSON schema (draft-07) that are used here; Relay's own keyword is published in two spellings. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly 'x-relay-connectionType'?: string;
  readonly 'x-relay-connection-type'?: string;
}

/** The packed form of a schema. Throws where it has no way to say what the schema says. */
export function packedOf(schema: JsonSchema): PackedSchema {
  // What a schema says of the fields of a connection is often wrong; the catalogue of connection types has them.
  const connection = schema['x-relay-connectionType'] ?? schema['x-relay-connection-type'];
  if (connection !== undefined) return `@${connection}`;
  const forms = schema.oneOf ?? schema.anyOf;
  if (forms) return packForms(forms);
  if (schema.default === undefined && schema.enum === undefined) return packPlain(schema);
  const { type, default: initial, enum: values } = schema;
  const isWord = type === 'boolean' && typeof initial === 'string'; // "False"
  return {
    $: packPlain(schema),
    ...(initial === undefined ? {} : { default: isWord ? initial.toLowerCase() === 'true' : initial }),
    ...(values === undefined ? {} : { enum: values }),
  };
}

function packPlain(schema: JsonSchema): PackedSchema {
  const { type = 'any', items, properties, required = [], additionalProperties } = schema;
  if (items) return [packedOf(items)];
  const packed: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties ?? {})) {
    if (/^[*$]|!$/.test(name)) throw new Error(`The packed form has no way to write the key ${name}`);
    // Code that has a default for a key does without it, whatever the schema says.
    const needed = required.includes(name) && property.default === undefined;
    packed[needed ? `${name}!` : name] = packedOf(property);
  }
  if (additionalProperties === false) packed['*'] = false;
  else if (typeof additionalProperties === 'object') packed['*'] = packedOf(additionalProperties);
  return Object.keys(packed).length > 0 ? packed : [type].flat().join('|');
}

// A type beside the forms says nothing that they do not say, or contradicts them.
function packForms(forms: readonly JsonSchema[]): PackedSchema {
  const distinct = [...new Set(forms.map((form) => JSON.stringify(packedOf(form))))].map(
    (form) => JSON.parse(form) as PackedSchema,
  );
  const [only] = distinct;
  return only !== undefined && distinct.length === 1 ? only : { $or: distinct };
}
