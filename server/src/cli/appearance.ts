// Turns the environment into how output may look: colours and hyperlinks, for people only.

export interface Appearance {
  readonly colors: boolean;
  readonly links: boolean;
}

/**
 * Colours and hyperlinks are for terminals; NO_COLOR takes both away, FORCE_COLOR gives colours everywhere (to logs that
 * show them). Hyperlinks only where the terminal is known to have them, and not in VS Code's, which finds paths itself.
 */
export function appearanceOf(environment: NodeJS.ProcessEnv, isTerminal: boolean): Appearance {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (NO_COLOR) return { colors: false, links: false };
  const isRich = isTerminal && TERM !== 'dumb';
  const colors = FORCE_COLOR === undefined ? isRich : !['0', 'false'].includes(FORCE_COLOR);
  return { colors, links: isRich && hasLinks(environment) };
}

/** OSC 8 is not something a terminal can be asked for. */
function hasLinks({ TERM, TERM_PROGRAM = '', VTE_VERSION, WT_SESSION }: NodeJS.ProcessEnv): boolean {
  if (['iTerm.app', 'WezTerm', 'ghostty', 'Hyper'].includes(TERM_PROGRAM)) return true;
  return TERM === 'xterm-kitty' || WT_SESSION !== undefined || Number(VTE_VERSION) >= 5000;
}
