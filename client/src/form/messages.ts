// The messages between a form's page and the extension, and the reading of what the page sends.

import { isObject } from '../../../server/src/objects';

/** One thing that stands in the way of saving, at an input (`slot` is its id) or, with `slot: ''`, at none of them. */
export interface Problem {
  readonly slot: string;
  readonly message: string;
}

/** How a test of what was saved went; `untold` where the account did not say, or was not waited for. */
export interface Verdict {
  readonly is: 'passed' | 'failed' | 'untold';
  readonly words: string;
}

/**
 * How far the form is. `refused.items` are the API's, by path; `once` names the values Relay shows this one time, and
 * `warning` is said where they were lost. `testing` and `tested` speak of what was saved; `waiting` is for the browser.
 */
export type Status =
  | { readonly is: 'editing' }
  | { readonly is: 'saving' }
  | { readonly is: 'testing'; readonly words: string }
  | { readonly is: 'tested'; readonly verdict: Verdict }
  | { readonly is: 'waiting'; readonly hasAddress: boolean }
  | {
      readonly is: 'refused';
      readonly message: string;
      readonly items: readonly (readonly [string, string])[];
    }
  | {
      readonly is: 'created';
      readonly title: string;
      readonly once: readonly { readonly field: string; readonly label: string; readonly value: string }[];
      readonly warning?: string;
      /** Of a test that goes on. */
      readonly testing?: string;
      readonly verdict?: Verdict;
    };

/** A context of a kubeconfig: the values it has, by field, and what it lacks in words. */
export interface KubeContext {
  readonly name: string;
  readonly isCurrent: boolean;
  readonly values: readonly (readonly [field: string, value: string])[];
  readonly lacks: readonly string[];
}

/**
 * To the page: everything it shows that its HTML does not hold. `slots` is what was typed before it was hidden; `made` is
 * the form's new title, once what it was opened for is there and its inputs replace the values. `ways` says whether the
 * account can connect a type in the browser.
 */
export type ToPage =
  | {
      readonly kind: 'restore';
      readonly slots: readonly (readonly [string, string])[];
      readonly status: Status;
      readonly made?: string;
    }
  | { readonly kind: 'status'; readonly status: Status; readonly made?: string }
  | { readonly kind: 'ways'; readonly type: string; readonly browser: boolean }
  | { readonly kind: 'kubeconfig'; readonly contexts: readonly KubeContext[]; readonly problem?: string };

/** The slot that a kubeconfig is kept in; no input has this id. */
export const kubeconfigSlot = 'kubeconfig';

/**
 * From the page. `typed` follows each input, so that the extension has it all when the page is hidden; `pasted` says that
 * a secret came from the clipboard. `create` is what the form of a connection asks to be saved (and tested), `connect`
 * what it asks to be authorised in the browser, `set` what the form of a secret asks to be saved.
 */
export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'typed'; readonly slot: string; readonly value: string; readonly pasted?: true }
  | { readonly kind: 'removed'; readonly slot: string }
  | {
      readonly kind: 'create';
      readonly type: string;
      readonly name: string;
      readonly fields: readonly (readonly [string, string])[];
      readonly test?: true;
    }
  | { readonly kind: 'ways'; readonly type: string }
  | { readonly kind: 'connect'; readonly type: string; readonly name: string }
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'copyAddress' }
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
  if (!isObject(raw) || raw.panel !== panel) return undefined;
  switch (raw.kind) {
    case 'ready':
    case 'cancel':
    case 'skip':
    case 'copyAddress':
      return { kind: raw.kind };
    case 'typed':
      return isSlot(raw.slot) && isText(raw.value, longestValue)
        ? { kind: 'typed', slot: raw.slot, value: raw.value, ...(raw.pasted === true && { pasted: true }) }
        : undefined;
    case 'ways':
      return isName(raw.type) ? { kind: 'ways', type: raw.type } : undefined;
    case 'connect':
      return isName(raw.type) && isName(raw.name)
        ? { kind: 'connect', type: raw.type, name: raw.name }
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
  const { type, name, fields, test } = raw;
  if (!isName(type) || !isName(name)) return undefined;
  if (!Array.isArray(fields) || fields.length > mostFields) return undefined;
  const pairs: (readonly [string, string])[] = [];
  for (const pair of fields) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    const [field, value] = pair;
    if (!isText(field, longestName) || field === '' || !isText(value, longestValue)) return undefined;
    pairs.push([field, value]);
  }
  return { kind: 'create', type, name, fields: pairs, ...(test === true && { test }) };
}

const isText = (raw: unknown, longest: number): raw is string =>
  typeof raw === 'string' && raw.length <= longest;
const isName = (raw: unknown): raw is string => isText(raw, longestName) && raw !== '';
const isSlot = (raw: unknown): raw is string => typeof raw === 'string' && slotPattern.test(raw);
