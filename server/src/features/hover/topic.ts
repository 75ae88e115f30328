// What something in a workflow may be that words can be said of; small enough to be sent to and fro with a completion.

export type Topic =
  | { readonly is: 'function' | 'tag' | 'image' | 'root' | 'status' | 'code'; readonly name: string }
  /** Things that the workflow declares or uses. */
  | { readonly is: 'parameter' | 'step'; readonly name: string }
  | { readonly is: 'secret'; readonly name: string }
  | { readonly is: 'output'; readonly step: string; readonly keys: readonly string[] }
  | { readonly is: 'event'; readonly trigger: string; readonly keys: readonly string[] }
  /** One of Relay's keys, by its path (workflow/knownKeys.ts), or one of the values it takes. */
  | { readonly is: 'key'; readonly path: string; readonly value?: string }
  /** A key in the spec of an image; null is an item of a list. */
  | { readonly is: 'spec'; readonly image: string; readonly keys: readonly (string | null)[] }
  | { readonly is: 'schedule'; readonly text: string }
  | { readonly is: 'connection-type'; readonly type: string }
  | { readonly is: 'connection'; readonly type: string; readonly name: string };

/** The topic that an editor sends back; undefined for anything else. */
export function readTopic(value: unknown): Topic | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const topic = value as Readonly<Record<string, unknown>>;
  const texts =
    typeof topic.is === 'string' && Object.hasOwn(fields, topic.is) ? fields[topic.is] : undefined;
  if (!texts?.every((field) => typeof topic[field] === 'string')) return undefined;
  const isWhole = !['output', 'event', 'spec'].includes(String(topic.is)) || Array.isArray(topic.keys);
  return isWhole ? (value as Topic) : undefined;
}

/** The texts that each kind of topic has. */
const fields: Readonly<Record<string, readonly string[]>> = {
  function: ['name'],
  tag: ['name'],
  image: ['name'],
  root: ['name'],
  status: ['name'],
  code: ['name'],
  parameter: ['name'],
  step: ['name'],
  secret: ['name'],
  output: ['step'],
  event: ['trigger'],
  key: ['path'],
  spec: ['image'],
  schedule: ['text'],
  'connection-type': ['type'],
  connection: ['type', 'name'],
};
