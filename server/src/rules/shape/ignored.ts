// Says where a tag or template is without effect, because Relay does not evaluate what stands there
// (relay/expressions.md 2.3). These are hints: the service takes the file.
import type { Field, Fields } from '../../workflow/fields';
import { scalarTextOf } from '../../workflow/scalarText';
import { fieldsIn, type Structure } from '../../workflow/structure';
import { referenceTags } from '../../workflow/tags';
import type { Node } from '../../workflow/yaml';
import type { Complaints } from './complaints';

export function checkIgnored(to: Complaints, { fields, steps, triggers }: Structure): void {
  inPlainText(to, fields, ['name']);
  for (const parameter of fieldsIn(fields.get('parameters')?.pair.value).values())
    inPlainText(to, fieldsIn(parameter.pair.value), ['default', 'type']);
  for (const step of steps) {
    inPlainText(to, step.fields, ['name', 'type', 'image', 'dependsOn']);
    inCommands(to, step.fields);
    for (const key of ['spec', 'env']) onWhole(to, step.fields.get(key));
  }
  for (const { fields: own, source } of triggers) {
    inPlainText(to, own, ['name']);
    inPlainText(to, source, ['type', 'image', 'schema']);
    inCommands(to, source);
    for (const key of ['spec', 'env']) onWhole(to, source.get(key));
    onWhole(to, fieldsIn(own.get('binding')?.pair.value).get('parameters'));
  }
}

// References only: `${FOO}` is a variable of somebody else's.
const reference = /(?<!\$)\$\{\s*(?:connections|secrets|parameters|outputs)\s*[.[][^}\n]*\}?/g;
// Shells have arrays and no dots.
const dottedReference = /(?<!\$)\$\{\s*(?:connections|secrets|parameters|outputs)\.[^}\n]*\}?/g;

function inPlainText(to: Complaints, fields: Fields, keys: readonly string[]): void {
  for (const key of keys) within(to, key, fields.get(key)?.pair.value, reference);
}

const commands = ['command', 'args', 'input', 'inputFile'];

function inCommands(to: Complaints, fields: Fields): void {
  for (const key of commands) within(to, key, fields.get(key)?.pair.value, dottedReference);
}

// What has an anchor may be meant for its aliases; what an alias shows is told at its anchor, if at all.
function within(to: Complaints, key: string, node: Node | undefined, templates: RegExp): void {
  if (!node || node.anchor || node.kind === 'alias') return;
  if (node.tag && isRelayTag(node.tag.name)) {
    const message = `"${key}" is plain text to Relay, which drops ${node.tag.name} here.${advice(key)}`;
    to.say(node.tag.span, message, undefined, 'hint');
  }
  if (node.kind === 'sequence') for (const item of node.items) within(to, key, item, templates);
  else if (node.kind === 'map') for (const { value } of node.pairs) within(to, key, value, templates);
  else if (node.value.includes('${')) {
    const { text, sourceOf } = scalarTextOf(to.workflow.text, node);
    for (const { index, 0: template } of text.matchAll(templates)) {
      const message = `"${key}" is plain text to Relay, which leaves this template as it is written.${advice(key)}`;
      to.say(sourceOf({ start: index, end: index + template.length }), message, undefined, 'hint');
    }
  }
}

function advice(key: string): string {
  return commands.includes(key) ? ' Set it in "env" or "spec", and read it from there.' : '';
}

function onWhole(to: Complaints, field: Field | undefined): void {
  const node = field?.pair.value;
  if (!field || node?.kind !== 'map' || !node.tag || !isRelayTag(node.tag.name)) return;
  const message = `Relay drops the tag of "${field.key}" itself and takes the map below as it is. Put ${node.tag.name} under a key of it.`;
  to.say(node.tag.span, message, undefined, 'hint');
}

function isRelayTag(name: string): boolean {
  return referenceTags.includes(name) || name.startsWith('!Fn.');
}
