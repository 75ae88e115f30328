// What the tests of the forms share: a clean start, the forms themselves, and axe-core in each kind of theme.
import { beforeEach } from 'mocha';
import * as vscode from 'vscode';
import type { ServedAccount } from './accounts';
import { person } from './person';
import { closeEverything } from './workbench';

/** The page of the form in front. */
export const page = person.inWebview;

/** A theme of each kind, by what VS Code calls the kind; the last is the one that the other tests expect. */
const themes: Record<string, string> = {
  'vscode-light': 'Default Light Modern',
  'vscode-high-contrast': 'Default High Contrast',
  'vscode-high-contrast-light': 'Default High Contrast Light',
  'vscode-dark': 'Default Dark Modern',
};

/** The routes of an account that go wrong in these tests. */
export const routes = {
  create: 'POST /api/connections',
  test: 'POST /api/connections/:id/test',
  setSecret: 'POST /api/workflows/:path/secrets',
};

/** Before each test: no form, nothing wrong with the account, no notification. */
export function startClean(account: () => ServedAccount): void {
  beforeEach(async () => {
    await closeEverything();
    await person.gone('iframe.webview.ready');
    await account().fail();
    await vscode.commands.executeCommand('notifications.clearAll');
  });
}

/** Opens the form of a connection; resolves when it is closed or done. */
export function openForm(
  what: 'create' | 'overwrite',
  start?: { readonly type: string; readonly name?: string },
): Thenable<unknown> {
  return vscode.commands.executeCommand(`relay.connections.${what}`, start);
}

/** The visible input of a field. */
export const input = (field: string) => `[data-field="${field}"] :is(input:not(.file), textarea):visible`;

/** What stands in the visible input of a field. */
export async function typedInto(field: string): Promise<string> {
  const selector = `[data-field="${field}"] :is(input:not(.file), textarea)`;
  return String(
    await page.run(`() => [...document.querySelectorAll(${JSON.stringify(selector)})]
      .find((each) => each.checkVisibility()).value`),
  );
}

/** Goes through a theme of each kind, and does something in it: `light`, `high-contrast`, `high-contrast-light`, `dark`. */
export async function inEachTheme(act: (kind: string) => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('workbench');
  for (const [kind, theme] of Object.entries(themes)) {
    await settings.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
    await page.see(`body[data-vscode-theme-kind="${kind}"]`);
    await act(kind.replace('vscode-', ''));
  }
}

/** What axe-core finds wrong with the form in front, in each kind of theme. */
export async function violations(picture?: string): Promise<readonly string[]> {
  const found: string[] = [];
  await inEachTheme(async (kind) => {
    found.push(...(await page.violations()).map((each) => `${kind}: ${each}`));
    if (picture !== undefined) await person.picture(`${picture}-${kind}`);
  });
  return found;
}
