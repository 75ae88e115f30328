// A private certificate authority, made anew for each test file that asks for one, and certificates of its own.
import { generate } from 'selfsigned';

/** In PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const DAY = 24 * 60 * 60 * 1_000;

/** Makes an authority that nobody knows. */
export function privateAuthority(): Promise<Certificate> {
  return made('Authority of a test', {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
}

/** Makes the certificate of a server of this host name, valid for a day from `from`, milliseconds since 1970. */
export function certificateOf(
  host: string,
  ca: Certificate,
  from = Date.now() - DAY / 2,
): Promise<Certificate> {
  return made(host, {
    ca,
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + DAY),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  });
}

async function made(commonName: string, options: Parameters<typeof generate>[1]): Promise<Certificate> {
  const name = [{ name: 'commonName', value: commonName }];
  const { private: key, cert } = await generate(name, { keyType: 'ec', algorithm: 'sha256', ...options });
  return { key, cert };
}
