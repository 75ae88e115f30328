// Reads an expression from its tokens, by recursive descent (relay/expressions.md 1.2).
import {
  type Argument,
  type Call,
  constantOf,
  type Expression,
  type Path,
  type Query,
  type Segment,
  type Word,
} from './expression';
import { compute, levels } from './operators';
import { type Scanner, SyntaxProblem } from './scanner';
import type { Span } from './span';

const constants: Record<string, true | false | null> = { true: true, false: false, null: null };
const otherLanguages: Record<string, string> = {
  and: 'Write && instead of "and"',
  or: 'Write || instead of "or"',
  in: 'There is no operator "in"',
};
// Deeper than anybody nests by hand; every level takes some of the stack.
const deepest = 300;

/** Reads one expression; throws a SyntaxProblem where the text is not in the language. */
export class Reader {
  /** Every path met so far, those of a broken expression included. */
  readonly paths: Path[] = [];
  #piped = 0;
  #depth = 0;
  /** Where the last operand ends, its parentheses included. */
  #end = 0;

  /** `readQuery` reads the text of a query that a call of `path` holds. */
  constructor(
    readonly scan: Scanner,
    readonly readQuery: (text: string) => Pick<Query, 'expression' | 'problem'>,
  ) {}

  /** expression = binary [ "|>" expression ] */
  expression(): Expression {
    return this.#deeper(() => {
      const start = this.scan.next();
      const left = this.#binary(0);
      if (!this.scan.take('|>')) return left;
      this.#piped += 1;
      const right = this.expression();
      this.#piped -= 1;
      return { is: 'pipe', span: { start, end: this.#end }, left, right };
    });
  }

  /** What is wrong with the token behind a whole expression. */
  unexpected(): SyntaxProblem {
    const start = this.scan.next();
    const { text } = this.scan;
    switch (this.scan.peek()) {
      case '':
        return this.scan.problem('This template is never closed. Add the }');
      case '.':
      case '[':
        return this.scan.problem(
          'Only a name can be indexed. For the result of anything else write … |> key',
        );
      case '(':
        return this.scan.problem('Only a bare name can be called: name(…)');
      case '=':
        return this.scan.problem('There is no "=" in expressions. Compare with ==');
      case '?':
        return this.scan.problem('There is no "?" in expressions. Use &&, || or coalesce(…)');
      case '$':
        if (text[start + 1] === '{') return this.#nested(start);
        break;
      case '{':
        if (text[start - 1] === '$') return this.#nested(start - 1);
    }
    const word = /^\w*/.exec(text.slice(start, start + 4))?.[0] ?? '';
    const advice = Object.hasOwn(otherLanguages, word) ? otherLanguages[word] : undefined;
    return this.scan.problem(advice);
  }

  #nested(start: number): SyntaxProblem {
    const message = 'No template begins inside another. Add the } before it, or leave out this ${ and its }.';
    return new SyntaxProblem({ start, end: start + 2 }, message, start);
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.scan.problem('This expression is nested too deep');
    const result = read();
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
      left = this.#operation(operator, [left, right], { start, end: this.#end });
    }
  }

  #unary(integersOnly = false): Expression {
    const start = this.scan.next();
    const sign = this.scan.peek();
    return this.#deeper(() => {
      if (sign !== '!' && sign !== '-' && sign !== '~') {
        const operand = this.#operand(integersOnly);
        this.#end = this.scan.at;
        return operand;
      }
      this.scan.at += 1;
      const operand = this.#unary();
      return this.#operation(sign, [operand], { start, end: this.#end });
    });
  }

  // Relay computes with constants at once, and takes a failure for a mistake of the text (relay/expressions.md 1.3).
  #operation(operator: string, operands: readonly Expression[], span: Span): Expression {
    const values = operands.flatMap((operand) => constantOf(operand) ?? []);
    if (values.length < operands.length) return { is: 'operation', span, operator, operands };
    const computed = compute(
      operator,
      values.map(({ value }) => value),
    );
    switch (computed.is) {
      case 'refused':
        throw new SyntaxProblem(span, `This cannot be computed: ${computed.because}.`, this.scan.at);
      case 'uncertain':
        return { is: 'operation', span, operator, operands };
      case 'value':
        return { is: 'operation', span, operator, operands, constant: { value: computed.value } };
    }
  }

  #operand(integersOnly: boolean): Expression {
    const start = this.scan.next();
    const character = this.scan.peek();
    if (character === '(') return this.#parenthesis();
    if (character === '[') return this.#array();
    if (character === '{') return this.#object();
    const value = this.scan.string() ?? this.scan.number(integersOnly);
    if (value !== undefined) return { is: 'literal', span: { start, end: this.scan.at }, value };
    if (character === '$') {
      this.scan.at += 1;
      return this.#path({ text: '$', span: { start, end: this.scan.at } });
    }
    const word = this.scan.word();
    if (!word) {
      const isMissing = character === '}' || character === '';
      throw this.scan.problem(isMissing ? 'An expression is missing here' : undefined);
    }
    const constant = Object.hasOwn(constants, word.text) ? constants[word.text] : undefined;
    if (constant !== undefined) return { is: 'literal', span: word.span, value: constant };
    return this.scan.ahead('(') ? this.#call(word) : this.#path(word);
  }

  #parenthesis(): Expression {
    this.scan.at += 1;
    const inner = this.expression();
    this.scan.expect(')', 'A ) is missing here');
    return inner;
  }

  // Commas may be missing, doubled or trailing (relay/expressions.md 1.2, Literals).
  #array(): Expression {
    const start = this.scan.at;
    const members: Expression[] = [];
    this.scan.at += 1;
    while (!this.scan.take(']')) {
      if (this.scan.take(',')) continue;
      if (this.#endsHere()) throw this.scan.problem('A ] is missing here');
      members.push(this.expression());
    }
    return { is: 'array', span: { start, end: this.scan.at }, members };
  }

  #object(): Expression {
    const start = this.scan.at;
    const members: Expression[] = [];
    const partings: Span[] = [];
    this.scan.at += 1;
    while (!this.scan.take('}')) {
      if (this.scan.take(',')) continue;
      if (this.#endsHere()) throw this.scan.problem('A } is missing here');
      members.push(this.expression());
      if (!this.scan.take(':')) {
        if (this.#endsHere()) throw this.scan.problem('A ":" and a value are missing here');
        const from = this.scan.next();
        this.scan.skip();
        partings.push({ start: from, end: this.scan.at });
      }
      members.push(this.expression());
    }
    return { is: 'object', span: { start, end: this.scan.at }, members, partings };
  }

  // Whether nothing but the end of something around can follow.
  #endsHere(): boolean {
    return ['', '}', ']', ')'].some((mark) => this.scan.ahead(mark));
  }

  #path(root: Word): Path {
    const segments: Segment[] = [];
    const path = { is: 'path' as const, span: { ...root.span }, root, segments, piped: this.#piped > 0 };
    this.paths.push(path);
    for (;;) {
      const start = this.scan.next();
      const bracket = this.scan.peek() === '[';
      if (!bracket && this.scan.peek() !== '.') {
        this.scan.at = path.span.end;
        return path;
      }
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
      if (this.#endsHere()) throw this.scan.problem('A ) is missing here');
      do args.push(this.#argument(keywords, args.length === 0));
      while (this.scan.take(','));
      if (!keywords && this.scan.ahead(':'))
        throw this.scan.problem(
          'A first keyword touches its colon, and keywords and plain arguments cannot be mixed',
        );
      this.scan.expect(')', 'A ) or a comma is missing here');
    }
    const query = name.text === 'path' ? this.#query(args) : undefined;
    const call: Call = { is: 'call', span: { start: name.span.start, end: this.scan.at }, name, args };
    return query ? { ...call, query } : call;
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

  #query(args: readonly Argument[]): Query | undefined {
    const argument = args.findLast(({ keyword }, index) =>
      keyword ? keyword.text === 'query' : index === 1,
    )?.value;
    const text = argument && constantOf(argument)?.value;
    if (!argument || typeof text !== 'string') return undefined;
    const { span } = argument;
    const asWritten = this.scan.text.slice(span.start + 1, span.end - 1) === text;
    return { span, ...(asWritten ? { at: span.start + 1 } : {}), ...this.readQuery(text) };
  }
}
