// Turns the parts of a page into safe, plain HTML: no scripts, nothing loaded, nothing framed.
import { createHash } from 'node:crypto';

export interface Page {
  readonly title: string;
  /** HTML: whatever is not written in this program is `escaped`. */
  readonly body: string;
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
.code { font: 600 1.75rem/1.25 ui-monospace, monospace; letter-spacing: .1em; }
fieldset, .field { margin: 1.5rem 0; padding: .75rem 1rem; border: 1px solid GrayText; border-radius: .375rem; }
label { display: block; padding: .25rem 0; }
.note { display: block; font-size: .875rem; }
input[type=text], input[type=password] { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; }
button { font: inherit; padding: .5rem 1.25rem; margin: 0 .5rem .5rem 0; }
.problem { padding: .5rem 1rem; border-inline-start: .25rem solid #c62828; }
`;

/**
 * The headers of every page. A page cannot be framed, sends its forms to its own account only, and tells no other site
 * its address, which holds the code.
 */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

export function writePage({ title, body }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)} – Local Relay account</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** A page that says one thing. */
export function sayingPage(title: string, text: string): Page {
  return { title, body: `<p role="status">${escaped(text)}</p>` };
}

/** What went wrong with the last try, for the top of a form. */
export function problemOf(text: string | undefined): string {
  return text === undefined ? '' : `<p class="problem" role="alert">${escaped(text)}</p>`;
}

/** A text as HTML, also within quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
