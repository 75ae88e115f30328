// Turns a message with names of unknown origin in it into one that VS Code shows as it is: no links, icons or hidden turns.
import { visibleOf } from '../../server/src/account/visible';

/**
 * VS Code reads `[links](command:…)` in notifications and `$(icons)` in status bar and lists: a character without width
 * keeps them apart. What cannot be seen, line breaks apart, is written out.
 */
export function plain(message: string): string {
  const shown = message.split('\n').map(visibleOf).join('\n');
  return shown.replaceAll('](', ']\u2060(').replaceAll('$(', '$\u2060(');
}
