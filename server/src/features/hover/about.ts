// Turns a topic into words about it, for hovers and for the documentation of completions. Never a value of a credential.
import type { Account } from '../../account/account';
import { connectionTypeOf } from '../../catalogue/connectionTypes';
import { type StepImage, stepImageOf } from '../../catalogue/steps';
import type { Schema } from '../../catalogue/steps/schema';
import { functionOf, type Parameter, signatureOf } from '../../workflow/functions';
import { knownKeyOf } from '../../workflow/knownKeys';
import { readSchedule } from '../../workflow/schedule';
import { sayingOf } from '../../workflow/scheduleWords';
import type { Workflow } from '../../workflow/workflow';
import { aboutConnection } from './connection';
import { code, codes, paragraphs, text } from './markdown';
import { aboutNamed } from './named';
import { sayKinds, within } from './schemas';
import { aboutSecret } from './secret';
import type { Topic } from './topic';

/**
 * Markdown about a topic; undefined where there is nothing to say. `workflow` is that of the topic, where it has one, and
 * `link` the workflow of the account that its file is linked to.
 */
export function aboutTopic(
  topic: Topic,
  account: Account,
  workflow: Workflow | undefined,
  link?: string,
): string | undefined {
  switch (topic.is) {
    case 'function':
      return aboutFunction(topic.name);
    case 'tag':
      return own(tags, topic.name) && `${code(topic.name)}: ${own(tags, topic.name)}`;
    case 'root':
      return own(roots, topic.name);
    case 'status':
      return own(statuses, topic.name);
    case 'code':
      return `Silences ${code(topic.name)} in the next line.`;
    case 'image':
      return aboutImage(topic.name);
    case 'key':
      return aboutKey(topic.path, topic.value);
    case 'spec':
      return aboutSpec(topic.image, topic.keys);
    case 'schedule': {
      const { schedule } = readSchedule(topic.text);
      return schedule && `Starts a run ${text(sayingOf(schedule))}.`;
    }
    case 'connection-type':
      return aboutType(topic.type);
    case 'connection': {
      const connections = account.state === 'ready' ? account.connections : [];
      const found = connections.find((each) => each.type === topic.type && each.name === topic.name);
      return found && aboutConnection(found);
    }
    case 'secret':
      return aboutSecret(topic.name, account, link);
    default:
      return workflow && aboutNamed(topic, workflow);
  }
}

function own(words: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

const tags: Readonly<Record<string, string>> = {
  '!Connection': 'a connection of the account, by type and name.',
  '!Secret': 'a secret of the workflow, by name.',
  '!Parameter': 'a parameter of the workflow, by name.',
  '!Output': 'what a step has put out, by step and name.',
  '!Data': 'a field of the event, by its path.',
  '!Answer': 'what a person has answered to an approval step; known only in `when`.',
};

const roots: Readonly<Record<string, string>> = {
  connections: 'The connections of the account: `connections.<type>.<name>`.',
  secrets: 'The secrets of this workflow: `secrets.<name>`. Each is a text.',
  parameters: 'What the run was started with: `parameters.<name>`.',
  outputs: 'What steps have put out: `outputs.<step>.<name>`. Known once that step has run.',
  steps: 'How steps have ended: `steps.<step>.succeeded`, `.failed` or `.skipped`.',
  event: 'The event that the trigger has got: `event.<field>`.',
};

const statuses: Readonly<Record<string, string>> = {
  succeeded: 'True once the step has ended well.',
  failed: 'True once the step has ended badly.',
  skipped: 'True once it is clear that the step does not run.',
};

function aboutFunction(name: string): string | undefined {
  const known = functionOf(name);
  if (!known) return undefined;
  const say = (parameter: Parameter): string =>
    `- ${code(parameter.name)}${parameter.optional && !parameter.repeated ? ' (optional)' : ''}: ${text(parameter.summary)}`;
  const keywords = known.keywords?.map(({ name: keyword, optional }) => `${keyword}:${optional ? '?' : ''}`);
  return paragraphs(
    code(signatureOf(known)),
    text(known.summary),
    known.positional.map(say).join('\n'),
    keywords ? `Or with keywords: ${keywords.map(code).join(', ')}.` : '',
  );
}

function aboutImage(name: string): string | undefined {
  const image = stepImageOf(name);
  if (!image) return undefined;
  const { spec, outputs, event, title } = image;
  const fields = [
    ['Needs', namesOf(spec, true)],
    ['Takes', namesOf(spec, false)],
    ['Puts out', [...(outputs?.properties?.keys() ?? [])]],
    ['Gives events with', [...(event?.properties?.keys() ?? [])]],
  ] as const;
  return paragraphs(
    `**${text(title)}**`,
    code(image.image),
    [
      ...fields.flatMap(([what, names]) => (names.length > 0 ? `- ${what}: ${codes(names)}` : [])),
      ...connectionsOf(image),
    ].join('\n'),
  );
}

function namesOf(schema: Schema | undefined, required: boolean): string[] {
  const names = [...(schema?.properties?.keys() ?? [])];
  return names.filter((name) => (schema?.required ?? []).includes(name) === required);
}

function connectionsOf({ connections }: StepImage): string[] {
  return connections.map(({ path, type }) =>
    type === undefined ? `- Connection: ${code(path)}` : `- Connection: ${code(path)}, of type ${code(type)}`,
  );
}

function aboutKey(path: string, value: string | undefined): string | undefined {
  const key = knownKeyOf(path);
  if (!key) return undefined;
  if (value !== undefined) {
    const meaning = own(key.values ?? {}, value);
    return meaning && `${code(value)}: ${meaning}`;
  }
  const values = Object.keys(key.values ?? {});
  return paragraphs(
    `${code(key.name)}${key.required ? ' (required)' : ''}: ${key.summary}`,
    values.length > 1 ? `One of ${codes(values)}.` : '',
  );
}

function aboutSpec(name: string, keys: readonly (string | null)[]): string | undefined {
  const image = stepImageOf(name);
  const last = keys.at(-1);
  if (!image?.spec || typeof last !== 'string') return undefined;
  const holders = within(image.spec, keys.slice(0, -1));
  const schemas = holders.flatMap((holder) => holder.properties?.get(last) ?? []);
  const [schema] = schemas;
  if (!schema) return undefined;
  const required = holders.some((holder) => holder.required?.includes(last));
  const kinds = [...new Set(schemas.map(sayKinds))].filter((each) => each !== '').join(' or ');
  const inner = [...namesOf(schema, true), ...namesOf(schema, false)];
  return paragraphs(
    `${code(last)}${required ? ' (required)' : ''}${kinds === '' ? '' : `: ${text(kinds)}`}`,
    schema.enum ? `One of ${codes(schema.enum.map(String))}.` : '',
    schema.default === undefined ? '' : `Without it: ${code(JSON.stringify(schema.default))}.`,
    inner.length > 0 ? `Keys: ${codes(inner)}.` : '',
    `Of ${code(image.image)}, ${text(image.title)}.`,
  );
}

function aboutType(type: string): string | undefined {
  const known = connectionTypeOf(type);
  if (!known) return undefined;
  const fields = known.fields.map(({ label }) => `- ${text(label)}`).join('\n');
  return paragraphs(`**${text(known.displayName)} connection**`, fields === '' ? '' : `Holds:\n${fields}`);
}
