// Turns a name and a new one into the edits that rename it throughout one workflow, or into why that cannot be done.

import { aliasesIn, nodesAt } from './nodes';
import { keyOfNamed, type Named, type Occurrence } from './occurrences';
import type { Edit, Span } from './span';
import { type Workflow, workflowOf } from './workflow';
import { writeIndex } from './write';
import { isPlainString, keyOf, type Node, type ScalarNode, writeYamlScalar } from './yaml';

export type Renaming =
  | { readonly is: 'edits'; readonly edits: readonly Edit[] }
  /** `span` is what stands in the way. */
  | { readonly is: 'refused'; readonly because: string; readonly span: Span };

/**
 * The edits after which everything that named `named` names `name`, each in the spelling and the quotes that it has.
 * They are tried on the text first: what they do not change, or change besides, refuses the whole.
 */
export function renamingOf(workflow: Workflow, named: Named, name: string): Renaming {
  const key = keyOfNamed(named);
  const all = workflow.occurrences.filter((each) => each.key === key);
  const foreignUseOf = foreignUses(workflow, all);
  const edits = new Map<number, Edit>();
  for (const occurrence of all) {
    const place = placeOf(workflow.yaml.root, occurrence.span.start);
    const shared = place && occurrence.written !== 'expression' && foreignUseOf(place.scalar);
    if (shared)
      return { is: 'refused', because: 'an anchor shares the name with something else', span: shared };
    const edit = editOf(workflow, occurrence, place, name);
    edits.set(edit.span.start, edit);
  }
  const sorted = [...edits.values()].sort((a, b) => a.span.start - b.span.start);
  const failed = firstFailure(workflow, named, name, sorted);
  if (!failed) return { is: 'edits', edits: sorted };
  return { is: 'refused', because: 'the new name cannot be written there', span: failed };
}

/** The text after edits that are sorted and do not overlap. */
export function applied(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { span, text: written } of edits) {
    pieces.push(text.slice(at, span.start), written);
    at = span.end;
  }
  return pieces.join('') + text.slice(at);
}

interface Place {
  readonly scalar: ScalarNode;
  /** Whether it stands between `{ }` or `[ ]`, where more has to be quoted. */
  readonly inFlow: boolean;
}

// The scalar that an occurrence is read from: behind an alias, the one at its anchor.
function placeOf(root: Node | undefined, offset: number): Place | undefined {
  const around = nodesAt(root, offset).map(({ node }) => node);
  const node = around.at(-1);
  if (node?.kind === 'alias' && node.target?.kind === 'scalar') return placeOf(root, node.target.span.start);
  const inFlow = around.some((each) => 'flow' in each && each.flow);
  return node?.kind === 'scalar' ? { scalar: node, inFlow } : undefined;
}

/** Tells where a scalar is used, through its anchor, as something that is not to be renamed. */
function foreignUses(
  { yaml }: Workflow,
  all: readonly Occurrence[],
): (scalar: ScalarNode) => Span | undefined {
  const aliases = aliasesIn(yaml.root);
  const own = new Set(all.map(({ span }) => span.start));
  const known = new Map<ScalarNode, Span | undefined>();
  // What waits in `locals` is nothing by itself.
  const waits = ({ span }: Node) => {
    const section = nodesAt(yaml.root, span.start)[1]?.pair;
    return section !== undefined && keyOf(section) === 'locals';
  };
  const isForeign = (node: Node) => !own.has(node.span.start) && !waits(node);
  const look = (scalar: ScalarNode): Span | undefined =>
    [scalar, ...(aliases.get(scalar) ?? [])].find(isForeign)?.span;
  return (scalar) => {
    if (scalar.anchor && !known.has(scalar)) known.set(scalar, look(scalar));
    return known.get(scalar);
  };
}

function editOf(
  workflow: Workflow,
  { span, written }: Occurrence,
  place: Place | undefined,
  name: string,
): Edit {
  if (written === 'expression') return { span, text: writeIndex(workflow, span, name) };
  const at = place?.scalar.span ?? span;
  // Right behind a tag quotes count for nothing (relay/expressions.md 5.1).
  const inList = written === 'bare' && !isPlainString(name);
  const rewritten = rewriteScalar(
    workflow.text.slice(at.start, at.end),
    name,
    inList || place?.inFlow === true,
  );
  return { span: at, text: inList ? `[${rewritten}]` : rewritten };
}

function rewriteScalar(current: string, name: string, inFlow: boolean): string {
  if (current.startsWith("'")) return `'${name.replaceAll("'", "''")}'`;
  if (current.startsWith('"')) return JSON.stringify(name);
  // The line break at the end of a block scalar is part of it.
  const [end = ''] = (/^[|>]/.test(current) && /\r?\n$/.exec(current)) || [];
  return writeYamlScalar(name, inFlow) + end;
}

// The first place whose name is not what it should be after the edits.
function firstFailure(
  workflow: Workflow,
  named: Named,
  name: string,
  edits: readonly Edit[],
): Span | undefined {
  const before = workflow.occurrences;
  const after = workflowOf(workflow.uri, applied(workflow.text, edits), true);
  const failed = before.findIndex((each, index) => {
    const now = after.occurrences[index];
    const wanted = keyOfNamed(renamed(each.named, named, name));
    return !now || now.key !== wanted || now.role !== each.role;
  });
  if (failed >= 0) return before[failed]?.span;
  const isSame =
    after.occurrences.length === before.length &&
    after.collected.references.length === workflow.collected.references.length &&
    after.yaml.problems.length === workflow.yaml.problems.length;
  return isSame ? undefined : (edits[0]?.span ?? { start: 0, end: 0 });
}

function renamed(each: Named, named: Named, name: string): Named {
  if (keyOfNamed(each) === keyOfNamed(named)) return { ...each, name };
  const isOutputOf = each.kind === 'output' && named.kind === 'step' && each.step === named.name;
  return isOutputOf ? { ...each, step: name } : each;
}
