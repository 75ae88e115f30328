// Turns the setting `relay.connectionTypes` into connection types with their fields.

import { isObject } from '../objects';
import type { ConnectionField, ConnectionType } from './connectionTypes';

/**
 * Reads `{TYPE: {displayName, fields: {NAME: {label, help, secret, multiline, required}}}}`; every member may be missing. A
 * field is masked and must be given unless it says otherwise. What is no type or field is left out; never throws.
 */
export function readOwnTypes(raw: unknown): readonly ConnectionType[] {
  return membersOf(raw).map(([type, given]) => {
    const { displayName, fields } = recordOf(given);
    return {
      type,
      displayName: textOf(displayName) ?? type,
      fields: membersOf(fields).map(([name, field]) => readField(name, recordOf(field))),
    };
  });
}

function readField(name: string, raw: Readonly<Record<string, unknown>>): ConnectionField {
  const help = textOf(raw.help);
  return {
    name,
    label: textOf(raw.label) ?? name,
    ...(help === undefined ? {} : { help }),
    secret: raw.secret !== false,
    multiline: raw.multiline === true,
    required: raw.required !== false,
  };
}

/** The members of an object that are objects themselves, and have a name. */
function membersOf(raw: unknown): (readonly [string, unknown])[] {
  return Object.entries(recordOf(raw)).filter(([name, value]) => name.trim() !== '' && isObject(value));
}

function recordOf(raw: unknown): Readonly<Record<string, unknown>> {
  return isObject(raw) ? raw : {};
}

function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw.trim() !== '' ? raw : undefined;
}
