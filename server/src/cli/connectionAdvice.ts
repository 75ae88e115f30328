// Turns what somebody gives for a connection into advice. No reason to stop: the account knows better.
import type { Fields } from '../account/calls/connections';
import { strayAdviceOf } from '../account/stray';
import { visibleOf } from '../account/visible';
import { connectionTypeOf, connectionTypesNow } from '../catalogue/connectionTypes';
import { nameAdviceOf, shapeAdviceOf } from '../catalogue/shapes';
import { closestOf } from '../rules/closest';

/** A word on a type that neither the catalogue nor `types`, those of the account, have. */
export function typeAdvice(type: string, types: readonly string[]): string | undefined {
  if (connectionTypeOf(type) || types.includes(type)) return undefined;
  const closest = closestType(type, types);
  const meant = closest === undefined ? 'Check the spelling.' : `Did you mean "${visibleOf(closest)}"?`;
  return `"${visibleOf(type)}" is no connection type that is known here. ${meant}`;
}

/** The type that was most likely meant; undefined where none is near. */
export function closestType(type: string, types: readonly string[] = []): string | undefined {
  return closestOf(type, new Set([...connectionTypesNow().map((each) => each.type), ...types]))[0];
}

export function nameAdvice(type: string, name: string): string | undefined {
  return strayAdviceOf(name) ?? nameAdviceOf(type, name);
}

/** A line for each field whose value does not look as it should; no value is repeated. */
export function valueAdvice(type: string, fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    const text = value.reveal();
    const advice = strayAdviceOf(text) ?? shapeAdviceOf({ type, field }, text, true);
    return advice === undefined ? [] : `${visibleOf(field)}: ${advice}`;
  });
}
