// Keeps which workflows of the account an editor's files want to know the secrets of, and tells when these are others.
import { type LinkOf, secretsWantedBy } from './links';
import type { Workflow } from './workflow/workflow';

/** Milliseconds without a change before it is told: a name that is being typed is no workflow yet. */
const quiet = 400;

export class WantedSecrets {
  readonly #tell: (paths: readonly string[]) => void;
  /** By the file that wants it. */
  readonly #wanted = new Map<string, string>();
  #told = '[]';
  #waiting: NodeJS.Timeout | undefined;

  /** `tell` is given all paths that are wanted, each once. */
  constructor(tell: (paths: readonly string[]) => void) {
    this.#tell = tell;
  }

  /** A file was looked at; what it wants counts until it is looked at again. */
  look(workflow: Workflow, linkOf: LinkOf): void {
    const path = workflow.isWorkflow ? secretsWantedBy(workflow, linkOf) : undefined;
    if (path === this.#wanted.get(workflow.uri)) return;
    if (path === undefined) this.#wanted.delete(workflow.uri);
    else this.#wanted.set(workflow.uri, path);
    this.#soon();
  }

  /** A file was closed. One that is opened again at once, as another language, wants what it wanted before. */
  closed(uri: string): void {
    if (this.#wanted.delete(uri)) this.#soon();
  }

  #soon(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      const paths = [...new Set(this.#wanted.values())].sort();
      const told = JSON.stringify(paths);
      if (told === this.#told) return;
      this.#told = told;
      this.#tell(paths);
    }, quiet);
  }
}
