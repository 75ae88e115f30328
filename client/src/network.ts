// Turns VS Code's own settings about proxies and certificates into how the account is asked.
import * as vscode from 'vscode';
import type { NetworkSettings } from '../../server/src/account/proxy';
import { Secret } from '../../server/src/account/secret';

/** The settings `http.*` that count here. */
export function networkSettings(): NetworkSettings {
  const http = vscode.workspace.getConfiguration('http');
  const systemCertificates = http.get('systemCertificates', true);
  if (http.get('proxySupport') === 'off') return { noProxy: ['*'], systemCertificates };
  const authorization = http.get<string | null>('proxyAuthorization');
  return {
    proxy: http.get('proxy', ''),
    noProxy: http.get('noProxy', []),
    proxyStrictSSL: http.get('proxyStrictSSL', true),
    systemCertificates,
    ...(authorization ? { proxyAuthorization: new Secret(authorization) } : {}),
  };
}
