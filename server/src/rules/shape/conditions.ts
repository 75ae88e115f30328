// Says which conditions of a step Relay cannot take for true or false: it converts none (relay/expressions.md 6).
import { type Field, isMerge } from '../../workflow/fields';
import type { Span } from '../../workflow/span';
import { valueKindOf } from '../../workflow/valueKind';
import { isEmpty, keyOf, type Node, targetOf } from '../../workflow/yaml';
import { type Complaints, edit, spanOfItem, spanOfValue, withTag } from './complaints';
import { sayKind } from './values';

/** `when` is a condition or a list of them; nothing at all is none. */
export function checkConditions(to: Complaints, field: Field | undefined): void {
  const { value } = field?.pair ?? {};
  const target = targetOf(value);
  if (!field || !value || target?.tag) return;
  if (target?.kind === 'sequence')
    for (const item of target.items) checkCondition(to, item, spanOfItem(to.workflow, item));
  else checkCondition(to, value, spanOfValue(field.pair));
}

function checkCondition(to: Complaints, node: Node, span: Span): void {
  const found = wrongIn(node);
  if (found === undefined) return;
  const message = `A condition is true or false, and this is ${found}. Relay does not convert it: the step fails.`;
  to.sayKind(node, span, message, () => {
    const target = targetOf(node);
    const word = target?.kind === 'scalar' ? target.value.trim().toLowerCase() : '';
    const isWord = target === node && !node.anchor && (word === 'true' || word === 'false');
    return isWord ? [edit(`Write ${word}`, { span: withTag(node), text: word }, true)] : [];
  });
}

/** What a condition is in place of a boolean, as far as that is known before the run. */
function wrongIn(node: Node): string | undefined {
  const target = targetOf(node);
  if (!target || target.tag || isEmpty(target)) return undefined;
  const kind = valueKindOf(target);
  if (kind === undefined || kind === 'boolean' || kind === 'null') return undefined;
  if (target.kind === 'map') {
    const mayBeComputed = target.pairs.some((pair) => isMerge(pair) || keyOf(pair)?.startsWith('$'));
    return mayBeComputed ? undefined : sayKind(kind);
  }
  if (target.kind !== 'scalar' || kind !== 'text') return sayKind(kind);
  const { value, style } = target;
  if (!value.includes('${')) return style === 'plain' && oldBooleans.test(value) ? undefined : sayKind(kind);
  // A template alone keeps what it gives; with anything beside it, all becomes a text.
  if (/^\$\{[\s\S]*\}$/.test(value)) return undefined;
  return /^\$\{[\s\S]*\}\n+$/.test(value)
    ? 'a text that ends with a line break (write |- in place of |)'
    : sayKind(kind);
}

/** What YAML 1.1 took for booleans. */
const oldBooleans = /^(?:y|yes|on|n|no|off)$/i;
