// Turns the machine's certificate store into the authorities to trust besides those that Node.js knows.
import tls from 'node:tls';

/** Node.js 22.15 and later; the types of version 20 do not have it. */
type Tls = { getCACertificates?(kind: 'default' | 'system'): string[] };

/**
 * The certificates of all trusted authorities in PEM, those of the operating system among them; `undefined`, which
 * leaves it to Node.js (its own list and NODE_EXTRA_CA_CERTS), where the runtime cannot read the system's.
 */
export function systemAuthorities(): string[] | undefined {
  const { getCACertificates } = tls as Tls;
  if (!getCACertificates) return undefined;
  try {
    // A list replaces Node's own, so that must be part of it.
    return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  } catch {
    return undefined;
  }
}
