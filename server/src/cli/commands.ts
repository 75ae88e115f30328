// The commands of the command line: what each is for, how it is used, and what runs it.
import { checkUsage, runCheck } from './check';
import type { Command } from './command';
import { completionUsage, writeCompletion } from './completion';
import { connectionsUsage, runConnections } from './connections';
import { UsageProblem } from './files';
import { lockUsage, runLock } from './lock';
import { referencesUsage, runReferences } from './references';

const lspUsage = `Usage: relay-workflows lsp --stdio

Runs the language server for an editor, which starts it and speaks LSP 3.17 with it through standard input and output.
docs/editors.md has the settings for Neovim, Helix, Emacs, Zed and Sublime Text.

  --stdio               speak through standard input and output; nothing else is offered
  --clientProcessId N   end when this process ends

The account is that of RELAY_API_URL and RELAY_TOKEN, else that of the relay CLI's configuration. Where none is configured,
connections are looked up in .relay/connections.lock.json of the folder it runs in or one above.
`;

/** By name, in the order in which people come to need them. */
// Loaded when they run: a check needs neither the local account's server nor the language server.
export const commands: Readonly<Record<string, Command>> = {
  check: {
    summary: 'reports what is wrong in Relay workflows',
    usage: async () => checkUsage,
    run: runCheck,
  },
  references: {
    summary: 'lists everything that workflows name',
    usage: async () => referencesUsage,
    run: runReferences,
  },
  connections: {
    summary: 'lists, creates and changes the connections of the account',
    usage: async () => connectionsUsage,
    run: runConnections,
  },
  lock: {
    summary: 'writes down which connections the account has, to check without it',
    usage: async () => lockUsage,
    run: runLock,
  },
  account: {
    summary: 'serves a local Relay account on this machine',
    usage: async () => (await import('./account')).accountUsage,
    run: async (...given) => (await import('./account')).runAccount(...given),
  },
  lsp: {
    summary: 'the language server, for any editor',
    usage: async () => lspUsage,
    run: async (...given) => (await import('./lsp')).runLsp(...given),
  },
  completion: {
    summary: 'writes the script that completes these commands in a shell',
    usage: async () => completionUsage,
    async run([shell = '', ...others], terminal) {
      if (others.length > 0) throw new UsageProblem('name one shell');
      terminal.out(await writeCompletion(shell, commands));
      return 0;
    },
  },
};
