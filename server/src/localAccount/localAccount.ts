// Serves the account API on this machine: fastify on loopback, behind a token, over the encrypted store.
import fastify, { type FastifyInstance } from 'fastify';
import { MEDIA_TYPE } from '../account/api';
import type { Secret } from '../account/secret';
import { CannotStart } from './cannotStart';
import { addConnectionRoutes, plantSeed } from './connectionRoutes';
import { addFaults, type Faults } from './faults';
import { hasCode } from './files';
import { type FolderLock, lockFolder } from './folderLock';
import { checkAccept, guard } from './gate';
import { answerError, answerRefusals } from './refusals';
import type { SeedConnection } from './seed';
import { openStore, type Store } from './store';

export interface LocalAccountOptions {
  /** Where the connections are kept; made if needed. One process at a time. */
  readonly folder: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** 32 bytes in base64; encrypts what is kept. */
  readonly key: Secret;
  /** What requests must bear. */
  readonly token: Secret;
  readonly seed?: readonly SeedConnection[];
  /** For tests only: what goes wrong, also settable over `PUT /testing/faults`. */
  readonly faults?: Faults;
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

/**
 * Starts the local account. Throws CannotStart, whose message is for a person: AlreadyRunning, a key that is not the
 * folder's, a port that is taken.
 */
export async function startLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const lock = await lockFolder(options.folder);
  try {
    return await serve(options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function serve(options: LocalAccountOptions, lock: FolderLock): Promise<LocalAccount> {
  const { folder, port = 0, key, token, seed = [], faults } = options;
  const { store, setAside } = await openStore(folder, key);
  await plantSeed(store, seed);
  const stopped = new AbortController();
  const app = application(store, token, faults, stopped.signal);
  try {
    const url = await listen(app, port);
    await lock.announce(url);
    return {
      url,
      ...(setAside && { setAside }),
      async stop() {
        stopped.abort();
        await app.close();
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
  token: Secret,
  faults: Faults | undefined,
  stopped: AbortSignal,
): FastifyInstance {
  const app = fastify({
    logger: false,
    frameworkErrors: answerError,
    bodyLimit: LARGEST_BODY,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: true },
    },
  });
  answerRefusals(app);
  guard(app, token);
  if (faults) addFaults(app, faults, stopped);
  app.register(async (api) => {
    takeOnlyTheMediaType(api);
    api.addHook('onRequest', checkAccept);
    api.addHook('onRequest', async (_request, reply) => {
      reply.type(MEDIA_TYPE);
    });
    addConnectionRoutes(api, store);
    addAccountRoutes(api);
  });
  return app;
}

function takeOnlyTheMediaType(api: FastifyInstance): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser(MEDIA_TYPE, { parseAs: 'string' }, api.getDefaultJsonParser('error', 'error'));
}

/** Who is signed in, to what, and which types there are: every type, each with plain values. */
function addAccountRoutes(api: FastifyInstance): void {
  const user = { id: 'local-user', name: 'Local user' };
  api.get('/api/account', async () => ({ account: { id: 'local-account', name: 'Local account' } }));
  api.get('/auth/profile', async () => ({ user }));
  api.get('/auth/sessions', async () => ({}));
  api.get('/api/connection-providers/:type', async () => ({
    connection: { auth: [{ type: 'secret' }], capabilities: [] },
  }));
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
