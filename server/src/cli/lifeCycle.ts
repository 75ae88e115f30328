// Holds an editor to the life of a language server (LSP 3.17, "Lifecycle Messages"): no request before initialize, none
// after shutdown.
import {
  ErrorCodes,
  Message,
  type MessageStrategy,
  type MessageWriter,
  type RequestMessage,
} from 'vscode-languageserver/node';

export interface LifeCycle extends MessageStrategy {
  readonly isShutDown: boolean;
}

const refusals = {
  new: { code: ErrorCodes.ServerNotInitialized, message: 'The first request must be initialize.' },
  running: { code: ErrorCodes.InvalidRequest, message: 'The server is initialized already.' },
  'shut down': { code: ErrorCodes.InvalidRequest, message: 'The server was told to shut down.' },
};

/** Answers requests that come at the wrong time with the error for it, and drops such notifications but `exit`. */
export function lifeCycle(writer: Pick<MessageWriter, 'write'>): LifeCycle {
  let state: keyof typeof refusals = 'new';
  const refuse = ({ id }: RequestMessage): void => {
    void writer.write({ jsonrpc: '2.0', id, error: refusals[state] } as Message);
  };
  return {
    get isShutDown() {
      return state === 'shut down';
    },
    handleMessage(message, next) {
      if (Message.isRequest(message)) {
        const { method } = message;
        const isTimely =
          state === 'new' ? method === 'initialize' : state === 'running' && method !== 'initialize';
        if (!isTimely) return refuse(message);
        if (method === 'initialize') state = 'running';
        if (method === 'shutdown') state = 'shut down';
      } else if (Message.isNotification(message) && state !== 'running' && message.method !== 'exit') {
        return;
      }
      return next(message);
    },
  };
}
