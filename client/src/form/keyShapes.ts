// Turns the text of a key, a certificate or a key file into a word of advice where something of it is missing or other.

const text = {
  publicForPrivate: 'This is a public key. The private one is needed: usually the file without .pub.',
  certificateForPrivate: 'This is a certificate. The private key is needed.',
  putty: "This key is in PuTTY's own format: export it as an OpenSSH key first.",
  privateForCertificate:
    'This is a private key. A certificate is needed, and this field is shown: take the key out again.',
  encoded: 'This is base64 of the text, as in a kubeconfig: decode it first.',
  escapedLines: 'Its line breaks are written as \\n: they have to be line breaks.',
  oneLine: 'It is all on one line: its line breaks were lost.',
  noBegin: (label: string) => `The first line is not -----BEGIN ${label}-----: the start is missing.`,
  noEnd: (label: string) => `The last line is not -----END ${label}-----: the end is missing.`,
  otherEnd: 'The END line does not belong to the BEGIN line.',
  locked: 'This key is protected by a passphrase, which steps cannot enter.',
  notJSON: 'This is not valid JSON: take the whole key file, from { to }.',
  notObject: 'This is not the key file of a service account.',
  user: 'These are the credentials of a user, not the key of a service account.',
  noMember: (members: string) => `There is no ${members} in it: this is not the whole key file.`,
  badKey: 'The private_key in it is not a whole key.',
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
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return text.notObject;
  const { type, client_email, private_key } = content as Readonly<Record<string, unknown>>;
  if (type === 'authorized_user') return text.user;
  const members = { type, client_email, private_key };
  const missing = Object.entries(members).filter(([, value]) => typeof value !== 'string' || value === '');
  if (missing.length > 0) return text.noMember(missing.map(([member]) => member).join(' and no '));
  if (type !== 'service_account') return text.notObject;
  return keyAdviceOf('private key', String(private_key).trim()) === undefined ? undefined : text.badKey;
}

function readJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
