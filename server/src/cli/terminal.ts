// What a command of the command line is given to speak through, so that tests can listen.

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
}
