// Turns `# relay-disable-next-line CODE…` comments into the findings that they silence.
import { nodesAt } from '../workflow/nodes';
import { lineBreakOf } from '../workflow/pairs';
import { type Edit, startOfLine } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import type { Node } from '../workflow/yaml';
import { codes, type Finding } from './finding';

const comment = /^[ \t]*#[ \t]*relay-disable-next-line\b([^\r\n]*)$/gm;

/**
 * The findings that no comment silences. A comment counts for the line below it, and for a value of several lines that
 * begins there; with nothing behind it, it silences every finding of that line. Other words than codes are a reason, and
 * a misspelt code is one of them. Several comments may stand above one another.
 */
export function withoutSuppressed(workflow: Workflow, findings: readonly Finding[]): readonly Finding[] {
  const disabled = disabledLinesOf(workflow);
  if (disabled.size === 0) return findings;
  return findings.filter(({ code, span }) => {
    const lines = [span.start, scalarAt(workflow.yaml.root, span.start)?.span.start ?? span.start];
    return !lines.some((offset) => disabled.get(startOfLine(workflow.text, offset))?.has(code));
  });
}

/** The edit that silences a finding, with the indentation of its line; undefined where no comment can stand above it. */
export function suppress(workflow: Workflow, { code, span }: Finding): Edit | undefined {
  const { text, yaml } = workflow;
  const at = startOfLine(text, scalarAt(yaml.root, span.start)?.span.start ?? span.start);
  const above = at > 0 ? scalarAt(yaml.root, at - 1) : undefined;
  if ((above && above.span.end > at) || text.trim() === '') return undefined;
  const indent = /^[ \t]*/.exec(text.slice(at))?.[0] ?? '';
  return {
    span: { start: at, end: at },
    text: `${indent}# relay-disable-next-line ${code}${lineBreakOf(text)}`,
  };
}

/** The starts of the lines below comments, with the codes silenced there. */
function disabledLinesOf({ text, yaml }: Workflow): ReadonlyMap<number, ReadonlySet<string>> {
  const disabled = new Map<number, Set<string>>();
  if (!text.includes('relay-disable-next-line')) return disabled;
  let above: Set<string> | undefined;
  let aboveEnd = -1;
  for (const { index, 0: line, 1: rest = '' } of text.matchAll(comment)) {
    // The same words in a script or a description are text.
    if (scalarAt(yaml.root, index)) continue;
    const words = rest.trim() === '' ? codes : (rest.match(/[a-z]+(?:-[a-z]+)*/g) ?? []);
    const named = new Set<string>(words);
    if (above && aboveEnd === index) for (const code of above) named.add(code);
    const breakLength = /^\r?\n/.exec(text.slice(index + line.length))?.[0].length ?? 0;
    aboveEnd = index + line.length + breakLength;
    above = named;
    disabled.set(aboveEnd, named);
  }
  return disabled;
}

// The scalar, if any, that a character lies in.
function scalarAt(root: Node | undefined, offset: number): Node | undefined {
  const node = nodesAt(root, offset).at(-1)?.node;
  return node?.kind === 'scalar' && offset < node.span.end ? node : undefined;
}
