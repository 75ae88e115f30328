// connection-expected: a literal, or nothing, stands where the step's schema wants a connection.
import type { Account } from '../account/account';
import { connectionsOfType } from '../account/resolve';
import type { Edit } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import { type Target, writeTag } from '../workflow/write';
import { keyOf, type Node, targetOf } from '../workflow/yaml';
import { closestOf } from './closest';
import type { Finding, Fix } from './finding';
import type { Rule } from './rule';
import { type ConnectionPlace, isAbsent, isComputed } from './spec/fit';
import { specFitsOf } from './spec/workflowFit';

export const connectionExpected: Rule = ({ account, workflow }) =>
  specFitsOf(workflow).flatMap(({ connections, image }) =>
    connections.flatMap((connection): Finding[] => {
      const { place, type, shared } = connection;
      const found = foundAt(place.value);
      if (!found) return [];
      const { value } = place;
      const isOneLine = value?.kind === 'scalar' || (value?.kind !== 'alias' && value?.flow);
      const at = place.keys.join('.');
      return [
        {
          code: 'connection-expected',
          severity: 'warning',
          span: !shared && value && isOneLine && found !== 'nothing' ? value.span : connection.span,
          message: `This ${image.kind} takes a connection of type ${type} as "${at}"${advice[found]}`,
          fixes: () => (shared ? [] : fixesOf(workflow.text, account, connection, found)),
        },
      ];
    }),
  );

/** What stands there instead of a connection. `untagged` would be one, if it had the tag. */
type Found = 'nothing' | 'scalar' | 'list' | 'untagged';

const advice: Record<Found, string> = {
  nothing: ', and nothing is there. Write !Connection { type: …, name: … }.',
  scalar: ', not text. Write !Connection { type: …, name: … }.',
  list: ', not a list. Write !Connection { type: …, name: … }.',
  untagged: ', and this lacks the tag of one. Write !Connection before it.',
};

// A map is right where its values come from secrets or an output (relay/facts 4), so only one of type and name is not.
function foundAt(value: Node | undefined): Found | undefined {
  if (!value || isAbsent(value)) return 'nothing';
  if (isComputed(value)) return undefined;
  switch (value.kind) {
    case 'scalar':
      return 'scalar';
    case 'sequence':
      return value.items.length === 2 && value.items.every(isWord) ? 'untagged' : 'list';
    case 'map': {
      const keys = value.pairs.filter((pair) => isWord(pair.value)).map(keyOf);
      const isReference = value.pairs.length === 2 && keys.includes('type') && keys.includes('name');
      return isReference ? 'untagged' : undefined;
    }
    case 'alias':
      return undefined;
  }
}

function isWord(node: Node | undefined): boolean {
  const target = targetOf(node);
  return target?.kind === 'scalar' && !isComputed(target) && !isAbsent(target);
}

function fixesOf(
  text: string,
  account: Account,
  { place, span, type }: ConnectionPlace,
  found: Found,
): Fix[] {
  const { value, pair } = place;
  if (found === 'untagged') {
    const edit = tagBefore(text, value, pair?.colon);
    return edit ? [{ is: 'edit', title: 'Insert !Connection', edits: [edit], preferred: true }] : [];
  }
  const names = connectionsOfType(account, type).map(({ name }) => name);
  const fixes: Fix[] = likely(value, names).flatMap((name, index) => {
    const edit = writeOver(text, value, pair?.colon, writeTag({ type, name }));
    const title = `Replace with ${writeTag({ type, name })}`;
    return edit ? [{ is: 'edit', title, edits: [edit], preferred: index === 0 }] : [];
  });
  return [
    ...fixes,
    {
      is: 'choose',
      title: 'Replace with a connection…',
      target: { type },
      span: value?.kind === 'scalar' ? value.span : span,
    },
  ];
}

/** The edit that writes a connection in the place of what stands at an offset instead of one; undefined where nothing does. */
export function connectionWrittenAt(workflow: Workflow, offset: number, target: Target): Edit | undefined {
  for (const { place, span, shared } of specFitsOf(workflow).flatMap(({ connections }) => connections)) {
    const { value, pair } = place;
    if (shared || !foundAt(value)) continue;
    const isHere = [span, value?.span].some((each) => each && each.start <= offset && offset <= each.end);
    if (isHere) return writeOver(workflow.text, value, pair?.colon, writeTag(target));
  }
  return undefined;
}

/** The connections that are meant, most likely: the ones named alike, or the only one there is. */
function likely(value: Node | undefined, names: readonly string[]): readonly string[] {
  if (value?.kind !== 'scalar' || isAbsent(value)) return names.length === 1 ? names : [];
  return names.includes(value.value) ? [value.value] : closestOf(value.value, names, 3);
}

function tagBefore(text: string, value: Node | undefined, colon: number | undefined): Edit | undefined {
  if (value?.kind !== 'map' && value?.kind !== 'sequence') return undefined;
  if (value.flow) return { span: { start: value.span.start, end: value.span.start }, text: '!Connection ' };
  return colon === undefined ? undefined : writeBehind(text, colon, '!Connection');
}

function writeOver(
  text: string,
  value: Node | undefined,
  colon: number | undefined,
  written: string,
): Edit | undefined {
  if (value?.anchor && isAbsent(value)) return undefined;
  if (!value || value.span.end === value.span.start)
    return colon === undefined ? undefined : writeBehind(text, colon, written);
  if (value.kind === 'alias' || (value.kind !== 'scalar' && !value.flow)) return undefined;
  const { start, end } = value.span;
  return { span: { start, end: start + text.slice(start, end).trimEnd().length }, text: written };
}

// In place of the blanks that may end the line.
function writeBehind(text: string, colon: number, written: string): Edit {
  const blanks = /^[ \t]*(?=\r?\n|$)/.exec(text.slice(colon + 1))?.[0] ?? '';
  return { span: { start: colon + 1, end: colon + 1 + blanks.length }, text: ` ${written}` };
}
