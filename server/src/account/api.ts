// Turns questions to the Relay account into calls of its API; a failure is a value, and nothing throws.
import { readAddress } from './address';
import { type ConnectionCalls, connectionCalls } from './calls/connections';
import { type ConnectionTypeCalls, connectionTypeCalls } from './calls/connectionTypes';
import { type DeviceSession, type SessionCalls, sessionCalls, startDeviceSession } from './calls/sessions';
import { type WorkflowCalls, workflowCalls } from './calls/workflows';
import { type Clock, ownClock } from './clock';
import type { Dispatcher } from './dispatcher';
import { openNetwork } from './network';
import type { NetworkSettings } from './proxy';
import { type Calling, callingOf, type WriteAnswer } from './request';
import type { Secret } from './secret';

/**
 * The account's API for one address and one token. No method throws or rejects. What asks is repeated after a passing
 * failure, within the time for a call; what changes something is sent once (settle.ts finds out what came of it).
 */
export interface AccountApi extends ConnectionCalls, ConnectionTypeCalls, SessionCalls, WorkflowCalls {
  /** Host and port of the account, for messages. */
  readonly host: string;
  /** Ends the session here: gives up the calls under way, fails later ones, and closes the connections. */
  dispose(): void;
}

export interface AccountApiOptions {
  /** Base address; what it may be says `readAddress`. A bad one makes every call fail before anything is sent. */
  readonly url: string;
  /** Sent to the origin of `url` and nowhere else; redirects are not followed. */
  readonly token: Secret;
  /** How to get there, as the editor's settings say. */
  readonly network?: NetworkSettings;
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY are read; by default this process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /**
   * Milliseconds. `connect`, 5,000, until a connection stands; `answer`, 15,000, until the answer begins and between
   * its pieces; `total`, 25,000, for a call with all its repetitions, until the last byte.
   */
  readonly timeouts?: { readonly connect?: number; readonly answer?: number; readonly total?: number };
  readonly clock?: Clock;
  /** Sends the requests in place of own connections; its connect time-out is its own. */
  readonly dispatcher?: Dispatcher;
}

/** Makes the API client. Sends nothing and loads no HTTP code until the first call. */
export function accountApi(options: AccountApiOptions): AccountApi {
  const { calling, dispose } = open(options);
  return {
    host: calling.host,
    dispose,
    ...connectionCalls(calling),
    ...connectionTypeCalls(calling),
    ...sessionCalls(calling),
    ...workflowCalls(calling),
  };
}

/** Begins a sign-in at the account of `url`, for which no token is needed. Never rejects. */
export async function startSession(
  options: Omit<AccountApiOptions, 'token'>,
  signal?: AbortSignal,
): Promise<WriteAnswer<DeviceSession>> {
  const { calling, dispose } = open(options);
  const answer = await startDeviceSession(calling, signal);
  dispose();
  return answer;
}

function open({
  url,
  token,
  network: settings = {},
  environment = process.env,
  timeouts,
  clock = ownClock,
  dispatcher,
}: Omit<AccountApiOptions, 'token'> & { readonly token?: Secret }): {
  calling: Calling;
  dispose: () => void;
} {
  const address = readAddress(url);
  const patience = { connect: timeouts?.connect ?? 5_000, answer: timeouts?.answer ?? 15_000 };
  const network = openNetwork({ address, token, patience, settings, environment, dispatcher });
  const end = new AbortController();
  const { host } = address;
  return {
    calling: callingOf({ network, host, token, clock, total: timeouts?.total ?? 25_000, ended: end.signal }),
    dispose() {
      end.abort();
      network.dispose();
    },
  };
}
