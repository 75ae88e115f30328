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

/** What the system says where the report cannot be written. */
let lost: NodeJS.ErrnoException | undefined;

// Whoever reads has had enough, as `head` does, or stderr can say nothing: neither changes what was found.
stderr.on('error', () => {});
stdout.on('error', loseReport);

function loseReport(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || lost) return;
  lost = error;
  writeTo(stderr)(`relay-workflows: standard output cannot be written (${error.code}).\n`);
  process.exitCode = 2;
}

function writeTo(stream: NodeJS.WriteStream): (output: string) => void {
  return (output) => {
    if (progress) progress.clear();
    stream.write(output);
  };
}

// The folder may have been deleted.
function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

async function runIn(folder: string | undefined): Promise<number> {
  if (folder === undefined) {
    stderr.write('relay-workflows: the working directory is gone. Change to another one.\n');
    return 2;
  }
  return run(process.argv.slice(2), {
    out: writeTo(stdout),
    error: writeTo(stderr),
    readInput: () => text(stdin),
    environment: env,
    folder,
    ...appearanceOf(env, stdout.isTTY === true),
    isSeen: stdout.isTTY === true,
    ...(stdin.isTTY && stderr.isTTY ? { asking: { input: stdin, output: stderr } } : {}),
    ...(progress ? { progress: (doing: string) => progress.show(doing) } : {}),
  });
}

// Not exit(): what is still being written to a pipe would be cut off.
void runIn(workingFolder())
  .catch((error: unknown) => {
    stderr.write(
      `This is a fault of relay-workflows; please report it.\n${(error as Error)?.stack ?? error}\n`,
    );
    return 2;
  })
  .then((code) => {
    if (progress) progress.clear();
    process.exitCode = lost ? 2 : code;
  });
