// Schedules: what the service's cron reader takes and refuses, where, and what it means in words.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSchedule } from '../../server/src/workflow/schedule';
import { sayingOf } from '../../server/src/workflow/scheduleWords';

function said(text: string): string {
  const { schedule } = readSchedule(text);
  return schedule ? sayingOf(schedule) : 'refused';
}

describe('accepted, in words', () => {
  test.each([
    ['* * * * *', 'every minute'],
    ['? ? ? ? ?', 'every minute'],
    ['*/5 * * * *', 'every 5 minutes'],
    ['0/20 * * * *', 'every 20 minutes'],
    ['*/7 * * * *', 'at minutes 0, 7, 14, … 56 of every hour'],
    ['5,10 * * * *', 'at minutes 5 and 10 of every hour'],
    ['0 * * * *', 'every hour'],
    ['15 * * * *', 'every hour at minute 15'],
    ['15 */2 * * *', 'every 2 hours at minute 15, from 00:15 UTC on'],
    ['0 */6 * * *', 'every day at 00:00, 06:00, 12:00 and 18:00 UTC'],
    ['0 2 * * *', 'every day at 02:00 UTC'],
    ['  0\t2  * * * ', 'every day at 02:00 UTC'],
    ['00 +2 * * *', 'every day at 02:00 UTC'],
    ['0 9,17 * * mon', 'at 09:00 and 17:00 UTC on Monday'],
    ['30 9 * * 1-5', 'at 09:30 UTC on Monday to Friday'],
    ['*/15 9-17 * * MON-fri', 'every 15 minutes from 09:00 to 17:59 UTC on Monday to Friday'],
    ['*/15 0,12 * * *', 'every 15 minutes in the hours from 00:00 and 12:00 UTC'],
    ['0 0 * * 0,6', 'at 00:00 UTC on Sunday and Saturday'],
    ['0 0 1 * *', 'at 00:00 UTC on day 1 of the month'],
    ['0 0 1,15 1-3 *', 'at 00:00 UTC on day 1 and 15 of January to March'],
    ['0 0 */2 * *', 'at 00:00 UTC on day 1, 3, 5, … 31 of the month'],
    ['0 0 13 * FRI', 'at 00:00 UTC on day 13 of the month and on Friday'],
    ['0 0 1 Dec 1', 'at 00:00 UTC on day 1 of the month and on Monday in December'],
    ['0 0 * feb,mar *', 'at 00:00 UTC in February and March'],
    ['0 0 1-31 1-12 0-6', 'every day at 00:00 UTC'],
    ['*-9 * * * *', 'every minute'],
    ['0 0 ,1,,2, * *', 'at 00:00 UTC on day 1 and 2 of the month'],
    ['0 0 , * *', 'never'],
    ['*/100 3 * * *', 'every day at 03:00 UTC'],
    ['@yearly', 'at 00:00 UTC on day 1 of January'],
    ['@annually', 'at 00:00 UTC on day 1 of January'],
    ['@monthly', 'at 00:00 UTC on day 1 of the month'],
    ['@weekly', 'at 00:00 UTC on Sunday'],
    ['@daily', 'every day at 00:00 UTC'],
    ['@midnight', 'every day at 00:00 UTC'],
    ['@hourly', 'every hour'],
    ['@every 1h30m', 'every 1h30m'],
    ['@every 1.5h', 'every 1.5h'],
    ['@every 90s', 'every 90s'],
    ['TZ=Europe/Berlin 0 2 * * *', 'every day at 02:00 Europe/Berlin'],
    ['CRON_TZ=UTC   @daily ', 'every day at 00:00 UTC'],
    ['TZ=Local 0 2 * * *', 'every day at 02:00 Local'],
    ['TZ= 0 2 * * *', 'every day at 02:00 UTC'],
  ])('%j', (text, words) => {
    expect(said(text)).toBe(words);
    expect(readSchedule(text).problems).toEqual([]);
  });
});

describe('refused, with what is underlined', () => {
  test.each([
    ['', ''],
    ['0 2 * *', '0 2 * *'],
    ['0 0 2 * * *', '0 0 2 * * *'],
    [' @daily', ' @daily'],
    ['@daily ', '@daily '],
    ['@Daily', '@Daily'],
    ['@reboot', '@reboot'],
    ['@every', '@every'],
    ['@every 5', '5'],
    ['@every  5m', ' 5m'],
    ['@every 1d', '1d'],
    ['60 * * * *', '60'],
    ['* 24 * * *', '24'],
    ['* * 0 * *', '0'],
    ['* * 32 * *', '32'],
    ['* * * 13 *', '13'],
    ['* * * 0 *', '0'],
    ['* * * * 7', '7'],
    ['* * * * 5-7', '5-7'],
    ['* * * * 0,7', '7'],
    ['* * * * mun', 'mun'],
    ['* * * january *', 'january'],
    ['* * jan * *', 'jan'],
    ['* 5-1 * * *', '5-1'],
    ['* * * * sat-mon', 'sat-mon'],
    ['*/0 * * * *', '*/0'],
    ['5/ * * * *', '5/'],
    ['1/2/3 * * * *', '1/2/3'],
    ['1-2-3 * * * *', '1-2-3'],
    ['-5 * * * *', '-5'],
    ['1_0 * * * *', '1_0'],
    ['1.5 * * * *', '1.5'],
    ['* * L * *', 'L'],
    ['* * 15W * *', '15W'],
    ['* * * * 5#2', '5#2'],
    ['H * * * *', 'H'],
    ['TZ=UTC', 'TZ=UTC'],
    ['TZ=Nowhere/Atall * * * * *', 'Nowhere/Atall'],
    ['TZ=+01:00 * * * * *', '+01:00'],
    ['TZ=UTC 60 * * * *', '60'],
    ['60 24 0 13 7', '60|24|0|13|7'],
  ])('%j', (text, underlined) => {
    const { schedule, problems } = readSchedule(text);
    expect(schedule).toBeUndefined();
    expect(problems.map(({ span }) => text.slice(span.start, span.end))).toEqual(underlined.split('|'));
  });

  test('says what a person may not know', () => {
    const message = (text: string) => readSchedule(text).problems[0]?.message;
    expect(message('* * * * 7')).toBe('A weekday is 0 to 6, or sun to sat, not "7". Sunday is 0.');
    expect(message('* 24 * * *')).toBe('An hour is 0 to 23, not "24".');
    expect(message('0 0 2 * * *')).toBe(
      'A schedule has five fields: minute, hour, day, month, weekday. This one has 6. There is no field for seconds.',
    );
  });
});

// A field by its definition: the numbers that one of its parts allows.
const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;
const fieldOf = ([least, most]: readonly [number, number]) => {
  const number = fc.integer({ min: least, max: most });
  const step = fc.option(fc.integer({ min: 1, max: most + 5 }), { nil: undefined });
  const part = fc.oneof(
    fc
      .tuple(fc.constantFrom('*', '?'), step)
      .map(([all, by]) => ({ text: all, first: least, last: most, by })),
    fc.tuple(number, step).map(([one, by]) => ({ text: `${one}`, first: one, last: by ? most : one, by })),
    fc.tuple(number, number, step).map(([a, b, by]) => ({
      text: `${Math.min(a, b)}-${Math.max(a, b)}`,
      first: Math.min(a, b),
      last: Math.max(a, b),
      by,
    })),
  );
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text, by }) => (by ? `${text}/${by}` : text)).join(','),
    numbers: Array.from({ length: most - least + 1 }, (_, index) => least + index).filter((each) =>
      parts.some(({ first, last, by = 1 }) => first <= each && each <= last && (each - first) % by === 0),
    ),
  }));
};

test('the numbers of every field are those that its parts allow', () => {
  fc.assert(
    fc.property(fc.tuple(...bounds.map(fieldOf)), (fields) => {
      const { schedule } = readSchedule(fields.map(({ text }) => text).join(' '));
      expect(schedule).toBeDefined();
      if (schedule?.is !== 'times') return;
      const { minutes, hours, days, months, weekdays } = schedule;
      expect([minutes, hours, days, months, weekdays].map(({ numbers }) => numbers)).toEqual(
        fields.map(({ numbers }) => numbers),
      );
      expect(sayingOf(schedule)).not.toMatch(/undefined|NaN| {2}/);
    }),
  );
});

test('any text is read or refused, with its problems inside it', () => {
  const characters = fc.constantFrom(...'0123456789*?/,-@ #LWTZ=jansu\té𝟘');
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: characters }), fc.string()), (text) => {
      const { schedule, problems } = readSchedule(text);
      expect(schedule === undefined).toBe(problems.length > 0);
      for (const { span } of problems) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(span.end).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
