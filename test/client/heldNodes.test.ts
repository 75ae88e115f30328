// What a view has to ask for again when its tree is replaced, and by which objects it knows its nodes.
import { describe, expect, test } from 'vitest';
import { HeldNodes, type Outdated } from '../../client/src/views/heldNodes';
import type { Tree } from '../../client/src/views/item';

interface Node {
  readonly id: string;
  readonly label?: string;
  readonly below?: readonly Node[];
}

const tree = (...roots: readonly Node[]): Tree<Node> => ({
  roots,
  below: ({ below = [] }) => below,
  itemOf: ({ id, label = id }) => ({ id, label, icon: '', is: '', children: 'open' }),
});

/** A view that asks for everything, and is told of another tree; gives it, and what it has to ask for again. */
function shown(before: Tree<Node>, after: Tree<Node>) {
  const held = new HeldNodes(before);
  const all = (element?: Node): Node[] => held.below(element).flatMap((each) => [each, ...all(each)]);
  const elements = all();
  const outdated = held.replace(after);
  return { held, all, elements, outdated };
}

const idsOf = (outdated: Outdated<Node>) => (outdated === 'all' ? 'all' : outdated.map(({ id }) => id));
const group = (id: string, ...below: readonly Node[]): Node => ({ id, below });
const leaf = (id: string, label = id): Node => ({ id, label });

describe('another tree makes outdated', () => {
  const before = tree(group('a', leaf('1'), leaf('2')), group('b', leaf('3')));
  test.each<[string, Tree<Node>, readonly string[] | 'all']>([
    ['nothing, where it shows the same', tree(group('a', leaf('1'), leaf('2')), group('b', leaf('3'))), []],
    [
      'a node that is shown otherwise',
      tree(group('a', leaf('1'), leaf('2', 'x')), group('b', leaf('3'))),
      ['2'],
    ],
    [
      'a node with others below it',
      tree(group('a', leaf('1')), group('b', leaf('3'), leaf('4'))),
      ['a', 'b'],
    ],
    ['a node with an order of others', tree(group('a', leaf('2'), leaf('1')), group('b', leaf('3'))), ['a']],
    [
      'not what is below an outdated one',
      tree({ id: 'a', label: 'x', below: [leaf('1', 'x'), leaf('2')] }, group('b', leaf('3'))),
      ['a'],
    ],
    ['all, where it starts with others', tree(group('a', leaf('1'), leaf('2'))), 'all'],
  ])('%s', (_, after, outdated) => {
    expect(idsOf(shown(before, after).outdated)).toEqual(outdated);
  });

  test('all, where that is quicker than one by one', () => {
    const many = (label: string) => tree(...Array.from({ length: 101 }, (_, at) => leaf(`${at}`, label)));
    expect(shown(many('x'), many('y')).outdated).toBe('all');
  });

  test('nothing that was never asked for', () => {
    const held = new HeldNodes(tree(group('a', leaf('1'))));
    held.below();
    expect(held.replace(tree(group('a', leaf('2'))))).toEqual([]);
  });
});

test('a node stays the object that the view knows, and is what it is in the new tree', () => {
  const after = tree(group('b', leaf('3', 'x')), group('a', leaf('1'), leaf('2', 'y')));
  const { held, all, elements } = shown(tree(group('a', leaf('1'), leaf('2'))), after);
  const [a, one, two] = elements;
  expect(held.below(all()[0])).toEqual([leaf('3', 'x')]);
  expect(all()[2]).toBe(a);
  expect(all().slice(3)).toEqual([one, two]);
  expect(held.nodeOf(two as Node)).toEqual(leaf('2', 'y'));
  expect(held.nodeOf(a as Node)).toBe(after.roots[1]);
});

test('a node that was gone comes back as another object', () => {
  const { held, elements, all } = shown(tree(group('a', leaf('1'))), tree(leaf('b')));
  all();
  held.replace(tree(group('a', leaf('1'))));
  const again = all();
  expect(again).toEqual(elements);
  for (const each of elements) expect(again).not.toContain(each);
});
