// connection-wrong-for-step: a connection stands where the step's schema wants one of another type.
import type { Account } from '../account/account';
import { connectionsOfType, resolve } from '../account/resolve';
import type { Path } from '../workflow/expression';
import { keysOfPath } from '../workflow/paths';
import type { ConnectionReference, Reference } from '../workflow/reference';
import type { TemplateScalar } from '../workflow/templateScalar';
import type { Workflow } from '../workflow/workflow';
import { editsToName } from '../workflow/write';
import type { Node } from '../workflow/yaml';
import { closestOf } from './closest';
import type { Finding, Fix } from './finding';
import type { Rule } from './rule';
import { specFitsOf } from './spec/workflowFit';

export const connectionWrongForStep: Rule = ({ workflow, account }) => {
  const places = specFitsOf(workflow).flatMap(({ image, connections }) =>
    connections.map((place) => ({ ...place, kind: image.kind })),
  );
  if (places.length === 0) return [];
  const referenceAt = connectionsByNode(workflow);
  return places.flatMap(({ place, type: wanted, span, shared, kind }): Finding[] => {
    const reference = place.value && referenceAt(place.value);
    if (reference?.type.is !== 'written' || reference.type.text === wanted) return [];
    const { text } = reference.type;
    // connection-type-mismatch says the same of the same word.
    const resolution = resolve(reference, account);
    if (resolution.is === 'other-type' && resolution.connections.some((each) => each.type === wanted))
      return [];
    return [
      {
        code: 'connection-wrong-for-step',
        severity: 'warning',
        span: shared ? span : reference.type.span,
        message: `This ${kind} takes a connection of type ${wanted} as "${place.keys.join('.')}", not ${text}. Change the type, or name another connection.`,
        fixes: () => (shared ? [] : fixesOf(workflow, account, reference, wanted)),
      },
    ];
  });
};

/** Finds the connection that a node is. A template is one only where it is nothing but a connection's whole path. */
function connectionsByNode(workflow: Workflow): (node: Node) => ConnectionReference | undefined {
  const { referenceNodes, references, templateScalars } = workflow.collected;
  const found = new Map<Node, Reference>(referenceNodes.map(({ node, reference }) => [node, reference]));
  const byStart = new Map(
    references.flatMap((each) => (each.spelling === 'expression' ? [[each.span.start, each] as const] : [])),
  );
  for (const scalar of templateScalars) {
    const path = wholePathOf(scalar);
    const reference = path && byStart.get(scalar.text.sourceOf(path.span).start);
    if (reference) found.set(scalar.node, reference);
  }
  return (node) => {
    const reference = found.get(node);
    return reference?.kind === 'connection' ? reference : undefined;
  };
}

function wholePathOf({ text, templates }: TemplateScalar): Path | undefined {
  const [template, more] = templates;
  const path = template?.expression;
  if (!template || more || path?.is !== 'path' || keysOfPath(path).keys.length !== 2) return undefined;
  return template.span.start === 0 && template.span.end === text.text.length ? path : undefined;
}

function fixesOf(
  workflow: Workflow,
  account: Account,
  reference: ConnectionReference,
  wanted: string,
): Fix[] {
  const { name } = reference;
  if (name.is !== 'written') return [];
  const names = connectionsOfType(account, wanted).map((each) => each.name);
  const isThere = account.state !== 'ready' || names.includes(name.text);
  const edit = (title: string, to: string, preferred: boolean): Fix => ({
    is: 'edit',
    title,
    edits: editsToName(workflow, reference, { type: wanted, name: to }),
    preferred,
  });
  return [
    edit(`Change type to "${wanted}"`, name.text, isThere),
    ...closestOf(name.text, names, 3).map((each) => edit(`Use ${wanted} "${each}"`, each, false)),
    ...(names.length > 0
      ? [
          {
            is: 'choose' as const,
            title: 'Use another connection…',
            target: { type: wanted, name: name.text },
            span: reference.span,
          },
        ]
      : []),
  ];
}
