// Turns a workflow into the mock file that `relay dev metadata` reads (relay/api.md), with a gap for every value.
import { connectionTypeOf } from '../catalogue/connectionTypes';
import type { MetadataPart, MetadataValue } from '../protocol/commands';
import { fieldsOf } from '../workflow/fields';
import { mapOf, type Parameter } from '../workflow/structure';
import type { Workflow } from '../workflow/workflow';
import { type MapNode, writeYamlScalar } from '../workflow/yaml';
import { credentialIn } from './credentials/kinds';
import { writePair } from './metadata/standAlone';

/** The parts of the file. The workflow's own texts stand in it; every value of a connection or secret is a gap. */
export function metadataOf(workflow: Workflow): MetadataPart[] {
  return joined([
    header,
    ...section('connections', connectionsOf(workflow)),
    ...section('secrets', secretsOf(workflow)),
    ...section('runs', runOf(workflow)),
  ]);
}

// The first line is what VS Code calls the document; without the last one its tags would make it a workflow.
const header = `# Mock metadata
# For \`relay dev metadata --input FILE --run 1 --step NAME\`.
# Holds the values that were typed in: keep it out of version control.
# relay: ignore
`;

/** A line without its line break; a gap stands at its end. */
interface Line {
  readonly text: string;
  readonly gap?: MetadataValue;
}

function section(key: string, lines: readonly Line[]): MetadataPart[] {
  if (lines.length === 0) return [];
  return [
    `${key}:\n`,
    ...indented(lines).flatMap(({ text, gap }) => (gap ? [`${text} `, gap, '\n'] : [`${text}\n`])),
  ];
}

function joined(parts: readonly MetadataPart[]): MetadataPart[] {
  const all: MetadataPart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part;
    else all.push(part);
  }
  return all;
}

function indented(lines: readonly Line[]): Line[] {
  return lines.map((line) => (line.text === '' ? line : { ...line, text: `  ${line.text}` }));
}

function connectionsOf({ collected }: Workflow): Line[] {
  const seen = new Set<string>();
  return collected.references.flatMap((reference): Line[] => {
    if (reference.kind !== 'connection') return [];
    const { type, name } = reference;
    if (type.is !== 'written' || name.is !== 'written') return [];
    const key = `${type.text}/${name.text}`;
    // The mock file has no way to write a type with a slash.
    if (seen.has(key) || type.text === '' || name.text === '' || type.text.includes('/')) return [];
    seen.add(key);
    const fields = connectionTypeOf(type.text)?.fields ?? [];
    const written = writeYamlScalar(key, false);
    if (fields.length === 0) return [{ text: `${written}: {} # give it the fields that its steps read` }];
    const gaps = fields.map(({ name: field, label, help, secret, multiline }): Line => {
      const about = help === undefined ? {} : { help };
      const gap: MetadataValue = { of: `${type.text} / ${name.text}`, label, ...about, secret, multiline };
      return { text: `${writeYamlScalar(field, false)}:`, gap };
    });
    return [{ text: `${written}:` }, ...indented(gaps)];
  });
}

function secretsOf({ lookup }: Workflow): Line[] {
  return [...lookup.names.secrets.keys()].map((name) => ({
    text: `${writeYamlScalar(name, false)}:`,
    gap: { of: 'secret', label: name, secret: true, multiline: false },
  }));
}

function runOf(workflow: Workflow): Line[] {
  const steps = stepsOf(workflow);
  if (steps.length === 0) return [];
  const run = [...parametersOf(workflow), { text: 'steps:' }, ...indented(steps)];
  return [{ text: "'1':" }, ...indented(run)];
}

// The values of a run's parameters, of which only those without a default are not known.
function parametersOf({ lookup, structure, text }: Workflow): Line[] {
  const used = structure.parameters.filter(({ name }) => lookup.names.parameters.has(name.text));
  const lines = used.flatMap((parameter): Line[] => {
    const name = parameter.name.text;
    const standard = defaultOf(parameter);
    const written = standard ? writePair(text, name, standard) : [];
    const secret = credentialIn(written.join('\n')) !== undefined;
    if (standard && !secret) return plain(written);
    const gap = { of: 'parameter', label: name, secret, multiline: secret };
    return [{ text: `${writeYamlScalar(name, false)}:`, gap }];
  });
  return lines.length > 0 ? [{ text: 'parameters:' }, ...indented(lines)] : [];
}

function defaultOf({ node }: Parameter) {
  const map = mapOf(node);
  return map && fieldsOf(map).get('default')?.pair.value;
}

function stepsOf({ structure, lookup, text }: Workflow): Line[] {
  return [...structure.stepsByName].flatMap(([name, step]) => {
    if (step.type === 'approval') return [];
    const outputs = [...(lookup.names.outputs.get(name)?.keys() ?? [])];
    const spec = mapOf(step.spec);
    const lines = [
      ...(spec ? plain(writePair(text, 'spec', withoutTag(spec))) : []),
      ...(outputs.length > 0
        ? [
            { text: 'outputs:' },
            ...indented(outputs.map((each) => ({ text: `${writeYamlScalar(each, false)}: ""` }))),
          ]
        : []),
    ];
    const key = writeYamlScalar(name, false);
    return lines.length > 0 ? [{ text: `${key}:` }, ...indented(lines)] : [{ text: `${key}: {}` }];
  });
}

function plain(lines: readonly string[]): Line[] {
  return lines.map((text) => ({ text }));
}

// Relay drops a tag on a spec (relay/expressions.md 2.3).
function withoutTag({ tag: _, ...map }: MapNode): MapNode {
  return map;
}
