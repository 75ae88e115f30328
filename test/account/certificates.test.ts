// Real TLS servers on loopback: what is trusted, and what is said of what is not.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accountApi } from '../../server/src/account/api';
import { Secret } from '../../server/src/account/secret';
import { type Certificate, certificateOf, privateAuthority } from '../support/certificates';
import { connectProxy } from '../support/connectProxy';
import { secureAccount } from '../support/scriptedAccount';

const LIST = { status: 200, body: { connections: [] } };
const DAY = 24 * 60 * 60 * 1_000;

let authority: Certificate;

beforeAll(async () => {
  authority = await privateAuthority();
});

/** Takes the private authority for one of the operating system, as a newer runtime lists them. */
function trustOfSystem(): void {
  Object.assign(tls, { getCACertificates: (kind: string) => (kind === 'system' ? [authority.cert] : []) });
  onTestFinished(() => void Reflect.deleteProperty(tls, 'getCACertificates'));
}

async function listed(certificate: Certificate, systemCertificates = false) {
  const { port, seen } = await secureAccount(certificate, LIST);
  const url = `https://localhost:${port}`;
  const api = accountApi({ url, token: new Secret('token-of-test'), network: { systemCertificates } });
  const answer = await api.listConnections();
  const failure = answer.ok ? undefined : answer.failure;
  return { answer, because: failure && 'because' in failure ? failure.because : undefined, seen };
}

describe('a certificate', () => {
  it('of an authority that is not known: says what to set, and sends nothing', async () => {
    const { because, seen } = await listed(await certificateOf('localhost', authority));
    expect(because).toBe(
      'its certificate is from an authority that is not known here (for a private authority set NODE_EXTRA_CA_CERTS ' +
        'to the file with its certificate, or in VS Code switch on http.systemCertificates)',
    );
    expect(seen).toEqual([]);
  });

  it('of an authority of the operating system is trusted where that is wanted', async () => {
    trustOfSystem();
    const certificate = await certificateOf('localhost', authority);
    expect((await listed(certificate, true)).answer).toEqual({ ok: true, value: [] });
    expect((await listed(certificate, false)).because).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('is not trusted by a runtime that cannot list those, and does not stop it', async () => {
    const { because } = await listed(await certificateOf('localhost', authority), true);
    expect(because).toContain('NODE_EXTRA_CA_CERTS');
  });

  it.each<[string, string, number, string]>([
    ['that has expired', 'localhost', Date.now() - 3 * DAY, 'its certificate has expired'],
    [
      'of tomorrow',
      'localhost',
      Date.now() + DAY,
      'its certificate is not valid yet (is the clock of this machine right?)',
    ],
    ['of another host', 'relay.test', Date.now() - DAY / 2, 'its certificate is for another host name'],
  ])('%s is refused, and nothing is sent', async (_what, host, from, why) => {
    trustOfSystem();
    const { because, seen } = await listed(await certificateOf(host, authority, from), true);
    expect([because, seen]).toEqual([why, []]);
  });
});

describe('the command line', () => {
  it('trusts an authority in NODE_EXTRA_CA_CERTS, also through a proxy with a password', async () => {
    const { port } = await secureAccount(await certificateOf('relay.test', authority), LIST);
    const proxy = await connectProxy({ credentials: 'someone:secret' });
    const folder = await folderOfTest();
    const trusted = join(folder, 'authority.pem');
    await writeFile(trusted, authority.cert);
    const environment = {
      RELAY_API_URL: `https://relay.test:${port}`,
      RELAY_TOKEN: 'token-of-test',
      HTTPS_PROXY: `http://someone:secret@${proxy.host}`,
    };
    expect(await check(folder, environment)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(await check(folder, { ...environment, NODE_EXTRA_CA_CERTS: trusted })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('connection-missing'),
    });
    const wrong = `http://someone:wrong@${proxy.host}`;
    const refused = await check(folder, { ...environment, HTTPS_PROXY: wrong, NODE_EXTRA_CA_CERTS: trusted });
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('(407)') });
    expect(refused.stderr).not.toContain('wrong');
  });
});

async function folderOfTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'relay-certificates-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, 'w.yaml'),
    'steps: [{ name: a, image: b, spec: { c: !Connection [aws, d] } }]\n',
  );
  return folder;
}

/** A process of its own, because Node.js reads NODE_EXTRA_CA_CERTS when it starts. */
function check(folder: string, env: NodeJS.ProcessEnv) {
  const cli = join(__dirname, '../../dist/cli.js');
  return promisify(execFile)(process.execPath, [cli, 'check'], { cwd: folder, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}
