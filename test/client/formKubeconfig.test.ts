// Kubeconfigs as kubectl and the clouds write them, and as nobody should.
import { describe, expect, it, test } from 'vitest';
import { readKubeconfig } from '../../client/src/form/kubeconfig';

const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const encoded = Buffer.from(pem).toString('base64');

/** One context of a cluster and a user. */
const file = (cluster: object, user: object = { token: 'the-token' }) =>
  JSON.stringify({
    'current-context': 'main',
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'main', context: { cluster: 'c', user: 'u' } }],
  });
const whole = { server: 'https://c.example:6443', 'certificate-authority-data': encoded };
const lacksOf = (text: string) => readKubeconfig(text).contexts[0]?.lacks;

test('a context gives server, decoded certificate and token', () => {
  expect(readKubeconfig(file(whole))).toEqual({
    contexts: [
      {
        name: 'main',
        isCurrent: true,
        values: [
          ['server', 'https://c.example:6443'],
          ['certificateAuthority', pem],
          ['token', 'the-token'],
        ],
        lacks: [],
      },
    ],
  });
});

test('each context is joined with its own cluster and user, the current one is known', () => {
  const { contexts } = readKubeconfig(`
apiVersion: v1
kind: Config
current-context: b
clusters:
- { name: one, cluster: { server: "https://one" } }
- { name: two, cluster: { server: "https://two" } }
users:
- { name: x, user: { token: tx } }
- { name: y, user: { token: ty } }
contexts:
- { name: a, context: { cluster: one, user: y } }
- { name: b, context: { cluster: two, user: x, namespace: n } }
`);
  expect(contexts.map(({ name, isCurrent, values }) => [name, isCurrent, ...values.flat()])).toEqual([
    ['a', false, 'server', 'https://one', 'token', 'ty'],
    ['b', true, 'server', 'https://two', 'token', 'tx'],
  ]);
});

describe('what a context lacks is said', () => {
  it.each([
    [
      'the path of a certificate',
      { server: 's', 'certificate-authority': '/etc/ca.crt' },
      {},
      /choose that file/,
    ],
    ['no certificate', { server: 's' }, {}, /names no certificate authority/],
    [
      'no check of the certificate',
      { server: 's', 'insecure-skip-tls-verify': true },
      {},
      /without checking/,
    ],
    ['data that is none', { server: 's', 'certificate-authority-data': '%%%' }, {}, /not base64/],
    ['no server', {}, {}, /no server/],
    [
      'a client certificate',
      whole,
      { 'client-certificate-data': 'x' },
      /client certificate.*service account/,
    ],
    ['a program', whole, { exec: { command: 'aws' } }, /\(exec\).*service account/],
    ['an auth provider', whole, { 'auth-provider': { name: 'oidc' } }, /auth provider.*service account/],
    ['a password', whole, { username: 'u', password: 'secret-password' }, /password.*service account/],
    ['a file for the token', whole, { tokenFile: '/var/token' }, /file of its own/],
    ['nothing', whole, {}, /service account/],
  ])('%s', (_, cluster, user, words) => {
    const lacks = lacksOf(file(cluster, user))?.join(' ') ?? '';
    expect(lacks).toMatch(words);
    expect(lacks).not.toMatch(/secret-password|\/etc|\/var/);
  });

  it('also where cluster and user are not in the file', () => {
    const text = 'clusters: []\ncontexts:\n- { name: a, context: { cluster: gone, user: gone } }\n';
    expect(lacksOf(text)).toHaveLength(2);
  });
});

test.each(['', ':::\n- [', 'just words', '[]', 'clusters: 7\ncontexts: {a: 1}\nusers: [1, null]', '&a [*a]'])(
  'what is no kubeconfig has no contexts, and says so: %j',
  (text) => {
    const { contexts, problem } = readKubeconfig(text);
    expect(contexts).toEqual([]);
    expect(problem).toMatch(/kubeconfig/);
  },
);
