// The page on which a person confirms a sign-in: compares the code, chooses the role, and proves to own the account.
import type { Secret } from '../account/secret';
import { isOwner } from './callers';
import { escaped, type Page, problemOf, sayingPage } from './page';
import type { Answered, Place } from './pages';
import type { SignIns } from './signIns';
import type { Role } from './state';

const title = 'Sign in to the local account';

/**
 * To allow a sign-in takes the account's own token, because whoever begins one knows its code: without the token any
 * program on this machine, those of other users too, could let itself in.
 */
export function signInPage(signIns: SignIns, owner: Secret): Place {
  return {
    path: '/sign-in',
    show(asked) {
      const typed = asked.get('code');
      if (typed === null) return { status: 200, page: codePage() };
      const code = signIns.find(typed);
      return code === undefined ? unknownCode() : { status: 200, page: confirmPage(code) };
    },
    async act(sent) {
      const code = signIns.find(sent.get('code') ?? '');
      if (code === undefined) return unknownCode();
      if (sent.get('decision') !== 'allow') {
        signIns.refuse(code);
        return said('Sign-in refused', 'Nobody was signed in. You can close this page.');
      }
      const role = roleOf(sent.get('role'));
      const token = sent.get('token')?.trim() ?? '';
      if (!role) return { status: 422, page: confirmPage(code, 'Choose a role.') };
      if (!isOwner(token, owner)) {
        return { status: 403, page: confirmPage(code, 'That is not the token of this account.', role) };
      }
      if (!(await signIns.confirm(code, role))) return unknownCode();
      return said('Signed in', 'You can close this page and go back to where you began.');
    },
  };
}

function roleOf(text: string | null): Role | undefined {
  return text === 'administrator' || text === 'viewer' ? text : undefined;
}

function said(heading: string, text: string): Answered {
  return { status: 200, page: sayingPage(heading, text) };
}

function unknownCode(): Answered {
  const text = 'No sign-in waits under this code. It may have expired: begin again where you began.';
  return { status: 404, page: codePage(text) };
}

function codePage(problem?: string): Page {
  const body = `${problemOf(problem)}
<form method="get" action="/sign-in">
<div class="field">
<label for="code">Code that was shown to you</label>
<input type="text" id="code" name="code" required autocomplete="off" autocapitalize="characters" spellcheck="false">
</div>
<button type="submit">Continue</button>
</form>`;
  return { title, body };
}

function confirmPage(code: string, problem?: string, role: Role = 'administrator'): Page {
  const checked = (each: Role) => (each === role ? ' checked' : '');
  const body = `${problemOf(problem)}
<p>A program asks to sign in. Go on only if it shows you this code:</p>
<p class="code">${escaped(code)}</p>
<form method="post" action="/sign-in">
<input type="hidden" name="code" value="${escaped(code)}">
<fieldset>
<legend>It may act as</legend>
<label><input type="radio" name="role" value="administrator"${checked('administrator')}> Administrator
<span class="note">Everything: add, change and delete connections and secrets.</span></label>
<label><input type="radio" name="role" value="viewer"${checked('viewer')}> Viewer
<span class="note">Only list and test connections.</span></label>
</fieldset>
<div class="field">
<label for="token">Token of this account</label>
<input type="password" id="token" name="token" autocomplete="off" aria-describedby="where">
<p class="note" id="where">The one that the account was started with. Where it made one itself, it said in which file.</p>
</div>
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="refuse">Refuse</button>
</form>`;
  return { title, body };
}
