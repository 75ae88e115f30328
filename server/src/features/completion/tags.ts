// Completes tags behind a `!`, with room for what they hold, and whole references to connections.
import { CompletionItemKind } from 'vscode-languageserver';
import { functionNames, functionOf, signatureOf } from '../../workflow/functions';
import { scopeOf } from '../../workflow/scope';
import type { BodySlot, TagSlot } from '../../workflow/slots/slot';
import { referenceTags, type Shape, shapeOf } from '../../workflow/tags';
import { writeYamlScalar } from '../../workflow/yaml';
import { wantedTypeAt } from '../hover/schemas';
import { addReferences } from './connections';
import type { List } from './list';
import { otherSteps, outputKeysOf } from './names';

export function addTags(list: List, { place, hasValue, spot }: TagSlot): void {
  for (const tag of referenceTags) {
    const shape = shapeOf(tag);
    if (!shape || scopeOf(shape.kind, place) !== 'known') continue;
    if (shape.kind === 'connection' && !hasValue) addReferences(list, 'tag', wantedTypeAt(spot));
    else addTag(list, tag, shape, hasValue);
  }
  for (const name of functionNames) {
    const known = functionOf(name);
    if (!known) continue;
    const tag = `!Fn.${name}`;
    const isEmpty = known.positional.length === 0;
    list.add(tag, {
      text: hasValue ? tag : isEmpty ? `${tag} []` : `${tag} `,
      ...(hasValue || isEmpty ? {} : { snippet: `${tag} [$0]` }),
      kind: CompletionItemKind.Function,
      labelDetails: { detail: ` ${signatureOf(known).slice(name.length)}` },
      sortText: `3 ${name}`,
      topic: { is: 'function', name },
    });
  }
}

function addTag(list: List, tag: string, { keys, scalar }: Shape, hasValue: boolean): void {
  const body = scalar ? ' ' : ` { ${keys.map((key) => `${key}: `).join(', ')} }`;
  const stops = keys.map((key, index) => `${key}: $${index + 1}`).join(', ');
  list.add(tag, {
    text: hasValue ? tag : `${tag}${body}`,
    ...(hasValue || scalar ? {} : { snippet: `${tag} { ${stops} }` }),
    kind: CompletionItemKind.Keyword,
    sortText: `2 ${tag}`,
    topic: { is: 'tag', name: tag },
  });
}

/** What may stand behind a written tag. */
export function addBodies(list: List, { shape, spot }: BodySlot): void {
  switch (shape.kind) {
    case 'connection':
      return addReferences(list, 'body', wantedTypeAt(spot));
    case 'output':
      addOutputs(list);
      return addSkeleton(list, shape);
    default:
      return addSkeleton(list, shape);
  }
}

function addSkeleton(list: List, { keys }: Shape): void {
  const label = `{ ${keys.join(', ')} }`;
  const text = `{ ${keys.map((key) => `${key}: `).join(', ')} }`;
  const snippet = `{ ${keys.map((key, index) => `${key}: $${index + 1}`).join(', ')} }`;
  list.add(label, { text, snippet, kind: CompletionItemKind.Snippet, filterText: text, sortText: '~' });
}

function addOutputs(list: List): void {
  for (const step of list.matching(otherSteps(list), (each) => each)) {
    for (const key of outputKeysOf(list, step).keys()) {
      if (list.isFull) return;
      const text = `{ from: ${writeYamlScalar(step, true)}, name: ${writeYamlScalar(key, true)} }`;
      list.add(`${step} ${key}`, {
        text,
        kind: CompletionItemKind.Reference,
        filterText: text,
        topic: { is: 'output', step, keys: [key] },
      });
    }
  }
}
