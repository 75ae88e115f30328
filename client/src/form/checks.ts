// Turns what stands in the form into problems that stop it, advice that does not, and the place of the API's errors.
import * as l10n from '@vscode/l10n';
import { longestName, longestValue, type Problem } from './messages';

/** One input as it stands. `slot` is its id, `keySlot` that of the input its own name was typed into (free fields). */
export interface Entry {
  readonly slot: string;
  readonly keySlot?: string;
  /** Its key in `auth.fields`. */
  readonly field: string;
  readonly value: string;
  readonly required: boolean;
}

/** The whole form as it stands. */
export interface Filled {
  readonly type: { readonly slot: string; readonly value: string };
  readonly name: { readonly slot: string; readonly value: string };
  readonly fields: readonly Entry[];
}

const text = {
  noType: l10n.t('Choose a type.'),
  noName: l10n.t('Enter a name.'),
  noValue: l10n.t('Enter a value.'),
  noKey: l10n.t('Enter the name of the field.'),
  doubled: (field: string) => l10n.t('The field {0} is there already.', field),
  long: l10n.t('This is longer than 1,024 characters.'),
  longValue: l10n.t('This is longer than 1 MiB.'),
};

/** What must be corrected before a secret, whose value stands in the input `value`, can be saved. */
export function problemsOfSecret(value: string): readonly Problem[] {
  const message = valueProblem({ value, required: true });
  return message ? [{ slot: 'value', message }] : [];
}

/** What must be corrected before the connection can be created, in the order of the form. */
export function problemsOf({ type, name, fields }: Filled): readonly Problem[] {
  const at = (slot: string, message: string | undefined): Problem[] => (message ? [{ slot, message }] : []);
  const seen = new Set<string>();
  return [
    ...at(type.slot, nameProblem(type.value, text.noType)),
    ...at(name.slot, nameProblem(name.value, text.noName)),
    ...fields.flatMap((entry) => {
      const doubled = seen.has(entry.field) && entry.field !== '';
      seen.add(entry.field);
      return [
        ...at(
          entry.keySlot ?? entry.slot,
          doubled ? text.doubled(entry.field) : nameProblem(entry.field, text.noKey),
        ),
        ...at(entry.slot, valueProblem(entry)),
      ];
    }),
  ];
}

function nameProblem(value: string, whenEmpty: string): string | undefined {
  if (value.trim() === '') return whenEmpty;
  return value.length > longestName ? text.long : undefined;
}

function valueProblem({ value, required }: Pick<Entry, 'value' | 'required'>): string | undefined {
  if (required && value.trim() === '') return text.noValue;
  return value.length > longestValue ? text.longValue : undefined;
}

/**
 * The slot an item of an API error speaks of (relay/api.md, Errors): `name`, `type`, or a field by the last segment of a
 * path such as `auth.fields.accessKeyID` or `/auth/fields/accessKeyID`. Undefined where no input has that name.
 */
export function slotOfItem(path: string, { type, name, fields }: Filled): string | undefined {
  const segments = path.split(/[./[\]'"]+/).filter((segment) => segment !== '');
  const last = segments.at(-1);
  const named = fields.filter((entry) => entry.field !== '');
  const byField =
    named.find((entry) => path.endsWith(`fields.${entry.field}`)) ??
    named.find((entry) => entry.field === last);
  if (segments.length > 1 && byField) return byField.slot;
  if (last === 'name') return name.slot;
  if (last === 'type') return type.slot;
  return byField?.slot;
}

/** The same for a secret, whose only input is its value. */
export function slotOfSecretItem(path: string): string | undefined {
  return path.split(/[./[\]'"]+/).findLast((segment) => segment !== '') === 'value' ? 'value' : undefined;
}
