// Turns the findings of a workflow into LSP diagnostics.
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Finding, Severity } from '../rules/finding';
import { findingsOf } from '../rules/findings';
import { atSeverity } from '../settings';
import type { Workflow } from '../workflow/workflow';
import type { Client, Situation } from './client';

const diagnosticSource = 'relay';

export function diagnosticsOf(workflow: Workflow, situation: Situation): Diagnostic[] {
  return shownFindingsOf(workflow, situation).map((finding) =>
    diagnosticOf(workflow, finding, situation.client),
  );
}

/** The findings that the settings let be seen, at the severities they give. */
export function shownFindingsOf(
  workflow: Workflow,
  { account, settings, linkOf }: Situation,
): readonly Finding[] {
  return atSeverity(findingsOf(workflow, account, linkOf(workflow)), settings);
}

export function diagnosticOf(
  workflow: Workflow,
  finding: Finding,
  { docs, tagsUnnecessary }: Client,
): Diagnostic {
  return {
    range: workflow.rangeOf(finding.span),
    severity: severities[finding.severity],
    source: diagnosticSource,
    code: finding.code,
    ...(docs === undefined ? {} : { codeDescription: { href: `${docs}#${finding.code}` } }),
    message: finding.message,
    ...(finding.target ? { data: finding.target } : {}),
    ...(finding.unnecessary && tagsUnnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(finding.related
      ? {
          relatedInformation: finding.related.map(({ span, message }) => ({
            location: { uri: workflow.uri, range: workflow.rangeOf(span) },
            message,
          })),
        }
      : {}),
  };
}

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
