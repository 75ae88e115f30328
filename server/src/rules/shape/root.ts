// Says what the service refuses at the top of a workflow and in its parameters (relay/expressions.md 6).
import type { Field } from '../../workflow/fields';
import { lineBreakOf } from '../../workflow/pairs';
import { startOfLine } from '../../workflow/span';
import { mapOf, type Structure } from '../../workflow/structure';
import { valueKindOf, wordOf } from '../../workflow/valueKind';
import type { Workflow } from '../../workflow/workflow';
import { isDoubtful } from '../broken';
import { type Complaints, edit, spanOfValue, withTag } from './complaints';
import { checkChoice, checkItem, checkList, checkMap, checkText, sayKind } from './values';

/** Whether the root is a map, which all the rest stands in. */
export function checkRoot(to: Complaints): boolean {
  const { text, yaml } = to.workflow;
  const kind = valueKindOf(yaml.root);
  if (kind === 'map') return true;
  if (yaml.problems.length > 0) return false;
  if (yaml.root === undefined || kind === 'null') {
    const end = { start: text.length, end: text.length };
    to.say(
      lastLine(to.workflow),
      'The workflow is empty. Begin with "steps:" and a list of steps below.',
      () =>
        yaml.root ? [] : [edit('Insert required keys (steps)', { span: end, text: skeleton(text) }, true)],
    );
  } else if (kind) {
    const message = `A workflow is a map with keys such as "steps:", not ${sayKind(kind)}.`;
    to.say(
      yaml.root.kind === 'scalar'
        ? withTag(yaml.root)
        : { start: yaml.root.span.start, end: yaml.root.span.start + 1 },
      message,
    );
  }
  return false;
}

export function checkTop(to: Complaints, { fields }: Structure): void {
  checkChoice(to, fields.get('apiVersion'), ['v1'], 'v1');
  checkChoice(to, fields.get('kind'), ['Workflow'], 'Workflow');
  for (const key of ['name', 'summary', 'description']) checkText(to, fields.get(key));
  for (const key of ['homepage', 'source']) checkUri(to, fields.get(key));
  for (const tag of checkList(to, fields.get('tags'), 'tag')) checkItem(to, 'tags', tag, 'filled');
  checkMap(to, fields.get('locals'), { holds: 'whatever the rest shares' });
  const declared = fields.get('parameters');
  const doubtful = declared?.pair.value && isDoubtful(to.workflow, declared.pair.value);
  for (const parameter of checkMap(to, declared, { holds: 'parameters by name' })?.values() ?? []) {
    // What stands deeper has risen where the line of a parameter's name is missing.
    if (doubtful && !mapOf(parameter.pair.value)) continue;
    const properties = checkMap(to, parameter, { holds: 'description, default and type', fill: {} });
    checkText(to, properties?.get('description'));
  }
}

function checkUri(to: Complaints, field: Field | undefined): void {
  if (!field || !checkText(to, field)) return;
  const text = wordOf(field.pair.value)?.text ?? '';
  if (isUri(text)) return;
  const message = `"${field.key}" must be a whole address, such as https://example.com/page.`;
  const { value } = field.pair;
  const host = /^[\w-]+(?:\.[\w-]+)+(?:[/?#][^\s\\%]*)?$/.test(text);
  to.say(spanOfValue(field.pair), message, () =>
    host && value?.kind === 'scalar'
      ? [edit(`Change to https://${text}`, { span: withTag(value), text: `https://${text}` }, true)]
      : [],
  );
}

// What Go's url.Parse takes and gives a scheme, without backslashes (gojsonschema's check of the format "uri").
function isUri(text: string): boolean {
  const [, rest = ''] = /^[a-z][a-z\d+.-]*:(.*)$/is.exec(text) ?? [];
  if (rest === '' && !/^[a-z][a-z\d+.-]*:$/i.test(text)) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses exactly these
  if (/[\\\x00-\x1f\x7f]/.test(text)) return false;
  const [beforeQuery = '', fragment = ''] = [rest.replace(/[?#].*/s, ''), /#(.*)/s.exec(rest)?.[1]];
  if (/%(?![\da-f]{2})/i.test(beforeQuery.startsWith('/') ? beforeQuery + fragment : fragment)) return false;
  const host = /^\/\/(?:[^/@]*@)?([^/]*)/.exec(beforeQuery)?.[1] ?? '';
  return !/[ <>"^`{|}]/.test(host) && (host.startsWith('[') || /^[^:]*(?::\d*)?$/.test(host));
}

function lastLine({ text }: Workflow): { start: number; end: number } {
  const end = text.trimEnd().length;
  return { start: startOfLine(text, end), end };
}

function skeleton(text: string): string {
  const lineBreak = lineBreakOf(text);
  const before = text === '' || text.endsWith('\n') ? '' : lineBreak;
  return `${before}${['steps:', '- name: step-1', '  image: relaysh/core', ''].join(lineBreak)}`;
}
