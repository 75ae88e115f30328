// Reads numbers as Relay does, whose reader is Go's (relay/expressions.md 1.1).

/** Reads a number as Go's ParseFloat does; undefined where it is none, or too large. */
export function readNumber(written: string): number | undefined {
  const words = /^([-+]?)(?:(inf|infinity)|nan)$/i.exec(written);
  if (words) return words[2] === undefined ? Number.NaN : words[1] === '-' ? -Infinity : Infinity;
  const hexadecimal = /^([-+]?)0x([\da-f_]*)(?:\.([\da-f_]*))?p([-+]?\d[\d_]*)$/i.exec(written);
  // An underscore stands between two digits, or behind `0x`.
  const digit = hexadecimal ? '[\\da-fxA-FX]' : '\\d';
  if (new RegExp(`(?<!${digit})_|_(?!${digit})`).test(written)) return undefined;
  const plain = written.replaceAll('_', '');
  const value = hexadecimal ? readHexadecimal(hexadecimal) : decimal.test(plain) ? Number(plain) : undefined;
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

const decimal = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;

// `0x1.8p3`: a mantissa in base 16 times a power of two.
function readHexadecimal([, sign, whole = '', fraction = '', power = '0']: RegExpExecArray):
  | number
  | undefined {
  const digits = (whole + fraction).replaceAll('_', '');
  if (digits === '') return undefined;
  const exponent = Number(power.replaceAll('_', '')) - 4 * fraction.replaceAll('_', '').length;
  return (sign === '-' ? -1 : 1) * Number.parseInt(digits, 16) * 2 ** exponent;
}
