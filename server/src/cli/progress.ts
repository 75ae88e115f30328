// Shows on one line of a terminal what a long run is doing; a short one shows nothing.
import { type Clock, ownClock } from '../account/clock';

export interface Progress {
  /** Says what is being done from now on; nothing, where the text is empty. */
  show(doing: string): void;
  /** Takes the line away, before anything else is written. */
  clear(): void;
}

/** Nobody waits so long without wondering, in milliseconds. */
const PATIENCE = 1_000;
/** Between two changes of the line, in milliseconds. */
const PAUSE = 100;

/** `columns` is the width of the terminal now. */
export function progressOn(
  write: (text: string) => void,
  columns: () => number,
  clock: Pick<Clock, 'now' | 'after'> = ownClock,
): Progress {
  let next = clock.now() + PATIENCE;
  let isShown = false;
  let stopWaiting = () => {};
  const show = (doing: string): void => {
    next = clock.now() + PAUSE;
    isShown = true;
    write(`\r\x1b[K${doing.slice(0, columns() - 1)}`);
  };
  const clear = (): void => {
    stopWaiting();
    if (isShown) write('\r\x1b[K');
    isShown = false;
  };
  return {
    clear,
    show(doing) {
      if (doing === '') return clear();
      stopWaiting();
      const wait = next - clock.now();
      if (wait <= 0) show(doing);
      else stopWaiting = clock.after(wait, () => show(doing));
    },
  };
}
