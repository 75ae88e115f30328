// Turns connection references from !Connection into ${connections…} and back, where both mean the same.
import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import { staticKeyOf } from '../workflow/expression';
import { startOf } from '../workflow/nodes';
import { keysOfPath } from '../workflow/paths';
import { partsOfReference } from '../workflow/reference';
import { type Edit, type Span, touches } from '../workflow/span';
import type { ReferenceNode } from '../workflow/tagReader';
import type { TemplateScalar } from '../workflow/templateScalar';
import type { Workflow } from '../workflow/workflow';
import { type Target, writeTag, writeTemplate, writeTemplateScalar } from '../workflow/write';
import { keyOf, type MapNode, type ScalarNode, type SequenceNode } from '../workflow/yaml';
import type { Client } from './client';
import { workspaceEditOf } from './codeActions';
import { type IsShared, inData } from './convert/sharing';
import { connectionAt } from './hover';
import { editOver, holdsComment } from './replace';
import { placeOfNode } from './standing';

/** The spelling to convert to: with the tag, or as a template. */
export type Spelled = 'tag' | 'template';

export interface Conversion {
  /** What is converted, as it stands. */
  readonly span: Span;
  readonly target: Target;
  edits(): readonly Edit[];
}

/** What a client sends back of the action for the whole file, to have its edits made. */
interface WholeFile {
  readonly uri: string;
  readonly version: number;
  readonly to: Spelled;
}

/** The actions that convert the connection reference at a range, and all of the file's with it. */
export function convertActionsAt(workflow: Workflow, range: Range, client: Client): CodeAction[] {
  if (!connectionAt(workflow, range.start)) return [];
  const offset = workflow.offsetAt(range.start);
  const kind = CodeActionKind.RefactorRewrite;
  return (['template', 'tag'] as const).flatMap((to): CodeAction[] => {
    const all = conversionsTo(to, workflow);
    const here = all.find(({ span }) => touches(span, offset));
    if (!here) return [];
    const written = to === 'tag' ? writeTag(here.target) : templateOf(here.target);
    const one = { title: `Convert to ${written}`, kind, edit: editOf(workflow, [here], client) };
    if (all.length === 1) return [one];
    const title = `Convert all ${all.length} to ${to === 'tag' ? '!Connection' : '${connections…}'}`;
    const data: WholeFile = { uri: workflow.uri, version: workflow.version, to };
    // Thousands of edits are not sent with each move of the cursor.
    const rest = client.resolvesEdits ? { data } : { edit: editOf(workflow, all, client) };
    return [one, { title, kind, ...rest }];
  });
}

/** The action for the whole file with its edits, if the text is still the one it was offered for. */
export function resolveConversion(
  action: CodeAction,
  openAt: (uri: string) => Workflow | undefined,
  client: Client,
): CodeAction {
  const { uri, version, to } = (action.data ?? {}) as Partial<WholeFile>;
  const workflow = uri === undefined ? undefined : openAt(uri);
  if (!workflow || workflow.version !== version || (to !== 'tag' && to !== 'template')) return action;
  return { ...action, edit: editOf(workflow, conversionsTo(to, workflow), client) };
}

function editOf(workflow: Workflow, conversions: readonly Conversion[], client: Client) {
  const edits = conversions.flatMap((each) => each.edits());
  return workspaceEditOf(workflow, edits, client);
}

const known = new WeakMap<Workflow, Map<Spelled, readonly Conversion[]>>();

/**
 * Every reference that can be converted, in the order of the text. Only whole values are: a tag always is one, a template
 * where nothing else stands in its scalar and its path ends at the name (relay/expressions.md 2.2 and 5.1). What would
 * lose a comment, an anchor or a further key stays, and so does everything in broken YAML.
 */
export function conversionsTo(to: Spelled, workflow: Workflow): readonly Conversion[] {
  const made = known.get(workflow) ?? new Map<Spelled, readonly Conversion[]>();
  known.set(workflow, made);
  const conversions = made.get(to) ?? readConversions(to, workflow);
  made.set(to, conversions);
  return conversions;
}

function readConversions(to: Spelled, workflow: Workflow): readonly Conversion[] {
  const { yaml, collected } = workflow;
  if (yaml.problems.length > 0) return [];
  const isShared = inData(yaml.root);
  const found =
    to === 'template'
      ? collected.referenceNodes.flatMap((each) => toTemplate(workflow, each, isShared) ?? [])
      : collected.templateScalars.flatMap((each) => toTag(workflow, each, isShared) ?? []);
  return found.sort((a, b) => a.span.start - b.span.start);
}

function templateOf({ type, name }: Target): string {
  return writeTemplate('connections', [type, name]);
}

function toTemplate(
  workflow: Workflow,
  { node, reference }: ReferenceNode,
  isShared: IsShared,
): Conversion | undefined {
  if (reference.kind !== 'connection' || reference.faults.length > 0) return undefined;
  const [type, name] = partsOfReference(reference);
  if (type?.is !== 'written' || name?.is !== 'written') return undefined;
  if (node.kind !== 'map' && node.kind !== 'sequence') return undefined;
  // In a template they would need escapes that YAML's own would have to survive.
  if (/[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(type.text + name.text)) return undefined;
  const place = placeOfNode(workflow, node, startOf(node));
  if (!place || isShared(place.nodes) || holdsMore(workflow.text, node)) return undefined;
  const target = { type: type.text, name: name.text };
  return {
    span: reference.span,
    target,
    edits: () => editsTo(workflow.text, node, writeTemplateScalar(templateOf(target), place.inFlow)),
  };
}

/** Whether something stands inside that the template has no place for. */
function holdsMore(text: string, node: MapNode | SequenceNode): boolean {
  const keys = ['$type', 'type', 'name'];
  const pairs = node.kind === 'map' ? node.pairs : [];
  if (pairs.some((pair) => !keys.includes(keyOf(pair) ?? '')) || holdsComment(text, node)) return true;
  const inner = node.kind === 'map' ? pairs.flatMap(({ key, value }) => [key, value]) : node.items;
  return inner.some((each) => each?.anchor || (each?.kind === 'scalar' && isBlock(each)));
}

// Its last line break would go with it.
function isBlock({ style }: ScalarNode): boolean {
  return style === 'literal' || style === 'folded';
}

function editsTo(text: string, node: MapNode | SequenceNode, written: string): Edit[] {
  const { tag, anchor, span } = node;
  if (!tag) return [editOver(text, node, written)];
  // An anchor behind the tag stays.
  if (anchor && anchor.span.start > tag.span.start)
    return [
      { span: { start: tag.span.start, end: anchor.span.start }, text: '' },
      { span: { start: anchor.span.end, end: span.end }, text: ` ${written}` },
    ];
  return [{ span: { start: tag.span.start, end: span.end }, text: written }];
}

function toTag(
  workflow: Workflow,
  { node, text: scalar, templates }: TemplateScalar,
  isShared: IsShared,
): Conversion | undefined {
  const [template] = templates;
  const expression = template?.expression;
  if (node.tag || expression?.is !== 'path' || expression.piped || template?.problem) return undefined;
  if (template?.span.start !== 0 || template.span.end !== scalar.text.length) return undefined;
  const { root, keys } = keysOfPath(expression);
  const [type, name] = keys.map(staticKeyOf);
  if (root !== 'connections' || keys.length !== 2 || !type || !name) return undefined;
  const { text } = workflow;
  const written = text.slice(node.span.start, node.span.end);
  // Comments: in the template, and behind the head of a block scalar.
  const { head = '' } = /^(?<head>[|>].*)/.exec(written)?.groups ?? {};
  if (/\/[/*]/.test(scalar.text.replace(strings, '')) || head.includes('#')) return undefined;
  const place = placeOfNode(workflow, node, node.span.start);
  if (!place || isShared(place.nodes)) return undefined;
  const target = { type, name };
  return { span: node.span, target, edits: () => [editOver(text, node, writeTag(target))] };
}

/** The strings of an expression. */
const strings = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`/gs;
