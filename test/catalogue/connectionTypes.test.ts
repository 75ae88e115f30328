// The catalogue against facts.json, which was taken from the published schemas and step code and not from the catalogue.
import { describe, expect, it } from 'vitest';
import {
  type ConnectionField,
  connectionTypeOf,
  connectionTypes,
} from '../../server/src/catalogue/connectionTypes';
import facts from './facts.json';

/** In published schemas, but no stored field of a connection: read from step outputs, from beside it, or not at all. */
const notStored: Readonly<Record<string, readonly string[]>> = {
  aws: ['sessionToken'],
  ssh: ['knownHosts'],
  grafana: ['apiToken'],
};

const flagsOf = (field: ConnectionField) =>
  [
    field.secret && 'secret',
    field.multiline && 'multiline',
    field.required && 'required',
    field.generated && 'generated',
    field.displayOnce && 'display once',
  ]
    .filter(Boolean)
    .join(', ');

describe('the catalogue of connection types', () => {
  it('has exactly the stored fields that are known of every known type, with what is known of each', () => {
    const known = Object.entries(facts as Record<string, Record<string, string>>).map(([type, fields]) => [
      type,
      Object.fromEntries(Object.entries(fields).filter(([name]) => !notStored[type]?.includes(name))),
    ]);
    const listed = connectionTypes.map(({ type, fields }) => [
      type,
      Object.fromEntries(fields.map((field) => [field.name, flagsOf(field)])),
    ]);
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(known));
  });

  it('names each type once and each field of a type once', () => {
    const types = connectionTypes.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    for (const { fields } of connectionTypes) {
      expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
      expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
    }
  });

  it('has words for every type and field, and help that ends as a sentence', () => {
    for (const { displayName, fields } of connectionTypes) {
      expect(displayName).toMatch(/^\S.*\S$/);
      for (const { label, help } of fields) {
        expect(label).toMatch(/^[A-Z]\S*( \S+)*$/);
        expect(help ?? 'None.').toMatch(/^\S.*\.$/);
      }
    }
  });

  it('finds a type by its exact name only', () => {
    for (const each of connectionTypes) expect(connectionTypeOf(each.type)).toBe(each);
    for (const other of ['AWS', '', 'aws ', 'blort', 'fooinc', '__proto__', 'constructor'])
      expect(connectionTypeOf(other)).toBeUndefined();
  });
});
