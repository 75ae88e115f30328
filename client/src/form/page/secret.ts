// The script of a secret's form, which has one value.
import './l10n';

import * as l10n from '@vscode/l10n';
import { problemsOfSecret, slotOfSecretItem } from '../checks';
import { byId } from './elements';
import { run } from './page';

const value = byId<HTMLTextAreaElement>('value');

run({
  problems: () => problemsOfSecret(value.value),
  message: () => ({ kind: 'set', value: value.value }),
  slots: () => [value.id],
  slotOf: slotOfSecretItem,
  saving: l10n.t('Saving the secret…'),
});
