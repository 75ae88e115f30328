// Turns the inputs of a form into its whole page: the frame, the policy and the buttons that all forms share.
import * as l10n from '@vscode/l10n';
import { escapedOf, shownOf } from './words';

/** Where the page lives. `nonce` lets its one script run; `panel` is what every message of this panel carries. */
export interface Frame {
  readonly nonce: string;
  readonly panel: string;
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The language of the words, as HTML writes it. */
  readonly language: string;
  /** The words in the editor's language by ours, as JSON; absent where ours are the editor's. */
  readonly words?: string | undefined;
}

/** What is in the frame. Title, intro and the words on the buttons are text, the rest is HTML. */
export interface Content {
  readonly title: string;
  /** Which of several forms this is. */
  readonly step?: string | undefined;
  readonly intro: string;
  readonly save: Button;
  /** Saves and tests. */
  readonly test?: Button;
  /** Goes on to the next form. */
  readonly skip?: string | undefined;
  readonly inputs: string;
  /** Below the form. */
  readonly after?: string;
  readonly templates?: string;
}

/** What stands on a button, and what once the form's first save is done and it stays open. */
export interface Button {
  readonly words: string;
  readonly again?: string;
}

const cancel = { words: l10n.t('Cancel'), again: l10n.t('Close') };
const stays = l10n.t(
  'The connection is there with the values below. Correct them and overwrite, or close the form.',
);
const copyAddress = l10n.t('Copy the address of the page');

/** The page, under a policy that lets it load its own script and style and nothing else. */
export function pageHtml(
  frame: Frame,
  { title, step, intro, save, test, skip, inputs, after = '', templates = '' }: Content,
): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${frame.nonce}'`,
    `style-src ${frame.cspSource}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapedOf(frame.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapedOf(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapedOf(frame.styleUri)}">
<title>${shownOf(title)}</title>
</head>
<body data-panel="${escapedOf(frame.panel)}"${frame.words === undefined ? '' : ` data-words="${escapedOf(frame.words)}"`}>
<main>
<header id="head">
<h1 id="title" tabindex="-1"><bdi>${shownOf(title)}</bdi></h1>
${
  step === undefined
    ? ''
    : `<p id="step">${shownOf(step)}</p>
`
}<p id="intro">${shownOf(intro)}</p>
</header>
<form id="form" novalidate autocomplete="off" aria-labelledby="title" aria-describedby="intro">
<div id="problems" class="problems" role="alert" tabindex="-1"></div>
<div id="verdict" role="status"></div>
<p id="stays" class="note" hidden>${shownOf(stays)}</p>
${inputs}
<footer>
${buttonHtml('submit', 'create', 'button', save)}
${
  test
    ? `${buttonHtml('button', 'test', 'button secondary', test)}
`
    : ''
}${
  skip === undefined
    ? ''
    : `${buttonHtml('button', 'skip', 'button secondary', { words: skip })}
`
}${buttonHtml('button', 'cancel', 'button secondary', cancel)}
<p id="status" role="status" tabindex="-1"></p>
<button type="button" id="copyAddress" class="link" hidden>${shownOf(copyAddress)}</button>
</footer>
</form>
${after}
</main>
${templates}
<script nonce="${escapedOf(frame.nonce)}" src="${escapedOf(frame.scriptUri)}"></script>
</body>
</html>`;
}

function buttonHtml(type: 'submit' | 'button', id: string, look: string, { words, again }: Button): string {
  const later = again === undefined ? '' : ` data-again="${escapedOf(again)}"`;
  return `<button type="${type}" id="${id}" class="${look}"${later}>${shownOf(words)}</button>`;
}
