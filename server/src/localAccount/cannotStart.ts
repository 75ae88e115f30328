// Why the local account does not start, in words that say what to do.

/** Its message is one line for a person and holds neither token, key nor value. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** Another process serves this folder already. */
export class AlreadyRunning extends CannotStart {
  constructor(
    folder: string,
    /** Where the other answers; absent while it is still starting, or does not answer. */
    readonly url: string | undefined,
  ) {
    super(
      url
        ? `The local account of ${folder} is already running at ${url}`
        : `The local account of ${folder} is just being started by another process, or the one that serves it hangs; try again in a moment`,
    );
  }
}
