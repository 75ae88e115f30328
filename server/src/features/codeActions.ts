// Turns the fixes of the findings at a range into LSP code actions.
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Command,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import {
  chooseCommand,
  createCommand,
  type Draft,
  overwriteCommand,
  type SecretDraft,
  setSecretCommand,
  testCommand,
} from '../protocol';
import type { Finding, Fix } from '../rules/finding';
import { suppress } from '../rules/suppressions';
import type { Edit, Span } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import type { Target } from '../workflow/write';
import type { Client, Situation } from './client';
import { diagnosticOf, shownFindingsOf } from './diagnostics';
import { provingIn } from './proof';

/** So many findings of a selection get their fixes: each may look through all names of the file. */
const mostFixed = 100;

export function codeActionsAt(workflow: Workflow, range: Range, situation: Situation): CodeAction[] {
  const { client } = situation;
  const asked = { start: workflow.offsetAt(range.start), end: workflow.offsetAt(range.end) };
  const findings = shownFindingsOf(workflow, situation);
  const here = findings
    .filter(({ span }) => span.start <= asked.end && asked.start <= span.end)
    .slice(0, mostFixed);
  const isSure = provingIn(workflow, situation);
  const actions = here.flatMap((finding) =>
    finding
      .fixes()
      .filter((fix) => fix.is !== 'edit' || isSure(finding, fix.edits))
      .flatMap((fix) => actionOf(workflow, finding, fix, client) ?? []),
  );
  const all = here.some(isMissing) ? createAll(workflow, findings, client) : undefined;
  // A text that is no YAML has no comments either.
  const silence = here
    .filter((finding) => finding.code !== 'yaml-syntax')
    .flatMap((finding) => silenceOf(workflow, finding, client, isSure) ?? []);
  return [...actions, ...(all ? [all] : []), ...silence];
}

/** Those actions that are asked for; a client that asks for no kinds gets all. */
export function ofKinds(actions: readonly CodeAction[], { only }: CodeActionContext): CodeAction[] {
  const isOf = (kind: string, asked: string) =>
    asked === '' || kind === asked || kind.startsWith(`${asked}.`);
  return actions.filter(({ kind = '' }) => !only || only.some((asked) => isOf(kind, asked)));
}

/** The actions as a client takes them: one that knows commands alone is given those, and has no other. */
export function shownActions(actions: readonly CodeAction[], client: Client): (CodeAction | Command)[] {
  return client.codeActions ? [...actions] : actions.flatMap(({ command }) => command ?? []);
}

/** The edits of one workflow as a workspace edit, bound to its version where the client can. */
export function workspaceEditOf(workflow: Workflow, edits: readonly Edit[], client: Client): WorkspaceEdit {
  const textEdits = edits.map(({ span, text }) => ({ range: workflow.rangeOf(span), newText: text }));
  const { uri, version } = workflow;
  return client.versionedEdits
    ? { documentChanges: [{ textDocument: { uri, version }, edits: textEdits }] }
    : { changes: { [uri]: textEdits } };
}

function actionOf(workflow: Workflow, finding: Finding, fix: Fix, client: Client): CodeAction | undefined {
  const common = {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(workflow, finding, client)],
  };
  switch (fix.is) {
    case 'edit':
      return {
        ...common,
        edit: workspaceEditOf(workflow, fix.edits, client),
        ...(fix.preferred ? { isPreferred: true } : {}),
      };
    case 'create':
      if (!client.forms) return undefined;
      return {
        ...common,
        command: command(fix.title, createCommand, draftOf(workflow, fix.target, fix.span)),
      };
    case 'create-secret': {
      // The form is opened by who also asks the account, to know whether it is there by now.
      if (!client.forms || !client.bringsAccount) return undefined;
      const { title, workflow: path, name, span } = fix;
      const draft = { workflow: path, name, from: placeOf(workflow, span) };
      return { ...common, command: command(title, setSecretCommand, draft) };
    }
    case 'test':
    case 'overwrite': {
      if (!client.bringsAccount) return undefined;
      const id = fix.is === 'test' ? testCommand : overwriteCommand;
      return { ...common, command: command(fix.title, id, fix.target) };
    }
    case 'choose':
      if (!client.bringsAccount) return undefined;
      return {
        ...common,
        command: command(
          fix.title,
          chooseCommand,
          draftOf(workflow, fix.target ?? finding.target ?? {}, fix.span),
        ),
      };
  }
}

function silenceOf(
  workflow: Workflow,
  finding: Finding,
  client: Client,
  isSure: ReturnType<typeof provingIn>,
): CodeAction | undefined {
  const edit = suppress(workflow, finding);
  if (!edit || !isSure(finding, [edit])) return undefined;
  return {
    title: `Disable ${finding.code} for this line`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(workflow, finding, client)],
    edit: workspaceEditOf(workflow, [edit], client),
  };
}

function createAll(workflow: Workflow, findings: readonly Finding[], client: Client): CodeAction | undefined {
  const drafts = new Map<string, Draft>();
  for (const finding of findings) {
    if (!isMissing(finding) || !finding.target) continue;
    const { type, name } = finding.target;
    drafts.set(JSON.stringify([type, name]), draftOf(workflow, finding.target, finding.span));
  }
  if (!client.forms || drafts.size < 2) return undefined;
  const title = `Create all ${drafts.size} missing connections…`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: findings.filter(isMissing).map((finding) => diagnosticOf(workflow, finding, client)),
    command: command(title, createCommand, [...drafts.values()]),
  };
}

function isMissing(finding: Finding): boolean {
  return finding.code === 'connection-missing';
}

function draftOf(workflow: Workflow, target: Partial<Target>, span: Span): Draft {
  return { ...target, from: placeOf(workflow, span) };
}

function placeOf(workflow: Workflow, span: Span): NonNullable<Draft['from']> {
  return { uri: workflow.uri, position: workflow.rangeOf(span).start };
}

function command(title: string, id: string, argument: Draft | readonly Draft[] | SecretDraft) {
  return { title, command: id, arguments: [argument] };
}
