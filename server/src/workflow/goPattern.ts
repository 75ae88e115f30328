// Tells whether a text is a regular expression that Relay's engine (Go's, RE2 syntax) takes.

/** What is wrong with a pattern; undefined where nothing surely is. */
export function patternProblemOf(pattern: string): string | undefined {
  return new PatternReader(pattern).problem();
}

const classNames =
  'alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'.split(' ');
const escapedLetters = /[AabBCDdEfnrsStvwWz]/;

class PatternReader {
  #at = 0;
  #open = 0;

  constructor(readonly pattern: string) {}

  problem(): string | undefined {
    // Whether what stands before can be repeated, and whether it already is.
    let before: 'nothing' | 'atom' | 'repeated' = 'nothing';
    while (this.#at < this.pattern.length) {
      const character = this.pattern[this.#at] ?? '';
      const repeat = this.#repetition();
      if (repeat !== undefined) {
        if (before === 'nothing') return `nothing stands before ${repeat} to repeat`;
        if (before === 'repeated') return `${repeat} repeats a repetition`;
        if (/^\{/.test(repeat) && !isRepeatCount(repeat)) return `${repeat} is no count from 0 to 1000`;
        this.#at += repeat.length;
        before = 'repeated';
        continue;
      }
      const problem = this.#atom(character);
      if (problem !== undefined) return problem;
      before = character === '(' || character === '|' ? 'nothing' : 'atom';
    }
    return this.#open > 0 ? 'a ( is never closed' : undefined;
  }

  // `*`, `+?`, `{1,3}`; braces that hold no count are ordinary characters.
  #repetition(): string | undefined {
    repetition.lastIndex = this.#at;
    return repetition.exec(this.pattern)?.[0];
  }

  #atom(character: string): string | undefined {
    switch (character) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#class();
      case '(':
        return this.#group();
      case ')':
        this.#open -= 1;
        this.#at += 1;
        return this.#open < 0 ? 'a ) has no (' : undefined;
      default:
        this.#at += 1;
        return undefined;
    }
  }

  #escape(): string | undefined {
    const next = this.pattern[this.#at + 1];
    if (next === undefined) return 'it ends with a backslash';
    const start = this.#at;
    this.#at += 2;
    if (next === 'Q') {
      const end = this.pattern.indexOf('\\E', this.#at);
      this.#at = end < 0 ? this.pattern.length : end + 2;
      return undefined;
    }
    if (/[pPx]/.test(next)) {
      const braced = /^(?:\{[^}]*\}|.)/u.exec(this.pattern.slice(this.#at, this.#at + 60))?.[0] ?? '';
      this.#at += next === 'x' && braced.length === 1 ? 2 : braced.length;
      return braced === '' ? `it ends after \\${next}` : undefined;
    }
    if (/[1-7]/.test(next)) {
      const octal = /[0-7]/.test(this.pattern[this.#at] ?? '');
      return octal ? undefined : `back references such as \\${next} are not in its language`;
    }
    if (/[89]/.test(next) || (/[a-zA-Z]/.test(next) && !escapedLetters.test(next)))
      return `${this.pattern.slice(start, this.#at)} is not in its language`;
    return undefined;
  }

  #class(): string | undefined {
    this.#at += 1;
    if (this.pattern[this.#at] === '^') this.#at += 1;
    if (this.pattern[this.#at] === ']') this.#at += 1;
    while (this.#at < this.pattern.length) {
      const character = this.pattern[this.#at];
      if (character === ']') {
        this.#at += 1;
        return undefined;
      }
      const name = /^\[:\^?(\w+):\]/.exec(this.pattern.slice(this.#at, this.#at + 20));
      if (name && !classNames.includes(name[1] ?? '')) return `the class ${name[0]} is not in its language`;
      const problem = character === '\\' ? this.#escape() : undefined;
      if (problem !== undefined) return problem;
      if (character !== '\\') this.#at += name?.[0].length ?? 1;
    }
    return 'a [ is never closed';
  }

  #group(): string | undefined {
    this.#at += 1;
    this.#open += 1;
    if (this.pattern[this.#at] !== '?') return undefined;
    const rest = this.pattern.slice(this.#at, this.#at + 200);
    const opening = /^\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?:)/.exec(rest)?.[0];
    const flags = /^\?[imsU]*(?:-[imsU]+)?\)/.exec(rest)?.[0];
    if (flags !== undefined) this.#open -= 1;
    this.#at += opening?.length ?? flags?.length ?? 0;
    return (opening ?? flags) ? undefined : `(${rest.slice(0, 2)}…) is not in its language`;
  }
}

const repetition = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;

function isRepeatCount(repeat: string): boolean {
  const [least = 0, most = least] = repeat
    .replace(/[{}?]/g, '')
    .split(',')
    .map((count) => (count === '' ? 0 : Number(count)));
  const open = /,\}/.test(repeat);
  return least <= 1000 && (open || (most <= 1000 && most >= least));
}
