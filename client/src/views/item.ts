// What a view shows of one of its nodes, without VS Code's classes.
import type { UsagePlace } from '../../../server/src/protocol';

export interface Item {
  /** The same for the same thing, so that what is open and chosen stays so. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Lines of plain text. */
  readonly tooltip?: string;
  /** A codicon, whose shape says what its colour says. */
  readonly icon: string;
  readonly colour?: string;
  /** What the menus of package.json go by. */
  readonly is: string;
  readonly children: 'none' | 'closed' | 'open';
  /** What a screen reader says. */
  readonly spoken?: string;
  /** Where a click leads. */
  readonly place?: UsagePlace;
}

/** The nodes of a view: the first ones, what is below each, and how each is shown. */
export interface Tree<Node> {
  readonly roots: readonly Node[];
  below(node: Node): readonly Node[];
  itemOf(node: Node): Item;
}

/** Gives a file as the user knows it: its path in the workspace. */
export type SayFile = (uri: string) => string;

/** `deploy.yaml:12` and the folder that it is in. */
export function sayPlace({ uri, range }: UsagePlace, sayFile: SayFile): { file: string; folder: string } {
  const path = sayFile(uri);
  const slash = path.lastIndexOf('/');
  return {
    file: `${path.slice(slash + 1)}:${range.start.line + 1}`,
    folder: path.slice(0, Math.max(0, slash)),
  };
}
