// Turns the documents that an editor has open into workflows, but for those that `relay.workflows.exclude` leaves out.
import { TextDocuments } from 'vscode-languageserver/node';
import { excludedBy } from './included';
import { pathsFrom } from './links';
import type { Settings } from './settings';
import { readDeclaration } from './workflow/detection';
import { type Workflow, workflowDocuments } from './workflow/workflow';

/** A document that is left out is none to everybody who asks; `keys` has it still. */
export class OpenWorkflows extends TextDocuments<Workflow> {
  /** The documents that somebody made workflows by their language; the settings do not speak of those. */
  readonly #chosen: Set<string>;
  /** Whether the settings leave a document out, as long as these and the folders are what they were. */
  #excluded: { readonly settings: Settings; readonly folders: unknown; readonly uris: Map<string, boolean> };

  constructor(
    readonly settings: () => Settings,
    /** The URIs of the editor's folders. */
    readonly folders: () => readonly string[],
  ) {
    const chosen = new Set<string>();
    super({
      ...workflowDocuments,
      create: (uri, languageId, version, text) => {
        if (languageId === 'relay-workflow') chosen.add(uri);
        else chosen.delete(uri);
        return workflowDocuments.create(uri, languageId, version, text);
      },
    });
    this.#chosen = chosen;
    this.#excluded = { settings: settings(), folders: undefined, uris: new Map() };
  }

  override get(uri: string): Workflow | undefined {
    const workflow = super.get(uri);
    return workflow && this.#isLeftOut(workflow) ? undefined : workflow;
  }

  override all(): Workflow[] {
    return super.all().filter((each) => !this.#isLeftOut(each));
  }

  #isLeftOut({ uri, text }: Workflow): boolean {
    return this.#isExcluded(uri) && !this.#chosen.has(uri) && readDeclaration(text) !== 'workflow';
  }

  #isExcluded(uri: string): boolean {
    const [settings, folders] = [this.settings(), this.folders()];
    if (this.#excluded.settings !== settings || this.#excluded.folders !== folders)
      this.#excluded = { settings, folders, uris: new Map() };
    const { uris } = this.#excluded;
    const known = uris.get(uri);
    if (known !== undefined) return known;
    const paths = pathsFrom(folders, uri);
    const isExcluded = paths.length > 0 && paths.every(excludedBy(settings));
    uris.set(uri, isExcluded);
    return isExcluded;
  }
}
