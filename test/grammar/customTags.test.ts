// The tags that package.json declares to the Red Hat YAML extension are the language's own, in every form that they take.
import { expect, test } from 'vitest';
import { contributes } from '../../package.json';
import { functionNames } from '../../server/src/workflow/functions';
import { referenceTags, shapeOf } from '../../server/src/workflow/tags';

// A default of an array is one that users' own lists replace: VS Code does not join the two.
test('yaml.customTags', () => {
  const forms = (tag: string, scalar: boolean) => [
    ...(scalar ? [`${tag} scalar`] : []),
    `${tag} sequence`,
    `${tag} mapping`,
  ];
  const expected = [
    ...referenceTags.flatMap((tag) => forms(tag, shapeOf(tag)?.scalar === true)),
    ...functionNames.flatMap((name) => forms(`!Fn.${name}`, true)),
  ];
  const declared = contributes.configurationDefaults['yaml.customTags'];
  expect([...declared].sort()).toEqual(expected.sort());
});
