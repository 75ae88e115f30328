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

/** Answers requests that come at the wrong time with the error for it, and drops such notifications but `exit`. */
export function lifeCycle(writer: Pick<MessageWriter, 'write'>): LifeCycle {
  let state: 'new' | 'running' | 'shut down' = 'new';
  const refuse = ({ id }: RequestMessage): void => {
    const error =
      state === 'new'
        ? { code: ErrorCodes.ServerNotInitialized, message: 'The first request must be initialize.' }
        : { code: ErrorCodes.InvalidRequest, message: 'The server was told to shut down.' };
    void writer.write({ jsonrpc: '2.0', id, error } as Message);
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
