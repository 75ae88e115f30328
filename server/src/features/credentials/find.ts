// Finds the literals of a workflow that look like credentials, where a reference can stand in their place.
import { type ScalarText, scalarTextOf } from '../../workflow/scalarText';
import { placeOf } from '../../workflow/slots/spot';
import { type Span, touches } from '../../workflow/span';
import { readTemplates } from '../../workflow/template';
import type { Workflow } from '../../workflow/workflow';
import { isString, type Node, type ScalarNode } from '../../workflow/yaml';
import { inData } from '../convert/sharing';
import { type Place, placeOfNode } from '../standing';
import { type CredentialKind, credentialIn } from './kinds';

/** A text that is written out in the workflow. */
export interface Literal {
  readonly node: ScalarNode;
  readonly place: Place;
  readonly text: ScalarText;
  /** Where it is in the text of its scalar. */
  readonly within: Span;
  /** Where it is in the document. */
  readonly span: Span;
  /** Whether nothing but blanks stands beside it in its scalar. */
  readonly isWhole: boolean;
}

export interface Credential extends Literal {
  readonly kind: CredentialKind;
}

/**
 * The credentials in values of specs and environments, one of each scalar; where `offset` is given, only the one that it
 * touches. In broken YAML there are none, as nothing could be written in their place.
 */
export function credentialsIn(workflow: Workflow, offset?: number): Credential[] {
  const { yaml, collected } = workflow;
  if (yaml.problems.length > 0) return [];
  const isHere = ({ span }: Node) => offset === undefined || touches(span, offset);
  const isShared = inData(yaml.root);
  const nodes = [...collected.otherScalars, ...collected.templateScalars].map(({ node }) => node);
  return nodes.filter(isHere).flatMap((node) => {
    // Most scalars are passed over without a look at how they are written.
    if (!credentialIn(node.value)) return [];
    const literal = literalOf(workflow, node);
    if (!literal || isShared(literal.place.nodes)) return [];
    const credential = credentialOf(literal);
    return credential && (offset === undefined || touches(credential.span, offset)) ? [credential] : [];
  });
}

/** A scalar as a whole; undefined where no reference can stand in its place. */
export function literalOf(workflow: Workflow, node: ScalarNode): Literal | undefined {
  const place = placeOfNode(workflow, node, node.span.start);
  const kind = place && placeOf(place.spot);
  // Only there Relay knows secrets and connections (relay/expressions.md 3).
  if (!place || (kind !== 'step' && kind !== 'source')) return undefined;
  if (node.tag || node.value.trim() === '' || !isString(node)) return undefined;
  const text = scalarTextOf(workflow.text, node);
  if (text.text !== node.value) return undefined;
  return { node, place, text, within: { start: 0, end: text.text.length }, span: node.span, isWhole: true };
}

function credentialOf(literal: Literal): Credential | undefined {
  const { text, node, place } = literal;
  const found = credentialIn(text.text);
  if (!found) return undefined;
  const { kind, start, end } = found;
  const isAlone = text.text.slice(0, start).trim() === '' && text.text.slice(end).trim() === '';
  if (isAlone) return { ...literal, kind };
  // A template does not open behind a dollar, and in flow a plain scalar cannot hold one.
  const isFree = text.text[start - 1] !== '$' && !(place.inFlow && node.style === 'plain');
  const templates = readTemplates(text.text);
  const isInside = templates.some(({ problem, span }) => problem || (span.start < end && start < span.end));
  if (!isFree || isInside) return undefined;
  const within = { start, end };
  return { ...literal, kind, within, span: text.sourceOf(within), isWhole: false };
}
