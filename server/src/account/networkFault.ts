// Turns the error of a request that got no answer into our own short phrase, and says whether anything was sent.

export interface NetworkFault {
  readonly because: string;
  /** `false` only where it is certain that the account never saw the request. */
  readonly sent: boolean;
  /** It may be gone in a moment: asking again is worth it. */
  readonly passing: boolean;
}

/** Milliseconds; they appear in the phrases. */
export interface Patience {
  readonly connect: number;
  readonly answer: number;
}

/** What went wrong between here and the proxy: what it answered, or the error where it did not. */
export class ProxyFault extends Error {
  constructor(
    readonly proxy: string,
    readonly refused: number | undefined,
    cause?: unknown,
  ) {
    super('The proxy could not be used', { cause });
  }
}

/** The text of the error itself is never used. */
export function networkFaultOf(error: unknown, patience: Patience): NetworkFault {
  const proxied = proxyFaultIn(error);
  if (proxied) return faultOfProxy(proxied, patience);
  const code = codeOf(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code)) return unsent(certificateFault(code));
  if (/^(EPROTO$|ERR_SSL_|ERR_TLS_)/.test(code)) return unsent('it does not answer with https there');
  if (code.startsWith('HPE_')) return { because: 'what it sends is not HTTP', sent: true, passing: false };
  switch (code) {
    case 'ENOTFOUND':
      return unsent('the host name was not found');
    case 'EAI_AGAIN':
      return passing('the host name could not be looked up (is this machine online?)', false);
    case 'ECONNREFUSED':
      return passing('the connection was refused', false);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return passing('no network leads to it', false);
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'TimeoutError':
      return passing(`no connection within ${secondsOf(patience.connect)}`, false);
    case 'ETIMEDOUT':
      return passing('the connection has died', true);
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return { because: `no answer within ${secondsOf(patience.answer)}`, sent: true, passing: false };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return passing('the connection was cut', true);
    default:
      return { because: 'the request failed', sent: true, passing: false };
  }
}

export function secondsOf(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

/** Nothing was sent, and asking again changes nothing. */
export function unsent(because: string): NetworkFault {
  return { because, sent: false, passing: false };
}

function passing(because: string, sent: boolean): NetworkFault {
  return { because, sent, passing: true };
}

function certificateFault(code: string): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'its certificate has expired';
    case 'CERT_NOT_YET_VALID':
      return 'its certificate is not valid yet (is the clock of this machine right?)';
    case 'CERT_REVOKED':
      return 'its certificate was revoked';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'its certificate is for another host name';
    default:
      return (
        'its certificate is from an authority that is not known here (for a private authority set ' +
        'NODE_EXTRA_CA_CERTS to the file with its certificate, or in VS Code switch on http.systemCertificates)'
      );
  }
}

function faultOfProxy({ proxy, refused, cause }: ProxyFault, patience: Patience): NetworkFault {
  if (refused === undefined) {
    const { because, passing } = networkFaultOf(cause, patience);
    return { because: `the proxy ${proxy} could not be used: ${because}`, sent: false, passing };
  }
  if (refused === 407) {
    const what = `the proxy ${proxy} asks for another user name and password (407)`;
    return unsent(`${what}: set them in HTTPS_PROXY, or in VS Code in http.proxy or http.proxyAuthorization`);
  }
  const because = `the proxy ${proxy} did not connect to it (HTTP ${refused})`;
  return refused >= 500 ? passing(because, false) : unsent(because);
}

function proxyFaultIn(error: unknown): ProxyFault | undefined {
  if (error instanceof ProxyFault) return error;
  return error instanceof Error && error.cause !== undefined ? proxyFaultIn(error.cause) : undefined;
}

/** The code of an error, of its cause, or of the first of several attempts; for a signal's time-out its name. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, name, cause, errors } = error as Readonly<Record<string, unknown>>;
  if (typeof code === 'string') return code;
  if (name === 'TimeoutError') return name;
  return codeOf(cause) || (Array.isArray(errors) ? codeOf(errors[0]) : '');
}
