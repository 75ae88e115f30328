// Asks a person at the terminal, in the open or without showing what is typed.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** A terminal to ask at: stdin and stderr, or what stands for them. */
export interface Asking {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** Asks one line, which is shown. Resolves to undefined at Ctrl+C, at the end of input, and where several lines come. */
export async function ask(question: string, asking: Asking): Promise<string | undefined> {
  const typed = await read(question, asking, { isShown: true, isOneLine: true });
  return typed?.[0];
}

/** Asks one line and shows nothing of it. Resolves to undefined like `ask`. */
export async function askHidden(question: string, asking: Asking): Promise<string | undefined> {
  const typed = await read(question, asking, { isShown: false, isOneLine: true });
  return typed?.[0];
}

/** Asks lines up to the end of input (Ctrl+D) and shows nothing of them. Resolves to undefined at Ctrl+C. */
export async function askHiddenLines(question: string, asking: Asking): Promise<string | undefined> {
  const typed = await read(question, asking, { isShown: false, isOneLine: false });
  return typed?.map((line) => `${line}\n`).join('');
}

function read(
  question: string,
  { input, output }: Asking,
  { isShown, isOneLine }: { readonly isShown: boolean; readonly isOneLine: boolean },
): Promise<readonly string[] | undefined> {
  const echo = isShown ? output : new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: echo, terminal: true, historySize: 0, prompt: question });
  return new Promise((resolve) => {
    let typed: string[] | undefined = [];
    const end = (): void => {
      // What stands behind the last line break.
      if (lines.line !== '') typed?.push(lines.line);
      lines.close();
    };
    lines.on('line', (line) => {
      typed?.push(line);
      // What was pasted together comes together.
      if (isOneLine && typed?.length === 1) setImmediate(end);
    });
    // Of itself, it ends the input on an empty line only.
    const endBehindText = (
      _text: unknown,
      key: { readonly ctrl?: boolean; readonly name?: string },
    ): void => {
      if (key.ctrl && key.name === 'd' && lines.line !== '' && lines.cursor === lines.line.length) end();
    };
    if (!isOneLine) input.on('keypress', endBehindText);
    lines.once('SIGINT', () => {
      typed = undefined;
      lines.close();
    });
    lines.once('close', () => {
      input.off('keypress', endBehindText);
      // The end of a line that is typed in the open shows itself.
      if (!isShown || !typed?.length) output.write('\n');
      if (isOneLine && typed?.slice(1).some((line) => line !== '')) {
        output.write('Several lines came where one is asked for, so none was taken.\n');
        typed = undefined;
      }
      resolve(typed);
    });
    if (isShown) lines.prompt();
    else output.write(question);
  });
}
