// A credential in memory: a string that cannot be printed, serialised or compared by accident.
import { inspect } from 'node:util';

/**
 * Holds a token or a field value. Whatever prints it (template strings, JSON, console, errors) shows `[secret]`;
 * only `reveal()` gives the text, and only session, form and account/api may call it.
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
