// Gets the values of a connection from files, standard input or a person's typing; never from arguments.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Fields } from '../account/calls/connections';
import { Secret } from '../account/secret';
import { type ConnectionField, connectionTypeOf } from '../catalogue/connectionTypes';
import { closestType } from './connectionAdvice';
import { UsageProblem } from './files';
import { askHidden, askHiddenLines } from './prompt';
import type { Terminal } from './terminal';

/** Where the values of a connection come from. */
export interface ValueSources {
  /** Field → path of the file that has its value, or `-` for standard input. */
  readonly files: ReadonlyMap<string, string>;
  /** Fields that a person is asked for. */
  readonly asked: readonly ConnectionField[];
}

/** Longer than any credential, in characters; what the form accepts too. */
const LONGEST = 1024 * 1024;

/**
 * Reads the arguments of `--field` for a connection of a type, and says what is to be asked for.
 * @throws UsageProblem, which never repeats what was given: it may be a value.
 */
export function readSources(type: string, given: readonly string[], canAsk: boolean): ValueSources {
  const files = new Map<string, string>();
  for (const each of given) {
    const [, field, file] = /^([^=]+)=@(.+)$/.exec(each) ?? [];
    if (field === undefined || file === undefined)
      throw new UsageProblem(
        '--field takes KEY=@FILE, or KEY=@- for standard input. A value is never an argument, where other programs can ' +
          'read it; a field that is not given is asked for',
      );
    if (files.has(field)) throw new UsageProblem('a field is given twice');
    files.set(field, file);
  }
  if ([...files.values()].filter((file) => file === '-').length > 1)
    throw new UsageProblem('standard input can be the value of one field only');
  return { files, asked: askedOf(type, files, canAsk) };
}

function askedOf(
  type: string,
  files: ReadonlyMap<string, string>,
  canAsk: boolean,
): readonly ConnectionField[] {
  const known = connectionTypeOf(type)?.fields ?? [];
  if (known.length === 0 && files.size === 0) {
    const closest = connectionTypeOf(type) ? undefined : closestType(type);
    const meant = closest === undefined ? '' : `, or did you mean ${closest}?`;
    throw new UsageProblem(
      `the fields of the type ${type} are not known here: give each as --field KEY=@FILE${meant}`,
    );
  }
  const open = known.filter(({ name, generated }) => !generated && !files.has(name));
  if (canAsk) return open;
  const missing = open.filter(({ required }) => required).map(({ name }) => name);
  if (missing.length > 0)
    throw new UsageProblem(
      `there is no terminal to ask at for ${missing.join(', ')}: give each as --field KEY=@FILE, or one as KEY=@-`,
    );
  return [];
}

/**
 * Reads and asks. Resolves to undefined where the person gives up.
 * @throws UsageProblem for a file that is no value.
 */
export async function readFields(
  { files, asked }: ValueSources,
  terminal: Terminal,
): Promise<Fields | undefined> {
  const fields: Record<string, Secret> = {};
  for (const [field, file] of files) {
    const text =
      file === '-' ? await readInput(field, terminal) : await readText(field, resolve(terminal.folder, file));
    if (text === undefined) return undefined;
    fields[field] = secretOf(field, text);
  }
  for (const field of asked) {
    const text = await askFor(field, terminal);
    if (text === undefined) return undefined;
    if (text !== '') fields[field.name] = secretOf(field.name, text);
  }
  return fields;
}

async function readText(field: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // The path is not repeated: a value that begins with @ would stand there.
    throw new UsageProblem(
      `the file for ${field} cannot be read (${(error as NodeJS.ErrnoException).code}). Is it the path of a file?`,
    );
  }
}

function readInput(field: string, { asking, readInput }: Terminal): Promise<string | undefined> {
  return asking ? askHiddenLines(`${field} (end with Ctrl+D): `, asking) : readInput();
}

async function askFor(
  { name, label, help, multiline, required }: ConnectionField,
  { asking }: Terminal,
): Promise<string | undefined> {
  if (!asking) return undefined;
  if (help !== undefined) asking.output.write(`${help}\n`);
  const how = [...(required ? [] : ['may be empty']), ...(multiline ? ['end with Ctrl+D'] : [])];
  const question = `${label} (${[name, ...how].join('; ')}): `;
  for (;;) {
    const text = await (multiline ? askHiddenLines : askHidden)(question, asking);
    if (text === undefined || text.trim() !== '') return text;
    if (!required) return '';
  }
}

/** A line break at the end of the only line belongs to the file, not to the value. */
function secretOf(field: string, text: string): Secret {
  const value = text.replace(/^\ufeff/, '').replace(/^([^\r\n]*)\r?\n$/, '$1');
  if (value.trim() === '') throw new UsageProblem(`what was given for ${field} is empty`);
  if (value.includes('\ufffd')) throw new UsageProblem(`what was given for ${field} is no text in UTF-8`);
  if (value.length > LONGEST) throw new UsageProblem(`what was given for ${field} is longer than 1 MiB`);
  return new Secret(value);
}
