// Turns one version of one text into a Workflow: its problems and references, read once and only when first asked for.

import type { Range, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Collected, collect } from './collect';
import { isForeign, isWorkflowYaml, mayBeWorkflow, readDeclaration } from './detection';
import { Lookup } from './lookup';
import { type Occurrence, readOccurrences } from './occurrences';
import { isGround, type Read, rereadYaml } from './reread';
import type { Span } from './span';
import { readStructure, type Structure } from './structure';
import type { Yaml } from './yaml';
import { readYaml } from './yamlText';

/** The language id of workflows; a document that has it is one whatever it holds. */
const workflowLanguage = 'relay-workflow';

/** What the versions of one document share. */
interface History {
  /** Whether the last one looked at was a workflow. */
  wasWorkflow: boolean;
  /** The last one that others can be read on the ground of. */
  ground?: Read;
}

/** One version of a text. Immutable to the outside; parsing waits until a feature asks, so a version overtaken by typing costs nothing. */
export class Workflow {
  readonly uri: string;
  readonly version: number;
  /** Every offset is that of the document. */
  readonly text: string;
  readonly #document: TextDocument;
  readonly #history: History;
  #yaml: Yaml | undefined;
  #collected: Collected | undefined;
  #structure: Structure | undefined;
  #occurrences: readonly Occurrence[] | undefined;
  #lookup: Lookup | undefined;
  #isWorkflow: boolean | undefined;

  constructor(document: TextDocument, history: History = { wasWorkflow: false }) {
    this.#document = document;
    this.#history = history;
    this.uri = document.uri;
    this.version = document.version;
    // To YAML, and to an editor, a lone carriage return is a line break.
    this.text = document.getText().replace(/\r(?!\n)/g, '\n');
  }

  /** Whether the text is a workflow. A workflow that is being edited stays one, however broken it is for the moment. */
  get isWorkflow(): boolean {
    if (this.#isWorkflow === undefined) {
      this.#isWorkflow = this.#decide();
      this.#history.wasWorkflow = this.#isWorkflow;
    }
    return this.#isWorkflow;
  }

  get yaml(): Yaml {
    this.#yaml ??= this.#read();
    return this.#yaml;
  }

  get collected(): Collected {
    this.#collected ??= collect(this.text, this.yaml.root);
    return this.#collected;
  }

  get structure(): Structure {
    this.#structure ??= readStructure(this.yaml.root);
    return this.#structure;
  }

  get occurrences(): readonly Occurrence[] {
    this.#occurrences ??= readOccurrences(this.structure, this.collected.references);
    return this.#occurrences;
  }

  get lookup(): Lookup {
    this.#lookup ??= new Lookup(this.collected);
    return this.#lookup;
  }

  rangeOf(span: Span): Range {
    return { start: this.#document.positionAt(span.start), end: this.#document.positionAt(span.end) };
  }

  offsetAt(position: Range['start']): number {
    return this.#document.offsetAt(position);
  }

  /** The version that follows from this one by changes of the text. */
  changed(changes: TextDocumentContentChangeEvent[], version: number): Workflow {
    const { uri, languageId } = this.#document;
    const copy = TextDocument.create(uri, languageId, this.version, this.#document.getText());
    return new Workflow(TextDocument.update(copy, changes, version), this.#history);
  }

  #read(): Yaml {
    const { ground } = this.#history;
    const yaml = (ground && rereadYaml(ground, this.text)) ?? readYaml(this.text);
    if (isGround(yaml)) this.#history.ground = { text: this.text, yaml };
    return yaml;
  }

  #decide(): boolean {
    const declared = readDeclaration(this.text);
    if (declared !== undefined) return declared === 'workflow';
    if (this.#document.languageId === workflowLanguage) return true;
    if (this.#history.wasWorkflow) return !isForeign(this.yaml.root);
    return mayBeWorkflow(this.text) && isWorkflowYaml(this.text, this.yaml);
  }
}

/** A workflow read from a text. `named` says that somebody named it as a workflow, whatever it looks like. */
export function workflowOf(uri: string, text: string, named = false): Workflow {
  return new Workflow(TextDocument.create(uri, named ? workflowLanguage : 'yaml', 0, text));
}

/** How the document store makes and updates its documents: each change gives a new Workflow. */
export const workflowDocuments = {
  create: (uri: string, languageId: string, version: number, text: string): Workflow =>
    new Workflow(TextDocument.create(uri, languageId, version, text)),
  update: (before: Workflow, changes: TextDocumentContentChangeEvent[], version: number): Workflow =>
    before.changed(changes, version),
};
