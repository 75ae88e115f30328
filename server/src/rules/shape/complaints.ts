// Collects what is said of a workflow's shape: each thing once, however many aliases and merge keys show it.
import type { Edit, Span } from '../../workflow/span';
import type { Workflow } from '../../workflow/workflow';
import { isEmpty, keyOf, type MapNode, type Node, type Pair, targetOf } from '../../workflow/yaml';
import { isBroken, isDoubtful } from '../broken';
import type { Finding, Fix, Severity } from '../finding';

export class Complaints {
  readonly found: Finding[] = [];
  readonly #said = new Set<string>();

  constructor(readonly workflow: Workflow) {}

  /** Says something, unless the YAML thereabouts is broken: what stands there is then not what is meant. */
  say(span: Span, message: string, fixes: () => readonly Fix[] = none, severity: Severity = 'error'): void {
    const key = `${span.start} ${message}`;
    if (this.#said.has(key) || isBroken(this.workflow, span)) return;
    this.#said.add(key);
    this.found.push({ code: 'workflow-invalid', severity, span, message, fixes });
  }

  /** Says that a value is of a wrong kind; it may be one only because the YAML in it is broken. */
  sayKind(value: Node, span: Span, message: string, fixes?: () => readonly Fix[]): void {
    if (!isDoubtful(this.workflow, value)) this.say(span, message, fixes);
  }

  /**
   * Whether a map is still being typed, so that what is absent may just not be there yet: the YAML around it is
   * broken, or a key in it has no value.
   */
  isUnfinished(map: MapNode): boolean {
    return map.pairs.some(isUnvalued) || isDoubtful(this.workflow, map);
  }
}

// Relay takes these without a value; a person who has typed any other is about to go on.
const mayBeEmpty = new Set(['spec', 'env', 'when']);

function isUnvalued(pair: Pair): boolean {
  return !pair.value || (isEmpty(pair.value) && !pair.value.tag && !mayBeEmpty.has(keyOf(pair) ?? ''));
}

/** A fix of one edit. */
export function edit(title: string, change: Edit, preferred = false): Fix {
  return { is: 'edit', title, edits: [change], ...(preferred ? { preferred } : {}) };
}

/** What to underline of a value: all of a scalar, the key of a map or list, the key where nothing is behind it. */
export function spanOfValue({ key, value }: Pair): Span {
  if (!value || isEmpty(value)) return value?.tag?.span ?? key.span;
  return value.kind === 'scalar' || value.kind === 'alias' ? withTag(value) : key.span;
}

/** What to underline of a list item: all of a scalar, the first key of a map, the dash before nothing. */
export function spanOfItem({ text }: Workflow, item: Node): Span {
  if (item.kind === 'map') return item.tag?.span ?? item.pairs[0]?.key.span ?? item.span;
  if (item.kind === 'sequence') return { start: item.span.start, end: item.span.start + 1 };
  const dash = /-[ \t]*$/.exec(text.slice(Math.max(0, item.span.start - 100), item.span.start));
  const start = item.span.start - (dash?.[0].length ?? 0);
  return isEmpty(item) && !item.tag && dash ? { start, end: start + 1 } : withTag(item);
}

export function withTag({ tag, span }: Node): Span {
  return { start: tag?.span.start ?? span.start, end: span.end };
}

/** Puts quotes around a plain scalar; nothing where it is none, or stands elsewhere. */
export function quoteFixes({ text }: Workflow, node: Node | undefined): readonly Fix[] {
  if (node?.kind !== 'scalar' || node.style !== 'plain' || node.tag || targetOf(node) !== node) return [];
  const written = text.slice(node.span.start, node.span.end);
  if (written === '' || written.includes('\n')) return [];
  return [edit('Put quotes around it', { span: node.span, text: JSON.stringify(written) }, true)];
}

const none = (): readonly Fix[] => [];
