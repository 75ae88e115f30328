// Turns the environment, or the relay command-line tool's own configuration, into the account to sign in to.
import { readFile as readFileOf } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { isObject } from '../objects';
import { readPlainYaml } from '../workflow/yamlText';
import { readAddress } from './address';
import { Secret } from './secret';

/** Where to sign in and with what; or why the configuration cannot be used; or, as `undefined`, that there is none. */
export type Configuration =
  | {
      readonly url: string;
      readonly token: Secret;
      readonly from: 'environment' | 'relay CLI';
      /** The address of the account's web pages, where the relay CLI is told one. */
      readonly ui?: string;
    }
  | { readonly problem: string }
  | undefined;

const SERVICE = 'https://api.relay.sh';

/** The contexts that the relay CLI knows without being told (relay/api.md, The CLI's configuration). */
const BUILT_IN_CONTEXTS: Readonly<Record<string, string>> = {
  relaysh: SERVICE,
  dev: 'http://relay-api.local:8080',
};

/**
 * Reads RELAY_API_URL and RELAY_TOKEN; where neither is set, the relay CLI's file, of which only the current context
 * counts (RELAY_CONTEXT, else its `context`). A token from one place is never joined with an address from another.
 * `readFile` gives a file's text or rejects with an error that has a `code`. Never rejects.
 */
export async function readConfiguration(
  environment: NodeJS.ProcessEnv,
  readFile: (path: string) => Promise<string> = (path) => readFileOf(path, 'utf8'),
): Promise<Configuration> {
  const url = environment.RELAY_API_URL?.trim();
  const token = environment.RELAY_TOKEN?.trim();
  if (token)
    return configurationOf(
      { url: url || SERVICE, where: 'RELAY_API_URL' },
      { token, where: 'RELAY_TOKEN' },
      'environment',
    );
  if (url) return { problem: 'RELAY_API_URL is set, but RELAY_TOKEN is missing: set it to an API token' };
  const path = relayFileOf(environment);
  const file = await readRelayFile(path, readFile);
  if (!file || 'problem' in file) return file;
  return configurationIn(file.content, environment.RELAY_CONTEXT?.trim(), path);
}

/** `where` is what messages call the place that something comes from. */
function configurationOf(
  { url, where }: { readonly url: string; readonly where: string },
  given: { readonly token: string; readonly where: string },
  from: 'environment' | 'relay CLI',
): Configuration {
  const address = readAddress(url);
  if ('problem' in address) return { problem: `${where} (${address.host}): ${address.problem}` };
  // No header can carry others.
  if (!/^[\x21-\x7e]+$/.test(given.token))
    return { problem: `the token in ${given.where} has characters that no token has: copy it again` };
  return { url, token: new Secret(given.token), from };
}

function relayFileOf(environment: NodeJS.ProcessEnv): string {
  const configured = environment.XDG_CONFIG_HOME;
  const home = environment.HOME || environment.USERPROFILE || homedir();
  const folder = configured && isAbsolute(configured) ? configured : join(home, '.config');
  return join(folder, 'relay', 'config.yaml');
}

async function readRelayFile(
  path: string,
  readFile: (path: string) => Promise<string>,
): Promise<{ content: unknown } | { problem: string } | undefined> {
  let text: string;
  try {
    text = await readFile(path);
  } catch (error) {
    const code = isObject(error) ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return { problem: `the relay CLI's configuration ${path} cannot be read (${code ?? 'unknown error'})` };
  }
  if (text.trim() === '') return undefined;
  const content = readPlainYaml(text);
  if (content === undefined) return { problem: `the relay CLI's configuration ${path} is not valid YAML` };
  return { content };
}

function configurationIn(file: unknown, chosen: string | undefined, path: string): Configuration {
  const current = memberOf(file, 'context');
  const name = chosen || (typeof current === 'string' && current) || 'relaysh';
  const context = memberOf(memberOf(file, 'contexts'), name);
  const builtIn = BUILT_IN_CONTEXTS[name.toLowerCase()];
  if (chosen && !context && !builtIn)
    return { problem: `RELAY_CONTEXT is "${chosen}", which is not in ${path}` };
  const tokens = memberOf(memberOf(context, 'auth'), 'tokens');
  const token = tokenIn(tokens, 'api') ?? tokenIn(tokens, 'session');
  if (token === undefined) return undefined;
  const domain = memberOf(context, 'apiDomain') ?? builtIn;
  const where = `apiDomain of context "${name}" in ${path}`;
  if (typeof domain !== 'string' || domain === '') return { problem: `${where} is missing` };
  const found = configurationOf(
    { url: domain, where },
    { token, where: `context "${name}" of ${path}` },
    'relay CLI',
  );
  const ui = memberOf(context, 'uiDomain');
  return found && 'url' in found && typeof ui === 'string' ? { ...found, ui } : found;
}

function tokenIn(tokens: unknown, kind: 'api' | 'session'): string | undefined {
  const token = memberOf(tokens, kind);
  return (typeof token === 'string' && token.trim()) || undefined;
}

/** A member of a map whose keys are case-insensitive, as the relay CLI's are. */
function memberOf(map: unknown, key: string): unknown {
  if (!isObject(map)) return undefined;
  return Object.entries(map).find(([each]) => each.toLowerCase() === key.toLowerCase())?.[1];
}
