// Turns a value of a workflow into YAML that stands alone: what aliases and merge keys show is written out.
import { fieldsOf, isMerge } from '../../workflow/fields';
import {
  isEmpty,
  type MapNode,
  type Node,
  type ScalarNode,
  type SequenceNode,
  writeYamlScalar,
} from '../../workflow/yaml';

/** More than anybody writes; anchors in anchors can grow without end. */
const mostNodes = 20_000;

/** The lines of `key: value`, or of more keys, without indentation. */
export function writePair(text: string, key: string, value: Node | undefined): string[] {
  return new Writer(text).pair(writeYamlScalar(key, false), value);
}

/** A value: what stands behind its colon or dash, and the lines below that. */
interface Written {
  readonly head: string;
  readonly lines: readonly string[];
}

class Writer {
  #left = mostNodes;
  /** The values around the one that is being written. */
  readonly #around = new Set<Node>();

  constructor(readonly text: string) {}

  pair(key: string, value: Node | undefined): string[] {
    const { head, lines } = this.#value(value);
    return [head === '' ? `${key}:` : `${key}: ${head}`, ...indented(lines)];
  }

  #value(node: Node | undefined): Written {
    if (!node || (isEmpty(node) && !node.tag)) return { head: 'null', lines: [] };
    this.#left -= 1;
    // An anchor may contain itself.
    if (this.#left < 0 || this.#around.has(node)) return { head: 'null # too deep', lines: [] };
    this.#around.add(node);
    const written = this.#written(node);
    this.#around.delete(node);
    return written;
  }

  #written(node: Node): Written {
    if (node.kind === 'alias') return this.#value(node.target);
    const tag = node.tag ? this.text.slice(node.tag.span.start, node.tag.span.end) : '';
    if (node.kind === 'scalar') return this.#scalar(node, tag);
    const own = this.text.slice(node.span.start, node.span.end);
    if (node.flow && isSelfContained(node) && !/[\n#]/.test(own)) return { head: join(tag, own), lines: [] };
    const lines = node.kind === 'map' ? this.#map(node) : node.items.flatMap((item) => this.#item(item));
    return lines.length > 0
      ? { head: tag, lines }
      : { head: join(tag, node.kind === 'map' ? '{}' : '[]'), lines };
  }

  #map(map: MapNode): string[] {
    return [...fieldsOf(map).values()].flatMap(({ key, pair }) => {
      const isPlain = pair.key.kind === 'scalar' && pair.key.style === 'plain' && !pair.key.tag;
      return this.pair(isPlain ? key : writeYamlScalar(key, false), pair.value);
    });
  }

  #item(item: Node): string[] {
    const { head, lines } = this.#value(item);
    if (head !== '') return [`- ${head}`, ...indented(lines)];
    return indented(lines).map((line, index) => (index === 0 ? `- ${line.trimStart()}` : line));
  }

  #scalar({ style, value }: ScalarNode, tag: string): Written {
    if (style === 'plain')
      return { head: join(tag, value.includes('\n') ? JSON.stringify(value) : value), lines: [] };
    const block = value.includes('\n') ? blockOf(value) : undefined;
    if (block) return { head: join(tag, block.head), lines: block.lines };
    return { head: join(tag, tag === '' ? writeYamlScalar(value, false) : JSON.stringify(value)), lines: [] };
  }
}

// A literal block can show most texts as they are.
function blockOf(value: string): Written | undefined {
  if (/^[\s]|[^\P{C}\n]|[\u2028\u2029]/u.test(value)) return undefined;
  const body = value.replace(/\n+$/, '');
  const breaks = value.length - body.length;
  const lines = [...body.split('\n'), ...Array<string>(Math.max(0, breaks - 1)).fill('')];
  return { head: `|${['-', ''][breaks] ?? '+'}`, lines };
}

/** Whether nothing inside depends on what stands elsewhere, or is to be taken up there. */
function isSelfContained(node: MapNode | SequenceNode): boolean {
  const inner =
    node.kind === 'map' ? node.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key])) : node.items;
  if (node.kind === 'map' && node.pairs.some(isMerge)) return false;
  return inner.every(
    (each) => !each.anchor && each.kind !== 'alias' && (each.kind === 'scalar' || isSelfContained(each)),
  );
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? line : `  ${line}`));
}

function join(tag: string, rest: string): string {
  return tag === '' ? rest : `${tag} ${rest}`.trimEnd();
}
