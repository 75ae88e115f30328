// Puts the words of the editor's language in the place of ours, before any of them is read: this is imported first.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
