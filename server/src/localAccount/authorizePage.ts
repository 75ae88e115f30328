// The page that stands for the other side of an authorisation in the browser: allow or refuse a connection.
import { connectionTypeOf } from '../catalogue/connectionTypes';
import type { Authorizations, Wanted } from './authorizations';
import { escaped, type Page, sayingPage } from './page';
import type { Answered, Place } from './pages';
import { ContractError } from './refusals';

/** Its address holds a secret that only the administrator who asked was given; more proof is not needed. */
export function authorizePage(authorizations: Authorizations): Place {
  return {
    path: '/authorize',
    show(asked) {
      const secret = asked.get('request') ?? '';
      const wanted = authorizations.find(secret);
      return wanted ? { status: 200, page: askingPage(secret, wanted) } : gone();
    },
    async act(sent) {
      const secret = sent.get('request') ?? '';
      if (!authorizations.find(secret)) return gone();
      if (sent.get('decision') !== 'allow') {
        authorizations.refuse(secret);
        return said(200, 'Not connected', 'Nothing was changed. You can close this page.');
      }
      try {
        if (!(await authorizations.allow(secret))) return gone();
      } catch (error) {
        if (error instanceof ContractError) return said(error.statusCode, 'Not connected', error.friendly);
        throw error;
      }
      return said(200, 'Connected', 'You can close this page and go back to where you began.');
    },
  };
}

function said(status: number, title: string, text: string): Answered {
  return { status, page: sayingPage(title, text) };
}

function gone(): Answered {
  const text = 'This page has been used, or has expired. Begin again where you began.';
  return said(404, 'Nothing to allow', text);
}

function askingPage(secret: string, { type, name, oauth, id }: Wanted): Page {
  const other = connectionTypeOf(type)?.displayName ?? type;
  const scopes = oauth.scopes.map((scope) => `<li>${escaped(scope)}</li>`).join('');
  const body = `<p>The local account asks for access to ${escaped(other)}, to ${id ? 'renew' : 'create'} the connection
<strong>${escaped(name)}</strong>.</p>
${scopes && `<p>It asks for:</p><ul>${scopes}</ul>`}
<p class="note">This page stands in for the one of ${escaped(other)}, which is not contacted.</p>
<form method="post" action="/authorize">
<input type="hidden" name="request" value="${escaped(secret)}">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="refuse">Refuse</button>
</form>`;
  return { title: `Connect ${other}`, body };
}
