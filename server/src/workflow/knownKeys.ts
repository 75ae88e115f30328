// The keys that Relay gives a meaning to outside of specs, what stands under each, and what it is for (relay/expressions.md 6).

export interface KnownKey {
  readonly name: string;
  readonly holds: 'text' | 'list' | 'map' | 'any';
  /** One sentence for completion and hover. */
  readonly summary: string;
  readonly required?: true;
  /** The only texts that are taken, each with what it means. */
  readonly values?: Readonly<Record<string, string>>;
  /** The `type` beside it with which alone it has a meaning. */
  readonly only?: string;
}

const text = (name: string, summary: string): KnownKey => ({ name, holds: 'text', summary });
const list = (name: string, summary: string): KnownKey => ({ name, holds: 'list', summary });
const map = (name: string, summary: string): KnownKey => ({ name, holds: 'map', summary });
const required = (key: KnownKey): KnownKey => ({ ...key, required: true });
const only = (type: string, ...keys: readonly KnownKey[]): KnownKey[] =>
  keys.map((key) => ({ ...key, only: type }));

const image = required(text('image', 'The container image to run: repository and tag.'));
const spec = map(
  'spec',
  'What the image is given: one value a key. Tags and `${…}` in it are evaluated when it is asked for.',
);
const container: readonly KnownKey[] = [
  map('env', 'Environment variables of the container, evaluated like the spec.'),
  list(
    'input',
    'Commands for a shell in the container, one an item. Plain text: nothing in it is evaluated.',
  ),
  text('inputFile', 'The address of a script to run in the container.'),
  text('command', 'The program to run instead of the one that the image starts.'),
  list('args', 'The arguments of the program.'),
];
const when: KnownKey = { name: 'when', holds: 'any', summary: '' };

const table: Readonly<Record<string, readonly KnownKey[]>> = {
  '': [
    list('steps', 'What a run carries out: all steps at once, but for those that depend on others.'),
    map('parameters', 'What a run is given by the person or the trigger that starts it.'),
    list('triggers', 'What starts runs by itself: a schedule, data that is pushed, or a webhook.'),
    text('name', 'A name for the workflow.'),
    text('summary', 'What the workflow does, in one line.'),
    text('description', 'What the workflow does, at length.'),
    list('tags', 'Words to find the workflow by.'),
    text('homepage', 'The address of a page about the workflow.'),
    text('source', 'The address of the workflow’s source.'),
    map('locals', 'Anything that the rest shares by anchors and aliases; Relay itself passes it over.'),
    { ...text('apiVersion', 'The version of this format.'), values: { v1: 'The only version there is.' } },
    {
      ...text('kind', 'What the file is.'),
      values: { Workflow: 'A Relay workflow, which every file is anyway.' },
    },
  ],
  'parameters.*': [
    text('description', 'What the parameter is for, shown to the person who starts a run.'),
    { name: 'default', holds: 'any', summary: 'The value where none is given. It is not evaluated.' },
    text('type', 'What kind of value is meant. A note: Relay does not check it.'),
  ],
  'steps[]': [
    required(text('name', 'What other steps call this one by: in dependsOn, outputs and steps.')),
    { ...image, only: 'container' },
    ...only('container', spec),
    {
      name: 'dependsOn',
      holds: 'any',
      summary: 'The step, or list of steps, that must have succeeded before this one starts.',
    },
    {
      ...when,
      summary: 'A condition, or a list of conditions: the step is skipped unless all are true.',
    },
    {
      ...text('type', 'What kind of step this is.'),
      values: {
        container: 'Runs an image; what a step is where nothing is said.',
        approval: 'Waits until a person approves or rejects.',
      },
    },
    ...only('container', ...container),
    text('description', 'What the step does, for people; Relay itself passes it over.'),
  ],
  'triggers[]': [
    required(text('name', 'A name that no other trigger has.')),
    required(map('source', 'Where the events come from.')),
    map('binding', 'What an event gives to the run that it starts.'),
    { ...when, summary: 'A condition on the event: unless it is true, no run starts.' },
  ],
  'triggers[].source': [
    required({
      ...text('type', 'What kind of trigger this is.'),
      values: {
        schedule: 'Starts runs at times of the clock.',
        push: 'Starts a run whenever somebody sends data to an address of Relay’s.',
        webhook: 'Runs an image that takes the calls of another service and makes events of them.',
      },
    }),
    ...only(
      'schedule',
      required(
        text('schedule', 'When to start: minute, hour, day, month and weekday, or @daily and the like.'),
      ),
    ),
    ...only('webhook', image, spec, ...container),
    ...only('push', map('schema', 'The fields that the data has, each with its type.')),
  ],
  'triggers[].source.schema.*': [
    required({
      ...text('type', 'What kind of value the field holds.'),
      values: {
        string: 'Text.',
        number: 'A number.',
        integer: 'A whole number.',
        boolean: 'True or false.',
        array: 'A list.',
        object: 'A map.',
      },
    }),
  ],
  'triggers[].binding': [
    map('parameters', 'The value of each parameter, evaluated with the event: `${event.…}`.'),
    text('key', 'A text that tells events of the same thing, evaluated with the event.'),
  ],
};

/** The keys of the map at a path (slots/spot.ts), in the order in which they are best written; undefined where the keys are the author's. */
export function knownKeysAt(path: string): readonly KnownKey[] | undefined {
  return Object.hasOwn(table, path) ? table[path] : undefined;
}

/** The key that a path ends in. */
export function knownKeyOf(path: string): KnownKey | undefined {
  const parts = path.split('.');
  return knownKeysAt(parts.slice(0, -1).join('.'))?.find(({ name }) => name === parts.at(-1));
}
