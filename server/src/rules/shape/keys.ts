// Says what breaks the reading of the whole file wherever it stands: keys that are no text, numbers that JSON has not,
// merges of what is no map, anchors that contain themselves (relay/expressions.md 5.4).
import { isMerge } from '../../workflow/fields';
import { isString, type MapNode, type Node, type Pair, type ScalarNode, targetOf } from '../../workflow/yaml';
import { isBroken } from '../broken';
import { type Complaints, edit, quoteFixes, spanOfValue } from './complaints';

export function checkEverywhere(to: Complaints): void {
  walk(to, to.workflow.yaml.root, new Set());
}

function walk(to: Complaints, node: Node | undefined, open: Set<Node>): void {
  if (!node) return;
  if (node.kind === 'scalar') return checkNumber(to, node);
  if (node.kind === 'alias') {
    if (node.target && open.has(node.target))
      to.say(node.span, `The anchor &${node.name} contains itself here, and Relay never comes to its end.`);
    return;
  }
  if (node.anchor) open.add(node);
  if (node.kind === 'sequence') for (const item of node.items) walk(to, item, open);
  else
    for (const pair of node.pairs) {
      checkKey(to, node, pair);
      walk(to, pair.value, open);
    }
  if (node.anchor) open.delete(node);
}

// JSON has no infinity, and the service turns the file into JSON to check it.
function checkNumber(to: Complaints, node: ScalarNode): void {
  if (node.style !== 'plain' || node.tag || !notFinite.test(node.value)) return;
  const message = `Relay cannot read the number ${node.value}. Put quotes around it, or write another.`;
  to.say(node.span, message, () => quoteFixes(to.workflow, node));
}

const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function checkKey(to: Complaints, map: MapNode, pair: Pair): void {
  const { key } = pair;
  const target = targetOf(key);
  if (!target || (target.kind === 'scalar' && isString(target))) return;
  if (isMerge(pair)) return checkMerge(to, pair);
  // A template without quotes between braces, or a brace that never closes, makes maps of keys: YAML's problem says so.
  if (target.kind === 'scalar' ? isBroken(to.workflow, map.span) : to.workflow.yaml.problems.length > 0)
    return;
  const written = to.workflow.text.slice(key.span.start, key.span.end);
  if (key.tag) {
    // In what Relay evaluates, the rules of tags tell it.
    const { start: at } = key.tag.span;
    if (to.workflow.collected.problems.some(({ span: told }) => told.start === at)) return;
    const message = `A tag cannot stand on a key: Relay cannot read this file. Remove ${key.tag.name}.`;
    const span = { start: key.tag.span.start, end: key.span.start };
    const fix = edit('Remove the tag', { span, text: '' }, true);
    to.say(key.tag.span, message, () => (written === '' ? [] : [fix]));
  } else if (target.kind !== 'scalar' || written === '') {
    // Of a key that is nothing its colon is underlined, or what introduces it: its place may be on a later line.
    const before = to.workflow.text.slice(0, key.span.start).trimEnd().length;
    const isAtColon = written !== '' || pair.colon === key.span.start;
    const start = isAtColon ? key.span.start : Math.max(0, before - 1);
    const span = { start, end: Math.max(key.span.end, start + 1) };
    to.say(
      span,
      'A key must be text: Relay cannot read this file. If a text is meant, put quotes around it.',
    );
  } else {
    const message = `The key ${written} is no text to YAML, and Relay cannot read this file. Put quotes around it.`;
    to.say(key.span, message, () => quoteFixes(to.workflow, key));
  }
}

function checkMerge(to: Complaints, pair: Pair): void {
  const target = targetOf(pair.value);
  if (!target || target.kind === 'map') return;
  // An alias may stand for a map or be one of a list, but not stand for the list.
  const list = target.kind === 'sequence' && pair.value?.kind === 'sequence' ? target.items : undefined;
  if (list?.every((item) => [undefined, 'map'].includes(targetOf(item)?.kind))) return;
  to.say(
    spanOfValue(pair),
    'Only maps can be merged: write <<: *anchor, with the anchor on a map, or a list of such.',
  );
}
