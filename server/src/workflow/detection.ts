// Tells whether a YAML text is a Relay workflow (product.md, "A workflow is …").
import { itemsOf, textOf, valueAt } from './structure';
import { referenceTags } from './tags';
import { type Node, pairOf, targetOf } from './yaml';

/** What the first lines of a text say themselves: `# relay: workflow` or `# relay: ignore` among the opening comments. */
export function readDeclaration(text: string): 'workflow' | 'ignore' | undefined {
  const opening = /^\ufeff?(?:[ \t]*(?:#[^\r\n]*|---[ \t]*)?\r?(?:\n|$))*/.exec(text)?.[0] ?? '';
  const declared = /^[ \t]*#[ \t]*relay:[ \t]*(workflow|ignore)[ \t]*\r?$/m.exec(opening)?.[1];
  return declared as 'workflow' | 'ignore' | undefined;
}

/** A quick look before anything is parsed: false means that the text cannot be a workflow. */
export function mayBeWorkflow(text: string): boolean {
  return hasRootKey(text) || /^[ \t]*\{|!(?:<!)?[A-Z]/m.test(text) || connectionPath.test(text);
}

// The keys of the root map stand as far in as the first line that is no comment, mark or directive.
function hasRootKey(text: string): boolean {
  const opening = /^\ufeff?(?:[ \t]*(?:(?:---[ \t]*)?(?:#[^\n]*)?|%[^\n]*)\r?\n)*( *)/.exec(text);
  const keys = text.matchAll(/^\ufeff?( *)["']?(?:steps|triggers)["']?[ \t]*:/gm);
  return Array.from(keys).some(([, indent]) => indent === opening?.[1]);
}

/**
 * Whether the tree is a workflow's. Other tools' files are told apart by `kind` and `apiVersion`, and by steps that
 * have no name and image.
 */
export function isWorkflowTree(text: string, root: Node | undefined): boolean {
  if (isForeign(root)) return false;
  return hasSteps(root) || hasTriggers(root) || hasRelayTag(root) || connectionPath.test(text);
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
    return (
      textOf(valueAt(step, 'name')) !== undefined &&
      (textOf(valueAt(step, 'image')) !== undefined || stepTypes.has(type ?? ''))
    );
  });
}

function hasTriggers(root: Node | undefined): boolean {
  return itemsOf(root, 'triggers').some((trigger) => {
    const source = targetOf(valueAt(trigger, 'source'));
    const type = source?.kind === 'map' ? textOf(valueAt(source, 'type')) : undefined;
    return textOf(valueAt(trigger, 'name')) !== undefined && triggerTypes.has(type ?? '');
  });
}

function hasRelayTag(node: Node | undefined): boolean {
  if (!node) return false;
  if (node.tag && (referenceTags.includes(node.tag.name) || node.tag.name.startsWith('!Fn.'))) return true;
  if (node.kind === 'map') return node.pairs.some((pair) => hasRelayTag(pair.value));
  return node.kind === 'sequence' && node.items.some(hasRelayTag);
}
