// Turns a reference into what is known of its target and why, in words.
import type { Account } from '../../account/account';
import { type Resolution, resolve, resolveSecret } from '../../account/resolve';
import type { Word } from '../../workflow/expression';
import { partsOfReference, type Reference } from '../../workflow/reference';
import type { Workflow } from '../../workflow/workflow';

/** In a few words, and in a sentence. */
export interface Verdict {
  readonly short: string;
  readonly because: string;
}

export function verdictOf(
  reference: Reference,
  workflow: Workflow,
  account: Account,
  link: string | undefined,
): Verdict {
  switch (reference.kind) {
    case 'connection':
      return ofConnection(resolve(reference, account));
    case 'secret':
      return ofSecret(resolveSecret(reference, account, link));
    default:
      return inFile(reference, workflow);
  }
}

function ofConnection(resolution: Resolution): Verdict {
  switch (resolution.is) {
    case 'found':
      return found('the list has a connection of this type and name');
    case 'missing':
      return missing('the list is whole and has no connection of this name');
    case 'other-type': {
      const types = resolution.connections.map(({ type }) => type).join(', ');
      return missing(`the list is whole and has this name only under the type ${types}`);
    }
    default:
      return unchecked(resolution);
  }
}

function ofSecret(resolution: ReturnType<typeof resolveSecret>): Verdict {
  switch (resolution.is) {
    case 'found':
      return found('the list has a secret of this name');
    case 'missing':
      return missing('the list is whole and has no secret of this name');
    default:
      return unchecked(resolution);
  }
}

type Unchecked = Extract<Resolution, { is: 'unknown' | 'computed' | 'unwritten' }>;

function unchecked(resolution: Unchecked): Verdict {
  switch (resolution.is) {
    case 'unknown':
      return { short: 'not checked', because: resolution.because };
    case 'computed':
      return { short: 'not checked', because: 'what is meant is known only when the workflow runs' };
    case 'unwritten':
      return { short: 'not checked', because: 'what is meant is not written in a shape that Relay accepts' };
  }
}

// What the file itself declares, or only a run knows.
function inFile(reference: Reference, workflow: Workflow): Verdict {
  const { structure } = workflow;
  const [first] = partsOfReference(reference);
  if (first?.is !== 'written') return unchecked({ is: first?.is === 'absent' ? 'unwritten' : 'computed' });
  const declared = (name: Word | undefined, what: string): Verdict => {
    if (!name) return missing(`the file has no ${what} of this name`);
    return found(`the file has this ${what} in line ${workflow.rangeOf(name.span).start.line + 1}`);
  };
  switch (reference.kind) {
    case 'parameter':
      return declared(structure.parametersByName.get(first.text)?.name, 'parameter');
    case 'output':
    case 'step':
      return declared(structure.stepsByName.get(first.text)?.name, 'step');
    default: // answers and events
      return { short: 'not checked', because: 'what it holds is known only when the workflow runs' };
  }
}

function found(because: string): Verdict {
  return { short: 'found', because };
}

function missing(because: string): Verdict {
  return { short: 'missing', because };
}
