// Turns the connections and secrets of a range and the account into hints: there, missing, or not checked and why.
import type { InlayHint, Range } from 'vscode-languageserver';
import { type Account, failureOf } from '../account/account';
import { resolve, resolveSecret } from '../account/resolve';
import type { ConnectionReference, NamedReference } from '../workflow/reference';
import type { Workflow } from '../workflow/workflow';
import type { Situation } from './client';

export function inlayHintsIn(workflow: Workflow, range: Range, situation: Situation): InlayHint[] {
  const wanted = situation.settings.inlayHints;
  if (wanted === 'off') return [];
  const asked = { start: workflow.offsetAt(range.start), end: workflow.offsetAt(range.end) };
  const link = situation.linkOf(workflow);
  return workflow.collected.references.flatMap((reference): InlayHint[] => {
    const { span } = reference;
    if (reference.kind !== 'connection' && reference.kind !== 'secret') return [];
    if (span.end < asked.start || asked.end < span.start) return [];
    const said = saidOf(reference, situation.account, link);
    if (!said || (wanted === 'problems' && !said.isProblem)) return [];
    const { label, tooltip } = said;
    return [{ position: endOf(workflow, reference), label, tooltip, paddingLeft: true }];
  });
}

type Hinted = ConnectionReference | NamedReference;

interface Said {
  readonly label: string;
  readonly tooltip: string;
  readonly isProblem?: boolean;
}

function saidOf(reference: Hinted, account: Account, link: string | undefined): Said | undefined {
  const isConnection = reference.kind === 'connection';
  const resolution = isConnection ? resolve(reference, account) : resolveSecret(reference, account, link);
  const name = account.state === 'ready' ? account.name : '';
  const what = isConnection ? 'connection' : 'secret';
  const owner = isConnection ? name : `the workflow "${link}" of ${name}`;
  switch (resolution.is) {
    case 'unwritten':
      return undefined;
    case 'computed':
      return { label: '? not checked', tooltip: `Which ${what} this is, is known only when it runs.` };
    case 'unknown':
      return {
        label: '? not checked',
        tooltip: `Not checked: ${resolution.because}.`,
        // Nobody who has not signed in, or waits, misses an answer.
        isProblem: failureOf(account) !== undefined || (!isConnection && hasFailedFor(account, link)),
      };
    case 'found':
      return { label: '✓', tooltip: `This ${what} is in ${owner}.` };
    case 'missing':
      return { label: `✗ not in ${name}`, tooltip: `No such ${what} is in ${owner}.`, isProblem: true };
    case 'other-type': {
      const types = resolution.connections.map(({ type }) => type).join(', ');
      return {
        label: `✗ not in ${name}`,
        tooltip: `In ${name}, a connection of this name is of another type: ${types}.`,
        isProblem: true,
      };
    }
  }
}

function hasFailedFor(account: Account, link: string | undefined): boolean {
  const secrets = account.state === 'ready' ? account.secrets : undefined;
  return link !== undefined && secrets?.[link]?.is === 'failed';
}

// Behind the whole of it, and of a template that ends with it, where that is one line; else behind its name.
function endOf(workflow: Workflow, { span, name, spelling }: Hinted): InlayHint['position'] {
  const [closing = ''] =
    spelling === 'expression' ? (/^[ \t]*\}/.exec(workflow.text.slice(span.end, span.end + 100)) ?? []) : [];
  const { start, end } = workflow.rangeOf({ start: span.start, end: span.end + closing.length });
  return start.line === end.line || name.is === 'absent' ? end : workflow.rangeOf(name.span).end;
}
