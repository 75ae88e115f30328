// Turns the text of an account address into an origin a token may be sent to, or the reason why it may not.

/** Where an account answers: `origin` as URL.origin gives it, `path` without a final slash, `host` for messages. */
export interface Address {
  readonly origin: string;
  readonly path: string;
  readonly host: string;
}

export interface AddressProblem {
  readonly host: string;
  readonly problem: string;
}

/**
 * Reads an account address. https is allowed anywhere, plain http only to this machine, because the token and the
 * field values of a connection travel in the request. The problem text never repeats the address itself, which may
 * hold a password.
 */
export function readAddress(text: string): Address | AddressProblem {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url?.host) {
    return { host: 'the Relay account', problem: 'its address is not a URL such as https://api.relay.sh' };
  }
  const { host } = url;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { host, problem: 'its address must begin with https://' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { host, problem: 'its address must use https (plain http is allowed to this machine only)' };
  }
  if (url.username || url.password) {
    return { host, problem: 'its address must not hold a user name or password' };
  }
  if (url.search || url.hash) return { host, problem: 'its address must end before any ? or #' };
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, ''), host };
}

/** Whether a host name, as URL.hostname normalises it, is this machine: 127.0.0.0/8, ::1 or localhost. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
