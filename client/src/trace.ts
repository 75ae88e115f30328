// Turns the setting relay.trace.server into an output that the language client traces to.
import * as vscode from 'vscode';

/**
 * The language client traces only to a channel whose log level is Trace, which users would have to set in another
 * place first. This face of the output is at that level whenever the setting is not `off`, and writes what is traced
 * as ordinary lines.
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
    trace: { value: (message: string) => output.info(message) },
    dispose: {
      value: () => {
        watching.dispose();
        changed.dispose();
      },
    },
  });
}

function isOn(): boolean {
  return vscode.workspace.getConfiguration('relay').get('trace.server', 'off') !== 'off';
}
