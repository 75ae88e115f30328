// Turns the text of a key, a certificate or a key file into a word of advice where something of it is missing or other.

import * as l10n from '@vscode/l10n';
import { isObject, readJSON } from '../objects';

const text = {
  publicForPrivate: l10n.t('This is a public key. The private one is needed: usually the file without .pub.'),
  certificateForPrivate: l10n.t('This is a certificate. The private key is needed.'),
  putty: l10n.t("This key is in PuTTY's own format: export it as an OpenSSH key first."),
  privateForCertificate: l10n.t(
    'This is a private key. A certificate is needed, and this field is shown: take the key out again.',
  ),
  encoded: l10n.t('This is base64 of the text, as in a kubeconfig: decode it first.'),
  escapedLines: l10n.t('Its line breaks are written as \\n: they have to be line breaks.'),
  oneLine: l10n.t('It is all on one line: its line breaks were lost.'),
  noBegin: (label: string) =>
    l10n.t('The first line is not -----BEGIN {0}-----: the start is missing.', label),
  noEnd: (label: string) => l10n.t('The last line is not -----END {0}-----: the end is missing.', label),
  otherEnd: l10n.t('The END line does not belong to the BEGIN line.'),
  locked: l10n.t('This key is protected by a passphrase, which steps cannot enter.'),
  notJSON: l10n.t('This is not valid JSON: take the whole key file, from { to }.'),
  notObject: l10n.t('This is not the key file of a service account.'),
  user: l10n.t('These are the credentials of a user, not the key of a service account.'),
  noMember: (members: string) => l10n.t('There is no {0} in it: this is not the whole key file.', members),
  badKey: l10n.t('The private_key in it is not a whole key.'),
};

/** What is wrong with a PEM text; undefined where nothing looks wrong. Never quotes it. */
export function keyAdviceOf(wanted: 'private key' | 'certificate', core: string): string | undefined {
  const label = wanted === 'certificate' ? 'CERTIFICATE' : '… PRIVATE KEY';
  if (wanted === 'private key') {
    if (/^-----BEGIN [A-Z0-9 ]*PUBLIC KEY|^(?:ssh|ecdsa|sk)-\S+ AAAA/.test(core))
      return text.publicForPrivate;
    if (core.startsWith('-----BEGIN CERTIFICATE')) return text.certificateForPrivate;
    if (core.startsWith('PuTTY-User-Key-File')) return text.putty;
  } else if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(core)) return text.privateForCertificate;
  if (core.startsWith('LS0tLS1CRUdJTi')) return text.encoded;
  const begin = /^-----BEGIN ([A-Z0-9 ]+)-----/.exec(core)?.[1];
  if (begin === undefined || !begin.endsWith(label.replace('… ', ''))) return text.noBegin(label);
  if (core.includes('\\n') && !core.includes('\n')) return text.escapedLines;
  const end = /-----END ([A-Z0-9 ]+)-----$/.exec(core)?.[1];
  if (end === undefined) return text.noEnd(begin);
  if (end !== begin) return text.otherEnd;
  if (!core.includes('\n')) return text.oneLine;
  return begin === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: 4,ENCRYPTED/m.test(core) ? text.locked : undefined;
}

/** The same for the JSON key file of a service account of Google Cloud. */
export function serviceAccountAdviceOf(core: string): string | undefined {
  const content = readJSON(core);
  if (content === undefined) return text.notJSON;
  if (!isObject(content)) return text.notObject;
  const { type, client_email, private_key } = content;
  if (type === 'authorized_user') return text.user;
  const members = { type, client_email, private_key };
  const missing = Object.entries(members).filter(([, value]) => typeof value !== 'string' || value === '');
  if (missing.length > 0) return text.noMember(missing.map(([member]) => member).join(l10n.t(' and no ')));
  if (type !== 'service_account') return text.notObject;
  return keyAdviceOf('private key', String(private_key).trim()) === undefined ? undefined : text.badKey;
}
