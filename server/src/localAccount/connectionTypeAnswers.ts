// Answers the calls about connection types, and begins authorisations in the browser.
import type { ProviderAuth, Reauthorization } from '../account/contract/types';
import type { Authorizations } from './authorizations';
import { find, refuseTaken } from './connectionAnswers';
import { ContractError, notFound } from './refusals';
import type { Answers } from './routes';
import type { Store } from './store';

type ConnectionTypeAnswers = Pick<Answers, 'readConnectionType' | 'authorize' | 'reauthorize'>;

interface BrowserType {
  readonly capabilities: readonly string[];
  readonly scopes: NonNullable<ProviderAuth['scopes']>;
}

/**
 * The types that this account lets a person authorise in the browser. Which ones Relay did is not known: these two are
 * here so that it can be lived through.
 */
const browserTypes: Readonly<Record<string, BrowserType>> = {
  github: {
    capabilities: ['source-control'],
    scopes: [
      { name: 'repo', capabilities: ['source-control'] },
      { name: 'read:user', implicit: true },
    ],
  },
  slack: {
    capabilities: [],
    scopes: [{ name: 'chat:write' }, { name: 'channels:read', implicit: true }],
  },
};

/** `urlOf` gives the address of one of the account's own pages. */
export function connectionTypeAnswers(
  store: Store,
  authorizations: Authorizations,
  urlOf: (path: string) => string,
): ConnectionTypeAnswers {
  const pageOf = (secret: string) => ({ url: urlOf(`/authorize?request=${secret}`) });
  return {
    readConnectionType({ parameters: { type } }) {
      const browser = Object.hasOwn(browserTypes, type) ? browserTypes[type] : undefined;
      return {
        connection: {
          auth: [{ type: 'secret' }, ...(browser ? [{ type: 'oauth2', scopes: browser.scopes }] : [])],
          capabilities: browser?.capabilities ?? [],
        },
      };
    },

    authorize({ parameters: { type }, body }) {
      const oauth = wantedOf(type, body);
      refuseTaken(store.state.connections, { type, name: body.name });
      return pageOf(authorizations.begin({ type, name: body.name, oauth }));
    },

    reauthorize({ parameters: { id }, body }) {
      const { type, name } = find(store.state, id);
      return pageOf(authorizations.begin({ type, name, id, oauth: wantedOf(type, body) }));
    },
  };
}

/** What is asked for, checked against what the type has. */
function wantedOf(type: string, { capabilities = [], scopes = [] }: Reauthorization) {
  const browser = Object.hasOwn(browserTypes, type) ? browserTypes[type] : undefined;
  if (!browser) return notFound('Connections of this type are not authorised in a browser.');
  const known = browser.scopes.map(({ name }) => name);
  const unknown = {
    ...unknownIn('capabilities', capabilities, browser.capabilities),
    ...unknownIn('scopes', scopes, known),
  };
  if (Object.keys(unknown).length > 0) {
    throw new ContractError(422, 'invalid', 'Some of what was asked for is not known.', unknown);
  }
  return { capabilities, scopes };
}

function unknownIn(member: string, asked: readonly string[], known: readonly unknown[]) {
  return Object.fromEntries(
    asked.flatMap((each, index) =>
      known.includes(each) ? [] : [[`${member}.${index}`, 'This is not known.']],
    ),
  );
}
