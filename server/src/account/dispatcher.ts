// Opens the connections to an account: directly or through a proxy, trusting whom is to be trusted; undici's only importer.
import type { Dispatcher, Pool } from 'undici';
import { ProxyFault } from './networkFault';
import type { HttpProxy } from './proxy';

export type { Dispatcher };

export interface Route {
  /** Absent: everything is asked directly. Else for https alone, and not for the hosts that it excepts. */
  readonly proxy?: HttpProxy | undefined;
  /** Certificates of the authorities to trust, in PEM; absent: those of Node.js. */
  readonly authorities?: readonly string[] | undefined;
  /** Milliseconds until a connection stands; to the proxy, through it and for TLS each. */
  readonly connect: number;
}

/** So many requests at once to one account; the next ones wait. */
const MOST_CONNECTIONS = 8;

/** Loads undici, slow to load, when the first request is made. Connections are kept alive until `destroy`. */
export async function openDispatcher({ proxy, authorities, connect }: Route): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent, Pool } = await import('undici');
  const tls = { timeout: connect, ...(authorities && { ca: [...authorities] }) };
  const options = { connect: tls, connections: MOST_CONNECTIONS };
  if (!proxy) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    // Given, so that undici does not look into the environment itself.
    httpProxy: '',
    httpsProxy: proxy.url,
    noProxy: proxy.except,
    ...(proxy.authorization && { token: proxy.authorization.reveal() }),
    requestTls: tls,
    proxyTls: { ...tls, rejectUnauthorized: proxy.strictSSL },
    clientFactory: (origin, given) => telling(new Pool(origin, given), proxy.host, connect),
  });
}

/** Makes a failure to get through the proxy tell itself from one of the account; undici's own does not. */
function telling(pool: Pool, proxy: string, within: number): Pool {
  const connect: (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData> =
    pool.connect.bind(pool);
  const told = async (options: Dispatcher.ConnectOptions) => {
    const tunnel = await connect({ ...options, signal: AbortSignal.timeout(within) }).catch((error) => {
      throw new ProxyFault(proxy, undefined, error);
    });
    if (tunnel.statusCode === 200) return tunnel;
    tunnel.socket.on('error', () => {}).destroy();
    throw new ProxyFault(proxy, tunnel.statusCode);
  };
  return Object.assign(pool, { connect: told });
}
