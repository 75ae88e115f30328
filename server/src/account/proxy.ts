// Turns the editor's settings and the environment into the proxy that accounts are asked through.
import { Secret } from './secret';

/** How to get to an account, as the editor's settings say it; all optional. VS Code's own names are `http.*`. */
export interface NetworkSettings {
  /** Address of a proxy (`http.proxy`); goes before the environment's. */
  readonly proxy?: string;
  /** Hosts that are asked directly (`http.noProxy`); where it has any, they go before the environment's. */
  readonly noProxy?: readonly string[];
  /** The whole `Proxy-Authorization` header (`http.proxyAuthorization`). */
  readonly proxyAuthorization?: Secret;
  /** `false` accepts any certificate of the proxy (`http.proxyStrictSSL`), and never any of the account. */
  readonly proxyStrictSSL?: boolean;
  /** Trust the authorities of the operating system too (`http.systemCertificates`). */
  readonly systemCertificates?: boolean;
}

export interface HttpProxy {
  /** Without user name and password. */
  readonly url: string;
  /** Host and port, for messages. */
  readonly host: string;
  readonly authorization?: Secret;
  readonly strictSSL: boolean;
  /** The hosts that are asked directly, as NO_PROXY writes them. */
  readonly except: string;
}

/**
 * Reads the proxy: of the settings, else of HTTPS_PROXY, else of HTTP_PROXY (small letters first, as curl has it). An
 * address without `://` is taken for http. The problem text never repeats the address, which may hold a password.
 */
export function readProxy(
  settings: NetworkSettings,
  environment: NodeJS.ProcessEnv,
): HttpProxy | { readonly problem: string } | undefined {
  const named = settings.proxy?.trim()
    ? { text: settings.proxy, where: 'http.proxy' }
    : inEnvironment(environment);
  if (!named) return undefined;
  const text = named.text.trim();
  const written = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (!url?.host) {
    return { problem: `the proxy in ${named.where} is not a URL such as http://proxy.example.com:3128` };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return {
      problem: `the proxy in ${named.where} must begin with http:// or https:// (others are not supported)`,
    };
  }
  const authorization = settings.proxyAuthorization ?? authorizationIn(url);
  return {
    url: url.origin,
    host: url.host,
    ...(authorization && { authorization }),
    strictSSL: settings.proxyStrictSSL ?? true,
    except: exceptOf(settings.noProxy, environment),
  };
}

function inEnvironment(environment: NodeJS.ProcessEnv): { text: string; where: string } | undefined {
  for (const where of ['HTTPS_PROXY', 'HTTP_PROXY']) {
    const text = environment[where.toLowerCase()]?.trim() || environment[where]?.trim();
    if (text) return { text, where };
  }
  return undefined;
}

function exceptOf(settings: readonly string[] = [], environment: NodeJS.ProcessEnv): string {
  const entries = settings.map((entry) => entry.trim()).filter((entry) => entry !== '');
  if (entries.includes('*')) return '*';
  return entries.join(',') || (environment.no_proxy ?? environment.NO_PROXY ?? '').trim();
}

function authorizationIn({ username, password }: URL): Secret | undefined {
  if (!username && !password) return undefined;
  const pair = `${decoded(username)}:${decoded(password)}`;
  return new Secret(`Basic ${Buffer.from(pair).toString('base64')}`);
}

/** A password with a bare % is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
