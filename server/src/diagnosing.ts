// Keeps an editor's diagnostics true: answers its pulls, or sends them, and lets overtaken versions go unparsed.
import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { Situation } from './features/client';
import { diagnosticsOf } from './features/diagnostics';
import type { Workflow } from './workflow/workflow';

/** The longest pause before a version is looked at, in milliseconds. */
const longestPause = 100;

export interface Diagnosing {
  /** The account or the settings have changed: every open document may have other diagnostics now. */
  changed(): void;
}

/**
 * Wires diagnostics for as long as the connection lasts. `situation` gives what is known now, of a workflow; `looked` is told of each
 * version that diagnostics were made of.
 */
export function keepDiagnosed(
  connection: Connection,
  documents: TextDocuments<Workflow>,
  situation: (of?: Workflow) => Situation,
  looked: (workflow: Workflow) => void,
): Diagnosing {
  let revision = 0;
  // How long the last look at a document took and when it ended: the first key is looked at at once, a key soon after
  // waits as long as that look took, never longer than it may save.
  const lasted = new Map<string, number>();
  const ended = new Map<string, number>();
  const due = new Map<string, NodeJS.Timeout>();

  // A mistake in a rule must cost neither the server nor the editor's next request.
  const diagnosticsSafely = (workflow: Workflow) => {
    try {
      return workflow.isWorkflow ? diagnosticsOf(workflow, situation(workflow)) : [];
    } catch (error) {
      connection.console.error(
        `A rule failed, so this version has no diagnostics: ${(error as Error).stack}`,
      );
      return [];
    }
  };
  const look = (workflow: Workflow) => {
    const begun = performance.now();
    const diagnostics = diagnosticsSafely(workflow);
    lasted.set(workflow.uri, performance.now() - begun);
    ended.set(workflow.uri, performance.now());
    looked(workflow);
    return diagnostics;
  };
  const pauseOf = (uri: string) => {
    const pause = Math.min(longestPause, lasted.get(uri) ?? 0);
    return performance.now() - (ended.get(uri) ?? 0) > pause ? 0 : pause;
  };
  const publish = (uri: string): void => {
    due.delete(uri);
    const workflow = documents.get(uri);
    // One that the settings leave out has none.
    if (!workflow) return void connection.sendDiagnostics({ uri, diagnostics: [] });
    void connection.sendDiagnostics({ uri, version: workflow.version, diagnostics: look(workflow) });
  };
  const publishSoon = (uri: string): void => {
    clearTimeout(due.get(uri));
    due.set(
      uri,
      setTimeout(() => publish(uri), pauseOf(uri)),
    );
  };
  const pushes = (onSave: boolean) => {
    const { client, settings } = situation();
    return !client.pullsDiagnostics && settings.checksOnSave === onSave;
  };

  documents.onDidOpen(({ document }) => {
    if (pushes(true)) publishSoon(document.uri);
  });
  documents.onDidChangeContent(({ document }) => {
    if (pushes(false)) publishSoon(document.uri);
  });
  documents.onDidSave(({ document }) => {
    if (pushes(true)) publishSoon(document.uri);
  });
  documents.onDidClose(({ document: { uri } }) => {
    // Its versions begin anew where it is opened again.
    revision += 1;
    clearTimeout(due.get(uri));
    due.delete(uri);
    lasted.delete(uri);
    ended.delete(uri);
    if (!situation().client.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }) => {
    const resultIdOf = (workflow: Workflow | undefined) => `${workflow?.version}/${revision}`;
    if (previousResultId === resultIdOf(documents.get(uri)))
      return { kind: 'unchanged', resultId: previousResultId };
    await new Promise((resolve) => setTimeout(resolve, pauseOf(uri)));
    // Also where the client has given this answer up: the latest version is looked at, and its next pull finds it done.
    const workflow = documents.get(uri);
    const items = workflow ? look(workflow) : [];
    return { kind: 'full', resultId: resultIdOf(workflow), items };
  });

  return {
    changed() {
      revision += 1;
      if (situation().client.pullsDiagnostics) connection.languages.diagnostics.refresh().catch(() => {});
      else for (const uri of documents.keys()) publish(uri);
    },
  };
}
