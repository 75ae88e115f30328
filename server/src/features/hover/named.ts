// Turns what a workflow itself declares or uses into words about it: parameters, steps, outputs, events.
import { stepImageOf } from '../../catalogue/steps';
import type { Schema } from '../../catalogue/steps/schema';
import { fieldsOf } from '../../workflow/fields';
import { mapOf, type Parameter, type Step, textOf } from '../../workflow/structure';
import type { Workflow } from '../../workflow/workflow';
import { credentialIn } from '../credentials/kinds';
import { code, codes, paragraphs, text } from './markdown';
import { eventOf, outputsOf, sayKinds, within } from './schemas';
import type { Topic } from './topic';

type Named = Extract<Topic, { is: 'parameter' | 'step' | 'output' | 'event' }>;

/** Longer texts of the file are cut. */
const longest = 300;

export function aboutNamed(topic: Named, workflow: Workflow): string | undefined {
  const { structure } = workflow;
  switch (topic.is) {
    case 'parameter': {
      const declared = structure.parametersByName.get(topic.name);
      return declared
        ? aboutParameter(declared, workflow)
        : `**Parameter** ${code(topic.name)}: not declared under ${code('parameters')}.`;
    }
    case 'step': {
      const step = structure.stepsByName.get(topic.name);
      return step ? aboutStep(topic.name, step) : `**Step** ${code(topic.name)}: not in this workflow.`;
    }
    case 'output':
      return aboutOutput(topic, structure.stepsByName.get(topic.step));
    case 'event': {
      const trigger = structure.triggers.find(({ name }) => name?.text === topic.trigger);
      return `**Event field** ${code(topic.keys.join('.'))}${sayOf(eventOf(trigger), topic.keys)}`;
    }
  }
}

function aboutParameter({ name, node }: Parameter, { text: source }: Workflow): string {
  const map = mapOf(node);
  const fields = map && fieldsOf(map);
  const description = textOf(fields?.get('description')?.pair.value);
  const standard = fields?.get('default')?.pair.value;
  const written = standard && source.slice(standard.span.start, standard.span.end);
  return paragraphs(
    `**Parameter** ${code(name.text)}`,
    description === undefined ? '' : text(cut(description.trim())),
    written ? `Default: ${sayDefault(written, textOf(standard))}` : 'No default: a run must be given it.',
  );
}

function sayDefault(written: string, decoded = written): string {
  if (credentialIn(written) || credentialIn(decoded)) return 'a credential, not shown.';
  return code(cut(written).replace(/\s+/g, ' '));
}

function aboutStep(name: string, { type, image, dependsOn }: Step): string {
  const known = image && stepImageOf(image.text);
  const outputs = [...(known?.outputs?.properties?.keys() ?? [])];
  return paragraphs(
    `**Step** ${code(name)}`,
    type === 'approval' ? 'Waits until a person approves or rejects.' : '',
    image ? `${code(image.text)}${known ? `: ${text(known.title)}` : ''}` : '',
    dependsOn.length > 0 ? `Runs after ${codes(dependsOn.map((each) => each.text))}.` : '',
    outputs.length > 0 ? `Puts out ${codes(outputs)}.` : '',
  );
}

function aboutOutput({ step: name, keys }: Extract<Topic, { is: 'output' }>, step: Step | undefined): string {
  const path = [name, ...keys].join('.');
  const what = `**Output** ${code(path)}${sayOf(outputsOf(step), keys)}`;
  if (!step) return `${what}\n\nNo step of this workflow is named ${code(name)}.`;
  return step.image ? `${what}\n\nOf the step ${code(name)}, which runs ${code(step.image.text)}.` : what;
}

function sayOf(schema: Schema | undefined, keys: readonly string[]): string {
  const kinds = schema ? [...new Set(within(schema, keys).map(sayKinds))].filter((each) => each !== '') : [];
  return kinds.length > 0 ? `: ${text(kinds.join(' or '))}` : '';
}

function cut(long: string): string {
  return long.length > longest ? `${long.slice(0, longest)}…` : long;
}
