// The command line as a process: stdin, stdout, stderr, environment and exit code.
import { text } from 'node:stream/consumers';
import { isColorSupported } from 'picocolors';
import { run } from './run';

const written = run(process.argv.slice(2), {
  out: (output) => void process.stdout.write(output),
  error: (output) => void process.stderr.write(output),
  readInput: () => text(process.stdin),
  environment: process.env,
  folder: process.cwd(),
  colors: isColorSupported && process.stdout.isTTY === true,
});

// Not exit(): what is still being written to a pipe would be cut off.
void written.then((code) => {
  process.exitCode = code;
});
