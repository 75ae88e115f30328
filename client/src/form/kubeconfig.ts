// Turns a kubeconfig into the contexts it has, with the values of a Kubernetes connection and what each lacks.
import * as l10n from '@vscode/l10n';
import { isObject } from '../../../server/src/objects';
import { readPlainYaml } from '../../../server/src/workflow/yamlText';
import type { KubeContext } from './messages';

const text = {
  broken: l10n.t('This kubeconfig cannot be read: it is not valid YAML.'),
  none: l10n.t('This kubeconfig has no contexts.'),
  noCluster: l10n.t('Its cluster is not in the file.'),
  noServer: l10n.t('Its cluster has no server.'),
  path: l10n.t('The certificate authority is a file of its own: choose that file for the field.'),
  badAuthority: l10n.t('Its certificate-authority-data is not base64: get the certificate in another way.'),
  insecure: l10n.t(
    'Its cluster is used without checking the certificate: a connection needs the certificate authority.',
  ),
  noAuthority: l10n.t('Its cluster names no certificate authority.'),
  noUser: l10n.t('Its user is not in the file.'),
  noToken: (instead: string) =>
    l10n.t("Its user signs in with {0} and has no token: a service account's token is needed.", instead),
  tokenFile: l10n.t('The token is in a file of its own: copy it from there.'),
  unnamed: l10n.t('(without a name)'),
};

/** How a user signs in other than by a token, by its member. */
const otherWays: readonly (readonly [member: string, words: string])[] = [
  ['client-certificate', l10n.t('a client certificate')],
  ['client-certificate-data', l10n.t('a client certificate')],
  ['exec', l10n.t('a program on this machine (exec)')],
  ['auth-provider', l10n.t('an auth provider')],
  ['username', l10n.t('a user name and a password')],
];

export interface Kubeconfig {
  readonly contexts: readonly KubeContext[];
  /** Why there are none. */
  readonly problem?: string;
}

/** Reads `kubectl config view --raw` and its like (YAML or JSON). Never throws, and quotes no value in words. */
export function readKubeconfig(file: string): Kubeconfig {
  const config = readPlainYaml(file);
  if (!isObject(config)) return { contexts: [], problem: text.broken };
  const clusters = named(config.clusters, 'cluster');
  const users = named(config.users, 'user');
  const contexts = [...named(config.contexts, 'context')].map(([name, context]): KubeContext => {
    const cluster = clusters.get(textOf(context.cluster));
    const user = users.get(textOf(context.user));
    const parts = [serverOf(cluster), authorityOf(cluster), tokenOf(user)];
    return {
      name: name === '' ? text.unnamed : name,
      isCurrent: name === config['current-context'],
      values: parts.flatMap(({ value }) => (value ? [value] : [])),
      lacks: parts.flatMap(({ lack }) => lack ?? []),
    };
  });
  return contexts.length > 0 ? { contexts } : { contexts, problem: text.none };
}

interface Part {
  readonly value?: readonly [field: string, value: string];
  readonly lack?: string;
}
type Members = Readonly<Record<string, unknown>>;

function serverOf(cluster: Members | undefined): Part {
  if (!cluster) return { lack: text.noCluster };
  const server = textOf(cluster.server);
  return server ? { value: ['server', server] } : { lack: text.noServer };
}

function authorityOf(cluster: Members | undefined): Part {
  if (!cluster) return {};
  const encoded = textOf(cluster['certificate-authority-data']).replace(/\s/g, '');
  if (encoded) {
    const decoded = Buffer.from(encoded, 'base64').toString('utf8');
    return decoded.includes('-----BEGIN')
      ? { value: ['certificateAuthority', decoded] }
      : { lack: text.badAuthority };
  }
  if (textOf(cluster['certificate-authority'])) return { lack: text.path };
  return { lack: cluster['insecure-skip-tls-verify'] === true ? text.insecure : text.noAuthority };
}

function tokenOf(user: Members | undefined): Part {
  if (!user) return { lack: text.noUser };
  const token = textOf(user.token);
  if (token) return { value: ['token', token] };
  if (textOf(user.tokenFile)) return { lack: text.tokenFile };
  const other = otherWays.find(([member]) => user[member] !== undefined);
  return { lack: text.noToken(other?.[1] ?? l10n.t('nothing that the file says')) };
}

/** The entries of a list of `{name, <kind>: {…}}`, by name; the first of a name counts, as for kubectl. */
function named(list: unknown, kind: string): ReadonlyMap<string, Members> {
  const found = new Map<string, Members>();
  for (const entry of Array.isArray(list) ? list : []) {
    if (!isObject(entry)) continue;
    const name = textOf(entry.name);
    const members = entry[kind];
    if (!found.has(name)) found.set(name, isObject(members) ? members : {});
  }
  return found;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
