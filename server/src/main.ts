// The language server as VS Code starts it: it reads its pipe and nothing else; the account comes from the client.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './languageServer';

serve(createConnection(ProposedFeatures.all));
