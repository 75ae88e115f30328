// Tells which workflow of the account a file belongs to, whose secrets it then reads.
import picomatch from 'picomatch';
import type { Settings } from './settings';
import { textOf } from './workflow/structure';
import type { Workflow } from './workflow/workflow';

/** Gives the path, in the account, of the workflow that a file is linked to; undefined where it is to none. */
export type LinkOf = (workflow: Workflow) => string | undefined;

/**
 * Links files by the setting `relay.workflows.names`, else by their own key `name` (relay/expressions.md 6). Globs are
 * those of paths from the folders (URIs) that hold a file, and of its absolute path. Where several fit, a path counts
 * before a glob and a longer glob before a shorter one; one that leads to nothing links to no workflow.
 */
export function linking(names: Settings['workflowNames'], folders: readonly string[]): LinkOf {
  const globs = [...names.keys()].sort((one, other) => other.length - one.length);
  const rules = globs.map((glob) => {
    const fits = picomatch(glob, { dot: true, nocase: process.platform === 'win32' });
    return { glob, fits };
  });
  return (workflow) => {
    const paths = rules.length > 0 ? pathsOf(workflow.uri, folders) : [];
    const rule =
      rules.find(({ glob }) => paths.includes(glob)) ??
      rules.find(({ fits }) => paths.some((path) => fits(path)));
    return (rule ? names.get(rule.glob) : nameOf(workflow)) || undefined;
  };
}

/** The workflow that a file is linked to, where the file speaks of secrets: then it matters which ones are there. */
export function secretsWantedBy(workflow: Workflow, linkOf: LinkOf): string | undefined {
  return /\b(?:Secret|secrets)\b/.test(workflow.text) ? linkOf(workflow) : undefined;
}

function nameOf({ structure }: Workflow): string | undefined {
  return textOf(structure.fields.get('name')?.pair.value)?.trim();
}

function pathsOf(uri: string, folders: readonly string[]): readonly string[] {
  const file = decoded(uri);
  const absolute = file.replace(/^[a-z][\w+.-]*:\/\/[^/]*(?:\/(?=[a-z]:\/))?/i, '');
  return [...pathsFrom(folders, uri), absolute];
}

/** The paths of a file from those folders (URIs) that hold it, as globs write them. */
export function pathsFrom(folders: readonly string[], uri: string): readonly string[] {
  const file = decoded(uri);
  return folders.flatMap((folder) => {
    const start = `${decoded(folder).replace(/\/$/, '')}/`;
    return file.startsWith(start) ? file.slice(start.length) : [];
  });
}

// Clients differ in what they encode.
function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
