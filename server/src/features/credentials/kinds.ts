// The sorts of credential that can be told by their look, and where Relay keeps each.
import type { Span } from '../../workflow/span';

export interface CredentialKind {
  /** What it is, in a sentence behind "the". */
  readonly label: string;
  readonly pattern: RegExp;
  /** What the pattern stands between: it is all from the first of the one to the last of the other. */
  readonly between?: readonly [first: string, last: string];
  /** The connection type that holds it, and its field there; absent for one that only a secret can hold. */
  readonly home?: { readonly type: string; readonly field: string };
}

const pem = (what: string) => new RegExp(`-----BEGIN ${what}-----[\\s\\S]*?(?:-----END ${what}-----|$)`);

/** Those that hold others come first: a service account's key file has a private key in it. */
export const credentialKinds: readonly CredentialKind[] = [
  {
    label: 'service account key',
    pattern: /"private_key"\s*:/,
    between: ['{', '}'],
    home: { type: 'gcp', field: 'serviceAccountKey' },
  },
  { label: 'PGP private key', pattern: pem('PGP PRIVATE KEY BLOCK') },
  {
    label: 'private key',
    pattern: pem('(?:[A-Z0-9]+ )*PRIVATE KEY'),
    home: { type: 'ssh', field: 'sshKey' },
  },
  {
    label: 'AWS access key',
    pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
    home: { type: 'aws', field: 'accessKeyID' },
  },
  {
    label: 'Slack token',
    pattern: /\bxox[abeoprs]-[\w-]{10,}/,
    home: { type: 'slack', field: 'apiToken' },
  },
  { label: 'Slack webhook', pattern: /https:\/\/hooks\.slack\.com\/[\w/]{20,}/ },
  {
    label: 'Microsoft Teams webhook',
    pattern: /https:\/\/[\w.-]*webhook\.office\.com\/[^\s"']{20,}/,
    home: { type: 'msteams', field: 'incomingWebhookURL' },
  },
  {
    label: 'GitHub token',
    pattern: /\b(?:gh[oprsu]_[A-Za-z0-9]{30,}|github_pat_\w{22,})/,
    home: { type: 'github', field: 'accessToken' },
  },
  { label: 'GitLab token', pattern: /\bglpat-[\w-]{20,}/ },
  {
    label: 'SendGrid API key',
    pattern: /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
    home: { type: 'sendgrid', field: 'apiKey' },
  },
];

/** The first credential in a text. */
export function credentialIn(text: string): (Span & { readonly kind: CredentialKind }) | undefined {
  for (const kind of credentialKinds) {
    const found = spanIn(text, kind);
    if (found) return { kind, ...found };
  }
  return undefined;
}

function spanIn(text: string, { pattern, between }: CredentialKind): Span | undefined {
  const first = between ? text.indexOf(between[0]) : 0;
  const found = first < 0 ? null : pattern.exec(text.slice(first));
  if (!found) return undefined;
  const start = first + found.index;
  const end = start + found[0].length;
  if (!between) return { start, end };
  const last = text.lastIndexOf(between[1]);
  return last < end ? undefined : { start: first, end: last + 1 };
}
