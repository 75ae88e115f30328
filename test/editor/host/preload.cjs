// Adds to VS Code's server what it lacks here: it ends with the process that started it, and its secrets outlive a page.
const { randomBytes } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { Server } = require('node:http');
const { join } = require('node:path');

const dataFolder = argument('--server-data-dir');
// Its child processes preload this too.
if (dataFolder !== undefined) {
  process.stdin.on('end', () => process.exit()).resume();
  answerMintKey();
}

/** The workbench seals its secrets with a key of two halves and asks for the server's half, which only code-server gives. */
function answerMintKey() {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (event, ...rest) {
    const [request, response] = rest;
    if (event !== 'request' || request.method !== 'POST' || request.url !== '/mint-key') {
      return emit.call(this, event, ...rest);
    }
    if (allowed(request)) response.end(keyHalf());
    else response.writeHead(403).end();
    return true;
  };
}

function allowed(request) {
  const tokenFile = argument('--connection-token-file');
  if (tokenFile === undefined) return true;
  const cookies = (request.headers.cookie ?? '').split('; ');
  return cookies.includes(`vscode-tkn=${readFileSync(tokenFile, 'utf8')}`);
}

function keyHalf() {
  const file = join(dataFolder, 'key-half');
  try {
    return readFileSync(file);
  } catch {
    const made = randomBytes(32);
    writeFileSync(file, made, { mode: 0o600 });
    return made;
  }
}

function argument(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}
