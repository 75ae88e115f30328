// Puts the words that the extension gave the page in the place of ours, before any of them is read: this is imported first.
import * as l10n from '@vscode/l10n';

const { words } = document.body.dataset;
if (words !== undefined) l10n.config({ contents: JSON.parse(words) });
