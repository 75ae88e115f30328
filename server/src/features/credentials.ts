// Turns literals that look like credentials into actions that move them away, and into the reference in their place.
import { type CodeAction, CodeActionKind, type Range, type TextEdit } from 'vscode-languageserver';
import {
  type FoundCredential,
  type MoveCredential,
  moveCredentialCommand,
  type ReplaceCredential,
  type WrittenValue,
} from '../protocol/commands';
import type { Edit } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import { writeBehindDot, writeTag, writeTemplate, writeTemplateScalar } from '../workflow/write';
import { keyOf } from '../workflow/yaml';
import type { Client } from './client';
import { credentialsIn, type Literal } from './credentials/find';
import { homeOf } from './credentials/home';
import { piecesOf } from './credentials/pieces';
import { editOver } from './replace';

/**
 * The actions that move the credential at a range out of the file, for clients that open forms themselves. They carry
 * where it stands and never what it is: editors write what crosses to a server into logs.
 */
export function credentialActionsAt(workflow: Workflow, range: Range, client: Client): CodeAction[] {
  if (!client.forms || !client.bringsAccount) return [];
  const [credential] = credentialsIn(workflow, workflow.offsetAt(range.start));
  if (!credential || !writtenOf(workflow, credential)) return [];
  const action = (into: MoveCredential['into']): CodeAction => {
    const title = `Move the ${credential.kind.label} into a ${into}…`;
    const argument: MoveCredential = { uri: workflow.uri, range: workflow.rangeOf(credential.span), into };
    const command = { title, command: moveCredentialCommand, arguments: [argument] };
    return { title, kind: CodeActionKind.RefactorExtract, command };
  };
  return homeOf(workflow, credential) ? [action('connection'), action('secret')] : [action('secret')];
}

/** What a client is told of the credentials of a workflow. */
export function foundCredentialsIn(workflow: Workflow): FoundCredential[] {
  return credentialsIn(workflow).flatMap((credential) => {
    const { kind, span, place, node } = credential;
    const value = writtenOf(workflow, credential);
    if (!value) return [];
    const holder = place.nodes.at(-2);
    const pair = holder?.kind === 'map' ? holder.pairs.find((each) => each.value === node) : undefined;
    const home = homeOf(workflow, credential);
    const fields = home?.values.flatMap(({ field, literal }) => {
      const written = writtenOf(workflow, literal);
      return written ? [{ field, value: written }] : [];
    });
    return {
      range: workflow.rangeOf(span),
      label: kind.label,
      value,
      ...(pair && { key: keyOf(pair) ?? '' }),
      ...(home && fields && { connection: { type: home.type, fields } }),
    };
  });
}

function writtenOf(workflow: Workflow, { text, within }: Literal): WrittenValue | undefined {
  const pieces = piecesOf(workflow.text, text, within);
  return pieces?.map((piece) => (typeof piece === 'string' ? piece : workflow.rangeOf(piece)));
}

/** The edits that write a reference where a credential stands; null where none does, or where it would be another's. */
export function replaceCredentialIn(workflow: Workflow, { range, by }: ReplaceCredential): TextEdit[] | null {
  const edits = editsFor(workflow, workflow.offsetAt(range.start), by);
  return edits?.map(({ span, text }) => ({ range: workflow.rangeOf(span), newText: text })) ?? null;
}

function editsFor(workflow: Workflow, offset: number, by: ReplaceCredential['by']): Edit[] | undefined {
  const [credential] = credentialsIn(workflow, offset);
  if (!credential) return undefined;
  if ('secret' in by) return [editTo(workflow, credential, 'secrets', [by.secret])];
  const home = homeOf(workflow, credential);
  if (!home) return undefined;
  const { type, name } = by.connection;
  if (home.replaced) {
    return [editOver(workflow.text, home.replaced, writeTag({ type, name }))];
  }
  // The fields of another type have other names.
  if (type !== home.type) return undefined;
  const edits = home.values.map(({ field, literal }) =>
    editTo(workflow, literal, 'connections', [type, name, field]),
  );
  return edits.sort((a, b) => a.span.start - b.span.start);
}

function editTo(workflow: Workflow, literal: Literal, root: string, keys: readonly string[]): Edit {
  const { node, place, span, isWhole } = literal;
  if (isWhole)
    return editOver(workflow.text, node, writeTemplateScalar(writeTemplate(root, keys), place.inFlow));
  const written = keys.map((key) => writeBehindDot(workflow, span.start, key));
  return { span, text: `\${${[root, ...written].join('.')}}` };
}
