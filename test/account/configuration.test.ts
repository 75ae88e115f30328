// Where to sign in: the environment, else the relay CLI's file; never a token of one with an address of the other.
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../server/src/account/configuration';

const HOME = '/home/someone';
const FILE = '/home/someone/.config/relay/config.yaml';

async function read(environment: Record<string, string>, files: Record<string, string> = {}) {
  const found = await readConfiguration({ HOME, ...environment }, async (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('raw'), { code: 'ENOENT' });
    return text;
  });
  return found && 'token' in found ? { ...found, token: found.token.reveal() } : found;
}

const SIGNED_IN =
  'contexts:\n  relaysh:\n    auth:\n      tokens: { session: session-token, api: api-token }\n';

describe('readConfiguration', () => {
  it('finds nothing where nothing is configured', async () => {
    expect(await read({})).toBeUndefined();
    expect(await read({ RELAY_TOKEN: ' ', RELAY_API_URL: '' })).toBeUndefined();
    expect(await read({}, { [FILE]: '' })).toBeUndefined();
    expect(await read({}, { [FILE]: 'context: relaysh\n' })).toBeUndefined();
  });

  it('prefers the environment, whose token alone means the service itself', async () => {
    const files = { [FILE]: SIGNED_IN };
    expect(await read({ RELAY_TOKEN: 'mine\n' }, files)).toEqual({
      url: 'https://api.relay.sh',
      token: 'mine',
      from: 'environment',
    });
    expect(await read({ RELAY_TOKEN: 'mine', RELAY_API_URL: 'http://127.0.0.1:99' }, files)).toEqual({
      url: 'http://127.0.0.1:99',
      token: 'mine',
      from: 'environment',
    });
  });

  it('does not send the CLI’s token to an address of the environment', async () => {
    const found = await read({ RELAY_API_URL: 'https://elsewhere.test' }, { [FILE]: SIGNED_IN });
    expect(found).toEqual({ problem: expect.stringContaining('RELAY_TOKEN is missing') });
  });

  it('takes the api token of the CLI’s current context, else the session token', async () => {
    const expected = { url: 'https://api.relay.sh', from: 'relay CLI' };
    expect(await read({}, { [FILE]: SIGNED_IN })).toEqual({ ...expected, token: 'api-token' });
    const session = SIGNED_IN.replace(', api: api-token', '');
    expect(await read({}, { [FILE]: session })).toEqual({ ...expected, token: 'session-token' });
  });

  it.each(['é', 'two words', 'a\u200bb', 'a\nb'])('takes no token that cannot be sent: %j', async (token) => {
    const problem = 'the token in RELAY_TOKEN has characters that no token has: copy it again';
    expect(await read({ RELAY_TOKEN: `marked${token}` })).toEqual({ problem });
    const session = SIGNED_IN.replace('api-token', JSON.stringify(`marked${token}`));
    expect(await read({}, { [FILE]: session })).toEqual({
      problem: problem.replace('RELAY_TOKEN', `context "relaysh" of ${FILE}`),
    });
  });

  it('honours context, RELAY_CONTEXT, apiDomain and XDG_CONFIG_HOME, with keys in any case', async () => {
    const text = [
      'Context: Work',
      'CONTEXTS:',
      '  work:',
      '    APIDOMAIN: https://relay.work.test',
      '    Auth: { Tokens: { API: work-token } }',
      '  dev: { apiDomain: "http://localhost:8080", auth: { tokens: { api: dev-token } } }',
    ].join('\n');
    const files = { '/elsewhere/relay/config.yaml': text };
    expect(await read({ XDG_CONFIG_HOME: '/elsewhere' }, files)).toMatchObject({
      url: 'https://relay.work.test',
      token: 'work-token',
    });
    expect(await read({ XDG_CONFIG_HOME: '/elsewhere', RELAY_CONTEXT: 'DEV' }, files)).toMatchObject({
      url: 'http://localhost:8080',
      token: 'dev-token',
    });
    expect(await read({ XDG_CONFIG_HOME: '/elsewhere', RELAY_CONTEXT: 'wrok' }, files)).toEqual({
      problem: expect.stringContaining('RELAY_CONTEXT is "wrok"'),
    });
  });

  it.each([
    ['broken YAML', 'contexts: [marked-token', {}],
    ['a context without address', 'context: w\ncontexts: {w: {auth: {tokens: {api: marked-token}}}}', {}],
    [
      'plain http to another machine',
      'context: dev\ncontexts: {dev: {auth: {tokens: {api: marked-token}}}}',
      {},
    ],
    ['a bad RELAY_API_URL', '', { RELAY_API_URL: 'api.relay.sh', RELAY_TOKEN: 'marked-token' }],
  ])('says what is wrong with %s, without the token', async (_what, text, environment) => {
    const found = await read(environment, { [FILE]: text });
    expect(found).toEqual({ problem: expect.any(String) });
    expect(JSON.stringify(found)).not.toContain('marked-token');
  });

  it('says when the file is there but cannot be read', async () => {
    const found = await readConfiguration({ HOME }, async () => {
      throw Object.assign(new Error('raw'), { code: 'EACCES' });
    });
    expect(found).toEqual({ problem: expect.stringMatching(/config\.yaml cannot be read \(EACCES\)/) });
  });

  it('tells the address of the web pages where the file has one', async () => {
    const files = { [FILE]: SIGNED_IN.replace('auth:', 'uiDomain: https://ui.example\n    auth:') };
    expect(await read({}, files)).toMatchObject({ ui: 'https://ui.example', url: 'https://api.relay.sh' });
    expect(await read({}, { [FILE]: SIGNED_IN })).not.toHaveProperty('ui');
  });
});
