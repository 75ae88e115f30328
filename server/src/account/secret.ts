// A credential in memory: a string that cannot be printed, serialised or compared by accident.
import { inspect } from 'node:util';

/**
 * Holds a token or a field value. Whatever prints it (template strings, JSON, console, errors) shows `[secret]`;
 * only `reveal()` gives the text. It is called to send and to keep a value (account, session, contexts, localAccount), in the
 * form, where a person has one written down or moved (commands/metadata, commands/moveCredential), and in cli.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, for the one request that carries it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
