// Tells what Relay could not evaluate in a part of an expression, whatever the run brings (relay/expressions.md 1 to 4).
import { type Call, constantOf, type Expression, type Path, type Segment, staticKeyOf } from './expression';
import { faultsOfCall, functionOf } from './functions';
import { type Known, knownConstant, refusalOf, type Shape } from './operators';
import { type Situation, situationOfQuery } from './parts';
import { keysOfPath, kindOfRoot, rootNames, stepStates } from './paths';
import { scopeOf } from './scope';
import { shortened } from './shortened';
import type { Span } from './span';
import type { Mend, ValueProblem } from './valueProblem';

/** What is wrong with one part of an expression itself; the parts inside it are asked about one by one. */
export function problemsOfPart(part: Expression, situation: Situation): ValueProblem[] {
  if (situation.use === 'unreached') return [];
  const report = new Report(situation);
  switch (part.is) {
    case 'path':
      report.keys(part);
      if (!part.piped && !situation.relative) report.root(part);
      break;
    case 'call':
      report.call(part);
      break;
    case 'operation':
      report.operation(part);
      break;
    case 'object':
      for (const span of part.partings) report.parting(span);
      break;
    case 'literal':
    case 'array':
    case 'pipe':
      break;
  }
  return report.problems;
}

// What is known of the value of an expression without running the workflow.
function knownOf(expression: Expression): Known {
  switch (expression.is) {
    case 'literal':
      return knownConstant(expression.value);
    case 'path':
      return { shape: 'unknown' };
    case 'call':
      return { shape: functionOf(expression.name.text)?.gives ?? 'unknown' };
    case 'operation': {
      const constant = constantOf(expression);
      return constant ? knownConstant(constant.value) : { shape: shapeOf(expression.operator) };
    }
    case 'pipe':
      return knownOf(expression.right);
    case 'array':
      return { shape: 'array', items: () => expression.members.map(knownOf) };
    case 'object':
      return { shape: 'map' };
  }
}

function shapeOf(operator: string): Shape {
  if (operator === '+') return 'unknown';
  return /^(?:[!=<>]=?|[=!]~|&&|\|\|)$/.test(operator) ? 'boolean' : 'number';
}

const noKeys: readonly Shape[] = ['boolean', 'null', 'array', 'map'];

class Report {
  readonly problems: ValueProblem[] = [];

  constructor(readonly situation: Situation) {}

  keys(path: Path): void {
    for (const { index } of path.segments) {
      if (!index) continue;
      const { shape } = knownOf(index);
      if (!noKeys.includes(shape)) continue;
      const found = shape === 'null' ? 'null' : `${shape === 'array' ? 'an' : 'a'} ${shape}`;
      this.#invalid(index.span, `A key is a text or a number, and this is ${found}.`);
    }
  }

  root(path: Path): void {
    const { root, keys } = keysOfPath(path);
    if (root === undefined) return;
    const kind = kindOfRoot(root);
    if (kind === undefined) return this.#unknownRoot(path, root);
    const span = this.situation.locate(path.span);
    const { place, around, use } = this.situation;
    if (scopeOf(kind, place) !== 'known') {
      // For exists, a root that is not there is no error but an answer.
      const severity = use === 'probed' && kind === 'event' ? 'warning' : 'error';
      this.problems.push({ is: 'reference-out-of-scope', kind, severity, span, around, place });
      return;
    }
    if (kind === 'step' && keys.length === 0)
      this.#invalid(path.span, 'Relay fails on "steps" as a whole. Name a step: steps.<name>.succeeded.');
    if (kind === 'step' && use !== 'probed') this.#state(keys[1]);
    const scalar = kind === 'secret' ? 1 : kind === 'step' ? 2 : keys.length;
    const beyond = keys[scalar];
    if (!beyond || use === 'probed') return;
    const message =
      kind === 'secret'
        ? 'A secret is a text that has no keys. Take JSON apart with jsonUnmarshal(secrets.…) |> key.'
        : 'The state of a step is true or false and has no keys.';
    this.#invalid(beyond.index?.span ?? beyond.span, message);
  }

  // What a step has no state of stays unresolved, whatever the run brings (relay/expressions.md 3).
  #state(segment: Segment | undefined): void {
    const wanted = segment && staticKeyOf(segment);
    if (!segment || wanted === undefined || stepStates.includes(wanted)) return;
    const span = segment.index?.span ?? segment.span;
    const isBare = span.end - span.start === wanted.length; // without quotes
    const mend: Mend = { is: 'choose', span: this.situation.locate(span), wanted, names: stepStates };
    const message = `A step has the states ${stepStates.join(', ')}, and never "${shortened(wanted)}".`;
    this.#invalid(span, message, { severity: 'warning', ...(isBare && { mend }) });
  }

  call(call: Call): void {
    const name = call.name.text;
    if (this.situation.withoutFunctions)
      return this.#invalid(call.name.span, 'A query cannot call functions. Call them outside of it.');
    const called = functionOf(name);
    if (!called) {
      const { place, around, locate } = this.situation;
      this.problems.push({ is: 'function-unknown', name, span: locate(call.name.span), around, place });
      return;
    }
    const form = call.args[0]?.keyword ? 'keywords' : 'positional';
    const args = call.args.map(({ keyword, value }) => ({
      known: knownOf(value),
      ...(keyword ? { keyword: keyword.text } : {}),
    }));
    for (const { message, argument, ignored } of faultsOfCall(called, form, args)) {
      const written = argument === undefined ? undefined : call.args[argument];
      if (ignored && written?.keyword) {
        const { span, text } = written.keyword;
        const mend = {
          is: 'choose' as const,
          span: this.situation.locate(span),
          wanted: text,
          names: ignored,
        };
        this.#invalid(span, message, { severity: 'warning', mend });
      } else this.#invalid(written?.value.span ?? call.name.span, message);
    }
    this.#query(call);
  }

  operation({ operator, operands, span, constant }: Extract<Expression, { is: 'operation' }>): void {
    if (constant) return;
    // The right side of && and || may never be reached.
    const sure = operator === '&&' || operator === '||' ? operands.slice(0, 1) : operands;
    const because = refusalOf(operator, sure.map(knownOf));
    if (because !== undefined) this.#invalid(span, `This cannot be computed: ${because}.`);
  }

  parting(span: Span): void {
    const mend = { is: 'write' as const, title: 'Write ":"', span: this.situation.locate(span), text: ':' };
    const message =
      'A ":" belongs between a key and its value. Relay takes anything here, so mistakes go unseen.';
    this.#invalid(span, message, { severity: 'warning', mend });
  }

  #unknownRoot(path: Path, root: string): void {
    const span = path.root.text === '$' ? path.span : path.root.span;
    const severity = this.situation.use === 'probed' ? 'warning' : 'error';
    const write = (title: string, text: string): Mend => ({
      is: 'write',
      title,
      span: this.situation.locate(path.span),
      text,
    });
    const isAlone = path.segments.length === 0;
    const name = shortened(root);
    if (isAlone && functionOf(root)) {
      const message = `"${root}" is a function. Call it: ${root}(…).`;
      return this.#invalid(span, message, { severity, mend: write(`Write ${root}()`, `${root}()`) });
    }
    if (isAlone && this.situation.isKey) {
      const message = `A key without quotes is looked up in the workflow, and there is no "${name}". Put quotes around it.`;
      return this.#invalid(span, message, { severity, mend: write('Put quotes around it', `'${root}'`) });
    }
    if (isAlone && /^[A-Z_][A-Z\d_]*$/.test(root)) {
      const message = `There is no "${name}" to read from. If \${${name}} is meant for a shell, keep it as text: \${'\${${name}}'}.`;
      return this.#invalid(span, message, { severity, mend: write('Keep it as text', `'\${${root}}'`) });
    }
    const answers = root === 'answers' ? ' Answers are read with !Answer.' : '';
    const message = `There is no "${name}" to read from, only ${rootNames.join(', ')}.${answers}`;
    const mend: Mend = { is: 'choose', span: this.situation.locate(span), wanted: root, names: rootNames };
    this.#invalid(span, message, path.root.text === '$' ? { severity } : { severity, mend });
  }

  #query(call: Call): void {
    const { query } = call;
    if (!query?.problem) return;
    const { locate } = situationOfQuery(query, this.situation, true);
    const { around, place } = this.situation;
    const message = `This query cannot be read. ${query.problem.message}`;
    const span = locate(query.problem.span);
    this.problems.push({ is: 'expression-invalid', severity: 'error', message, span, around, place });
  }

  #invalid(
    span: Span,
    message: string,
    more: { readonly severity?: 'error' | 'warning'; readonly mend?: Mend } = {},
  ): void {
    const { locate, around, place } = this.situation;
    this.problems.push({
      is: 'expression-invalid',
      severity: 'error',
      message,
      span: locate(span),
      around,
      place,
      ...more,
    });
  }
}
