// Turns a scalar into its text and the templates in it.
import type { Template } from './expression';
import type { Place } from './reference';
import { type ScalarText, scalarTextOf } from './scalarText';
import { meaningOfTag } from './tags';
import { readTemplates } from './template';
import { isString, type ScalarNode } from './yaml';

/** The templates of one scalar. */
export interface TemplateScalar {
  readonly node: ScalarNode;
  readonly place: Place;
  readonly text: ScalarText;
  readonly templates: readonly Template[];
}

/** Whether Relay looks for templates in the scalar. */
export function isTemplate(node: ScalarNode): boolean {
  if (!node.value.includes('${')) return false;
  const given = node.tag && meaningOfTag(node.tag.name).is;
  return given === 'function' || given === 'binary' || isString(node);
}

export function readScalar(source: string, node: ScalarNode, place: Place): TemplateScalar {
  const text = scalarTextOf(source, node);
  return { node, place, text, templates: readTemplates(text.text) };
}
