// The functions of the expression language: what they take, what they give, and what a call of one gets wrong.
import { type Known, type Shape, sayKnown } from './operators';
import { shortened } from './shortened';

export interface RelayFunction {
  readonly name: string;
  /** One line for completion and hover. */
  readonly summary: string;
  readonly gives: Shape;
  /** The arguments in order; the last may repeat. */
  readonly positional: readonly Parameter[];
  /** The arguments by keyword; absent where the function takes none. */
  readonly keywords?: readonly Parameter[];
}

export interface Parameter {
  readonly name: string;
  readonly summary: string;
  readonly optional?: boolean;
  /** Stands for any number of further arguments. */
  readonly repeated?: boolean;
  /** What it takes; anything where absent. `maps` is an array of maps. */
  readonly takes?: 'array' | 'map' | 'maps' | 'string' | 'scalar' | 'json' | 'query';
  /** The only texts that are taken. */
  readonly values?: readonly string[];
}

const markdown: readonly Parameter[] = [
  {
    name: 'to',
    summary: 'the markup to convert to',
    takes: 'string',
    values: ['jira', 'html'],
  },
  { name: 'content', summary: 'the Markdown text', takes: 'string' },
];
const lookup: readonly Parameter[] = [
  { name: 'object', summary: 'the value to look into' },
  { name: 'query', summary: "a path such as 'a.b[0]', as a text; it can call no function", takes: 'query' },
  { name: 'default', summary: 'what to give where the path leads nowhere', optional: true },
];
const compared: readonly Parameter[] = [
  { name: 'left', summary: 'any value' },
  { name: 'right', summary: 'the value to compare it with' },
];

const table: readonly RelayFunction[] = [
  {
    name: 'append',
    summary: 'A new array with values added at the end.',
    gives: 'array',
    positional: [
      { name: 'array', summary: 'the array to start from', takes: 'array' },
      { name: 'value', summary: 'a value to add', repeated: true },
    ],
  },
  {
    name: 'coalesce',
    summary: 'The first argument that is there and not null, else null.',
    gives: 'unknown',
    positional: [{ name: 'value', summary: 'a value that may be missing', repeated: true, optional: true }],
  },
  {
    name: 'concat',
    summary: 'All arguments joined to one text; null counts as empty.',
    gives: 'string',
    positional: [
      {
        name: 'text',
        summary: 'a text, number, boolean, time or null',
        takes: 'scalar',
        repeated: true,
        optional: true,
      },
    ],
  },
  {
    name: 'convertMarkdown',
    summary: 'Markdown rewritten in the markup of another tool.',
    gives: 'string',
    positional: markdown,
    keywords: markdown,
  },
  {
    name: 'equals',
    summary: "Whether two values are the same in every part; unlike ==, nothing is converted: 1 is not '1'.",
    gives: 'boolean',
    positional: compared,
  },
  {
    name: 'exists',
    summary:
      'Whether a key, index or field is there. An output or parameter that is missing itself stays open.',
    gives: 'boolean',
    positional: [{ name: 'value', summary: 'the path to ask after' }],
  },
  {
    name: 'jsonMarshal',
    summary: 'A value written as JSON text.',
    gives: 'string',
    positional: [{ name: 'value', summary: 'any value' }],
  },
  {
    name: 'jsonUnmarshal',
    summary: 'The value that a JSON text holds.',
    gives: 'unknown',
    positional: [{ name: 'text', summary: 'valid JSON', takes: 'json' }],
  },
  {
    name: 'merge',
    summary: 'Maps laid over one another, later ones on top; deep unless mode says shallow.',
    gives: 'map',
    positional: [{ name: 'map', summary: 'a map', takes: 'map', repeated: true, optional: true }],
    keywords: [
      { name: 'objects', summary: 'the maps, as an array', takes: 'maps' },
      {
        name: 'mode',
        summary: 'whether inner maps are merged, too',
        optional: true,
        takes: 'string',
        values: ['deep', 'shallow'],
      },
    ],
  },
  {
    name: 'notEquals',
    summary: 'Whether two values differ; unlike !=, nothing is converted.',
    gives: 'boolean',
    positional: compared,
  },
  { name: 'now', summary: 'The time at which it is evaluated.', gives: 'time', positional: [] },
  {
    name: 'path',
    summary:
      'What a path given as a text leads to inside a value, with a default for where it leads nowhere.',
    gives: 'unknown',
    positional: lookup,
    keywords: lookup,
  },
  {
    name: 'toString',
    summary: 'A text, number, boolean, time or null as text.',
    gives: 'string',
    positional: [{ name: 'value', summary: 'no array and no map', takes: 'scalar' }],
  },
];
const byName: ReadonlyMap<string, RelayFunction> = new Map(table.map((each) => [each.name, each]));

/** The names of all functions (relay/expressions.md 4). */
export const functionNames: readonly string[] = [...byName.keys()];

/** The function of a name; names are case-sensitive. */
export function functionOf(name: string): RelayFunction | undefined {
  return byName.get(name);
}

/** How a function is called: `path(object, query, default?)`, `append(array, value…)`. */
export function signatureOf({ name, positional }: RelayFunction): string {
  const parameters = positional.map((each) =>
    each.repeated ? `${each.name}…` : `${each.name}${each.optional ? '?' : ''}`,
  );
  return `${name}(${parameters.join(', ')})`;
}

/** The arguments of a call with what is known of them; `keyword` is absent in a positional call. */
export interface CallArgument {
  readonly keyword?: string;
  readonly known: Known;
}

/** What Relay refuses in a call; `argument` counts from 0 and is absent where the call as a whole is wrong. */
export interface CallFault {
  readonly message: string;
  readonly argument?: number;
  /** Something is missing: it may only not be typed yet. */
  readonly absence?: boolean;
  /** Relay passes over it in silence: a keyword that the function does not know. */
  readonly ignored?: readonly string[];
}

/**
 * What is wrong with a call of a known function (relay/expressions.md 4). `form` says how the arguments are given, which
 * their number alone does not.
 */
export function faultsOfCall(
  called: RelayFunction,
  form: 'positional' | 'keywords',
  args: readonly CallArgument[],
): readonly CallFault[] {
  if (form === 'positional') return faultsInOrder(called, args);
  const { name, keywords } = called;
  if (!keywords) return [{ message: `${name} takes no keywords. Write ${signatureOf(called)}.` }];
  const written = args.map(({ keyword }) => keyword);
  const missing = keywords.filter((each) => !each.optional && !written.includes(each.name));
  const names = keywords.map((each) => each.name);
  return [
    ...missing.map((each) => ({
      message: `${name} needs the keyword "${each.name}": ${each.summary}.`,
      absence: true,
    })),
    ...args.flatMap(({ keyword = '', known }, argument): CallFault[] => {
      const parameter = keywords.find((each) => each.name === keyword);
      if (!parameter && missing.length > 0) return [];
      if (!parameter)
        return [
          { message: `${name} ignores the keyword "${shortened(keyword)}".`, argument, ignored: names },
        ];
      const message = messageOf(called, parameter, known);
      return message === undefined ? [] : [{ message, argument }];
    }),
  ];
}

function faultsInOrder(called: RelayFunction, args: readonly CallArgument[]): readonly CallFault[] {
  const { positional } = called;
  const last = positional.at(-1);
  const least = positional.filter((each) => !each.optional).length;
  const most = last?.repeated ? Number.POSITIVE_INFINITY : positional.length;
  if (args.length < least || args.length > most) {
    const message = `${signatureOf(called)} takes ${sayCount(least, most)}, not ${args.length}.`;
    return [{ message, absence: args.length < least }];
  }
  return args.flatMap(({ known }, argument) => {
    const parameter = positional[argument] ?? last;
    const message = parameter && messageOf(called, parameter, known);
    return message === undefined ? [] : [{ message, argument }];
  });
}

function sayCount(least: number, most: number): string {
  if (most === 0) return 'no arguments';
  const count =
    least === most
      ? `${least}`
      : most === Number.POSITIVE_INFINITY
        ? `at least ${least}`
        : `${least} or ${most}`;
  return `${count} ${count.endsWith(' 1') || count === '1' ? 'argument' : 'arguments'}`;
}

function messageOf(called: RelayFunction, parameter: Parameter, known: Known): string | undefined {
  const { takes, values, name } = parameter;
  if (known.shape === 'unknown') return undefined;
  const refused = (wanted: string) =>
    `The argument "${name}" of ${called.name} must be ${wanted}, not ${sayKnown(known)}.`;
  switch (takes) {
    case undefined:
      return undefined;
    case 'array':
    case 'maps':
      if (known.shape !== 'array') return refused('an array');
      return takes === 'maps' && known.items?.().some((each) => !isMap(each))
        ? refused('an array of maps')
        : undefined;
    case 'map':
      return isMap(known) ? undefined : refused('a map');
    case 'scalar':
      return known.shape === 'array' || known.shape === 'map' ? refused('a single value') : undefined;
  }
  if (known.shape !== 'string') return refused('a text');
  if (typeof known.value !== 'string') return undefined;
  if (values && !values.includes(known.value)) return refused(values.map((each) => `'${each}'`).join(' or '));
  if (takes === 'json') return isJson(known.value) ? undefined : refused('valid JSON');
  return undefined;
}

function isMap({ shape }: Known): boolean {
  return shape === 'map' || shape === 'unknown';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
