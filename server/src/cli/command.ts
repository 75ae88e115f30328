import type { Terminal } from './terminal';

/** One command of the command line. */
export interface Command {
  /** What it does, in one line. */
  readonly summary: string;
  /** What its --help says; also the one list of its options, from which completions are made. */
  usage(): Promise<string>;
  /** Resolves to the exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}
