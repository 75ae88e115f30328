// Tells whether a YAML text is a Relay workflow (product.md, "A workflow is …").
import { looksLikeWorkflow, rootKeysIn, saysForeign } from './roughly';
import { itemsOf, textOf, valueAt } from './structure';
import { referenceTags } from './tags';
import { type MapNode, type Node, pairOf, targetOf, type Yaml } from './yaml';

/** Whether a file is a workflow by its name: `*.relay.yaml`, as editors take it. */
export function isNamedWorkflow(path: string): boolean {
  return /\.relay\.ya?ml$/i.test(path);
}

/** What the first lines of a text say themselves: `# relay: workflow` or `# relay: ignore` among the opening comments. */
export function readDeclaration(text: string): 'workflow' | 'ignore' | undefined {
  const opening = /^\ufeff?(?:[ \t]*(?:#[^\r\n]*|---[ \t]*)?\r?(?:\n|$))*/.exec(text)?.[0] ?? '';
  const declared = /^[ \t]*#[ \t]*relay:[ \t]*(workflow|ignore)[ \t]*\r?$/m.exec(opening)?.[1];
  return declared as 'workflow' | 'ignore' | undefined;
}

/** A quick look before anything is parsed: false means that the text cannot be a workflow. */
export function mayBeWorkflow(text: string): boolean {
  return (
    rootKeysIn(text, 'steps|triggers').length > 0 ||
    /^[ \t]*\{|!(?:<!)?[A-Z]/m.test(text) ||
    connectionPath.test(text)
  );
}

/**
 * Whether what was read of a text is a workflow's. Other tools' files are told apart by `kind` and `apiVersion`, and by
 * steps that have no name and image. A broken text may have lost them on its way into the tree, but still shows them.
 */
export function isWorkflowYaml(text: string, { root, problems }: Yaml): boolean {
  if (isForeign(root)) return false;
  if (hasSteps(root) || hasTriggers(root) || hasRelayTag(root) || connectionPath.test(text)) return true;
  return problems.length > 0 && looksLikeWorkflow(text) && !saysForeign(text);
}

/** Whether `kind` or `apiVersion` say that the file is another tool's. */
export function isForeign(root: Node | undefined): boolean {
  const map = targetOf(root);
  if (map?.kind !== 'map') return false;
  const [kind, version] = [pairOf(map, 'kind'), pairOf(map, 'apiVersion')];
  return (
    (kind !== undefined && textOf(kind.value) !== 'Workflow') ||
    (version !== undefined && textOf(version.value) !== 'v1')
  );
}

const connectionPath = /^(?:[^#\n]|#(?=\S))*\$\{\s*connections\s*[.[]/m;
const triggerTypes = new Set(['schedule', 'push', 'webhook']);
const stepTypes = new Set(['container', 'approval']);

function hasSteps(root: Node | undefined): boolean {
  return itemsOf(root, 'steps').some((step) => {
    const type = textOf(valueAt(step, 'type'));
    return isScalarAt(step, 'name') && (isScalarAt(step, 'image') || stepTypes.has(type ?? ''));
  });
}

function hasTriggers(root: Node | undefined): boolean {
  return itemsOf(root, 'triggers').some((trigger) => {
    const source = targetOf(valueAt(trigger, 'source'));
    const type = source?.kind === 'map' ? textOf(valueAt(source, 'type')) : undefined;
    return isScalarAt(trigger, 'name') && triggerTypes.has(type ?? '');
  });
}

/** Also a number or nothing yet: that it should be a string is for the rules to say. */
function isScalarAt(map: MapNode, key: string): boolean {
  return targetOf(valueAt(map, key))?.kind === 'scalar';
}

function hasRelayTag(node: Node | undefined): boolean {
  if (!node) return false;
  if (node.tag && (referenceTags.includes(node.tag.name) || node.tag.name.startsWith('!Fn.'))) return true;
  if (node.kind === 'map') return node.pairs.some((pair) => hasRelayTag(pair.value));
  return node.kind === 'sequence' && node.items.some(hasRelayTag);
}
