// The advice on what stands in a field, as a table: nothing of it is a reason to refuse, and none of it quotes the value.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionTypes } from '../../server/src/catalogue/connectionTypes';
import { isKubeconfig, kindOf, nameAdviceOf, shapeAdviceOf } from '../../server/src/catalogue/shapes';

const pem = (label: string, end = label) =>
  `-----BEGIN ${label}-----\nMIIBVgIBADANBg\n-----END ${end}-----\n`;
const privateKey = pem('OPENSSH PRIVATE KEY');
const certificate = pem('CERTIFICATE');
const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@host';
const serviceAccount = (changes: object = {}) =>
  JSON.stringify({
    type: 'service_account',
    client_email: 'robot@acme.iam.gserviceaccount.com',
    private_key: pem('PRIVATE KEY'),
    ...changes,
  });
const accessKeyID = 'AKIAIOSFODNN7EXAMPLE';
const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const uuid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const hex = (length: number) => 'a1'.repeat(length / 2);
const kubeconfig =
  'apiVersion: v1\nclusters:\n- name: a\ncontexts:\n- name: a\nusers:\n- name: a\n  user: {}\n';

describe('what looks right', () => {
  it.each([
    ['aws', 'accessKeyID', accessKeyID],
    ['aws', 'secretAccessKey', secretKey],
    ['azure', 'tenantID', uuid],
    ['azure', 'secret', 'Ab8Q~x.y_z'],
    ['gcp', 'serviceAccountKey', serviceAccount()],
    ['kubernetes', 'server', 'https://rancher.example/k8s/clusters/c-1'],
    ['kubernetes', 'certificateAuthority', certificate],
    ['kubernetes', 'certificateAuthority', certificate + certificate],
    ['kubernetes', 'token', 'eyJhbGciOi.eyJpc3Mi.c2ln'],
    ['ssh', 'sshKey', privateKey],
    ['ssh', 'sshKey', pem('RSA PRIVATE KEY')],
    ['ssh', 'sshKey', privateKey.replaceAll('\n', '\r\n')],
    ['slack', 'apiToken', 'xoxb-1-2'],
    ['jira', 'url', 'https://acme.atlassian.net/'],
    ['jira', 'username', 'me@acme.example'],
    ['jira', 'password', 'https-is-my-password'],
    ['datadog', 'apiKey', hex(32)],
    ['datadog', 'applicationKey', hex(40)],
    ['msteams', 'incomingWebhookURL', 'https://acme.webhook.office.com/webhookb2/x'],
    ['sendgrid', 'apiKey', 'SG.abc.def'],
    ['servicenow', 'host', 'acme.service-now.com'],
    ['grafana', 'apiURL', 'https://acme.grafana.net/api/'],
    ['4me', 'host', 'https://api.4me.com'],
    ['oci', 'userOCID', 'ocid1.user.oc1..x'],
    ['oci', 'fingerprint', Array(16).fill('0a').join(':')],
    ['github', 'accessToken', hex(40)],
    ['inhouse', 'anything', accessKeyID],
    ['aws', 'accessKeyID', '  '],
  ])('%s %s', (type, field, value) => {
    expect(shapeAdviceOf({ type, field }, value, true)).toBeUndefined();
  });
});

describe('what looks wrong', () => {
  it.each([
    ['aws', 'secretAccessKey', accessKeyID, /access key ID of AWS.*“Access key ID”/],
    ['aws', 'accessKeyID', secretKey, /secret access key of AWS.*“Secret access key”/],
    ['aws', 'accessKeyID', 'AKIA', /20 capital/],
    ['aws', 'secretAccessKey', 'short', /40 characters/],
    ['aws', 'secretAccessKey', 'xoxb-1-2', /Slack token/],
    ['aws', 'accessKeyID', 'https://aws.example', /web address/],
    ['slack', 'apiToken', 'https://hooks.slack.com/services/x', /not a token/],
    ['slack', 'apiToken', 'ghp_abc', /GitHub token/],
    ['slack', 'apiToken', 'Bearer xoxb-1', /Bearer/],
    ['slack', 'apiToken', '"xoxb-1"', /quotes/],
    ['slack', 'apiToken', 'SLACK_TOKEN=xoxb-1', /equals sign/],
    ['slack', 'apiToken', 'export SLACK_TOKEN=xoxb-1', /equals sign/],
    ['jira', 'password', privateKey, /private key/],
    ['jira', 'username', '{"a":1}', /JSON/],
    ['jira', 'url', 'acme.atlassian.net', /https:/],
    ['jira', 'url', 'http://acme.atlassian.net', /http:/],
    ['jira', 'url', 'https://acme.atlassian.net/browse/A-1', /behind the host/],
    ['jira', 'url', 'https://acme .atlassian.net', /space/],
    ['jira', 'url', 'https://me:pw@acme.atlassian.net', /user name or a password/],
    ['kubernetes', 'token', kubeconfig, /kubeconfig/],
    ['kubernetes', 'certificateAuthority', 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t', /base64/],
    ['kubernetes', 'certificateAuthority', pem('RSA PRIVATE KEY'), /private key.*take the key out/],
    ['kubernetes', 'server', certificate, /certificate.*“Certificate authority”/],
    ['ssh', 'sshKey', publicKey, /public key/],
    ['ssh', 'sshKey', certificate, /certificate/],
    ['ssh', 'sshKey', 'PuTTY-User-Key-File-2: ssh-rsa\n', /PuTTY/],
    ['ssh', 'sshKey', 'MIIB\n-----END RSA PRIVATE KEY-----', /first line.*start is missing/],
    [
      'ssh',
      'sshKey',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIB',
      /-----END RSA PRIVATE KEY-----.*end is missing/,
    ],
    ['ssh', 'sshKey', pem('RSA PRIVATE KEY', 'EC PRIVATE KEY'), /END line/],
    ['ssh', 'sshKey', privateKey.trim().replaceAll('\n', ' '), /one line/],
    ['ssh', 'sshKey', privateKey.trim().replaceAll('\n', '\\n'), /\\n/],
    ['ssh', 'sshKey', pem('ENCRYPTED PRIVATE KEY'), /passphrase/],
    ['gcp', 'serviceAccountKey', '{"type": "service_account",', /not valid JSON/],
    ['gcp', 'serviceAccountKey', '[]', /not the key file/],
    ['gcp', 'serviceAccountKey', '{"type":"authorized_user"}', /a user/],
    ['gcp', 'serviceAccountKey', serviceAccount({ client_email: undefined }), /no client_email in it/],
    ['gcp', 'serviceAccountKey', '{"type":"service_account"}', /no client_email and no private_key/],
    ['gcp', 'serviceAccountKey', serviceAccount({ private_key: 'x' }), /private_key in it/],
    ['azure', 'clientID', 'not-a-uuid', /8-4-4-4-12/],
    ['azure', 'secret', uuid, /not its ID/],
    ['datadog', 'apiKey', hex(40), /application key/],
    ['datadog', 'applicationKey', hex(32), /API key/],
    ['sendgrid', 'apiKey', 'abc', /SG\./],
    ['servicenow', 'host', 'https://acme.service-now.com', /without https/],
    ['grafana', 'apiURL', 'https://acme.grafana.net', /\/api/],
    ['oci', 'tenancy', 'ocid1.user.oc1..x', /tenancy/],
    ['github', 'accessToken', 'xoxp-1', /Slack token/],
  ])('%s %s %j', (type, field, value, words) => {
    const advice = shapeAdviceOf({ type, field }, value, true);
    expect(advice).toMatch(words);
    expect(advice).not.toContain(value.trim());
  });

  it('is said while it is typed only where more typing does not mend it', () => {
    const typing = (type: string, field: string, value: string) =>
      shapeAdviceOf({ type, field }, value, false);
    expect(typing('aws', 'accessKeyID', 'AK')).toBeUndefined();
    expect(typing('jira', 'url', 'htt')).toBeUndefined();
    expect(typing('ssh', 'sshKey', '-----BEGIN')).toBeUndefined();
    expect(typing('aws', 'secretAccessKey', accessKeyID)).toMatch(/access key ID/);
    expect(typing('jira', 'url', 'http://a')).toMatch(/http:/);
  });
});

describe('names', () => {
  it.each([
    ['aws', 'aws', /This is a type/],
    ['aws', 'slack', /This is a type/],
    ['aws', 'aws/production', /Only the name/],
    ['inhouse', 'inhouse.production', /Only the name/],
  ])('of %s: %j', (type, name, words) => expect(nameAdviceOf(type, name)).toMatch(words));

  it.each(['production', 'team/production', 'v1.2', ''])('%j is one', (name) =>
    expect(nameAdviceOf('aws', name)).toBeUndefined(),
  );
});

describe('any text', () => {
  it('is taken, fast, and never quoted', () => {
    const places = connectionTypes.flatMap(({ type, fields }) =>
      fields.map(({ name }) => ({ type, field: name })),
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary', minLength: 12 }),
      fc
        .tuple(
          fc.constantFrom('-----BEGIN ', '{', 'https://', 'xoxb-', 'AKIA', '"'),
          fc.string({ minLength: 12 }),
        )
        .map(([start, rest]) => start + rest),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), value, (place, text) => {
        expect(shapeAdviceOf(place, text, true) ?? '').not.toContain(text.slice(3));
      }),
    );
  });

  it.each([
    ' '.repeat(1_000_000),
    '\n'.repeat(1_000_000),
    '{'.repeat(1_000_000),
    '-----BEGIN '.repeat(90_000),
  ])('of a megabyte takes no time', (text) => {
    const long = `x${text}x`;
    const start = performance.now();
    for (const field of ['server', 'certificateAuthority', 'token'])
      shapeAdviceOf({ type: 'kubernetes', field }, long, true);
    shapeAdviceOf({ type: 'ssh', field: 'sshKey' }, text, true);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('a kubeconfig', () => {
  it.each([
    kubeconfig,
    '{"apiVersion":"v1","clusters":[],"contexts":[],"users":[]}',
    `---\n# mine\n${kubeconfig}`,
  ])('is known by its looks', (text) => {
    expect(isKubeconfig(text)).toBe(true);
    expect(kindOf(text)).toBe('kubeconfig');
  });

  it.each(['clusters of contexts', 'contexts:\n', certificate, ''])('is not %j', (text) =>
    expect(isKubeconfig(text)).toBe(false),
  );
});
