// Turns `# relay-disable-next-line CODE…` comments into the findings that they silence.
import type { Span } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import type { Edit } from '../workflow/write';
import type { Node } from '../workflow/yaml';
import type { Finding } from './finding';

const comment = /^[ \t]*#[ \t]*relay-disable-next-line\b([^\r\n]*)$/gm;

/**
 * The findings that no comment silences. A comment counts for the line below it, and for a value of several lines that
 * begins there; without codes it silences every finding of that line. Several comments may stand above one another.
 */
export function withoutSuppressed(workflow: Workflow, findings: readonly Finding[]): readonly Finding[] {
  const disabled = disabledLinesOf(workflow);
  if (disabled.size === 0) return findings;
  return findings.filter(({ code, span }) => {
    const lines = [span.start, outermostScalarAt(workflow.yaml.root, span)?.span.start ?? span.start];
    return !lines.some((offset) => {
      const codes = disabled.get(lineStart(workflow.text, offset));
      return codes && (codes.size === 0 || codes.has(code));
    });
  });
}

/** The edit that silences a finding, with the indentation of its line. */
export function suppress(workflow: Workflow, { code, span }: Finding): Edit {
  const { text, yaml } = workflow;
  const at = lineStart(text, outermostScalarAt(yaml.root, span)?.span.start ?? span.start);
  const indent = /^[ \t]*/.exec(text.slice(at))?.[0] ?? '';
  return { span: { start: at, end: at }, text: `${indent}# relay-disable-next-line ${code}\n` };
}

/** The starts of the lines below comments, with the codes silenced there. */
function disabledLinesOf({ text, yaml }: Workflow): ReadonlyMap<number, ReadonlySet<string>> {
  const disabled = new Map<number, Set<string>>();
  if (!text.includes('relay-disable-next-line')) return disabled;
  let above: Set<string> | undefined;
  let aboveEnd = -1;
  for (const { index, 0: line, 1: rest = '' } of text.matchAll(comment)) {
    // The same words in a script or a description are text.
    if (outermostScalarAt(yaml.root, { start: index, end: index + line.length })) continue;
    const codes = new Set<string>(rest.match(/[a-z]+(?:-[a-z]+)+/g) ?? []);
    if (above && aboveEnd === index) for (const code of above) codes.add(code);
    const breakLength = /^\r?\n/.exec(text.slice(index + line.length))?.[0].length ?? 0;
    aboveEnd = index + line.length + breakLength;
    above = codes;
    disabled.set(aboveEnd, codes);
  }
  return disabled;
}

// The scalar of several lines, if any, that a span lies in.
function outermostScalarAt(node: Node | undefined, span: Span): Node | undefined {
  if (!node || span.start < node.span.start || span.start >= node.span.end) return undefined;
  if (node.kind === 'scalar') return node;
  const children =
    node.kind === 'map'
      ? node.pairs.flatMap((pair) => pair.value ?? [])
      : node.kind === 'sequence'
        ? node.items
        : [];
  for (const child of children) {
    const found = outermostScalarAt(child, span);
    if (found) return found;
  }
  return undefined;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
