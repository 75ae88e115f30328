// Tells what kind of value Relay's YAML reader makes of a node where nothing is evaluated.
import type { Word } from './expression';
import { isPlainString, type Node, type ScalarNode, targetOf } from './yaml';

/** The kinds that the service's schema tells apart. */
export type ValueKind = 'map' | 'list' | 'text' | 'number' | 'boolean' | 'null';

/**
 * The kind of a value as the service's schema sees it (relay/expressions.md 6): its own tags are ignored and their
 * scalars are text, and so are times. Undefined for nothing at all and for an alias without an anchor.
 */
export function valueKindOf(node: Node | undefined): ValueKind | undefined {
  const target = targetOf(node);
  switch (target?.kind) {
    case undefined:
    case 'alias':
      return undefined;
    case 'map':
      return 'map';
    case 'sequence':
      return 'list';
    case 'scalar':
      return scalarKindOf(target);
  }
}

/** The text of a value that the schema sees as text, with the place where this value is written. */
export function wordOf(node: Node | undefined): Word | undefined {
  const target = targetOf(node);
  if (!node || target?.kind !== 'scalar' || scalarKindOf(target) !== 'text') return undefined;
  return { text: target.value, span: node.span };
}

function scalarKindOf({ tag, style, value }: ScalarNode): ValueKind {
  if (tag && tag.name !== '!') return kindsOfTags[tag.name] ?? 'text';
  if (style !== 'plain' || isPlainString(value) || /^\d{4}-\d/.test(value)) return 'text';
  if (/^(?:~|null|)$/i.test(value)) return 'null';
  if (/^(?:true|false)$/i.test(value)) return 'boolean';
  return value === '<<' ? 'text' : 'number';
}

const kindsOfTags: Record<string, ValueKind> = {
  'tag:yaml.org,2002:int': 'number',
  'tag:yaml.org,2002:float': 'number',
  'tag:yaml.org,2002:bool': 'boolean',
  'tag:yaml.org,2002:null': 'null',
};
