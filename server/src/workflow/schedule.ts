// Turns the text of a schedule trigger into times, or into what the service's cron reader refuses in it.
import type { Span } from './span';

/** When a trigger fires: at the times that all fields allow, or again and again after a while. */
export type Schedule =
  | {
      readonly is: 'times';
      /** A name of the IANA time zone database; what is written nowhere is UTC. */
      readonly zone: string;
      readonly minutes: Times;
      readonly hours: Times;
      readonly days: Times;
      readonly months: Times;
      readonly weekdays: Times;
    }
  | { readonly is: 'every'; readonly duration: string };

export interface Times {
  readonly numbers: readonly number[];
  /** Written as `*` or `?`: days and weekdays then do not count as a choice. */
  readonly any: boolean;
}

/** What is wrong; `span` counts in the text, and `instead` may stand in its place. */
export interface ScheduleProblem {
  readonly span: Span;
  readonly message: string;
  readonly instead?: string;
}

/**
 * Reads what `ParseStandard` of robfig/cron v3.0.1 reads (relay/expressions.md 6, Cron). A schedule is given where
 * there is no problem.
 */
export function readSchedule(text: string): {
  readonly schedule?: Schedule;
  readonly problems: readonly ScheduleProblem[];
} {
  const prefix = /^(?:CRON_)?TZ=([^ ]*)( *)/.exec(text);
  const zone = prefix?.[1] || 'UTC';
  if (prefix?.[2] === '')
    return refused(0, text, 'A time zone is followed by a blank and then the five fields.');
  if (prefix && !isZone(zone)) {
    const message = `"${zone}" is no time zone. Write a name such as Europe/Berlin, or UTC.`;
    return refused(text.indexOf('=') + 1, zone, message);
  }
  const start = prefix?.[0].length ?? 0;
  const rest = prefix ? text.slice(start).trimEnd() : text;
  return rest.startsWith('@') ? readDescriptor(rest, start, zone) : readFields(rest, start, zone);
}

interface Kind {
  readonly one: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const kinds: readonly Kind[] = [
  { one: 'A minute', least: 0, most: 59 },
  { one: 'An hour', least: 0, most: 23 },
  { one: 'A day', least: 1, most: 31 },
  {
    one: 'A month',
    least: 1,
    most: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  {
    one: 'A weekday',
    least: 0,
    most: 6,
    names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  },
];

const descriptors: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

type Result = ReturnType<typeof readSchedule>;

function readDescriptor(text: string, start: number, zone: string): Result {
  if (Object.hasOwn(descriptors, text)) return readFields(descriptors[text] ?? '', 0, zone);
  const duration = /^@every (.*)$/s.exec(text)?.[1];
  if (duration === undefined) {
    const all = [...Object.keys(descriptors), '@every 1h'].join(', ');
    return refused(start, text, `"${text}" is no schedule. Write one of ${all}, or five fields.`);
  }
  // Go's ParseDuration.
  if (/^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(duration))
    return { schedule: { is: 'every', duration }, problems: [] };
  const message = `"${duration}" is no duration. Write numbers with units, such as 90s, 15m or 1h30m.`;
  return refused(start + '@every '.length, duration, message);
}

function readFields(text: string, start: number, zone: string): Result {
  const words = [...text.matchAll(/[^\s\x85]+/g)];
  if (words.length !== kinds.length) {
    const seconds = words.length === 6 ? ' There is no field for seconds.' : '';
    const message = `A schedule has five fields: minute, hour, day, month, weekday. This one has ${words.length}.${seconds}`;
    return refused(start, text, message);
  }
  const problems: ScheduleProblem[] = [];
  const read = kinds.map((kind, index): Times => {
    const [field = ''] = words[index] ?? [];
    const at = start + (words[index]?.index ?? 0);
    return readField(field, kind, (offset, part, message, instead) => {
      const span = { start: at + offset, end: at + offset + part.length };
      problems.push({ span, message, ...(instead === undefined ? {} : { instead }) });
    });
  });
  if (problems.length > 0) return { problems };
  const [minutes, hours, days, months, weekdays] = read as [Times, Times, Times, Times, Times];
  return { schedule: { is: 'times', zone, minutes, hours, days, months, weekdays }, problems };
}

type Refuse = (offset: number, part: string, message: string, instead?: string) => void;

// list = range { "," range }; empty members are skipped.
function readField(field: string, kind: Kind, refuse: Refuse): Times {
  const numbers = new Set<number>();
  let any = false;
  let offset = 0;
  for (const part of field.split(',')) {
    if (part !== '') {
      const range = readRange(part, kind);
      if (typeof range === 'string') refuse(offset, part, range, isSeven(part, kind) ? '0' : undefined);
      else {
        any ||= range.any;
        for (let each = range.first; each <= range.last; each += range.step) numbers.add(each);
      }
    }
    offset += part.length + 1;
  }
  return { numbers: [...numbers].sort((a, b) => a - b), any };
}

interface Range {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  readonly any: boolean;
}

// range = ( "*" | "?" | value [ "-" value ] ) [ "/" step ]; a single value with a step runs to the end. Gives the
// message where it is refused. What follows the hyphen of a `*-…` is not looked at.
function readRange(part: string, kind: Kind): Range | string {
  const { least, most } = kind;
  const [bounds = '', stepText, ...moreSteps] = part.split('/');
  const [from = '', to, ...moreBounds] = bounds.split('-');
  if (moreSteps.length > 0) return `"${part}" has more than one /.`;
  const all = from === '*' || from === '?';
  if (!all && moreBounds.length > 0) return `"${part}" has more than one -.`;
  const step = stepText === undefined ? 1 : readNumber(stepText);
  if (step === undefined || step === 0)
    return `The step behind the / must be a whole number from 1 on, not "${stepText}".`;
  if (all) return { first: least, last: most, step, any: step === 1 };
  const first = readValue(from, kind);
  const last = to === undefined ? (stepText === undefined ? first : most) : readValue(to, kind);
  if (first === undefined || last === undefined)
    return sayValues(last === undefined && to !== undefined ? to : from, kind);
  if (first > last) return `The range "${bounds}" runs backwards. Write it as two, parted by a comma.`;
  return { first, last, step, any: false };
}

function readValue(text: string, { names, least, most }: Kind): number | undefined {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  const value = named < 0 ? readNumber(text) : least + named;
  return value !== undefined && least <= value && value <= most ? value : undefined;
}

// Go's Atoi without the minus, which has parted the range before.
function readNumber(text: string): number | undefined {
  return /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

function sayValues(text: string, kind: Kind): string {
  const { one, least, most, names } = kind;
  const named = names ? `, or ${names[0]} to ${names.at(-1)}` : '';
  const sunday = isSeven(text, kind) ? ' Sunday is 0.' : '';
  return `${one} is ${least} to ${most}${named}, not "${text}".${sunday}`;
}

// Other crons take 7 for Sunday.
function isSeven(text: string, { most }: Kind): boolean {
  return text === '7' && most === 6;
}

function refused(start: number, text: string, message: string): Result {
  return { problems: [{ span: { start, end: start + text.length }, message }] };
}

// Go also knows the server's own zone as Local. An offset such as +01:00 is no name to it.
function isZone(name: string): boolean {
  if (name === 'Local') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[-+]/.test(name);
  } catch {
    return false;
  }
}
