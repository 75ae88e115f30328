// The step and trigger images that Relay is known to have, and what is known of each (relay/facts), read when first asked for.
import { packedSteps } from './steps/packed';
import { type PackedSchema, readSchema, type Schema } from './steps/schema';

export interface StepImage {
  /** The repository, without registry host, tag and digest. */
  readonly image: string;
  readonly kind: 'step' | 'trigger';
  /** What it does, in a few words. */
  readonly title: string;
  /** Other names that the same image goes by. */
  readonly also: readonly string[];
  /** What it takes. Absent where nobody has published it. */
  readonly spec?: Schema;
  /** The outputs of a step, as the properties of a map. */
  readonly outputs?: Schema;
  /** The event of a trigger, as the properties of a map. */
  readonly event?: Schema;
  /** Where its spec takes a connection. */
  readonly connections: readonly ConnectionPosition[];
}

export interface ConnectionPosition {
  /** Keys from the spec's root, joined by dots. */
  readonly path: string;
  /** Absent where the step's authors did not say which type belongs there. */
  readonly type?: string;
}

/** An image as it is kept. */
export interface PackedImage {
  readonly image: string;
  readonly trigger?: true;
  readonly title: string;
  readonly also?: readonly string[];
  readonly spec?: PackedSchema;
  readonly outputs?: PackedSchema;
  readonly event?: PackedSchema;
}

let packedImages: readonly PackedImage[] | undefined;
let ownImages: readonly PackedImage[] = [];
let byName: ReadonlyMap<string, PackedImage> | undefined;
// Few of the images are ever used in one workspace: each is read when it is asked for.
const read = new Map<PackedImage, StepImage>();

/** Every known image, sorted by name: the steps first, then the triggers. */
export function stepImages(): readonly StepImage[] {
  return unpack().map(imageOf);
}

/** The image behind what a workflow writes: with or without registry host, tag and digest, under any of its names. */
export function stepImageOf(image: string): StepImage | undefined {
  byName ??= new Map(
    unpack().flatMap((each) => [each.image, ...(each.also ?? [])].map((name) => [name, each] as const)),
  );
  const packed = byName.get(repositoryOf(image));
  return packed && imageOf(packed);
}

/** Puts the images of the user's own steps in the place of those given before; a known image of the same name yields. */
export function setOwnSteps(images: readonly PackedImage[]): void {
  ownImages = images;
  packedImages = undefined;
  byName = undefined;
}

/** What is the same as long as the catalogue is: for whoever keeps what follows from it. */
export function catalogueNow(): unknown {
  return ownImages;
}

function unpack(): readonly PackedImage[] {
  if (packedImages) return packedImages;
  const own = new Set(ownImages.map(({ image }) => image));
  const known = (JSON.parse(packedSteps) as PackedImage[]).filter(({ image }) => !own.has(image));
  packedImages = own.size === 0 ? known : [...known, ...ownImages].sort(bySort);
  return packedImages;
}

function bySort(a: PackedImage, b: PackedImage): number {
  return Number(a.trigger ?? false) - Number(b.trigger ?? false) || (a.image < b.image ? -1 : 1);
}

function imageOf(packed: PackedImage): StepImage {
  const known = read.get(packed);
  if (known) return known;
  const { image, trigger, title, also = [], spec, outputs, event } = packed;
  const schema = spec === undefined ? undefined : readSchema(spec);
  const made: StepImage = {
    image,
    kind: trigger ? 'trigger' : 'step',
    title,
    also,
    ...(schema ? { spec: schema } : {}),
    ...(outputs === undefined ? {} : { outputs: readSchema(outputs) }),
    ...(event === undefined ? {} : { event: readSchema(event) }),
    connections: schema ? positionsIn(schema, []) : [],
  };
  read.set(packed, made);
  return made;
}

// A map called connection that names no type is filled from a connection all the same.
function positionsIn(schema: Schema, keys: readonly string[]): ConnectionPosition[] {
  const path = keys.join('.');
  if (schema.connectionType !== undefined) return [{ path, type: schema.connectionType }];
  if (keys.at(-1) === 'connection') return [{ path }];
  return [...(schema.properties ?? [])].flatMap(([key, inner]) => positionsIn(inner, [...keys, key]));
}

// `registry.example:5000/relaysh/core:latest@sha256:…` is the repository relaysh/core.
function repositoryOf(image: string): string {
  const [tagged = ''] = image.split('@', 1);
  const colon = tagged.lastIndexOf(':');
  const name = colon > tagged.lastIndexOf('/') ? tagged.slice(0, colon) : tagged;
  const slash = name.indexOf('/');
  const host = name.slice(0, Math.max(0, slash));
  return /[.:]/.test(host) || host === 'localhost' ? name.slice(slash + 1) : name;
}
