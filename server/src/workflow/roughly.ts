// Turns the lines of a text, which may be broken YAML, into what it most likely is: a workflow, or another tool's file.

interface RootKey {
  readonly key: string;
  /** What stands behind the colon on its line, without quotes and comment. */
  readonly value: string;
  /** Where its line ends. */
  readonly end: number;
}

/** The lines of a text that look like the keys `names`, joined by `|`, of its root map. */
export function rootKeysIn(text: string, names: string): readonly RootKey[] {
  const key = new RegExp(
    `^\\ufeff?( *)["']?(${names})["']?[ \\t]*:(?=\\s|$)[ \\t]*["']?([^\\s"'#]*).*$`,
    'gm',
  );
  const root = rootIndentOf(text);
  return Array.from(text.matchAll(key)).flatMap(
    ({ 0: line, 1: indent, 2: key = '', 3: value = '', index }) =>
      indent === root ? [{ key, value, end: index + line.length }] : [],
  );
}

// The keys of the root map stand as far in as the first line that is no comment, mark or directive.
function rootIndentOf(text: string): string | undefined {
  return /^\ufeff?(?:[ \t]*(?:(?:---[ \t]*)?(?:#[^\n]*)?|%[^\n]*)\r?\n)*( *)/.exec(text)?.[1];
}

/** Whether a line says `kind` or `apiVersion` of another tool. */
export function saysForeign(text: string): boolean {
  return rootKeysIn(text, 'kind|apiVersion').some(
    ({ key, value }) => value !== (key === 'kind' ? 'Workflow' : 'v1'),
  );
}

/** Whether lines below `steps` have `name` and `image`, or lines below `triggers` `name` and a source of Relay's type. */
export function looksLikeWorkflow(text: string): boolean {
  const root = rootIndentOf(text)?.length ?? 0;
  return rootKeysIn(text, 'steps|triggers').some(({ key, end }) => {
    const lines = itemLinesOf(text.slice(end), root);
    const signs = key === 'steps' ? stepSigns : triggerSigns;
    return signs.every((sign) => lines.some((line) => sign.test(line)));
  });
}

const stepSigns = [/^name:/, /^(?:image:|type:\s*["']?(?:container|approval)\b)/];
const triggerSigns = [/^name:/, /^source:/, /^type:\s*["']?(?:schedule|push|webhook)\b/];

/** A key with nothing or a block text behind it: what is deeper belongs to it. */
interface Open {
  readonly column: number;
  readonly isSource: boolean;
  /** Where the first deeper line stands. */
  inner?: number;
}

/**
 * The lines below a root key, without dashes, up to the next key that stands no deeper than `root`: those of an item
 * itself or its `source`, not of its `spec` or another value, as far as indentation tells.
 */
function itemLinesOf(text: string, root: number): readonly string[] {
  const found: string[] = [];
  const around: Open[] = [];
  for (const { 1: indent = '', 2: dashes = '', 3: line = '' } of text.matchAll(written)) {
    if (dashes === '' && indent.length <= root) break;
    const column = indent.length + dashes.length;
    while (isBeside(around.at(-1), column)) around.pop();
    const outer = around.at(-1);
    if (outer) outer.inner ??= column;
    if (around.every(({ isSource }) => isSource)) found.push(line);
    if (opening.test(line)) around.push({ column, isSource: line.startsWith('source:') });
  }
  return found;
}

/** Lines with more than blanks, dashes and a comment: these blanks, these dashes and the rest. */
const written = /^([ \t]*)((?:-[ \t]+)*)(?!-\s)([^\s#].*)$/gm;
const opening = /:(?:[ \t]+[&!|>]\S*)*\s*(?:\s#.*)?$/;

function isBeside(open: Open | undefined, column: number): boolean {
  if (!open) return false;
  return column <= open.column || (open.inner !== undefined && column < open.inner);
}
