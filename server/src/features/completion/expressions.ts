// Completes the start of an operand in an expression: roots, functions, whole references and keywords of a call.
import { CompletionItemKind } from 'vscode-languageserver';
import { functionNames, functionOf, type RelayFunction, signatureOf } from '../../workflow/functions';
import { kindOfRoot, rootNames } from '../../workflow/paths';
import { scopeOf } from '../../workflow/scope';
import type { RootSlot } from '../../workflow/slots/slot';
import { writeBehindDot } from '../../workflow/write';
import { wantedTypeAt } from '../hover/schemas';
import { addPaths } from './connections';
import { inSnippet, type List } from './list';
import { addParameters, addSecrets, otherSteps, outputKeysOf, type Write } from './names';

export function addOperands(list: List, { takes, place, call, spot }: RootSlot): void {
  if (call) addKeywords(list, call.name, call.keywords);
  const roots = takes.roots
    ? rootNames.filter((root) => scopeOf(kindOfRoot(root) ?? 'event', place) === 'known')
    : [];
  for (const root of roots)
    list.add(root, {
      text: root,
      kind: CompletionItemKind.Module,
      sortText: `0 ${root}`,
      topic: { is: 'root', name: root },
    });
  if (takes.calls) for (const name of functionNames) addFunction(list, name);
  if (roots.includes('parameters')) addWhole(list, 'parameters', addParameters);
  if (roots.includes('secrets')) addWhole(list, 'secrets', addSecrets);
  if (roots.includes('connections')) addPaths(list, spot && wantedTypeAt(spot));
  if (roots.includes('outputs')) addWholeOutputs(list);
}

function addFunction(list: List, name: string): void {
  const known = functionOf(name);
  if (!known) return;
  // Where the parenthesis stands already, the name is all that is missing.
  const isCalled = /^\s*\(/.test(list.workflow.text.slice(list.replace.end, list.replace.end + 40));
  const rest = known.positional.length === 0 ? '()' : '(';
  list.add(name, {
    text: isCalled ? name : `${name}${rest}`,
    ...(isCalled ? {} : { snippet: snippetOf(known) }),
    kind: CompletionItemKind.Function,
    labelDetails: { detail: signatureOf(known).slice(name.length) },
    sortText: `1 ${name}`,
    topic: { is: 'function', name },
  });
}

// A stop for each argument that there must be, and one for arguments that may follow.
function snippetOf({ name, positional }: RelayFunction): string {
  const needed = positional.filter((each) => !each.optional);
  const stops = (needed.length > 0 ? needed : positional.slice(0, 1)).map(
    (each, index) => `\${${index + 1}:${inSnippet(each.name)}}`,
  );
  return `${name}(${stops.join(', ')})`;
}

// Without a blank behind the colon, which would end a plain scalar.
function addKeywords(list: List, name: string, written: readonly string[]): void {
  for (const [index, { name: keyword, summary }] of (functionOf(name)?.keywords ?? []).entries()) {
    if (written.includes(keyword)) continue;
    list.add(`${keyword}:`, {
      text: `${keyword}:`,
      kind: CompletionItemKind.Property,
      detail: summary,
      sortText: ` ${index}`,
      topic: { is: 'function', name },
    });
  }
}

function addWhole(list: List, root: string, add: (list: List, write: Write) => void): void {
  const { workflow, replace } = list;
  add(list, (name) => {
    const text = `${root}.${writeBehindDot(workflow, replace.start, name)}`;
    return { label: text, text, sortText: `2 ${text}` };
  });
}

function addWholeOutputs(list: List): void {
  const behindDot = (key: string) => writeBehindDot(list.workflow, list.replace.start, key);
  for (const step of list.matching(otherSteps(list), (each) => `outputs.${each}`)) {
    for (const key of outputKeysOf(list, step).keys()) {
      if (list.isFull) return;
      const text = `outputs.${behindDot(step)}.${behindDot(key)}`;
      list.add(text, {
        text,
        kind: CompletionItemKind.Reference,
        sortText: `4 ${text}`,
        topic: { is: 'output', step, keys: [key] },
      });
    }
  }
}
