// Asks the local account with node's own client, which lets a test choose every header.
import { request } from 'node:http';
import { MEDIA_TYPE } from '../../server/src/account/contract/schema';
import { TOKEN } from './accountOfTest';

/** The members that these tests look at; which of them are there depends on the call. */
export interface Answered {
  readonly connection: Shown;
  readonly connections: readonly Shown[];
  readonly availability: Shown['availability'];
  readonly resource_id: string;
  readonly token: { readonly id: string; readonly name: string; readonly secret: string };
  readonly tokens: readonly { readonly id: string; readonly name: string }[];
  readonly secrets: readonly { readonly name: string }[];
  readonly url: string;
  readonly error: {
    readonly code: string;
    readonly title: string;
    readonly formatted: { readonly friendly: string };
    readonly items: Readonly<Record<string, { readonly formatted: { readonly friendly: string } }>>;
  };
}

interface Shown {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly availability: { readonly status: string; readonly error?: { readonly title: string } };
  readonly display_once_fields?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  /** The bearer token; `''` sends none. */
  readonly token?: string;
  /** Overrides those that are sent anyway; an empty one is not sent. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly json: Answered;
}

export function ask(
  url: string,
  { method = 'GET', path = '/api/connections', token = TOKEN, headers = {}, body, text }: Asked = {},
): Promise<Answer> {
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const all = {
    accept: MEDIA_TYPE,
    ...(token && { authorization: `Bearer ${token}` }),
    ...(sent !== undefined && {
      'content-type': MEDIA_TYPE,
      'content-length': String(Buffer.byteLength(sent)),
    }),
    ...headers,
  };
  const wanted = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  return new Promise((resolve, reject) => {
    request(`${url}${path}`, { method, headers: wanted, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response
        .on('error', reject)
        .on('data', (chunk) => chunks.push(chunk))
        .on('end', () => {
          const json = JSON.parse(Buffer.concat(chunks).toString() || 'null');
          const type = response.headers['content-type'];
          resolve({ status: response.statusCode ?? 0, type, headers: response.headers, json });
        });
    })
      .on('error', reject)
      .end(sent);
  });
}
