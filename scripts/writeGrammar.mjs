// Turns the rules of Relay's tags and templates into the TextMate grammar on stdout, one set for each style of YAML string.
// Run: node scripts/writeGrammar.mjs > syntaxes/relay-workflow.tmLanguage.json

/**
 * How expressions are spelled in a style of YAML string, as patterns: `single` and `double` are the quotes of their
 * strings, `backslash` their backslash, `decoded` what YAML decodes by itself. `end` is where the YAML string ends,
 * whatever the template holds; a style without one ends with its lines.
 */
const styles = {
  block: { scope: 'string.unquoted.block.yaml', single: "'", double: '"', backslash: '\\\\' },
  plain: {
    scope: 'string.unquoted.plain.out.yaml',
    single: "'",
    double: '"',
    backslash: '\\\\',
    end: '(?=(?:^|[ \\t])#)',
  },
  single: {
    scope: 'string.quoted.single.yaml',
    single: "''",
    double: '"',
    backslash: '\\\\',
    decoded: "''",
    end: "(?=(?<!')(?:'')*'(?!'))",
  },
  double: {
    scope: 'string.quoted.double.yaml',
    single: "'",
    double: '\\\\"',
    backslash: '\\\\\\\\',
    decoded: '\\\\(?:x[\\da-fA-F]{2}|u[\\da-fA-F]{4}|U[\\da-fA-F]{8}|.)',
    end: '(?=(?<!\\\\)(?:\\\\\\\\)*")',
  },
};

const tags = 'Connection|Secret|Parameter|Output|Answer|Data';
const roots = 'connections|secrets|parameters|outputs|steps|event';
const name = '[_\\p{L}][-_\\p{L}\\p{Nd}]*';
const nameEnd = '(?![-_\\p{L}\\p{Nd}])';

const grammar = {
  name: 'Relay Workflow',
  scopeName: 'source.relay-workflow',
  // VS Code's own YAML. Nothing is injected into it for files that stay YAML: there `${…}` and tags are other tools'.
  patterns: [{ include: 'source.yaml' }],
  injections: {
    'L:storage.type.tag.shorthand.yaml': include('tag'),
    // Keys are never templates; a plain scalar between brackets would end at the brace.
    ...Object.fromEntries(
      Object.entries(styles).map(([style, { scope }]) => [
        `L:${scope} -entity.name.tag.yaml -meta.template.expression.relay`,
        include('dollars', `template-${style}`),
      ]),
    ),
    // Behind a pipe a name is a key of what comes through it.
    'L:meta.pipeline.relay -(string.quoted.single.relay|string.quoted.double.relay|string.quoted.other.relay|comment)':
      include('piped-name'),
  },
  repository: {
    tag: {
      patterns: [
        { match: `\\G!(?:${tags})(?=[\\s,\\[\\]{}]|$)`, name: 'support.type.tag.relay' },
        {
          match: '\\G(!Fn\\.)([^\\s,\\[\\]{}]+)',
          captures: { 1: { name: 'support.type.tag.relay' }, 2: { name: 'entity.name.function.relay' } },
        },
      ],
    },
    // A dollar takes the next one with it, so a template opens behind an even number of them.
    dollars: { match: '\\$\\$' },
    ...Object.assign({}, ...Object.entries(styles).map(([style, spelling]) => rulesOf(style, spelling))),
    // What is behind a dot is a key, whatever it is called; of numbers, only whole ones are read there.
    key: {
      match: `(\\.)\\s*(?:(${name})|(-?\\d[\\d_]*))?`,
      captures: {
        1: { name: 'punctuation.accessor.relay' },
        2: { name: 'variable.other.property.relay' },
        3: { name: 'constant.numeric.relay' },
      },
    },
    number: {
      match:
        '0[xX][\\da-fA-F_]+(?:\\.[\\da-fA-F_]*)?(?:[pP][-+]?\\d+)?|\\d[\\d_]*(?:\\.[\\d_]*)?(?:[eE][-+]?\\d+)?',
      name: 'constant.numeric.relay',
    },
    word: {
      patterns: [
        { match: `(?:true|false|null)${nameEnd}`, name: 'constant.language.relay' },
        { match: `${name}(?=\\s*\\()`, name: 'entity.name.function.relay' },
        { match: `(?:${roots})${nameEnd}`, name: 'variable.language.relay' },
        { match: name, name: 'variable.other.relay' },
        { match: '\\$(?![$\\w])', name: 'variable.language.relay' },
      ],
    },
    'piped-name': { match: `(?:${roots})${nameEnd}`, name: 'variable.other.relay' },
    keyword: { match: `${name}(?=:)`, name: 'variable.parameter.relay' },
    operator: {
      patterns: [
        { match: '\\*\\*|<<|>>|[=!<>]=|[=!]~|&&|\\|\\||[-+*/%<>&|^~!]', name: 'keyword.operator.relay' },
        { match: ',', name: 'punctuation.separator.relay' },
        { match: ':', name: 'punctuation.separator.key-value.relay' },
      ],
    },
  },
};
process.stdout.write(`${JSON.stringify(grammar, null, 2)}\n`);

/** The rules that depend on the style of the YAML string around the template. */
function rulesOf(style, { single, double, backslash, decoded, end }) {
  const orEnd = end === undefined ? '' : `|${end}`;
  const escapes = decoded === undefined ? [] : [{ match: decoded, name: 'constant.character.escape.yaml' }];
  const region = (begin, close, opens, closes) => ({
    begin,
    beginCaptures: { 0: { name: opens } },
    end: close + orEnd,
    endCaptures: { 0: { name: closes } },
  });
  const string = (kind, quote, patterns) => ({
    name: `string.quoted.${kind}.relay`,
    ...region(
      quote,
      quote,
      'punctuation.definition.string.begin.relay',
      'punctuation.definition.string.end.relay',
    ),
    patterns: [...patterns, ...escapes],
  });
  const escaped = (quote) => ({
    match: `${backslash}(?:${backslash}|${quote}|[abfnrtv]|[0-3][0-7]{2}|x[\\da-fA-F]{2}|u[\\da-fA-F]{4}|U[\\da-fA-F]{8})`,
    name: 'constant.character.escape.relay',
  });
  const comment = { captures: { 0: { name: 'punctuation.definition.comment.relay' } }, patterns: escapes };
  const brackets = ['punctuation.section.brackets.begin.relay', 'punctuation.section.brackets.end.relay'];
  const rules = {
    template: {
      name: 'meta.template.expression.relay',
      contentName: 'meta.embedded.line.relay',
      ...region(
        '\\$\\{',
        '\\}',
        'punctuation.definition.template-expression.begin.relay',
        'punctuation.definition.template-expression.end.relay',
      ),
      ...include(`expression-${style}`),
    },
    expression: {
      patterns: [
        ...include(...['comment', 'string', 'group', 'object', 'pipeline'].map((rule) => `${rule}-${style}`))
          .patterns,
        ...include('key', 'number', 'word', 'operator').patterns,
        ...escapes,
      ],
    },
    comment: {
      patterns: [
        { name: 'comment.block.relay', begin: '/\\*', end: `\\*/${orEnd}`, ...comment },
        // Where YAML makes one line of all, the comment takes the rest of the string, and the brace with it.
        { name: 'comment.line.double-slash.relay', begin: '//', end: end ?? '$', ...comment },
      ],
    },
    string: {
      patterns: [
        string('single', single, [escaped(single)]),
        string('double', double, [escaped(double)]),
        string('other', '`', []),
      ],
    },
    // A brace closes the template even while a bracket is still open, as in half-typed ones.
    group: {
      ...region('[(\\[]', '[)\\]]|(?=\\})', ...brackets),
      ...include('keyword', `expression-${style}`),
    },
    object: { ...region('\\{', '\\}', ...brackets), ...include(`expression-${style}`) },
    pipeline: {
      name: 'meta.pipeline.relay',
      begin: '\\|>',
      beginCaptures: { 0: { name: 'keyword.operator.pipeline.relay' } },
      end: `(?=[)\\]},])${orEnd}`,
      ...include(`expression-${style}`),
    },
  };
  return Object.fromEntries(Object.entries(rules).map(([rule, made]) => [`${rule}-${style}`, made]));
}

function include(...rules) {
  return { patterns: rules.map((rule) => ({ include: `#${rule}` })) };
}
