// Shows work that takes its time, with a way to give it up.
import * as vscode from 'vscode';

/** What takes less is not worth a notification, in milliseconds. */
const short = 600;

/** Shows that something takes its time, once it does, and lets the user give it up. */
export async function busy<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const done = work(ended.signal);
  let patience: NodeJS.Timeout | undefined;
  const isLong = new Promise<true>((resolve) => {
    patience = setTimeout(() => resolve(true), short);
  });
  const settled = done.then(
    () => false,
    () => false,
  );
  if (await Promise.race([settled, isLong])) {
    const location = vscode.ProgressLocation.Notification;
    await vscode.window.withProgress({ location, title, cancellable: true }, (_, cancelled) => {
      cancelled.onCancellationRequested(() => ended.abort());
      return settled;
    });
  }
  clearTimeout(patience);
  return done;
}
