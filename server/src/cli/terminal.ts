// What a command of the command line is given to speak through, so that tests can listen.
import type { Asking } from './prompt';

export interface Terminal {
  /** Writes to stdout, exactly as given. */
  out(text: string): void;
  /** Writes to stderr, exactly as given. */
  error(text: string): void;
  /** Reads stdin to its end. */
  readInput(): Promise<string>;
  readonly environment: NodeJS.ProcessEnv;
  /** The working directory: what arguments and reported paths are relative to. */
  readonly folder: string;
  /** Whether stdout takes colours. */
  readonly colors: boolean;
  /** Whether stdout takes hyperlinks. */
  readonly links?: boolean;
  /** Where a person can be asked; absent where nobody sits. */
  readonly asking?: Asking;
  /** Whether a person alone reads stdout, and not a file or a log. */
  readonly isSeen?: boolean;
  /** Says what is being done, in place of what it said before, or nothing; absent where nobody watches. */
  progress?(doing: string): void;
}
