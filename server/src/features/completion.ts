// Turns the slot at the cursor and what is known of the account into completions.
import { CompletionItemKind, type CompletionList, type Position } from 'vscode-languageserver';
import type { Account } from '../account/account';
import { codes } from '../rules/finding';
import { slotAt } from '../workflow/slots';
import type { Slot } from '../workflow/slots/slot';
import type { Workflow } from '../workflow/workflow';
import type { Client } from './client';
import { addOperands } from './completion/expressions';
import { addFieldKeys, addKeys } from './completion/keys';
import { List } from './completion/list';
import { addPart } from './completion/names';
import { addBodies, addTags } from './completion/tags';
import { addValues } from './completion/values';

/** `link` is the path of the workflow of the account that the file is linked to. */
export function completionsAt(
  workflow: Workflow,
  account: Account,
  position: Position,
  client: Client,
  link?: string,
): CompletionList {
  const offset = workflow.offsetAt(position);
  const slot = slotAt(workflow, offset);
  if (!slot) return { isIncomplete: false, items: [] };
  const list = new List(workflow, account, client, slot.replace, offset, link);
  fill(list, slot);
  return { isIncomplete: list.cut, items: list.items };
}

function fill(list: List, slot: Slot): void {
  switch (slot.role) {
    case 'key':
      return addKeys(list, slot);
    case 'value':
      return addValues(list, slot);
    case 'tag':
      return addTags(list, slot);
    case 'body':
      return addBodies(list, slot);
    case 'field-key':
      return addFieldKeys(list, slot);
    case 'part':
      return addPart(list, slot);
    case 'root':
      return addOperands(list, slot);
    case 'code':
      for (const name of codes)
        if (!slot.written.includes(name))
          list.add(name, { text: name, kind: CompletionItemKind.EnumMember, topic: { is: 'code', name } });
  }
}
