// Finds what the catalogue knows of a place in a workflow: the schemas of specs, outputs and events.
import { type StepImage, stepImageOf } from '../../catalogue/steps';
import type { Schema } from '../../catalogue/steps/schema';
import { fieldsOf } from '../../workflow/fields';
import type { Spot } from '../../workflow/slots/spot';
import { mapOf, type Step, type Trigger } from '../../workflow/structure';
import { wordOf } from '../../workflow/valueKind';
import { type MapNode, pairOf } from '../../workflow/yaml';

/** The image that a step, or the source of a trigger, runs. */
export function imageOf(owner: MapNode | undefined): StepImage | undefined {
  const image = owner && wordOf(fieldsOf(owner).get('image')?.pair.value);
  return image && stepImageOf(image.text);
}

/** What the image says of a value in its spec; several where it takes one of several forms. */
export function schemasAt({ path, keys, owner }: Spot): readonly Schema[] {
  const isSpec = path === 'steps[].spec' || path === 'triggers[].source.spec';
  const schema = isSpec ? imageOf(owner)?.spec : undefined;
  return schema ? within(schema, keys) : [];
}

/** The schemas that keys lead to; null is an item of a list. */
export function within(schema: Schema, keys: readonly (string | null)[]): readonly Schema[] {
  return keys.reduce<readonly Schema[]>(
    (schemas, key) =>
      schemas.flatMap((each) => {
        const inner = key === null ? each.items : (each.properties?.get(key) ?? (each.others || undefined));
        return inner ? formsOf(inner) : [];
      }),
    formsOf(schema),
  );
}

/** The connection type that an image wants at a place of its spec. */
export function wantedTypeAt(spot: Spot): string | undefined {
  return schemasAt(spot).find((schema) => schema.connectionType !== undefined)?.connectionType;
}

export function outputsOf(step: Step | undefined): Schema | undefined {
  return step?.image && stepImageOf(step.image.text)?.outputs;
}

/** The fields of a trigger's event: its image's, or those that a push trigger declares. */
export function eventOf(trigger: Trigger | undefined): Schema | undefined {
  if (!trigger) return undefined;
  if (trigger.type !== 'push') return trigger.image && stepImageOf(trigger.image.text)?.event;
  const declared = mapOf(trigger.source.get('schema')?.pair.value);
  if (!declared) return undefined;
  const properties = [...fieldsOf(declared)].map(([name, { pair }]): [string, Schema] => {
    const property = mapOf(pair.value);
    const type = property && wordOf(pairOf(property, 'type')?.value)?.text;
    return [name, type !== undefined && isType(type) ? { types: [type] } : {}];
  });
  return { types: ['object'], properties: new Map(properties) };
}

/** The kinds of value that a schema takes, in words; empty where it says nothing. */
export function sayKinds({ connectionType, types = [], items, anyOf }: Schema): string {
  if (connectionType !== undefined) return `a connection of type ${connectionType}`;
  if (anyOf) return [...new Set(anyOf.map(sayKinds))].filter((each) => each !== '').join(' or ');
  const said = types.map((type) => {
    const of = type === 'array' && items ? sayPlural(items) : '';
    return `${words[type]}${of}`;
  });
  return [...new Set(said)].join(' or ');
}

function sayPlural({ types = [] }: Schema): string {
  const [type] = types;
  return types.length === 1 && type === 'string' ? ' of texts' : type === 'object' ? ' of maps' : '';
}

const words = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'nothing',
} as const;

function isType(type: string): type is keyof typeof words {
  return Object.hasOwn(words, type);
}

function formsOf(schema: Schema): readonly Schema[] {
  return schema.anyOf ? schema.anyOf.flatMap(formsOf) : [schema];
}
