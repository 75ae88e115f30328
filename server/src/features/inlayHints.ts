// Turns the connections of a range and the account into hints: there, missing, or not checked and why.
import type { InlayHint, Range } from 'vscode-languageserver';
import { resolve } from '../account/resolve';
import type { ConnectionReference } from '../workflow/reference';
import type { Workflow } from '../workflow/workflow';
import type { Situation } from './client';

export function inlayHintsIn(workflow: Workflow, range: Range, situation: Situation): InlayHint[] {
  const wanted = situation.settings.inlayHints;
  if (wanted === 'off') return [];
  const asked = { start: workflow.offsetAt(range.start), end: workflow.offsetAt(range.end) };
  return workflow.collected.references.flatMap((reference): InlayHint[] => {
    const { kind, span } = reference;
    if (kind !== 'connection' || span.end < asked.start || asked.end < span.start) return [];
    const said = saidOf(reference, situation);
    if (!said || (wanted === 'problems' && !said.isProblem)) return [];
    const { label, tooltip } = said;
    return [{ position: endOf(workflow, reference), label, tooltip, paddingLeft: true }];
  });
}

interface Said {
  readonly label: string;
  readonly tooltip: string;
  readonly isProblem?: true;
}

function saidOf(reference: ConnectionReference, { account }: Situation): Said | undefined {
  const resolution = resolve(reference, account);
  const name = account.state === 'ready' ? account.name : '';
  switch (resolution.is) {
    case 'unwritten':
      return undefined;
    case 'computed':
      return { label: '? not checked', tooltip: 'Which connection this is, is known only when it runs.' };
    case 'unknown':
      return { label: '? not checked', tooltip: `Not checked: ${resolution.because}.` };
    case 'found':
      return { label: '✓', tooltip: `This connection is in ${name}.` };
    case 'missing':
      return { label: `✗ not in ${name}`, tooltip: `No such connection is in ${name}.`, isProblem: true };
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

// Behind the whole of it where that is one line, else behind its name.
function endOf(workflow: Workflow, { span, name }: ConnectionReference): InlayHint['position'] {
  const { start, end } = workflow.rangeOf(span);
  return start.line === end.line || name.is === 'absent' ? end : workflow.rangeOf(name.span).end;
}
