// Turns a schedule into words: "every day at 02:00 UTC".
import type { Schedule, Times } from './schedule';

type Fields = Extract<Schedule, { is: 'times' }>;

/** Says when a schedule fires, in one phrase without a full stop. */
export function sayingOf(schedule: Schedule): string {
  if (schedule.is === 'every') return `every ${schedule.duration}`;
  const { minutes, hours, days, months, weekdays } = schedule;
  if ([minutes, hours, days, months, weekdays].some((each) => each.numbers.length === 0)) return 'never';
  const time = sayTime(schedule);
  const date = sayDate(schedule);
  return date === '' && /^at \d\d:/.test(time) ? `every day ${time}` : `${time}${date}`;
}

/** More times of day than this are told as a rule, not as a list. */
const mostListed = 6;

function sayTime({ minutes, hours, zone }: Fields): string {
  const all = hours.numbers.length === 24;
  if (!all && minutes.numbers.length * hours.numbers.length <= mostListed) {
    const times = hours.numbers.flatMap((hour) =>
      minutes.numbers.map((minute) => `${two(hour)}:${two(minute)}`),
    );
    return `at ${joined(times)} ${zone}`;
  }
  const step = stepOf(minutes, 60);
  const first = minutes.numbers[0] ?? 0;
  const often =
    step !== undefined
      ? step === 1
        ? 'every minute'
        : `every ${step} minutes`
      : minutes.numbers.length === 1
        ? 'every hour'
        : `at minutes ${joined(minutes.numbers)} of every hour`;
  const hourly = often === 'every hour';
  if (all) return hourly && first > 0 ? `every hour at minute ${first}` : often;
  const everyHours = stepOf(hours, 24);
  if (hourly && everyHours)
    return `every ${everyHours} hours${first > 0 ? ` at minute ${first}` : ''}, from 00:${two(first)} ${zone} on`;
  return `${often}${hourly && first > 0 ? ` at minute ${first}` : ''} ${sayHours(hours, zone)}`;
}

function sayHours({ numbers }: Times, zone: string): string {
  const run = runOf(numbers);
  return run && run.last > run.first
    ? `from ${two(run.first)}:00 to ${two(run.last)}:59 ${zone}`
    : `in the hours from ${joined(numbers.map((hour) => `${two(hour)}:00`))} ${zone}`;
}

function sayDate({ days, months, weekdays }: Fields): string {
  const someDays = !days.any && days.numbers.length < 31;
  const someWeekdays = !weekdays.any && weekdays.numbers.length < 7;
  const some = months.numbers.length < 12;
  const inMonths = joined(runs(months.numbers, (month) => monthNames[month - 1] ?? ''));
  const ofMonths = some && !someWeekdays ? inMonths : 'the month';
  // Where both are chosen, either is enough.
  const chosen = [
    ...(someDays ? [` on day ${joined(runs(days.numbers, String))} of ${ofMonths}`] : []),
    ...(someWeekdays ? [` on ${joined(runs(weekdays.numbers, (day) => dayNames[day] ?? ''))}`] : []),
  ].join(' and');
  return some && !chosen.endsWith(ofMonths) ? `${chosen} in ${inMonths}` : chosen;
}

// The step of numbers that go round evenly from zero on: 0, 15, 30, 45.
function stepOf({ numbers }: Times, round: number): number | undefined {
  const step = round / numbers.length;
  return Number.isInteger(step) && numbers.length > 1 && numbers.every((each, index) => each === index * step)
    ? step
    : undefined;
}

function runOf(numbers: readonly number[]): { first: number; last: number } | undefined {
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  return last - first === numbers.length - 1 ? { first, last } : undefined;
}

// Three or more in a row are told by their ends.
function runs(numbers: readonly number[], say: (number: number) => string): string[] {
  const said: string[] = [];
  for (let index = 0; index < numbers.length; ) {
    let end = index;
    while (numbers[end + 1] === (numbers[end] ?? 0) + 1) end += 1;
    const [first = 0, last = 0] = [numbers[index], numbers[end]];
    if (end - index > 1) said.push(`${say(first)} to ${say(last)}`);
    else said.push(...numbers.slice(index, end + 1).map(say));
    index = end + 1;
  }
  return said;
}

function joined(parts: readonly (string | number)[]): string {
  if (parts.length > mostListed) return `${parts.slice(0, 3).join(', ')}, … ${parts.at(-1)}`;
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : `${parts[0]}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
