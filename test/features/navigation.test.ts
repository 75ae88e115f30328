// Definition, references and highlights: one notion of what stands at the cursor, in every spelling.
import { describe, expect, test } from 'vitest';
import { definitionAt } from '../../server/src/features/definition';
import { fileNamesOf } from '../../server/src/features/fileNames';
import { highlightsAt } from '../../server/src/features/highlights';
import { linksOf } from '../../server/src/features/links';
import { referencesIn } from '../../server/src/features/references';
import { symbolAt } from '../../server/src/features/symbolAt';
import { step } from '../support/marks';
import { atMarks, withMarks } from '../support/places';

// In each text the marks are all the places of one thing; a cursor at any of them finds them all.
const parameter = `
parameters: { «p»: { default: x }, other: {} }
triggers:
- name: t
  source: { type: push }
  binding:
    parameters:
      "«p»": !Data p
steps:
- name: p
  image: i
  when: [ !Parameter «p», "\${parameters.«p» == 'p'}" ]
  spec:
    p: \${parameters.«p»}
    nested: "\${merge({'p': parameters[«\\"p\\"»]}, connections.aws[parameters.«p»])}"
    json: { $type: Parameter, name: «p» }
    map: !Parameter { name: '«p»' }
    list: !Parameter [«p»]
    query: \${path($, 'parameters.«p»')}
    block: |
      \${
        parameters.«p»
      }
    secret: !Secret p
    piped: \${parameters.other |> parameters.p}
`;
const stepName = `
parameters: { a: {} }
steps:
- name: «"a"»
  image: i
- name: b
  dependsOn: [«a», 'c']
  image: i
  when: \${steps.«a».succeeded && outputs[«'a'»].x}
  spec: { o: !Output [«a», a], m: !Output { name: a, from: «a» }, j: { $type: Output, taskName: «a», name: k } }
- name: c
  dependsOn: «a»
  when: !Fn.equals [!Answer [«a», approval], a]
`;
const connection = step(`
a: !Connection { name: «prod», type: aws }
b: \${connections.aws.«prod».accessKeyID}
c: !Connection { type: gcp, name: prod }
d: !Connection [aws, «prod»]
e: !Connection [aws, production]
f: \${connections['aws'][«'prod'»]}
g: !Secret prod`);
const secret = step('a: !Secret «s»\nb: ${secrets.«s»}\nc: !Parameter s\nd: !Secret { name: «s» }');
const output = step('a: ${outputs.one.«k».deep}\nb: !Output [one, «k»]\nc: !Output [two, k]');
const trigger = 'triggers:\n- name: «t»\n  source: { type: push }\nsteps:\n- { name: t, image: i }\n';

// Marks inside quotes stand for the quoted name.
const quoted = (marked: string) => marked.replace(/(["'])«([^»]*)»\1/g, '«$1$2$1»');

describe.each(Object.entries({ parameter, step: stepName, connection, secret, output, trigger }))(
  'a %s',
  (kind, marked) => {
    const { workflow, text, positions } = atMarks(quoted(marked));

    test('is highlighted wherever it stands', () => {
      expect(positions.length).toBeGreaterThan(0);
      for (const position of positions) {
        const ranges = highlightsAt(workflow, position)?.map(({ range }) => range) ?? [];
        expect(withMarks(text, ranges)).toBe(quoted(marked));
      }
    });

    test('has those places as references, its declaration among them where it is asked for', () => {
      const named = symbolAt(workflow, positions[0] ?? { line: 0, character: 0 })?.named;
      if (!named) throw new Error('nothing stands there');
      const all = referencesIn([fileNamesOf(workflow)], named, true);
      const uses = referencesIn([fileNamesOf(workflow)], named, false);
      expect(
        withMarks(
          text,
          all.map(({ range }) => range),
        ),
      ).toBe(quoted(marked));
      const declared = ['parameter', 'step', 'trigger'].includes(kind) ? 1 : 0;
      expect(all.length - uses.length).toBe(declared);
    });
  },
);

describe('the definition', () => {
  test.each(Object.entries({ parameter, step: stepName, trigger }))(
    'of a %s is where it is named',
    (_, marked) => {
      const { workflow, positions } = atMarks(quoted(marked));
      for (const position of positions) {
        const found = definitionAt(workflow, position)?.map(({ range }) => range);
        expect(found).toEqual([{ start: positions[0], end: expect.anything() }]);
      }
    },
  );

  test('of an output is its step', () => {
    const { workflow, positions } = atMarks(
      `steps:\n- name: «one»\n  image: i\n  spec: { a: "\${outputs.one.«k»}" }\n`,
    );
    const [declared, used] = positions;
    expect(definitionAt(workflow, used ?? { line: 0, character: 0 })?.[0]?.range.start).toEqual(declared);
  });

  test('of an alias is its anchor', () => {
    const { workflow, positions } = atMarks(step('a: «&x» [1]\nb: { c: «*x» }\n<<: «*x»'));
    const [anchor, ...aliases] = positions;
    for (const alias of aliases)
      expect(definitionAt(workflow, alias)).toMatchObject([{ range: { start: anchor } }]);
  });

  test.each(['a: !Connection [aws, «prod»]', 'a: !Secret «s»', 'a: ${parameters.«undeclared»}', '«a»: 1'])(
    'of what is declared nowhere is none: %s',
    (spec) => {
      const { workflow, positions } = atMarks(step(spec));
      expect(definitionAt(workflow, positions[0] ?? { line: 0, character: 0 })).toBeNull();
    },
  );

  test.each(['«!Parameter» p', '!Parameter {« »name: p }', '${«parameters».p}', "${(«parameters».'p')}"])(
    'is found from the whole of a reference: %s',
    (value) => {
      const { workflow, positions } = atMarks(`parameters: { «p»: {} }\n${step(`a: ${value}`)}`);
      const [declared, used] = positions;
      expect(definitionAt(workflow, used ?? { line: 0, character: 0 })?.[0]?.range.start).toEqual(declared);
    },
  );
});

test('where a name is declared or given a value is written, elsewhere it is read', () => {
  const { workflow, positions } = atMarks(quoted(parameter));
  const kinds = highlightsAt(workflow, positions[0] ?? { line: 0, character: 0 })?.map(({ kind }) => kind);
  expect(kinds?.slice(0, 3)).toEqual([3, 3, 2]);
});

test('steps that share a name, or an anchor, are all found once', () => {
  const marked = `locals:
  base: &base { name: «shared», image: i }
steps:
- <<: *base
- <<: *base
- name: «shared»
  image: i
- *base
`;
  const { workflow, text, positions } = atMarks(marked);
  for (const position of positions) {
    const ranges = definitionAt(workflow, position)?.map(({ range }) => range) ?? [];
    expect(withMarks(text, ranges)).toBe(marked);
  }
});

test.each([
  ['relaysh/core', 'https://hub.docker.com/r/relaysh/core'],
  ['relaysh/core:latest', 'https://hub.docker.com/r/relaysh/core'],
  ['"projectnebula/slack-notification:1.2"', 'https://hub.docker.com/r/projectnebula/slack-notification'],
  ['relaysh/core@sha256:abc', 'https://hub.docker.com/r/relaysh/core'],
  ['alpine:3', 'https://hub.docker.com/_/alpine'],
  ['gcr.io/project/image', undefined],
  ['registry.test/image', undefined],
  ['localhost/image', undefined],
  ['localhost:5000/image', undefined],
  ['not an image', undefined],
])('the image %s links to %s', (image, target) => {
  const { workflow } = atMarks(`steps:\n- { name: a, image: ${image} }\n- { name: b, image: ${image} }\n`);
  expect(linksOf(workflow).map((link) => link.target)).toEqual(target ? [target, target] : []);
});
