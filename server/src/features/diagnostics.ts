// Turns the findings of a workflow into LSP diagnostics.
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Account } from '../account/account';
import type { Finding, Severity } from '../rules/finding';
import { findingsOf } from '../rules/findings';
import type { Workflow } from '../workflow/workflow';

export const diagnosticSource = 'relay';

export function diagnosticsOf(workflow: Workflow, account: Account): Diagnostic[] {
  return findingsOf(workflow, account).map((finding) => diagnosticOf(workflow, finding));
}

export function diagnosticOf(workflow: Workflow, finding: Finding): Diagnostic {
  return {
    range: workflow.rangeOf(finding.span),
    severity: severities[finding.severity],
    source: diagnosticSource,
    code: finding.code,
    message: finding.message,
    ...(finding.target ? { data: finding.target } : {}),
  };
}

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
