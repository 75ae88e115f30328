// Turns the packed form of a schema into a Schema: what a step takes in its spec, or gives as outputs or event.

/** A JSON schema cut down to what is used here. What it does not say may be anything. */
export interface Schema {
  /** The kinds of value that are taken. */
  readonly types?: readonly SchemaType[];
  readonly properties?: ReadonlyMap<string, Schema>;
  readonly required?: readonly string[];
  /** The schema of every key that `properties` lacks; false where there may be none. */
  readonly others?: Schema | false;
  readonly items?: Schema;
  readonly enum?: readonly (string | number | boolean)[];
  /** A value fits where it fits one of these. */
  readonly anyOf?: readonly Schema[];
  /** A connection of this type belongs here. */
  readonly connectionType?: string;
  readonly default?: unknown;
}

export type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null';

/**
 * A schema as it is kept. `"string|array"`: the types (`"any"`: none said); `"@aws"`: a connection of that type;
 * `["string"]`: a list and the schema of its items; `{"a!": …, "b": …}`: a map, `!` behind a key that must be there, and
 * under `*` the schema of other keys, or false for none; `{"$": …, "default": …, "enum": …}`: the schema under `$` with more
 * to say; `{"$or": […]}`: one of several.
 */
export type PackedSchema = string | readonly [PackedSchema] | { readonly [key: string]: unknown };

export function readSchema(packed: PackedSchema): Schema {
  if (typeof packed === 'string') return readTypes(packed);
  if (Array.isArray(packed)) return { types: ['array'], items: readSchema(packed[0]) };
  const map = packed as Readonly<Record<string, PackedSchema | false>>;
  if (map.$or) return { anyOf: (map.$or as unknown as PackedSchema[]).map(readSchema) };
  if (!map.$) return readMap(map);
  return {
    ...readSchema(map.$),
    ...('default' in map ? { default: map.default } : {}),
    ...('enum' in map ? { enum: map.enum as unknown as string[] } : {}),
  };
}

function readTypes(packed: string): Schema {
  if (packed.startsWith('@')) return { types: ['object'], connectionType: packed.slice(1) };
  return packed === 'any' ? {} : { types: packed.split('|') as SchemaType[] };
}

function readMap(map: Readonly<Record<string, PackedSchema | false>>): Schema {
  const properties = new Map<string, Schema>();
  const required: string[] = [];
  for (const [key, value] of Object.entries(map)) {
    if (key === '*' || value === false) continue;
    const name = key.endsWith('!') ? key.slice(0, -1) : key;
    if (name !== key) required.push(name);
    properties.set(name, readSchema(value));
  }
  const others = map['*'] || undefined;
  return {
    types: ['object'],
    properties,
    required,
    ...(map['*'] === false ? { others: false } : others ? { others: readSchema(others) } : {}),
  };
}
