// Serves the account API on this machine: fastify on loopback, behind a token, over the encrypted store.
import fastify, { type FastifyInstance } from 'fastify';
import { openApiDocument } from '../account/contract/openApi';
import type { Secret } from '../account/secret';
import { authorizationsOf } from './authorizations';
import { authorizePage } from './authorizePage';
import { callerOf } from './callers';
import { CannotStart } from './cannotStart';
import { connectionAnswers } from './connectionAnswers';
import { connectionTypeAnswers } from './connectionTypeAnswers';
import { addFaults, type Faults } from './faults';
import { hasCode } from './files';
import { type FolderLock, lockFolder } from './folderLock';
import { guard } from './gate';
import { addPages } from './pages';
import { addProof } from './proof';
import { answerError, answerNoRequest, answerRefusals } from './refusals';
import { type Answers, addRoutes, methodsOf, type Watch } from './routes';
import { type SeedConnection, type SeedWorkflow, withSeed } from './seed';
import { sessionAnswers } from './sessionAnswers';
import { signInPage } from './signInPage';
import { signInsOf } from './signIns';
import { openStore, type Store } from './store';
import { tokenAnswers } from './tokenAnswers';
import { workflowAnswers } from './workflowAnswers';

export interface LocalAccountOptions {
  /** Where the connections are kept; made if needed. One process at a time. */
  readonly folder: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** 32 bytes in base64; encrypts what is kept. */
  readonly key: Secret;
  /** The owner's token, an administrator's; proves at the sign-in page whose account it is. */
  readonly token: Secret;
  /** Connections and workflows to begin with: added where not there yet. */
  readonly seed?: readonly SeedConnection[];
  readonly workflows?: readonly SeedWorkflow[];
  /** For tests only: what goes wrong, also settable over `PUT /testing/faults`. */
  readonly faults?: Faults;
  /** For tests only: is told of every answer, refusals included (their call is not known). */
  readonly watch?: (answer: Watched) => void;
}

export interface Watched {
  readonly call?: Parameters<Watch>[0];
  readonly status: number;
  readonly answer: unknown;
}

export interface LocalAccount {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Where a damaged file of the folder was moved to; the account began empty then. */
  readonly setAside?: string;
  /** Stops answering, ends open requests, and lets go of the folder. */
  stop(): Promise<void>;
}

const LARGEST_BODY = 4 * 1024 * 1024;
/** A name of a thousand characters, each percent-encoded in UTF-8, is not longer. */
const LONGEST_PARAMETER = 12_000;

/**
 * Starts the local account. Throws CannotStart, whose message is for a person: AlreadyRunning, a key that is not the
 * folder's, a port that is taken.
 */
export async function startLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const lock = await lockFolder(options.folder, options.key);
  try {
    return await serve(options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function serve(options: LocalAccountOptions, lock: FolderLock): Promise<LocalAccount> {
  const { folder, port = 0, key, seed = [], workflows = [] } = options;
  const { store, setAside } = await openStore(folder, key, lock.confirm);
  await store.change((state) => ({
    state: withSeed(state, { connections: seed, workflows }, Date.now()),
    result: undefined,
  }));
  const stopped = new AbortController();
  const app = application(store, options, stopped.signal);
  try {
    const url = await listen(app, port);
    await lock.announce(url);
    return {
      url,
      ...(setAside && { setAside }),
      async stop() {
        stopped.abort();
        await app.close();
        // Not before the last write is done: the next process reads what it finds.
        await store.close();
        await lock.release();
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

function application(
  store: Store,
  { key, token, faults, watch = () => {} }: LocalAccountOptions,
  stopped: AbortSignal,
): FastifyInstance {
  const app = fastify({
    logger: false,
    frameworkErrors: answerError,
    clientErrorHandler: answerNoRequest,
    bodyLimit: LARGEST_BODY,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: true },
    },
  });
  const now = () => Date.now() + (faults?.clockAhead ?? 0);
  const signIns = signInsOf(store, now);
  const authorizations = authorizationsOf(store, now);
  // Where it listens is known before it can be asked.
  const urlOf = (path: string) => `${app.listeningOrigin}${path}`;
  const document = openApiDocument();
  const answers: Answers = {
    readContract: () => document,
    ...sessionAnswers(store, signIns, urlOf),
    ...connectionAnswers(store, now),
    ...connectionTypeAnswers(store, authorizations, urlOf),
    ...workflowAnswers(store),
    ...tokenAnswers(store),
  };
  answerRefusals(app, methodsOf, (status, answer) => watch({ status, answer }));
  guard(app, (given) =>
    callerOf(given, { owner: token, state: store.state, isPending: signIns.isPending, now: now() }),
  );
  addProof(app, key);
  if (faults) addFaults(app, faults, stopped);
  app.register(async (api) =>
    addRoutes(api, answers, (call, status, answer) => watch({ call, status, answer })),
  );
  app.register((pages) => addPages(pages, [signInPage(signIns, token), authorizePage(authorizations)]));
  return app;
}

async function listen(app: FastifyInstance, port: number): Promise<string> {
  try {
    return await app.listen({ host: '127.0.0.1', port });
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) {
      throw new CannotStart(
        `Port ${port} is taken. Choose another one with --port, or any free one with --port 0`,
      );
    }
    if (hasCode(error, 'EACCES'))
      throw new CannotStart(`Port ${port} needs rights that this user does not have`);
    throw error;
  }
}
