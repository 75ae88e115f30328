// Turns the inputs of a form into its whole page: the frame, the policy and the buttons that all forms share.
import { escapedOf, shownOf } from './words';

/** Where the page lives. `nonce` lets its one script run; `panel` is what every message of this panel carries. */
export interface Frame {
  readonly nonce: string;
  readonly panel: string;
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

/** What is in the frame. Title, intro and the word on the button are text, the rest is HTML. */
export interface Content {
  readonly title: string;
  readonly intro: string;
  readonly save: string;
  readonly inputs: string;
  /** Below the form. */
  readonly after?: string;
  readonly templates?: string;
}

const cancel = 'Cancel';

/** The page, under a policy that lets it load its own script and style and nothing else. */
export function pageHtml(
  frame: Frame,
  { title, intro, save, inputs, after = '', templates = '' }: Content,
): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${frame.nonce}'`,
    `style-src ${frame.cspSource}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapedOf(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapedOf(frame.styleUri)}">
<title>${shownOf(title)}</title>
</head>
<body data-panel="${escapedOf(frame.panel)}">
<main>
<header id="head">
<h1 id="title" tabindex="-1"><bdi>${shownOf(title)}</bdi></h1>
<p id="intro">${shownOf(intro)}</p>
</header>
<form id="form" novalidate autocomplete="off" aria-labelledby="title" aria-describedby="intro">
<div id="problems" class="problems" role="alert" tabindex="-1"></div>
${inputs}
<footer>
<button type="submit" id="create" class="button">${shownOf(save)}</button>
<button type="button" id="cancel" class="button secondary">${shownOf(cancel)}</button>
<p id="status" role="status" tabindex="-1"></p>
</footer>
</form>
${after}
</main>
${templates}
<script nonce="${escapedOf(frame.nonce)}" src="${escapedOf(frame.scriptUri)}"></script>
</body>
</html>`;
}
