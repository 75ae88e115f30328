// The connection types Relay is known to have, with the fields each takes, as plain values (relay/facts).

/** One value of a connection; `name` is its key in `auth.fields` (relay/api.md, Endpoints). */
export interface ConnectionField {
  readonly name: string;
  readonly label: string;
  /** What the value looks like or where it is found. */
  readonly help?: string;
  /** Masked while it is typed. */
  readonly secret: boolean;
  readonly multiline: boolean;
  /** Absent where nothing says whether steps need it. */
  readonly required?: boolean;
  /** Relay makes the value itself when the connection is created: it is not asked for. */
  readonly generated?: true;
  /** Relay shows the value in the answer to the creation and never again. */
  readonly displayOnce?: true;
}

/** A type with no `fields` is one whose fields nobody has published: any may be given. */
export interface ConnectionType {
  readonly type: string;
  readonly displayName: string;
  readonly fields: readonly ConnectionField[];
}

type Words = readonly [name: string, label: string, help?: string];

const field = (secret: boolean, multiline: boolean, [name, label, help]: Words): ConnectionField => ({
  name,
  label,
  ...(help === undefined ? {} : { help }),
  secret,
  multiline,
  required: true,
});
const plain = (...words: Words) => field(false, false, words);
const plainLines = (...words: Words) => field(false, true, words);
const secret = (...words: Words) => field(true, false, words);
const secretLines = (...words: Words) => field(true, true, words);

/** The same field where the sources do not say whether it must be given. */
const perhaps = ({ required: _, ...rest }: ConnectionField): ConnectionField => rest;

/** The types of the catalogue, the best attested first. The service's own list was never published: accept others too. */
export const connectionTypes: readonly ConnectionType[] = [
  {
    type: 'aws',
    displayName: 'AWS',
    // No sessionToken: steps read it from the output of an assume-role step, no form ever asked for it.
    fields: [
      plain(
        'accessKeyID',
        'Access key ID',
        '20 capital letters and digits; the key of a user starts with AKIA.',
      ),
      secret(
        'secretAccessKey',
        'Secret access key',
        '40 characters. AWS shows it once, when the key is made.',
      ),
    ],
  },
  {
    type: 'azure',
    displayName: 'Azure',
    fields: [
      plain('subscriptionID', 'Subscription ID', 'A UUID: 8-4-4-4-12 hexadecimal digits.'),
      plain('clientID', 'Client ID', 'A UUID: the application (client) ID of the app registration.'),
      plain('tenantID', 'Tenant ID', 'A UUID: the directory (tenant) ID of the app registration.'),
      secret('secret', 'Client secret', 'The value of the client secret, not its ID.'),
    ],
  },
  {
    type: 'gcp',
    displayName: 'GCP',
    fields: [
      secretLines(
        'serviceAccountKey',
        'Service account key',
        'The whole JSON key file of the service account, from { to }.',
      ),
    ],
  },
  {
    type: 'kubernetes',
    displayName: 'Kubernetes',
    fields: [
      plain(
        'server',
        'Cluster server',
        'Address of the API server, for example https://cluster.example.com:6443.',
      ),
      plainLines(
        'certificateAuthority',
        'Certificate authority',
        'PEM text, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
      ),
      secret('token', 'Token', 'The bearer token of a service account.'),
    ],
  },
  {
    type: 'ssh',
    displayName: 'SSH private key',
    // No knownHosts: schemas list it, but steps read it beside the connection, never from it.
    fields: [
      secretLines('sshKey', 'Private key', 'The whole key, with its -----BEGIN … and -----END … lines.'),
    ],
  },
  {
    type: 'slack',
    displayName: 'Slack',
    fields: [secret('apiToken', 'Token', 'The token of the Slack app; a bot token starts with xoxb-.')],
  },
  {
    type: 'jira',
    displayName: 'Jira',
    fields: [
      plain('url', 'URL', 'Address of the site, for example https://acme.atlassian.net.'),
      plain('username', 'User name', 'On Jira Cloud, the e-mail address of the user.'),
      secret('password', 'Password or API token', 'On Jira Cloud an API token, elsewhere the password.'),
    ],
  },
  {
    type: 'datadog',
    displayName: 'Datadog',
    fields: [
      secret('apiKey', 'API key', '32 hexadecimal digits.'),
      perhaps(
        secret(
          'applicationKey',
          'Application key',
          '40 hexadecimal digits. Only posting events works without.',
        ),
      ),
    ],
  },
  {
    type: 'pagerduty',
    displayName: 'PagerDuty',
    fields: [
      secret(
        'accessToken',
        'Access token',
        'An Events API integration key to send events, a REST API token for the other steps.',
      ),
    ],
  },
  {
    type: 'puppet',
    displayName: 'Puppet',
    fields: [
      perhaps({ ...plain('relayAPIURL', 'Relay API URL'), generated: true }),
      perhaps({
        ...secret('token', 'Token'),
        generated: true,
        displayOnce: true,
      }),
    ],
  },
  {
    type: 'msteams',
    displayName: 'Microsoft Teams',
    fields: [
      secret(
        'incomingWebhookURL',
        'Incoming webhook URL',
        'Starts with https://. Whoever has this address can post with it.',
      ),
    ],
  },
  {
    type: 'sysdig',
    displayName: 'Sysdig',
    fields: [secret('token', 'API token', 'The API token of a Sysdig Monitor user.')],
  },
  {
    type: 'sendgrid',
    displayName: 'SendGrid',
    fields: [secret('apiKey', 'API key', 'Starts with SG. (with the dot).')],
  },
  {
    type: 'servicenow',
    displayName: 'ServiceNow',
    fields: [
      plain('host', 'Host', 'The instance, for example acme.service-now.com.'),
      plain('user', 'User name'),
      secret('password', 'Password'),
    ],
  },
  {
    type: 'grafana',
    displayName: 'Grafana',
    // No apiToken: the schemas name it, every step reads apiKey.
    fields: [
      plain('apiURL', 'API URL', 'With its /api, for example https://acme.grafana.net/api.'),
      secret('apiKey', 'API key', 'An API key or service account token, sent as a bearer token.'),
    ],
  },
  {
    type: '4me',
    displayName: '4me',
    fields: [
      plain('host', 'Host', 'Address of the 4me API, for example https://api.4me.com.'),
      plain('account', 'Account', 'The account ID, as in its address.'),
      secret('accessToken', 'Access token', 'A personal access token of that account.'),
    ],
  },
  {
    type: 'oci',
    displayName: 'Oracle Cloud Infrastructure',
    fields: [
      plain('userOCID', 'User OCID', 'Starts with ocid1.user.'),
      secretLines(
        'keyContent',
        'Private key',
        'The API signing key as PEM text, with its BEGIN and END lines.',
      ),
      plain('fingerprint', 'Key fingerprint', '16 pairs of hexadecimal digits joined by colons.'),
      plain('tenancy', 'Tenancy OCID', 'Starts with ocid1.tenancy.'),
    ],
  },
  { type: 'opsgenie', displayName: 'Opsgenie', fields: [] },
  { type: 'victorops', displayName: 'VictorOps', fields: [] },
  {
    type: 'github',
    displayName: 'GitHub',
    fields: [
      secret(
        'accessToken',
        'Access token',
        'A personal access token; the newer kinds start with ghp_ or github_pat_.',
      ),
    ],
  },
];

const known = new Map(connectionTypes.map((each) => [each.type, each]));
let typesNow = connectionTypes;
let byType = known;

/**
 * Puts the user's own types (`relay.connectionTypes`) in the place of those given before. A type whose fields are known
 * here keeps them: a workspace shall not decide that a password is shown while it is typed.
 */
export function setOwnTypes(own: readonly ConnectionType[]): void {
  if (own.length === 0 && byType === known) return;
  const added = own.filter(({ type }) => !known.get(type)?.fields.length);
  byType =
    added.length === 0 ? known : new Map([...known, ...added.map((each) => [each.type, each] as const)]);
  typesNow = [...byType.values()];
}

/** Every known type with the user's own; the same list as long as the types are the same. */
export function connectionTypesNow(): readonly ConnectionType[] {
  return typesNow;
}

/** The known type of this name (exact, case counts), or undefined: Relay may have types that nobody has told of. */
export function connectionTypeOf(type: string): ConnectionType | undefined {
  return byType.get(type);
}
