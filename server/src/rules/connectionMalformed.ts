// connection-malformed: a `!Connection` tag or `$type: Connection` map of a shape that Relay refuses.
import type { Account } from '../account/account';
import { connectionTypesNow } from '../catalogue/connectionTypes';
import { insertPairs, removePair } from '../workflow/pairs';
import type { ConnectionReference, Fault, Part } from '../workflow/reference';
import type { Span } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import { type Target, writeTag } from '../workflow/write';
import { keyOf, type Node } from '../workflow/yaml';
import { isUnfinished } from './broken';
import type { Finding, Fix } from './finding';
import type { Rule, Subject } from './rule';
import { insertBlank } from './tagMalformed';

export const connectionMalformed: Rule = (subject) =>
  subject.workflow.collected.refusedNodes.flatMap(({ node, reference }) => {
    if (reference.kind !== 'connection') return [];
    const connection = reference;
    return reference.faults
      .filter((fault) => !isUnfinished(subject.workflow, connection, fault))
      .map(
        (fault): Finding => ({
          code: 'connection-malformed',
          severity: 'error',
          span: fault.span,
          message: messageOf(fault),
          fixes: () => fixesOf(subject, node, connection, fault),
        }),
      );
  });

function messageOf(fault: Fault): string {
  switch (fault.is) {
    case 'key-missing':
      return `A connection needs "${fault.key}". Write { type: …, name: … }.`;
    case 'key-doubled':
      return `"${fault.key}" stands twice in this connection. Remove one of them.`;
    case 'key-unknown':
      return `A connection has the keys "type" and "name" only, not "${fault.key}".`;
    case 'blank-missing':
      return `A blank is missing after the colon of "${fault.key}:".`;
    case 'value-empty':
      return `The ${fault.key} of this connection is empty.`;
    case 'value-no-string':
      return `The ${fault.key} of a connection must be a plain string. Quote a number, and use \${connections[…][…]} for what is computed.`;
    case 'item-count':
      return `A connection in brackets is [type, name]: two items, not ${fault.count}.`;
    case 'scalar':
      return 'A connection is { type: …, name: … } or [type, name], not a single value.';
  }
}

function fixesOf(
  { workflow, account }: Subject,
  node: Node,
  reference: ConnectionReference,
  fault: Fault,
): Fix[] {
  const fixes: Fix[] = [];
  const pair =
    node.kind === 'map' ? node.pairs.find((each) => each.key.span.start === fault.span.start) : undefined;
  if (fault.is === 'key-missing' && node.kind === 'map') {
    const guess = guessOf(reference, account);
    const text = guess[fault.key as keyof Target];
    const behind = fault.key === 'type' ? undefined : node.pairs.at(-1);
    fixes.push({
      is: 'edit',
      title: `Insert ${fault.key}: ${text}`,
      edits: [insertPairs(workflow.text, node, { [fault.key]: text }, behind)],
      preferred: true,
    });
  }
  if ((fault.is === 'key-unknown' || fault.is === 'key-doubled') && pair && node.kind === 'map') {
    fixes.push({
      is: 'edit',
      title: `Remove "${fault.key}"`,
      edits: [removePair(workflow.text, node, pair)],
    });
  }
  if (fault.is === 'blank-missing')
    fixes.push(...insertBlank(workflow.text, fault.span.start + fault.key.length + 1));
  if (fault.is === 'value-no-string' && /^[\w.:+-]+$/.test(slice(workflow, fault.span))) {
    fixes.push({
      is: 'edit',
      title: 'Put quotes around it',
      edits: [{ span: fault.span, text: JSON.stringify(slice(workflow, fault.span)) }],
      preferred: true,
    });
  }
  const written = slice(workflow, reference.span);
  const isRewritable = fault.is === 'key-unknown' ? !written.includes('\n') : !/\s#/.test(written);
  if ((fault.is === 'scalar' || fault.is === 'item-count' || fault.is === 'key-unknown') && isRewritable) {
    const target = rewritten(node, reference, account);
    fixes.push({
      is: 'edit',
      title: `Rewrite as ${writeTag(target)}`,
      edits: [{ span: reference.span, text: writeTag(target) }],
    });
  }
  return reference.spelling === 'json' ? fixes.filter((fix) => !fix.title.startsWith('Rewrite')) : fixes;
}

// What the author most likely meant by the parts that are not there: the account's own, else the catalogue's.
function guessOf(reference: { readonly type: Part; readonly name: Part }, account: Account): Target {
  const connections = account.state === 'ready' ? account.connections : [];
  const type = reference.type.is === 'written' ? reference.type.text : undefined;
  const name = reference.name.is === 'written' ? reference.name.text : undefined;
  const match = connections.find(
    (each) => (type ?? each.type) === each.type && (name ?? each.name) === each.name,
  );
  const known = connectionTypesNow().find((each) => name?.includes(each.type))?.type;
  const guessedType = type ?? match?.type ?? known ?? 'aws';
  return { type: guessedType, name: name ?? match?.name ?? `my-${guessedType}-connection` };
}

// `!Connection aws`, `[aws]`, `{aws, prod}`: the words that are there are taken in order.
function rewritten(node: Node, reference: ConnectionReference, account: Account): Target {
  const words =
    node.kind === 'map'
      ? node.pairs.flatMap((pair) => (pair.value === undefined ? (keyOf(pair) ?? []) : []))
      : node.kind === 'sequence'
        ? node.items.flatMap((item) => (item.kind === 'scalar' && item.value !== '' ? item.value : []))
        : node.kind === 'scalar' && node.value !== ''
          ? [node.value]
          : [];
  const part = (own: Part, word: string | undefined): Part =>
    own.is === 'written' || word === undefined ? own : { is: 'written', text: word, span: reference.span };
  const isName = words.length === 1 && !connectionTypesNow().some((each) => each.type === words[0]);
  const [type, name] = isName ? [undefined, words[0]] : words;
  return guessOf({ type: part(reference.type, type), name: part(reference.name, name) }, account);
}

function slice(workflow: Workflow, span: Span): string {
  return workflow.text.slice(span.start, span.end);
}
