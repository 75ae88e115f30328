// Turns a value and the field it stands in into a word of advice where it does not look like what belongs there.
import * as l10n from '@vscode/l10n';
import { isObject, readJSON } from '../objects';
import { type ConnectionField, connectionTypeOf } from './connectionTypes';
import { keyAdviceOf, serviceAccountAdviceOf } from './keyShapes';

/** Where a value stands; `type` as it is chosen now, `field` its key. */
export interface Place {
  readonly type: string;
  readonly field: string;
}

/** What a value can be told to be, whatever it stands in. */
export type Kind =
  | 'private key'
  | 'public key'
  | 'certificate'
  | 'kubeconfig'
  | 'service account key'
  | 'JSON'
  | 'AWS access key ID'
  | 'AWS secret access key'
  | 'Slack token'
  | 'GitHub token'
  | 'SendGrid API key'
  | 'UUID'
  | 'web address';

const text = {
  quotes: l10n.t('There are quotes around it, which most likely do not belong to the value.'),
  bearer: l10n.t('The word “Bearer” stands in front of it: only what follows is the value.'),
  assigned: l10n.t('It begins with a name and an equals sign: only what follows them is the value.'),
  nameIsType: l10n.t('This is a type. The name is what tells connections of one type apart.'),
  nameHasType: l10n.t('This looks like a type and a name. Only the name belongs here.'),
  belongs: (kind: string, label: string) =>
    l10n.t('This looks like {0}: that belongs into “{1}”.', kind, label),
  foreign: (kind: string) => l10n.t('This looks like {0}, which is not what this field takes.', kind),
  secretID: l10n.t('This looks like an ID. The value of the client secret is needed, not its ID.'),
  webhook: l10n.t('This looks like a web address, not a token.'),
  noScheme: l10n.t('An address starts with https://.'),
  plainHTTP: l10n.t(
    'It starts with http://: what is sent there can be read on the way. Most sites take https://.',
  ),
  blank: l10n.t('There is a space in the address.'),
  credentials: l10n.t('There is a user name or a password in the address.'),
  path: l10n.t('There is something behind the host: only the address of the site is needed.'),
  api: l10n.t('The address of the API ends with /api.'),
  hostOnly: l10n.t('Only the host is needed, without https:// and without what follows it.'),
  uuid: l10n.t('A UUID has 8-4-4-4-12 hexadecimal digits.'),
  applicationKey: l10n.t('It has 40 digits as an application key has; an API key has 32.'),
  apiKey: l10n.t('It has 32 digits as an API key has; an application key has 40.'),
};

/** With an article, for a sentence. */
const said: Readonly<Record<Kind, string>> = {
  'private key': l10n.t('a private key'),
  'public key': l10n.t('a public key'),
  certificate: l10n.t('a certificate'),
  kubeconfig: l10n.t('a whole kubeconfig'),
  'service account key': l10n.t('a service account key of Google Cloud'),
  JSON: 'JSON',
  'AWS access key ID': l10n.t('an access key ID of AWS'),
  'AWS secret access key': l10n.t('a secret access key of AWS'),
  'Slack token': l10n.t('a Slack token'),
  'GitHub token': l10n.t('a GitHub token'),
  'SendGrid API key': l10n.t('a SendGrid API key'),
  UUID: l10n.t('a UUID'),
  'web address': l10n.t('a web address'),
};

const patterns: readonly (readonly [Kind, RegExp])[] = [
  ['private key', /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY|^PuTTY-User-Key-File/],
  ['certificate', /^-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-/],
  ['public key', /^-----BEGIN [A-Z0-9 ]*PUBLIC KEY|^(?:ssh-\w+|ecdsa-sha2-\S+|sk-\S+@openssh\.com) AAAA/],
  ['AWS access key ID', /^A[KS]IA[A-Z0-9]{4,28}$/],
  ['Slack token', /^xox[a-z]-/],
  ['GitHub token', /^(?:gh[pousr]_|github_pat_)/],
  ['SendGrid API key', /^SG\.[\w-]+\.[\w-]/],
  ['UUID', /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i],
  ['web address', /^https?:\/\//i],
];

/** What the value is, as far as its looks tell. */
export function kindOf(value: string): Kind | undefined {
  const core = value.trim();
  const found = patterns.find(([, pattern]) => pattern.test(core))?.[0];
  if (!found && isKubeconfig(core)) return 'kubeconfig';
  if (found || !core.startsWith('{')) return found;
  const content = readJSON(core);
  if (!isObject(content)) return undefined;
  return content.type === 'service_account' ? 'service account key' : 'JSON';
}

/** Whether a text is a kubeconfig, in YAML or JSON, as far as its looks tell. */
export function isKubeconfig(value: string): boolean {
  return ['clusters', 'contexts'].every((member) =>
    new RegExp(`(?:^|[{,])["' ]*${member}["']? *:`, 'm').test(value),
  );
}

/** What each field of a known type takes, where that has a shape. */
const takes: Readonly<Record<string, Kind>> = {
  'aws.accessKeyID': 'AWS access key ID',
  'aws.secretAccessKey': 'AWS secret access key',
  'azure.subscriptionID': 'UUID',
  'azure.clientID': 'UUID',
  'azure.tenantID': 'UUID',
  'gcp.serviceAccountKey': 'service account key',
  'kubernetes.server': 'web address',
  'kubernetes.certificateAuthority': 'certificate',
  'ssh.sshKey': 'private key',
  'slack.apiToken': 'Slack token',
  'jira.url': 'web address',
  'msteams.incomingWebhookURL': 'web address',
  'sendgrid.apiKey': 'SendGrid API key',
  'grafana.apiURL': 'web address',
  '4me.host': 'web address',
  'oci.keyContent': 'private key',
  'github.accessToken': 'GitHub token',
};

/** What is right only when the whole value stands there, so that it is not said while it is typed. */
const wholes: Readonly<Record<string, readonly [RegExp, string]>> = {
  'aws.accessKeyID': [/^[A-Z0-9]{20}$/, l10n.t('An access key ID has 20 capital letters and digits.')],
  'aws.secretAccessKey': [/^[A-Za-z0-9/+]{40}$/, l10n.t('A secret access key has 40 characters.')],
  'datadog.apiKey': [/^[\da-f]{32}$/i, l10n.t('An API key has 32 hexadecimal digits.')],
  'datadog.applicationKey': [/^[\da-f]{40}$/i, l10n.t('An application key has 40 hexadecimal digits.')],
  'sendgrid.apiKey': [/^SG\./, l10n.t('A SendGrid API key starts with SG. (with the dot).')],
  'oci.userOCID': [/^ocid1\.user\./, l10n.t('The OCID of a user starts with ocid1.user.')],
  'oci.tenancy': [/^ocid1\.tenancy\./, l10n.t('The OCID of a tenancy starts with ocid1.tenancy.')],
  'oci.fingerprint': [
    /^[\da-f]{2}(?::[\da-f]{2}){15}$/i,
    l10n.t('A fingerprint is 16 pairs of hexadecimal digits joined by colons.'),
  ],
};

/** Kinds that are told from the rest by their looks alone, so that they are strange in any field that takes others. */
const distinct: readonly Kind[] = [
  'kubeconfig',
  'JSON',
  'service account key',
  ...patterns.map(([kind]) => kind).filter((kind) => kind !== 'UUID' && kind !== 'web address'),
];

/**
 * Advice, never a reason to refuse: undefined where nothing looks wrong. `isWhole` tells that the value is not being
 * typed. The value is never quoted.
 */
export function shapeAdviceOf({ type, field }: Place, value: string, isWhole: boolean): string | undefined {
  const core = value.trim();
  if (core === '') return undefined;
  const around = wrappingAdviceOf(core);
  if (around) return around;
  const place = `${type}.${field}`;
  const wanted = takes[place];
  const fields = connectionTypeOf(type)?.fields ?? [];
  const own = fields.find(({ name }) => name === field);
  if (!own) return undefined;
  const misplaced = misplacedAdviceOf(type, own, fields, core);
  if (misplaced) return misplaced;
  if (wanted === 'web address') return addressAdviceOf(place, core, isWhole);
  if (!isWhole) return undefined;
  if (wanted === 'private key' || wanted === 'certificate') return keyAdviceOf(wanted, core);
  if (wanted === 'service account key') return serviceAccountAdviceOf(core);
  if (wanted === 'UUID') return kindOf(core) === 'UUID' ? undefined : text.uuid;
  const whole = wholes[place];
  return whole && !whole[0].test(core) ? whole[1] : undefined;
}

/** What was copied with the value: quotes, `Bearer `, `NAME=`. */
function wrappingAdviceOf(core: string): string | undefined {
  if (core.length > 2 && /^(["'`])[\s\S]*\1$/.test(core)) return text.quotes;
  if (/^bearer\s+\S/i.test(core)) return text.bearer;
  return /^(?:export\s+)?[A-Z][A-Z0-9]*_[A-Z0-9_]+=[^=\s]/.test(core) ? text.assigned : undefined;
}

function misplacedAdviceOf(
  type: string,
  own: ConnectionField,
  fields: readonly ConnectionField[],
  core: string,
): string | undefined {
  const place = `${type}.${own.name}`;
  const wanted = takes[place];
  const kind = kindIn(type, core);
  if (place === 'datadog.apiKey' && /^[\da-f]{40}$/i.test(core)) return text.applicationKey;
  if (place === 'datadog.applicationKey' && /^[\da-f]{32}$/i.test(core)) return text.apiKey;
  if (place === 'servicenow.host') return /[/:]/.test(core) ? text.hostOnly : undefined;
  if (!kind || kind === wanted) return undefined;
  // A public key in place of the private one, and the like, are told better by what is wanted.
  if (wanted === 'private key' && (kind === 'public key' || kind === 'certificate')) return undefined;
  if (wanted === 'certificate' && kind === 'private key') return undefined;
  if (wanted === 'service account key' && kind === 'JSON') return undefined;
  if (place === 'azure.secret' && kind === 'UUID') return text.secretID;
  if (place === 'slack.apiToken' && kind === 'web address') return text.webhook;
  const home = fields.find(({ name }) => name !== own.name && takes[`${type}.${name}`] === kind);
  if (home && kind !== 'UUID') return text.belongs(said[kind], home.label);
  return wanted || distinct.includes(kind) ? text.foreign(said[kind]) : undefined;
}

/** An AWS secret has no mark of its own: 40 characters are taken for one among the fields of AWS alone. */
function kindIn(type: string, core: string): Kind | undefined {
  const kind = kindOf(core);
  if (kind || type !== 'aws') return kind;
  return /^[A-Za-z0-9/+]{40}$/.test(core) ? 'AWS secret access key' : undefined;
}

/** Kubernetes, Teams and Grafana have paths of their own. */
const bareSites: readonly string[] = ['jira.url', '4me.host'];

function addressAdviceOf(place: string, core: string, isWhole: boolean): string | undefined {
  if (/\s/.test(core)) return text.blank;
  const [, scheme, rest = ''] = /^(https?):\/\/(.*)$/i.exec(core) ?? [];
  if (!scheme) return isWhole ? text.noScheme : undefined;
  if (scheme.toLowerCase() === 'http') return text.plainHTTP;
  if (/^[^/?#]*@/.test(rest)) return text.credentials;
  if (bareSites.includes(place) && /^[^/?#]+[/?#]+[^/?#]/.test(rest)) return text.path;
  return isWhole && place === 'grafana.apiURL' && !/\/api\/?$/.test(rest) ? text.api : undefined;
}

/** A word on a name that was probably meant otherwise. */
export function nameAdviceOf(type: string, name: string): string | undefined {
  const core = name.trim();
  if (connectionTypeOf(core)) return text.nameIsType;
  const [first = '', second] = core.split(/[/.]/);
  return second && (first === type || connectionTypeOf(first)) ? text.nameHasType : undefined;
}
