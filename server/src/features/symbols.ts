// Turns a workflow into its outline, and the names of many files into the symbols of a workspace.
import {
  type DocumentSymbol,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import type { Named, Occurrence } from '../workflow/occurrences';
import { contains, countUpTo, type Span } from '../workflow/span';
import type { Step, Trigger } from '../workflow/structure';
import type { Workflow } from '../workflow/workflow';
import { endOfPair } from '../workflow/yaml';
import type { FileNames, NamedPlace } from './fileNames';
import { shown } from './hover/markdown';

/** More than a list that anybody reads; typing on narrows it. */
const most = 500;

/** The outline: parameters, triggers and steps, with the connections that each of them names below. */
export function documentSymbolsOf(workflow: Workflow): DocumentSymbol[] {
  const { parameters, triggers, steps } = workflow.structure;
  const outline = new Outline(workflow);
  return [
    ...outline.section(
      'parameters',
      parameters.map(({ name, node }) => {
        const whole = { start: name.span.start, end: Math.max(name.span.end, node?.span.end ?? 0) };
        return outline.symbol(name.text, SymbolKind.Variable, whole, name.span);
      }),
    ),
    ...outline.section(
      'triggers',
      triggers.map((each) => outline.item(each, SymbolKind.Event, each.type)),
    ),
    ...outline.section(
      'steps',
      steps.map((each) => outline.item(each, SymbolKind.Function, each.image?.text ?? each.type)),
    ),
  ];
}

/** The same for clients that take no tree. */
export function flatSymbolsOf(workflow: Workflow): SymbolInformation[] {
  const flat = (symbols: readonly DocumentSymbol[], containerName?: string): SymbolInformation[] =>
    symbols.flatMap(({ name, kind, range, children = [] }) => [
      { name, kind, location: { uri: workflow.uri, range }, ...(containerName ? { containerName } : {}) },
      ...flat(children, name),
    ]);
  return flat(documentSymbolsOf(workflow));
}

/** The steps, parameters and connections of all files whose name holds the letters of the query, in their order. */
export function workspaceSymbolsIn(files: Iterable<FileNames>, query: string): WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const { uri, places } of files) {
    const said = new Set<string>();
    for (const { named, key, role, range } of places) {
      const kind = kindOf(named, role);
      if (kind === undefined || !holds(named.name, query)) continue;
      if (said.has(key)) continue;
      said.add(key);
      const containerName = named.kind === 'connection' ? `${named.type} connection` : named.kind;
      found.push({ name: named.name, kind, containerName, location: { uri, range } });
      if (found.length === most) return found;
    }
  }
  return found;
}

class Outline {
  readonly #connections: readonly Occurrence[];

  constructor(readonly workflow: Workflow) {
    this.#connections = workflow.occurrences.filter(({ named }) => named.kind === 'connection');
  }

  /** A key of the root with what stands below it; nothing where that is empty. */
  section(key: string, children: DocumentSymbol[]): DocumentSymbol[] {
    const pair = this.workflow.structure.fields.get(key)?.pair;
    if (!pair || children.length === 0) return [];
    const whole = { start: pair.key.span.start, end: endOfPair(pair) };
    return [{ ...this.symbol(key, SymbolKind.Namespace, whole, pair.key.span), children }];
  }

  item({ item, name, type }: Step | Trigger, kind: SymbolKind, detail: string): DocumentSymbol {
    const label = name?.text || `unnamed ${type === 'unknown' ? 'item' : type}`;
    return {
      ...this.symbol(label, kind, item.span, name?.span ?? item.span),
      detail,
      children: this.#connectionsIn(item.span),
    };
  }

  /** `name` is selected where it lies in the whole; an anchor may bring it in from elsewhere. */
  symbol(text: string, kind: SymbolKind, whole: Span, name: Span): DocumentSymbol {
    const selected = contains(whole, name) ? name : whole;
    return {
      name: text.trim() === '' ? '?' : shown(text),
      kind,
      range: this.workflow.rangeOf(whole),
      selectionRange: this.workflow.rangeOf(selected),
    };
  }

  #connectionsIn(whole: Span): DocumentSymbol[] {
    const found: DocumentSymbol[] = [];
    for (let index = this.#firstFrom(whole.start); index < this.#connections.length; index += 1) {
      const each = this.#connections[index];
      if (!each || each.span.start > whole.end) break;
      const { named, span, around } = each;
      if (named.kind !== 'connection' || !contains(whole, around)) continue;
      found.push({
        ...this.symbol(named.name, SymbolKind.Interface, around, span),
        detail: shown(named.type),
      });
    }
    return found;
  }

  // They are in the order of the text: a workflow of thousands of steps is no reason to search all for each.
  #firstFrom(offset: number): number {
    return countUpTo(this.#connections, ({ span }) => span.start, offset - 1);
  }
}

function kindOf({ kind }: Named, role: NamedPlace['role']): SymbolKind | undefined {
  if (kind === 'connection') return SymbolKind.Interface;
  if (role !== 'declaration') return undefined;
  return kind === 'step' ? SymbolKind.Function : kind === 'parameter' ? SymbolKind.Variable : undefined;
}

function holds(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
