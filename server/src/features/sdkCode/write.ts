// Turns the path of a value in a step's spec into the code that reads it: with the Python SDK, and with the command ni.

/** Keys and indexes from the spec's root. */
export type Path = readonly (string | number)[];

export interface Read {
  readonly path: Path;
  /** Whether a map is read, which ni prints in no form that a script can use. */
  readonly isMap: boolean;
}

/** Python for every read, each into a variable named after the last key of its path. */
export function writePython(reads: readonly Read[]): string {
  const lines = reads.map(({ path }) => `${snakeOf(nameOf(path))} = relay.get(${pythonQuery(path)})`);
  const imported = lines.some((line) => line.includes('(D.')) ? 'Interface, Dynamic as D' : 'Interface';
  return `from relay_sdk import ${imported}\n\nrelay = Interface()\n${lines.join('\n')}\n`;
}

/** Lines of a POSIX shell for every read. */
export function writeNi(reads: readonly Read[]): string {
  const lines = reads.map(({ path, isMap }) => {
    const read = isMap
      ? `ni get | jq ${quoted(jqQuery(path))}`
      : `ni get -p ${quoted(`{ ${jsonPath(path)} }`)}`;
    return `${snakeOf(nameOf(path)).toUpperCase()}="$(${read})"\n`;
  });
  return lines.join('');
}

// Dynamic makes a query of attributes, where Python takes the keys for such.
function pythonQuery(path: Path): string {
  if (path.every((key) => typeof key === 'string' && isAttribute(key))) return `D.${path.join('.')}`;
  const query = pathQuery(path);
  return query.includes("'") ? JSON.stringify(query) : `'${query.replaceAll('\\', '\\\\')}'`;
}

function isAttribute(key: string): boolean {
  return /^[A-Za-z]\w*$/.test(key) && !pythonWords.has(key);
}

/** Python's own words, and what every class has. */
const pythonWords: ReadonlySet<string> = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda mro nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

// The language of the SDK's queries is that of expressions (relay/expressions.md 1).
function pathQuery([first, ...rest]: Path): string {
  const isName = typeof first === 'string' && /^[_\p{L}][\p{L}\p{Nd}_-]*$/u.test(first);
  const isRoot = isName && !['true', 'false', 'null'].includes(first);
  const keys = isRoot ? rest : [first ?? '', ...rest];
  return `${isRoot ? first : '$'}${keys.map(indexOf).join('')}`;
}

function jsonPath(path: Path): string {
  return path.map((key) => (isPlainKey(key) ? `.${key}` : indexOf(key))).join('');
}

function jqQuery(path: Path): string {
  const query = jsonPath(path);
  return query.startsWith('.') ? query : `.${query}`;
}

function indexOf(key: string | number): string {
  return `[${JSON.stringify(key)}]`;
}

function isPlainKey(key: string | number): boolean {
  return typeof key === 'string' && /^[A-Za-z_]\w*$/.test(key);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function nameOf(path: Path): string {
  return String(path.findLast((key) => typeof key === 'string') ?? 'value');
}

// accessKeyID is access_key_id.
function snakeOf(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .toLowerCase();
  return /^[a-z_]/.test(words) && !pythonWords.has(words) ? words : `_${words}`;
}
