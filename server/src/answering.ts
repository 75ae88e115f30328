// Answers what a client's commands ask of one open workflow (protocol/commands.ts).
import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { Situation } from './features/client';
import { foundCredentialsIn, replaceCredentialIn } from './features/credentials';
import { explainAt } from './features/explain';
import { metadataOf } from './features/metadata';
import { sdkCodeAt } from './features/sdkCode';
import {
  type CredentialsAnswer,
  credentials,
  type ExplainAnswer,
  explain,
  type MetadataAnswer,
  metadata,
  type ReplaceCredential,
  type ReplaceCredentialAnswer,
  replaceCredential,
  type SdkCodeAnswer,
  type Spot,
  sdkCode,
} from './protocol/commands';
import type { Workflow } from './workflow/workflow';

/** Registers the requests. */
export function serveCommands(
  connection: Connection,
  documents: TextDocuments<Workflow>,
  situation: (of?: Workflow) => Situation,
): void {
  const answer = <T>(uri: string, feature: (workflow: Workflow) => T): T | null => {
    const workflow = documents.get(uri);
    return workflow?.isWorkflow ? feature(workflow) : null;
  };
  connection.onRequest(
    explain,
    ({ uri, position }: Spot): ExplainAnswer =>
      answer(uri, (workflow) => explainAt(workflow, position, situation(workflow))),
  );
  connection.onRequest(
    sdkCode,
    ({ uri, position }: Spot): SdkCodeAnswer => answer(uri, (workflow) => sdkCodeAt(workflow, position)),
  );
  connection.onRequest(
    metadata,
    ({ uri }: Pick<Spot, 'uri'>): MetadataAnswer =>
      answer(uri, (workflow) => ({ parts: metadataOf(workflow) })),
  );
  connection.onRequest(
    credentials,
    ({ uri }: Pick<Spot, 'uri'>): CredentialsAnswer => answer(uri, foundCredentialsIn) ?? [],
  );
  connection.onRequest(
    replaceCredential,
    (request: ReplaceCredential): ReplaceCredentialAnswer =>
      answer(request.uri, (workflow) => replaceCredentialIn(workflow, request)),
  );
}
