// Turns the error of a request that got no answer into our own short phrase, and says whether anything was sent.

/** `sent: false` only where it is certain that the account never saw the request. */
export interface NetworkFault {
  readonly because: string;
  readonly sent: boolean;
}

/** `timeouts` are milliseconds and appear in the phrase. The text of the error itself is never used. */
export function networkFaultOf(error: unknown, timeouts: { connect: number; total: number }): NetworkFault {
  const code = codeOf(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code))
    return { because: certificateFault(code), sent: false };
  if (/^(EPROTO$|ERR_SSL_|ERR_TLS_)/.test(code)) {
    return { because: 'it does not answer with https there', sent: false };
  }
  if (code.startsWith('HPE_')) return { because: 'what it sends is not HTTP', sent: true };
  switch (code) {
    case 'ENOTFOUND':
      return { because: 'the host name was not found', sent: false };
    case 'EAI_AGAIN':
      return { because: 'the host name could not be looked up (is this machine online?)', sent: false };
    case 'ECONNREFUSED':
      return { because: 'the connection was refused', sent: false };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return { because: 'no network leads to it', sent: false };
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { because: `no connection within ${secondsOf(timeouts.connect)}`, sent: false };
    case 'ETIMEDOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return { because: `no answer within ${secondsOf(timeouts.total)}`, sent: true };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return { because: 'the connection was cut', sent: true };
    default:
      return { because: 'the request failed', sent: true };
  }
}

export function secondsOf(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

function certificateFault(code: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (code === 'CERT_NOT_YET_VALID')
    return 'its certificate is not valid yet (is the clock of this machine right?)';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another host name';
  return 'its certificate is not trusted (for a private authority set NODE_EXTRA_CA_CERTS)';
}

/** The code of an error, of its cause, or of the first of several attempts. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  return codeOf(cause) || (Array.isArray(errors) ? codeOf(errors[0]) : '');
}
