// Stands in for the person who answers a modal dialog: VS Code refuses those to tests that run inside it.
import * as vscode from 'vscode';

/** Answers every warning with a button until stopped; gives what was asked. */
export function answerDialogs(button: string): { stop(): readonly string[] } {
  const asked: string[] = [];
  const original = vscode.window.showWarningMessage;
  const window = vscode.window as { showWarningMessage: unknown };
  window.showWarningMessage = async (message: string) => {
    asked.push(message);
    return button;
  };
  return {
    stop() {
      window.showWarningMessage = original;
      return asked;
    },
  };
}
