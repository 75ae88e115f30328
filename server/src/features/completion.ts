// Turns the slot at the cursor and what is known of the account into completions.
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  type Position,
  type TextEdit,
} from 'vscode-languageserver';
import type { Account, Connection } from '../account/account';
import { connectionTypeOf, connectionTypes } from '../catalogue/connectionTypes';
import { createCommand, type Draft } from '../protocol';
import { rootNames } from '../workflow/paths';
import { type FieldSlot, type Slot, slotAt } from '../workflow/slots';
import type { Span } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import { fillType, writeIndex, writeTag } from '../workflow/write';
import { writeYamlScalar } from '../workflow/yaml';
import type { Client } from './client';

/** More than a list that anybody reads; typing on narrows it. */
const most = 200;

export function completionsAt(
  workflow: Workflow,
  account: Account,
  position: Position,
  client: Client,
): CompletionList {
  const offset = workflow.offsetAt(position);
  const slot = slotAt(workflow, offset);
  if (!slot) return { isIncomplete: false, items: [] };
  const list = new List(workflow, account, slot.replace, offset, client);
  list.fill(slot);
  return { isIncomplete: list.cut, items: list.items };
}

class List {
  readonly items: CompletionItem[] = [];
  cut = false;
  readonly #typed: string;
  readonly #connections: readonly Connection[];

  constructor(
    readonly workflow: Workflow,
    readonly account: Account,
    readonly replace: Span,
    readonly offset: number,
    readonly client: Client,
  ) {
    this.#typed = workflow.text.slice(replace.start, offset);
    this.#connections = account.state === 'ready' ? account.connections : [];
  }

  fill(slot: Slot): void {
    switch (slot.role) {
      case 'reference':
        return this.#references((each) => writeTag(each), '!Connection { type: ', ', name: ', ' }');
      case 'body':
        return this.#references(
          (each) => writeTag(each).replace('!Connection ', ''),
          '{ type: ',
          ', name: ',
          ' }',
        );
      case 'key':
        return this.#keys(slot.missing);
      case 'root':
        return this.#roots();
      case 'type':
        return this.#types(slot);
      case 'name':
        return this.#names(slot);
    }
  }

  #types(slot: FieldSlot): void {
    const counts = new Map<string, number>();
    for (const { type } of this.#connections) counts.set(type, (counts.get(type) ?? 0) + 1);
    const own = [...counts.keys()].sort();
    const others = connectionTypes.map((each) => each.type).filter((type) => !counts.has(type));
    [...own, ...others].forEach((type, index) => {
      const count = counts.get(type) ?? 0;
      const detail = this.account.state === 'ready' ? sayCount(count, this.account.name) : undefined;
      this.#add(type, this.#write(slot, type), {
        kind: CompletionItemKind.EnumMember,
        ...(detail ? { detail } : {}),
        labelDetails: { description: connectionTypeOf(type)?.displayName ?? '' },
        sortText: String(index).padStart(6, '0'),
      });
    });
  }

  #names(slot: FieldSlot): void {
    const type = slot.other.is === 'written' ? slot.other.text : undefined;
    const fitting = this.#connections.filter((each) => type === undefined || each.type === type);
    for (const { type: own, name } of this.#matching(fitting)) {
      const fill =
        type === undefined && slot.form !== 'expression' ? fillType(this.workflow, slot, own) : undefined;
      this.#add(name, this.#write(slot, name), {
        kind: CompletionItemKind.Value,
        detail: `${own} connection`,
        ...(fill ? { additionalTextEdits: [this.#edit(fill.span, fill.text)] } : {}),
        sortText: `0 ${name}`,
      });
    }
    this.#namesOfFile(slot, type);
    if (type !== undefined) this.#createNew(type);
  }

  // Where the account says nothing, what this file itself names is the best that is known.
  #namesOfFile(slot: FieldSlot, type: string | undefined): void {
    if (this.account.state === 'ready' && !this.account.stale) return;
    const known = new Set(this.items.map((item) => item.label));
    for (const reference of this.workflow.collected.references) {
      if (
        reference.kind !== 'connection' ||
        reference.name.is !== 'written' ||
        reference.type.is !== 'written'
      )
        continue;
      const { text } = reference.name;
      const here = reference.name.span.start === this.replace.start;
      if (here || known.has(text) || (type !== undefined && reference.type.text !== type)) continue;
      known.add(text);
      const detail = `${reference.type.text} connection, named elsewhere in this file`;
      this.#add(text, this.#write(slot, text), {
        kind: CompletionItemKind.Value,
        detail,
        sortText: `1 ${text}`,
      });
    }
  }

  #createNew(type: string): void {
    if (!this.client.forms) return;
    const name = this.#typed.replace(/^['"]/, '');
    const from = { uri: this.workflow.uri, position: this.workflow.rangeOf(this.replace).start };
    const draft: Draft = { type, ...(name === '' ? {} : { name }), from };
    const title = `Create new ${type} connection…`;
    const typed = this.workflow.text.slice(this.replace.start, this.replace.end);
    this.#add(title, typed, {
      kind: CompletionItemKind.Event,
      filterText: typed,
      sortText: '~',
      command: { title, command: createCommand, arguments: [draft] },
    });
  }

  #references(write: (connection: Connection) => string, ...skeleton: [string, string, string]): void {
    for (const connection of this.#matching(this.#connections)) {
      const text = write(connection);
      const { type, name } = connection;
      this.#add(name, text, {
        kind: CompletionItemKind.Reference,
        detail: `${type} connection`,
        filterText: text,
        sortText: `0 ${type} ${name}`,
      });
    }
    const [before, between, after] = skeleton;
    const snippet = this.client.snippets;
    this.#add('!Connection', snippet ? `${before}$1${between}$2${after}` : `${before}${between}${after}`, {
      kind: CompletionItemKind.Snippet,
      detail: 'a connection by type and name',
      filterText: `${before}${between}`,
      insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      sortText: '1',
    });
  }

  #keys(missing: readonly string[]): void {
    if (missing.length === 2) {
      for (const { type, name } of this.#matching(this.#connections)) {
        const text = `type: ${writeYamlScalar(type, true)}, name: ${writeYamlScalar(name, true)}`;
        if (!this.#isInFlow()) break;
        this.#add(`${type} ${name}`, text, {
          kind: CompletionItemKind.Reference,
          filterText: text,
          sortText: `1 ${type} ${name}`,
        });
      }
    }
    for (const key of missing) {
      this.#add(key, `${key}: `, {
        kind: CompletionItemKind.Property,
        sortText: `0 ${key === 'type' ? 0 : 1}`,
      });
    }
  }

  #roots(): void {
    for (const root of rootNames)
      this.#add(root, root, { kind: CompletionItemKind.Module, sortText: `0 ${root}` });
    for (const { type, name } of this.#matching(this.#connections)) {
      const at = this.replace;
      const text = `connections.${writeIndex(this.workflow, at, type)}.${writeIndex(this.workflow, at, name)}`;
      this.#add(text, text, {
        kind: CompletionItemKind.Reference,
        detail: `${type} connection`,
        sortText: `1 ${type} ${name}`,
      });
    }
  }

  #write(slot: FieldSlot, text: string): string {
    if (slot.form === 'expression') return writeIndex(this.workflow, slot.replace, text);
    const glued = this.workflow.text[slot.replace.start - 1] === ':' ? ' ' : '';
    return glued + writeYamlScalar(text, slot.form === 'flow');
  }

  #isInFlow(): boolean {
    const before = this.workflow.text.slice(0, this.replace.start);
    return before.lastIndexOf('{') > before.lastIndexOf('\n');
  }

  // Long lists are cut to what goes on as typed, so that fifty thousand connections cost no more than fifty.
  #matching(connections: readonly Connection[]): readonly Connection[] {
    if (connections.length <= most) return connections;
    const typed = this.#typed.replace(/^['"]/, '').toLowerCase();
    const matching: Connection[] = [];
    for (const connection of connections) {
      if (!connection.name.toLowerCase().includes(typed)) continue;
      if (matching.length === most) {
        this.cut = true;
        break;
      }
      matching.push(connection);
    }
    return matching;
  }

  #add(label: string, text: string, more: Partial<CompletionItem>): void {
    // What is typed begins with a quote: the editor compares it with the whole text.
    const quote = /^['"]/.exec(this.#typed)?.[0] ?? '';
    const filterText = more.filterText ?? (quote === '' ? undefined : quote + label);
    this.items.push({
      label,
      ...more,
      ...(filterText === undefined ? {} : { filterText }),
      textEdit: this.#edit(this.replace, text),
    });
  }

  #edit(span: Span, newText: string): TextEdit {
    return { range: this.workflow.rangeOf(span), newText };
  }
}

function sayCount(count: number, account: string): string {
  return count === 0 ? `none in ${account}` : `${count} in ${account}`;
}
