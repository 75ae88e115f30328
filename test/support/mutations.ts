// Arbitraries of texts: the fixtures with a few random pieces cut out of them and put into them.
import fc from 'fast-check';
import { unmarked } from '../rules/structureFixtures';
import { fixtures } from './places';

/** The fixtures without the marks of what is found in them. */
export const wholeTexts: readonly (readonly [name: string, text: string])[] = fixtures.map(([name, text]) => [
  name,
  unmarked(text),
]);

const pieces = [
  ...['', '\n', '\r\n', '\r', '\t', ' ', '  ', '- ', ': ', ':', '#', '~', ',', '1', 'x', '𝒳', '\\'],
  ...['{', '}', '[', ']', '"', "'", '|\n', '>-\n', '&a ', '*a', '<<: ', '<<: *a', '---\n', '!', '!x '],
  ...[
    '!Secret ',
    '!Connection ',
    '!Output ',
    '!Data ',
    '!Fn.x ',
    '!Fn.merge ',
    '$type: ',
    'type: ',
    'name: ',
  ],
  ...[
    '${',
    '${parameters.x}',
    '${connections.aws.nope}',
    '${outputs.x.y}',
    '..',
    '|>',
    'spec:\n',
    'steps:\n',
  ],
];
const change = fc.record({
  at: fc.nat(),
  drop: fc.oneof(fc.constant(0), fc.nat(20)),
  insert: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6 })),
});

/** A fixture with one change or a few; fewer and smaller ones when it shrinks. */
export function mutated(most = 3): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...wholeTexts.map(([, text]) => text)),
      fc.array(change, { minLength: 1, maxLength: most }),
    )
    .map(([text, changes]) =>
      changes.reduce((before, { at, drop, insert }) => {
        const start = at % (before.length + 1);
        return before.slice(0, start) + insert + before.slice(start + drop);
      }, text),
    );
}

/** Any YAML, of the things that workflows are made of and of some that they are not. */
export const anyYaml: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...pieces) },
      fc.constantFrom(
        '? ',
        '\n',
        '\n  ',
        '\n- ',
        '\n  - ',
        '\n    ',
        'steps',
        'triggers',
        'parameters',
        'spec',
      ),
      fc.constantFrom('name: a', 'image: relaysh/core', 'dependsOn: [a]', 'source: { type: push }', 'when: '),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));
