// Builds a list of completions for one slot: what each replaces, in which order they stand, and how many are enough.
import { type CompletionItem, InsertTextFormat, InsertTextMode, type TextEdit } from 'vscode-languageserver';
import type { Account, Connection } from '../../account/account';
import { visibleOf } from '../../account/visible';
import type { Span } from '../../workflow/span';
import type { Workflow } from '../../workflow/workflow';
import { isPlainString, writeYamlScalar } from '../../workflow/yaml';
import type { Client } from '../client';
import type { Topic } from '../hover/topic';

/** More than a list that anybody reads; typing on narrows it. */
const most = 200;

/** What a completion brings besides its label. */
export interface Offer extends Pick<CompletionItem, 'kind' | 'detail' | 'labelDetails' | 'command'> {
  /** What is written for it. */
  readonly text: string;
  /** What is written where the client takes snippets. */
  readonly snippet?: string;
  /** What is compared with what is typed, where that is not the label. */
  readonly filterText?: string;
  readonly sortText?: string;
  /** Edits in other places. */
  readonly also?: readonly TextEdit[];
  /** What its documentation is about. */
  readonly topic?: Topic;
}

export class List {
  readonly items: CompletionItem[] = [];
  /** Whether something was left out that typing on would bring up. */
  cut = false;
  readonly connections: readonly Connection[];
  /** What is typed of the replaced text, in front of the cursor. */
  readonly typed: string;
  readonly #range: TextEdit['range'];

  constructor(
    readonly workflow: Workflow,
    readonly account: Account,
    readonly client: Client,
    readonly replace: Span,
    readonly offset: number,
    /** The path of the workflow of the account that the file is linked to. */
    readonly link?: string,
  ) {
    this.typed = workflow.text.slice(replace.start, Math.max(replace.start, offset));
    this.connections = account.state === 'ready' ? account.connections : [];
    this.#range = workflow.rangeOf(replace);
  }

  /** Adds a completion; without `sortText` it stands behind all that were added before. */
  add(label: string, { text, snippet, also, topic, filterText, sortText, detail, ...more }: Offer): void {
    const isSnippet = snippet !== undefined && this.client.snippets;
    const newText = isSnippet ? snippet : text;
    // What is typed begins with a quote: the editor compares it with the whole text.
    const quote = /^['"]/.exec(this.typed)?.[0] ?? '';
    const filter = filterText ?? (quote === '' ? undefined : quote + label);
    this.items.push({
      label: visibleOf(label),
      ...more,
      ...(detail === undefined ? {} : { detail: visibleOf(detail) }),
      sortText: sortText ?? String(this.items.length).padStart(6, '0'),
      ...(filter === undefined ? {} : { filterText: filter }),
      ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
      ...(isSnippet && snippet.includes('\n') ? { insertTextMode: InsertTextMode.asIs } : {}),
      ...(also && also.length > 0 ? { additionalTextEdits: [...also] } : {}),
      ...(topic ? { data: { topic, uri: this.workflow.uri } } : {}),
      textEdit: { range: this.#range, newText },
    });
  }

  /** Whether more would be more than anybody reads; says so to the editor. */
  get isFull(): boolean {
    if (this.items.length < 2 * most) return false;
    this.cut = true;
    return true;
  }

  edit(span: Span, newText: string): TextEdit {
    return { range: this.workflow.rangeOf(span), newText };
  }

  /** A text as a value in YAML, with a blank before it where none stands behind the colon or dash. */
  value(text: string, form: 'flow' | 'block' | 'scalar'): string {
    // A scalar behind a tag loses its quotes (relay/expressions.md 5.1).
    const isBare = form !== 'scalar' || isPlainString(text);
    const written = writeYamlScalar(text, form === 'flow' || !isBare);
    return this.parted(isBare ? written : `[${written}]`);
  }

  /** Text of YAML, with a blank before it where none stands behind the colon or dash. */
  parted(text: string): string {
    const before = this.workflow.text[this.replace.start - 1];
    return before === ':' || before === '-' ? ` ${text}` : text;
  }

  /** Long lists are cut to what goes on as typed, so that fifty thousand names cost little more than fifty. */
  matching<T>(all: readonly T[], nameOf: (each: T) => string): readonly T[] {
    if (all.length <= most) return all;
    const typed = this.typed.replace(/^['"]/, '').toLowerCase();
    const matching: T[] = [];
    for (const each of all) {
      if (!nameOf(each).toLowerCase().includes(typed)) continue;
      if (matching.length === most) {
        this.cut = true;
        break;
      }
      matching.push(each);
    }
    return matching;
  }
}

/** A text as it stands in a snippet. */
export function inSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
