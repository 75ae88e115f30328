// Through a real proxy on loopback to a real TLS server: with and without a password, and every way it can refuse.
import tls from 'node:tls';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountApi } from '../../server/src/account/api';
import { type NetworkSettings, readProxy } from '../../server/src/account/proxy';
import { Secret } from '../../server/src/account/secret';
import { type Certificate, certificateOf, privateAuthority } from '../support/certificates';
import { hurriedClock } from '../support/clocks';
import { connectProxy } from '../support/connectProxy';
import { scriptedAccount, secureAccount } from '../support/scriptedAccount';

const token = new Secret('token-of-test');
const LIST = { status: 200, body: { connections: [] } };
const CREATED = { status: 201, body: { connection: { type: 'aws', name: 'new', id: '1' } } };
const HOST = 'relay.test';
const PASSWORD = 'pa%ss w:rd';
const LOGIN = `someone:${encodeURIComponent(PASSWORD)}`;

let authority: Certificate;
let certificate: Certificate;

beforeAll(async () => {
  authority = await privateAuthority();
  certificate = await certificateOf(HOST, authority);
});

// What a newer runtime has: the authorities of the operating system, which hold the private one here.
beforeEach(() => {
  Object.assign(tls, { getCACertificates: (kind: string) => (kind === 'system' ? [authority.cert] : []) });
});
afterEach(() => {
  Reflect.deleteProperty(tls, 'getCACertificates');
});

async function behind(
  network: NetworkSettings,
  environment: NodeJS.ProcessEnv = {},
  server = certificate,
  connect = 5_000,
) {
  const account = await secureAccount(server, LIST, CREATED);
  const url = `https://${HOST}:${account.port}`;
  const settings = { systemCertificates: true, ...network };
  const timeouts = { connect };
  const clock = hurriedClock();
  const api = accountApi({ url, token, clock, timeouts, environment, network: settings });
  return { ...account, api, host: `${HOST}:${account.port}`, clock };
}

describe('through a proxy', () => {
  it('of the environment, an account is asked and changed', async () => {
    const proxy = await connectProxy();
    const { api, host, seen } = await behind({}, { HTTPS_PROXY: `http://${proxy.host}` });
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
    expect(await api.createConnection({ type: 'aws', name: 'new', fields: {} })).toMatchObject({ ok: true });
    expect(proxy.tunnels[0]).toBe(host);
    expect(proxy.authorizations[0]).toBeUndefined();
    expect(seen[0]?.headers.authorization).toBe('Bearer token-of-test');
    expect(seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('that speaks TLS itself', async () => {
    const proxy = await connectProxy({ certificate: await certificateOf('localhost', authority) });
    const url = `https://localhost:${proxy.host.split(':')[1]}`;
    const { api } = await behind({ proxy: url });
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
    expect(proxy.tunnels).toHaveLength(1);
  });

  it.each<[string, (host: string) => [NetworkSettings, NodeJS.ProcessEnv?]]>([
    ['its address in the environment', (host) => [{}, { https_proxy: `http://${LOGIN}@${host}` }]],
    ['its address in the settings', (host) => [{ proxy: `http://${LOGIN}@${host}` }]],
    [
      'the settings',
      (host) => {
        const header = `Basic ${Buffer.from(`someone:${PASSWORD}`).toString('base64')}`;
        return [{ proxyAuthorization: new Secret(header) }, { HTTPS_PROXY: host }];
      },
    ],
  ])('with the user name and password of %s', async (_where, given) => {
    const proxy = await connectProxy({ credentials: `someone:${PASSWORD}` });
    const { api, seen } = await behind(...given(proxy.host));
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
    expect(seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it.each<[string, NetworkSettings, NodeJS.ProcessEnv]>([
    ['that NO_PROXY names', {}, { NO_PROXY: 'other.test,.relay.test' }],
    ['that the settings name', { noProxy: ['relay.test'] }, {}],
    ['where the settings name all', { noProxy: ['other.test', '*'] }, {}],
  ])('not to a host %s', async (_how, settings, environment) => {
    const proxy = await connectProxy();
    const { api } = await behind({ proxy: proxy.host, ...settings }, environment);
    // Asked directly, the host name leads nowhere.
    expect(await api.listConnections()).toMatchObject({ failure: { kind: 'unreachable' } });
    expect(proxy.tunnels).toEqual([]);
  });

  it('never to this machine', async () => {
    const proxy = await connectProxy();
    const plain = await scriptedAccount(LIST);
    const secure = await secureAccount(await certificateOf('localhost', authority), LIST);
    const network = { proxy: proxy.host, systemCertificates: true };
    const environment = { HTTP_PROXY: `http://${proxy.host}`, HTTPS_PROXY: `http://${proxy.host}` };
    for (const url of [plain.url, `http://localhost:${plain.port}`, `https://localhost:${secure.port}`]) {
      const api = accountApi({ url, token, environment, network });
      expect(await api.listConnections()).toEqual({ ok: true, value: [] });
    }
    expect(proxy.tunnels).toEqual([]);
  });
});

describe('a proxy that does not let through', () => {
  async function failureThrough(options: Parameters<typeof connectProxy>[0], login = '') {
    const proxy = await connectProxy(options);
    const connect = options?.refuses === 'silence' ? 200 : 5_000;
    const settings = { proxy: `http://${login}${proxy.host}` };
    const { api, seen } = await behind(settings, {}, certificate, connect);
    const listed = await api.listConnections();
    const created = await api.createConnection({ type: 'aws', name: 'new', fields: {} });
    expect(seen).toEqual([]);
    // Nothing was sent, so nothing can have happened.
    expect(created).toEqual(listed);
    const because = 'failure' in listed && 'because' in listed.failure ? listed.failure.because : '';
    return { because: because.replace(proxy.host, 'PROXY'), tunnels: proxy.tunnels.length };
  }

  it.each(['', 'someone:wrong@', 'someone@'])('asks for a password (given: "%s")', async (login) => {
    const { because, tunnels } = await failureThrough({ credentials: `someone:${PASSWORD}` }, login);
    expect(because).toBe(
      'the proxy PROXY asks for another user name and password (407): set them in HTTPS_PROXY, or in VS Code in ' +
        'http.proxy or http.proxyAuthorization',
    );
    expect(because).not.toContain('wrong');
    expect(tunnels).toBe(2);
  });

  it.each<[number | 'silence' | 'cut', string, number]>([
    [403, 'the proxy PROXY did not connect to it (HTTP 403)', 2],
    [502, 'the proxy PROXY did not connect to it (HTTP 502)', 4],
    ['silence', 'the proxy PROXY could not be used: no connection within 0.2 s', 4],
    ['cut', 'the proxy PROXY could not be used: the connection was cut', 4],
  ])('answers with %s', async (refuses, because, tunnels) => {
    expect(await failureThrough({ refuses })).toEqual({ because, tunnels });
  });

  it('is not there', async () => {
    const { api } = await behind({ proxy: 'http://127.0.0.1:1' });
    expect(await api.listConnections()).toMatchObject({
      failure: { because: 'the proxy 127.0.0.1:1 could not be used: the connection was refused' },
    });
  });

  it('speaks TLS with a certificate that is not trusted, unless that is allowed', async () => {
    const foreign = await certificateOf('localhost', await privateAuthority());
    const proxy = await connectProxy({ certificate: foreign });
    const url = `https://localhost:${proxy.host.split(':')[1]}`;
    const { api } = await behind({ proxy: url });
    expect(await api.listConnections()).toMatchObject({
      failure: {
        because: expect.stringMatching(/^the proxy localhost:\d+ could not be used: its certificate/),
      },
    });
    const lenient = await behind({ proxy: url, proxyStrictSSL: false });
    expect(await lenient.api.listConnections()).toEqual({ ok: true, value: [] });
  });

  it('does not make the account’s own certificate trusted', async () => {
    const proxy = await connectProxy();
    const foreign = await certificateOf(HOST, await privateAuthority());
    const { api } = await behind({ proxy: proxy.host, proxyStrictSSL: false }, {}, foreign);
    expect(await api.listConnections()).toMatchObject({
      failure: { because: expect.stringMatching(/^its certificate is from an authority/) },
    });
  });
});

describe('readProxy', () => {
  const read = (settings: NetworkSettings, environment: NodeJS.ProcessEnv = {}) => {
    const proxy = readProxy(settings, environment);
    return proxy && 'url' in proxy ? `${proxy.url} except ${proxy.except}` : proxy?.problem;
  };

  it.each<[NetworkSettings, NodeJS.ProcessEnv, string | undefined]>([
    [{}, {}, undefined],
    [{ proxy: '  ' }, { HTTPS_PROXY: '' }, undefined],
    [{}, { HTTP_PROXY: 'http://h:1' }, 'http://h:1 except '],
    [{}, { HTTPS_PROXY: 'http://s:1', HTTP_PROXY: 'http://h:1' }, 'http://s:1 except '],
    [{}, { HTTPS_PROXY: 'http://s:1', https_proxy: 'http://small:1' }, 'http://small:1 except '],
    [{ proxy: 'set:1' }, { HTTPS_PROXY: 'http://s:1', NO_PROXY: 'a,b' }, 'http://set:1 except a,b'],
    [{ proxy: 'set:1', noProxy: ['c', ' d '] }, { NO_PROXY: 'a' }, 'http://set:1 except c,d'],
    [{ proxy: 'https://u:p@set/' }, {}, 'https://set except '],
  ])('reads %j with %j', (settings, environment, proxy) => {
    expect(read(settings, environment)).toBe(proxy);
  });

  it.each(['socks5://u:secret@h:1', 'http://', 'ht tp://u:secret@h', 'http://u:secret@h:port'])(
    'says what is wrong with %s, without its password',
    async (proxy) => {
      expect(read({ proxy })).toMatch(/^the proxy in http\.proxy /);
      expect(read({}, { HTTPS_PROXY: proxy })).toMatch(/^the proxy in HTTPS_PROXY /);
      expect(read({ proxy })).not.toContain('secret');
      const { api, seen } = await behind({ proxy });
      expect(await api.listConnections()).toMatchObject({ failure: { because: read({ proxy }) } });
      expect(seen).toEqual([]);
    },
  );
});
