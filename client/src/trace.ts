// Turns the setting relay.trace.server into an output that the language client traces to.
import * as vscode from 'vscode';
import { metadata } from '../../server/src/protocol/commands';

/**
 * The language client traces only to a channel whose log level is Trace, which users would have to set in another
 * place first. This face of the output is at that level whenever the setting is not `off`, and writes what is traced
 * as ordinary lines, without the text of documents and what is told of it: a credential may stand there, and traces are
 * made to be shown.
 */
export function traceTo(output: vscode.LogOutputChannel): vscode.LogOutputChannel & vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.LogLevel>();
  const level = () => (isOn() ? vscode.LogLevel.Trace : vscode.LogLevel.Off);
  const watching = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('relay.trace')) changed.fire(level());
  });
  return Object.create(output, {
    logLevel: { get: level },
    onDidChangeLogLevel: { value: changed.event },
    trace: { value: (message: string) => output.info(withoutTexts(message)) },
    dispose: {
      value: () => {
        watching.dispose();
        changed.dispose();
      },
    },
  });
}

/** What was traced, with the length of each text in its place. What is exported is whole texts of specs. */
function withoutTexts(traced: string): string {
  const [first = '', ...rest] = traced.split('\n');
  if (first.includes(`'${metadata} - `)) return `${first}\n[${rest.join('\n').length}]`;
  return traced.replace(
    /("(?:text|newText|value|detail|default)":\s*)("(?:[^"\\]|\\.)*")/g,
    (_, member, text) => `${member}[${text.length - 2}]`,
  );
}

function isOn(): boolean {
  return vscode.workspace.getConfiguration('relay').get('trace.server', 'off') !== 'off';
}
