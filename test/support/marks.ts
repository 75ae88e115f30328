// Turns YAML with marks in it into what a test needs: a cursor, or the findings that the marks say.
import type { Account, Connection } from '../../server/src/account/account';
import { findingsOf } from '../../server/src/rules/findings';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';

/** Splits a text at its one cursor mark `‸`. */
export function atCursor(marked: string): {
  text: string;
  offset: number;
  workflow: Workflow;
  position: { line: number; character: number };
} {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const workflow = workflowOf('file:///w.yaml', text, true);
  return { text, offset, workflow, position: workflow.rangeOf({ start: offset, end: offset }).start };
}

/** A step around a spec; the spec is indented by the test as YAML wants it below `spec:`. */
export function step(spec: string): string {
  return `steps:\n- name: one\n  image: relaysh/core\n  spec:\n${spec
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n')}\n`;
}

/**
 * Checks a text whose comment lines say what is found in the line above them: `#   ^^^^ connection-missing`. Gives the
 * text as it is, and as it would have to be for what was found.
 */
export function foundIn(
  marked: string,
  account: Account,
  isMeant: (code: string) => boolean = () => true,
): { expected: string; found: string } {
  const text = marked.replace(/\n *#[ ~]*\^[^\n]*/g, '');
  const workflow = workflowOf('file:///w.yaml', text, true);
  const lines = text.split('\n').map((line) => [line]);
  for (const { span, code } of findingsOf(workflow, account)) {
    if (!isMeant(code)) continue;
    const { start, end } = workflow.rangeOf(span);
    const marks = '^'.repeat(Math.max(1, end.character - start.character));
    lines[start.line]?.push(`#${' '.repeat(Math.max(0, start.character - 1))}${marks} ${code}`);
  }
  return { expected: marked, found: lines.flat().join('\n') };
}

export function connection(type: string, name: string, more: Partial<Connection> = {}): Connection {
  return { id: `${type}/${name}`, type, name, ...more };
}

/** An account that answered with exactly these connections, written `type/name`. */
export function ready(...names: string[]): Extract<Account, { state: 'ready' }> {
  const connections = names.map((each) =>
    connection(each.slice(0, each.indexOf('/')), each.slice(each.indexOf('/') + 1)),
  );
  return { state: 'ready', host: 'relay.test', name: 'ACME', asOf: 0, connections };
}

const why = { kind: 'unreachable', host: 'relay.test', because: 'no answer within 15 s' } as const;

/** Every state in which the account proves no absence, by what a person would call it. */
export const unknowing: Record<string, Account> = {
  'signed out': { state: 'signed-out' },
  loading: { state: 'loading', host: 'relay.test' },
  'token refused': {
    state: 'forbidden',
    host: 'relay.test',
    why: { kind: 'token-refused', host: 'relay.test' },
  },
  'not allowed': { state: 'forbidden', host: 'relay.test', why: { kind: 'not-allowed', host: 'relay.test' } },
  unreachable: { state: 'unreachable', host: 'relay.test', why },
  'answered with an error': {
    state: 'unreachable',
    host: 'relay.test',
    why: { kind: 'answered-error', host: 'relay.test', status: 503 },
  },
  'no list': {
    state: 'unreachable',
    host: 'relay.test',
    why: { kind: 'not-an-answer', host: 'relay.test', because: 'HTML' },
  },
  stale: { ...ready(), stale: why },
};

/** The path of the workflow that the secrets of tests belong to. */
export const deploy = 'ops/deploy';

/** An account whose workflow `ops/deploy` has exactly these secrets. */
export function withSecrets(...names: string[]): Extract<Account, { state: 'ready' }> {
  return { ...ready(), secrets: { [deploy]: { is: 'listed', names } } };
}

const refused = { kind: 'not-allowed', host: 'relay.test' } as const;

/** Every state in which it is not known which secrets `ops/deploy` lacks. */
export const unknowingSecrets: Record<string, Account> = {
  ...unknowing,
  stale: { ...withSecrets(), stale: why },
  'a lock file': { ...withSecrets(), lockFile: true },
  'not asked yet': ready(),
  'asked of another workflow': { ...ready(), secrets: { deploy: { is: 'listed', names: [] } } },
  'without the workflow': { ...ready(), secrets: { [deploy]: { is: 'no-workflow' } } },
  'not allowed to list them': { ...ready(), secrets: { [deploy]: { is: 'failed', why: refused } } },
  'not answering any more': { ...ready(), secrets: { [deploy]: { is: 'failed', why, names: ['old'] } } },
};
