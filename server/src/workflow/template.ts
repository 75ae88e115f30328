// Finds the `${…}` of a text and reads each as an expression (relay/expressions.md 1 and 2.1).
import type { Argument, Call, Expression, Path, Segment, Template, Word } from './expression';
import { Scanner, SyntaxProblem } from './scanner';

/** Reads every template of a decoded scalar. A broken one is a problem of its own; the others are read all the same. */
export function readTemplates(text: string): Template[] {
  const templates: Template[] = [];
  let at = text.indexOf('$');
  while (at >= 0 && at + 1 < text.length) {
    // A dollar takes the next character with it: `$$` is text, so `$${x}` opens nothing.
    let next = at + ((text.codePointAt(at + 1) ?? 0) > 0xffff ? 3 : 2);
    if (text[at + 1] === '{') {
      const template = readTemplate(text, at);
      templates.push(template);
      next = Math.max(template.span.end, next);
    }
    at = text.indexOf('$', next);
  }
  return templates;
}

function readTemplate(text: string, start: number): Template {
  const reader = new Reader(new Scanner(text, start + 2));
  try {
    const expression = reader.expression();
    reader.scan.expect('}', 'The template is not closed here. Add a }, or mend what stands before');
    return { span: { start, end: reader.scan.at }, expression, paths: reader.paths };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const close = text.indexOf('}', Math.max(error.span.start, start + 2));
    const end = close < 0 ? text.length : close + 1;
    return {
      span: { start, end },
      problem: { span: error.span, message: error.message },
      paths: reader.paths,
    };
  }
}

const levels: Record<string, number> = {
  '**': 200,
  '*': 150,
  '/': 150,
  '%': 150,
  '+': 120,
  '-': 120,
  '<<': 90,
  '>>': 90,
  '&': 60,
  '|': 60,
  '^': 60,
  '==': 40,
  '!=': 40,
  '<': 40,
  '<=': 40,
  '>': 40,
  '>=': 40,
  '=~': 40,
  '!~': 40,
  '&&': 21,
  '||': 20,
};
const constants: Record<string, true | false | null> = { true: true, false: false, null: null };
const deepest = 200;

class Reader {
  readonly paths: Path[] = [];
  #piped = 0;
  #depth = 0;

  constructor(readonly scan: Scanner) {}

  /** expression = binary [ "|>" expression ] */
  expression(): Expression {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.scan.problem('This expression is nested too deep');
    const start = this.scan.next();
    const left = this.#binary(0);
    let result = left;
    if (this.scan.take('|>')) {
      this.#piped += 1;
      const right = this.expression();
      this.#piped -= 1;
      result = { is: 'pipe', span: { start, end: right.span.end }, left, right };
    }
    this.#depth -= 1;
    return result;
  }

  #binary(least: number): Expression {
    const start = this.scan.next();
    let left = this.#unary();
    for (;;) {
      const operator = this.scan.operator();
      const level = operator === undefined ? undefined : levels[operator];
      if (operator === undefined || level === undefined || level < least) return left;
      this.scan.at += operator.length;
      const right = this.#binary(level + 1);
      left = { is: 'operation', span: { start, end: right.span.end }, operator, operands: [left, right] };
    }
  }

  #unary(integersOnly = false): Expression {
    const start = this.scan.next();
    const sign = this.scan.peek();
    if (sign !== '!' && sign !== '-' && sign !== '~') return this.#operand(integersOnly);
    this.#depth += 1;
    if (this.#depth > deepest) throw this.scan.problem('This expression is nested too deep');
    this.scan.at += 1;
    const operand = this.#unary(integersOnly);
    this.#depth -= 1;
    return { is: 'operation', span: { start, end: operand.span.end }, operator: sign, operands: [operand] };
  }

  #operand(integersOnly: boolean): Expression {
    const start = this.scan.next();
    const character = this.scan.peek();
    if (character === '(') return this.#parenthesis();
    if (character === '[' || character === '{') return this.#collection(character);
    const value = this.scan.string() ?? this.scan.number(integersOnly);
    if (value !== undefined) return { is: 'literal', span: { start, end: this.scan.at }, value };
    if (character === '$') {
      this.scan.at += 1;
      return this.#path({ text: '$', span: { start, end: this.scan.at } });
    }
    const word = this.scan.word();
    if (!word)
      throw this.scan.problem(
        character === '}' || character === '' ? 'An expression is missing here' : undefined,
      );
    const constant = constants[word.text];
    if (constant !== undefined) return { is: 'literal', span: word.span, value: constant };
    return this.scan.ahead('(') ? this.#call(word) : this.#path(word);
  }

  #parenthesis(): Expression {
    this.scan.at += 1;
    const inner = this.expression();
    this.scan.expect(')', 'A ) is missing here');
    return inner;
  }

  // Commas may be missing, doubled or trailing; a key and its value may be parted by any token (relay/expressions.md 1.2).
  #collection(open: string): Expression {
    const start = this.scan.at;
    const close = open === '[' ? ']' : '}';
    const members: Expression[] = [];
    this.scan.at += 1;
    while (!this.scan.take(close)) {
      if (this.scan.take(',')) continue;
      if (this.scan.ahead('')) throw this.scan.problem(`A ${close} is missing here`);
      members.push(this.expression());
      if (open === '[') continue;
      if (!this.scan.take(':') && !this.scan.take(','))
        throw this.scan.problem('A ":" and a value are missing here');
      members.push(this.expression());
    }
    return { is: open === '[' ? 'array' : 'object', span: { start, end: this.scan.at }, members };
  }

  #path(root: Word): Path {
    const segments: Segment[] = [];
    const path = { is: 'path' as const, span: { ...root.span }, root, segments, piped: this.#piped > 0 };
    this.paths.push(path);
    for (;;) {
      const start = this.scan.next();
      const bracket = this.scan.peek() === '[';
      if (!bracket && this.scan.peek() !== '.') return path;
      this.scan.at += 1;
      const segment: { -readonly [K in keyof Segment]: Segment[K] } = {
        span: { start, end: this.scan.at },
        bracket,
        room: { start: this.scan.at, end: this.scan.roomEnd() },
      };
      segments.push(segment);
      const index = bracket ? this.expression() : this.#dotted();
      if (bracket) this.scan.expect(']', 'A ] is missing here');
      segment.index = index;
      segment.room = index.span;
      segment.span = { start, end: this.scan.at };
      path.span.end = this.scan.at;
    }
  }

  #dotted(): Expression {
    this.scan.next();
    const word = this.scan.word();
    return word ? { is: 'literal', span: word.span, value: word.text } : this.#unary(true);
  }

  #call(name: Word): Call {
    this.scan.expect('(', '');
    const args: Argument[] = [];
    const keywords = this.scan.keyword() !== undefined;
    if (!this.scan.take(')')) {
      do args.push(this.#argument(keywords, args.length === 0));
      while (this.scan.take(','));
      this.scan.expect(')', 'A ) or a comma is missing here');
    }
    return { is: 'call', span: { start: name.span.start, end: this.scan.at }, name, args };
  }

  // The first keyword must touch its colon, later ones need not (relay/expressions.md 1.2, Calls).
  #argument(keywords: boolean, first: boolean): Argument {
    if (!keywords) return { value: this.expression() };
    this.scan.next();
    const keyword = this.scan.word();
    if (!keyword)
      throw this.scan.problem(
        'A keyword (name:) is missing here: keywords and plain arguments cannot be mixed',
      );
    if (!first) this.scan.next();
    this.scan.expect(':', 'A ":" is missing here: keywords and plain arguments cannot be mixed');
    return { keyword, value: this.expression() };
  }
}
