// Turns the address of an account's API into that of its web page of connections.

/**
 * The page, by the address of the account's web pages where one is told (relay/api.md, The CLI's configuration), else
 * for the service itself. Undefined for any other account: where its pages are is not to be guessed.
 */
export function connectionsPageOf(api: string, ui: string | undefined): string | undefined {
  const base =
    webAddressOf(ui) ?? (webAddressOf(api)?.host === 'api.relay.sh' ? webAddressOf(service) : undefined);
  return base && new URL('/connections', base).href;
}

const service = 'https://app.relay.sh';

function webAddressOf(text: string | undefined): URL | undefined {
  const address = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  return address && /^https?:$/.test(address.protocol) ? address : undefined;
}
