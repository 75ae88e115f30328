// The messages between a form's page and the extension, and the reading of what the page sends.

/** One thing that stands in the way of saving, at an input (`slot` is its id) or, with `slot: ''`, at none of them. */
export interface Problem {
  readonly slot: string;
  readonly message: string;
}

/** How far the form is. `refused.items` are the API's, by path; `once` names the values Relay shows this one time. */
export type Status =
  | { readonly is: 'editing' }
  | { readonly is: 'saving' }
  | {
      readonly is: 'refused';
      readonly message: string;
      readonly items: readonly (readonly [string, string])[];
    }
  | {
      readonly is: 'created';
      readonly title: string;
      readonly once: readonly (readonly [string, string])[];
    };

/** To the page: everything it shows that its HTML does not hold. `slots` is what was typed before it was hidden. */
export type ToPage =
  | {
      readonly kind: 'restore';
      readonly slots: readonly (readonly [string, string])[];
      readonly status: Status;
    }
  | { readonly kind: 'status'; readonly status: Status };

/**
 * From the page. `typed` follows each input, so that the extension has it all when the page is hidden. `create` is what
 * the form of a connection asks to be saved, `set` what that of a secret does.
 */
export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'typed'; readonly slot: string; readonly value: string }
  | { readonly kind: 'removed'; readonly slot: string }
  | {
      readonly kind: 'create';
      readonly type: string;
      readonly name: string;
      readonly fields: readonly (readonly [string, string])[];
    }
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'copy'; readonly field: string };

/** Longest value and longest file that the form takes: characters (UTF-16 units) for values, bytes for files. */
export const longestValue = 1024 * 1024;
/** Longest type, name and field name, in UTF-16 units. */
export const longestName = 1024;
/** Most fields of one connection. */
export const mostFields = 500;

const slotPattern = /^[a-zA-Z][a-zA-Z0-9-]{0,31}$/;

/**
 * Reads what arrived from a page. Gives undefined for anything that is not a whole message of this panel:
 * another shape, a value over its bound, a wrong panel id. Members that no message has are left behind. Never throws.
 */
export function readFromPage(raw: unknown, panel: string): FromPage | undefined {
  if (!isRecord(raw) || raw.panel !== panel) return undefined;
  switch (raw.kind) {
    case 'ready':
    case 'cancel':
      return { kind: raw.kind };
    case 'typed':
      return isSlot(raw.slot) && isText(raw.value, longestValue)
        ? { kind: 'typed', slot: raw.slot, value: raw.value }
        : undefined;
    case 'removed':
      return isSlot(raw.slot) ? { kind: 'removed', slot: raw.slot } : undefined;
    case 'copy':
      return isText(raw.field, longestName) ? { kind: 'copy', field: raw.field } : undefined;
    case 'create':
      return readCreate(raw);
    case 'set':
      return isText(raw.value, longestValue) && raw.value !== ''
        ? { kind: 'set', value: raw.value }
        : undefined;
    default:
      return undefined;
  }
}

function readCreate(raw: Record<string, unknown>): FromPage | undefined {
  const { type, name, fields } = raw;
  if (!isText(type, longestName) || type === '' || !isText(name, longestName) || name === '')
    return undefined;
  if (!Array.isArray(fields) || fields.length > mostFields) return undefined;
  const pairs: (readonly [string, string])[] = [];
  for (const pair of fields) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    const [field, value] = pair;
    if (!isText(field, longestName) || field === '' || !isText(value, longestValue)) return undefined;
    pairs.push([field, value]);
  }
  return { kind: 'create', type, name, fields: pairs };
}

const isRecord = (raw: unknown): raw is Record<string, unknown> => typeof raw === 'object' && raw !== null;
const isText = (raw: unknown, longest: number): raw is string =>
  typeof raw === 'string' && raw.length <= longest;
const isSlot = (raw: unknown): raw is string => typeof raw === 'string' && slotPattern.test(raw);
