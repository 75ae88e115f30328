// Errors of the network in our own words: what is wrong, what to do, whether anything was sent.
import { describe, expect, it } from 'vitest';
import { networkFaultOf, ProxyFault } from '../../server/src/account/networkFault';

const patience = { connect: 5_000, answer: 15_000 };
const unknownAuthority =
  'its certificate is from an authority that is not known here (for a private authority set NODE_EXTRA_CA_CERTS to ' +
  'the file with its certificate, or in VS Code switch on http.systemCertificates)';

function errorOf(code: string): Error {
  return Object.assign(new Error('raw text with a secret'), { code });
}

describe('networkFaultOf', () => {
  it.each<[string, string, boolean, boolean]>([
    ['ENOTFOUND', 'the host name was not found', false, false],
    ['ECONNREFUSED', 'the connection was refused', false, true],
    ['ECONNRESET', 'the connection was cut', true, true],
    ['UND_ERR_CONNECT_TIMEOUT', 'no connection within 5 s', false, true],
    ['UND_ERR_HEADERS_TIMEOUT', 'no answer within 15 s', true, false],
    ['UND_ERR_BODY_TIMEOUT', 'no answer within 15 s', true, false],
    ['CERT_HAS_EXPIRED', 'its certificate has expired', false, false],
    [
      'CERT_NOT_YET_VALID',
      'its certificate is not valid yet (is the clock of this machine right?)',
      false,
      false,
    ],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host name', false, false],
    ['SELF_SIGNED_CERT_IN_CHAIN', unknownAuthority, false, false],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', unknownAuthority, false, false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'it does not answer with https there', false, false],
    ['HPE_INVALID_CONSTANT', 'what it sends is not HTTP', true, false],
    ['E_NEVER_HEARD_OF', 'the request failed', true, false],
  ])('says %s', (code, because, sent, passing) => {
    expect(networkFaultOf(errorOf(code), patience)).toEqual({ because, sent, passing });
    const within = new TypeError('fetch failed', { cause: new AggregateError([errorOf(code)]) });
    expect(networkFaultOf(within, patience)).toEqual({ because, sent, passing });
  });

  it('says what stands between, and that nothing was sent', () => {
    const fault = networkFaultOf(
      new ProxyFault('proxy.test:3128', undefined, errorOf('ECONNRESET')),
      patience,
    );
    const because = 'the proxy proxy.test:3128 could not be used: the connection was cut';
    expect(fault).toEqual({ because, sent: false, passing: true });
  });

  it.each([undefined, null, 'text', {}, new Error('no code')])('has words for %o', (error) => {
    expect(networkFaultOf(error, patience)).toEqual({
      because: 'the request failed',
      sent: true,
      passing: false,
    });
  });
});
