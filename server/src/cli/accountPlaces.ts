// Where the local account keeps its data and its key, by platform and environment.
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export interface AccountPlaces {
  /** Its data. */
  readonly folder: string;
  /** Its key, which is not beside the data. */
  readonly keyFile: string;
}

/** `data` is the folder that was asked for, as a whole path. */
export function accountPlaces(data: string | undefined, environment: NodeJS.ProcessEnv): AccountPlaces {
  return {
    folder: data ?? join(homeFolder('data', environment), 'relay-workflows', 'account'),
    keyFile: join(homeFolder('configuration', environment), 'relay-workflows', 'account.key'),
  };
}

/** The usual place for a user's data or configuration, by platform and the XDG base directory rules. */
function homeFolder(kind: 'data' | 'configuration', environment: NodeJS.ProcessEnv): string {
  const chosen = kind === 'data' ? environment.XDG_DATA_HOME : environment.XDG_CONFIG_HOME;
  if (chosen && isAbsolute(chosen)) return chosen;
  const home = environment.HOME || environment.USERPROFILE || homedir();
  if (process.platform === 'darwin')
    return join(home, 'Library', kind === 'data' ? 'Application Support' : 'Preferences');
  if (process.platform === 'win32') {
    return kind === 'data'
      ? environment.LOCALAPPDATA || join(home, 'AppData', 'Local')
      : environment.APPDATA || join(home, 'AppData', 'Roaming');
  }
  return kind === 'data' ? join(home, '.local', 'share') : join(home, '.config');
}
