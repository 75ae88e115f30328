// reference-out-of-scope: a reference in a place where Relay does not know its kind (relay/expressions.md 3).
import type { Place, ReferenceKind } from '../workflow/reference';
import type { Finding } from './finding';
import type { Rule } from './rule';
import { problemsOf } from './valueProblems';

export const referenceOutOfScope: Rule = ({ workflow }) =>
  problemsOf(workflow, 'reference-out-of-scope').map(
    ({ kind, place, severity, span }): Finding => ({
      code: 'reference-out-of-scope',
      severity,
      span,
      message: messageOf(kind, place),
      fixes: () => [],
    }),
  );

const plural: Record<ReferenceKind, string> = {
  connection: 'connections',
  secret: 'secrets',
  parameter: 'parameters',
  output: 'outputs of steps',
  step: 'states of steps',
  answer: 'answers',
  event: 'events',
};

function messageOf(kind: ReferenceKind, place: Place): string {
  switch (place) {
    case 'trigger':
      return `A trigger knows no ${plural[kind]}, only its event. Read this in a step instead.`;
    case 'source':
      if (kind === 'answer')
        return 'Answers are known in the "when" of a step only; here one stays unresolved.';
      return `What runs for a webhook knows no ${plural[kind]}, only connections and secrets.`;
    case 'step':
    case 'when':
      if (kind === 'answer') return 'Answers are known in "when" only; here one stays unresolved for ever.';
      return 'A step does not know the event. Bind the field to a parameter in the trigger, and read that.';
  }
}
