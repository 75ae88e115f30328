// The command line as a process: stdin, stdout, stderr, environment and exit code.
import { text } from 'node:stream/consumers';
import { appearanceOf } from './appearance';
import { progressOn } from './progress';
import { run } from './run';

const { stdin, stdout, stderr, env } = process;
const progress =
  stderr.isTTY &&
  progressOn(
    (line) => void stderr.write(line),
    () => stderr.columns || 80,
  );

function writeTo(stream: NodeJS.WriteStream): (output: string) => void {
  return (output) => {
    if (progress) progress.clear();
    stream.write(output);
  };
}

// Whoever reads has had enough, as `head` does.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const written = run(process.argv.slice(2), {
  out: writeTo(stdout),
  error: writeTo(stderr),
  readInput: () => text(stdin),
  environment: env,
  folder: process.cwd(),
  ...appearanceOf(env, stdout.isTTY === true),
  isSeen: stdout.isTTY === true,
  ...(stdin.isTTY && stderr.isTTY ? { asking: { input: stdin, output: stderr } } : {}),
  ...(progress ? { progress: (doing: string) => progress.show(doing) } : {}),
});

// Not exit(): what is still being written to a pipe would be cut off.
void written
  .catch((error: unknown) => {
    stderr.write(
      `This is a fault of relay-workflows; please report it.\n${(error as Error)?.stack ?? error}\n`,
    );
    return 2;
  })
  .then((code) => {
    if (progress) progress.clear();
    process.exitCode = code;
  });
