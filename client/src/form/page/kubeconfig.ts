// Offers the contexts of a kubeconfig, and fills in the values of the one that is chosen.
import * as l10n from '@vscode/l10n';
import { visibleOf } from '../../../../server/src/account/visible';
import type { KubeContext, ToPage } from '../messages';
import { byId, say } from './elements';

const text = {
  current: (name: string) => l10n.t('{0} (current)', name),
  filled: (fields: number) =>
    fields === 1 ? l10n.t('One value was filled in.') : l10n.t('{0} values were filled in.', fields),
  nothing: l10n.t('Nothing of this context could be filled in.'),
  notKubeconfig: (words: string) => l10n.t('{0} It is not a kubeconfig.', words),
};

const picker = byId<HTMLSelectElement>('context');
const advice = byId('kube-advice');
let contexts: readonly KubeContext[] = [];

/** Shows what the extension found in a kubeconfig, with the current context chosen. */
export function showContexts({
  contexts: found,
  problem,
}: Pick<Extract<ToPage, { kind: 'kubeconfig' }>, 'contexts' | 'problem'>): void {
  contexts = found;
  say(advice, problem);
  picker.replaceChildren(
    ...found.map(({ name, isCurrent }) => {
      const shown = visibleOf(name);
      return new Option(isCurrent ? text.current(shown) : shown, name, isCurrent, isCurrent);
    }),
  );
  byId('contexts').hidden = found.length === 0;
  showLacks();
  if (found.length > 0) picker.focus();
}

/** Another context was chosen. */
export function contextChosen(): void {
  say(advice, undefined);
  showLacks();
}

/** Says what the chosen context lacks. */
function showLacks(): void {
  const items = (contexts[picker.selectedIndex]?.lacks ?? []).map((words) => {
    const item = document.createElement('p');
    item.className = 'advice';
    item.textContent = words;
    return item;
  });
  byId('lacks').replaceChildren(...items);
}

/** Fills in the values of the chosen context; `fill` tells whether a field has an input. */
export function useContext(fill: (field: string, value: string) => boolean): void {
  const values = contexts[picker.selectedIndex]?.values ?? [];
  const filled = values.filter(([field, value]) => fill(field, value)).length;
  say(advice, filled > 0 ? text.filled(filled) : text.nothing);
}

/** Says of a file, in words on what was read, that it is something else. */
export function sayNoKubeconfig(words: string): void {
  say(advice, text.notKubeconfig(words));
}
