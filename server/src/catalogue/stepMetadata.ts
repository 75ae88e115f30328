// Turns the metadata of a step or trigger (its step.yaml or trigger.yaml) into an image of the catalogue.
import { isObject } from '../objects';
import type { PackedImage } from './steps';
import { type JsonSchema, packedOf } from './steps/pack';
import type { PackedSchema } from './steps/schema';

export type StepMetadata = { readonly image: PackedImage } | { readonly wrong: string };

/**
 * Reads parsed metadata: `publish.repository` is the image, `kind: Trigger` tells a trigger from a step, and `schemas` has
 * those of `spec`, `outputs` and `event`, each a JSON schema in place or `{source: file, file}`, which `read` reads from
 * beside the metadata (undefined where it cannot). Never throws: what is wrong is said in words.
 */
export function readStepMetadata(metadata: unknown, read: (file: string) => unknown): StepMetadata {
  if (!isObject(metadata)) return { wrong: 'it is no YAML map' };
  const { kind, name, summary, publish, schemas } = metadata;
  const repository = isObject(publish) ? publish.repository : undefined;
  if (typeof repository !== 'string' || repository === '')
    return { wrong: 'publish.repository must name the image' };
  const packed: { spec?: PackedSchema; outputs?: PackedSchema; event?: PackedSchema } = {};
  for (const part of ['spec', 'outputs', 'event'] as const) {
    const given = isObject(schemas) ? schemas[part] : undefined;
    if (given === undefined) continue;
    const schema = isObject(given) && given.source === 'file' ? read(String(given.file)) : given;
    if (!isObject(schema))
      return { wrong: `schemas.${part} is no JSON schema, and names no file that has one` };
    try {
      packed[part] = packedOf(schema as JsonSchema);
    } catch {
      return { wrong: `schemas.${part} cannot be read as a JSON schema` };
    }
  }
  const title = [summary, name, repository].find((each) => typeof each === 'string') as string;
  const trigger = kind === 'Trigger' ? { trigger: true as const } : {};
  return { image: { image: repository, ...trigger, title, ...packed } };
}
