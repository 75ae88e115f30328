// Turns a seed file, JSON or YAML, into connections for the local account to begin with.
import { isObject } from '../account/answers';
import { Secret } from '../account/secret';
import { readPlainYaml } from '../workflow/yaml';
import { CannotStart } from './cannotStart';

/** A connection to begin with; a missing field list is an empty one. */
export interface SeedConnection {
  readonly type: string;
  readonly name: string;
  readonly fields?: Readonly<Record<string, Secret>>;
}

/**
 * Reads `{connections: [{type, name, fields?: {field: string}}]}`. `where` names the file in messages. Throws
 * CannotStart with the place of what is wrong, and never a field's value.
 */
export function readSeed(text: string, where: string): readonly SeedConnection[] {
  const seed = readPlainYaml(text);
  const wrong = (what: string) => new CannotStart(`The seed ${where} is not usable: ${what}`);
  if (seed === undefined) throw wrong('it is neither JSON nor YAML');
  if (!isObject(seed) || !Array.isArray(seed.connections)) throw wrong('it must be {connections: […]}');
  return seed.connections.map((each: unknown, index) => {
    const place = `connections[${index}]`;
    if (!isObject(each)) throw wrong(`${place} must be {type, name, fields?}`);
    const { type, name, fields = {} } = each;
    if (typeof type !== 'string' || type === '') throw wrong(`${place}.type must be a string`);
    if (typeof name !== 'string' || name === '') throw wrong(`${place}.name must be a string`);
    if (!isObject(fields)) throw wrong(`${place}.fields must be {field: string}`);
    const values = Object.entries(fields).map(([field, value]): [string, Secret] => {
      if (typeof value !== 'string') throw wrong(`${place}.fields.${field} must be a string (quote it)`);
      return [field, new Secret(value)];
    });
    return { type, name, fields: Object.fromEntries(values) };
  });
}
