// Turns a credential into the connection that can hold it: the type, the fields, and what the reference takes the place of.
import { type ConnectionType, connectionTypeOf } from '../../catalogue/connectionTypes';
import type { Workflow } from '../../workflow/workflow';
import { keyOf, type Node } from '../../workflow/yaml';
import { wantedTypeAt } from '../hover/schemas';
import { holdsComment } from '../replace';
import { placeOfNode } from '../standing';
import { type Credential, type Literal, literalOf } from './find';

export interface Home {
  readonly type: string;
  readonly values: readonly { readonly field: string; readonly literal: Literal }[];
  /** What becomes the connection as a whole; without it, each value becomes a field of the connection. */
  readonly replaced?: Node;
}

/** Undefined for a credential that no known type of connection has a field for. */
export function homeOf(workflow: Workflow, credential: Credential): Home | undefined {
  return inSlot(credential) ?? inMap(workflow, credential);
}

// The step wants a connection just where the literal stands.
function inSlot(credential: Credential): Home | undefined {
  const { node, place, isWhole, kind } = credential;
  const wanted = wantedTypeAt(place.spot);
  const type = wanted === undefined || !isWhole ? undefined : connectionTypeOf(wanted);
  if (!type) return undefined;
  const secrets = type.fields.filter(({ secret }) => secret);
  const likely =
    secrets.find(({ multiline }) => multiline === node.value.trim().includes('\n')) ?? secrets[0];
  const field = kind.home?.type === type.type ? kind.home.field : likely?.name;
  if (field === undefined) return undefined;
  return { type: type.type, values: [{ field, literal: credential }], replaced: node };
}

// The literal is a field, perhaps with others beside it, in place of the whole connection or on its own.
function inMap(workflow: Workflow, credential: Credential): Home | undefined {
  const { node, place, kind } = credential;
  const holder = place.nodes.at(-2);
  const outer = holder && placeOfNode(workflow, holder, node.span.start);
  const wanted = outer && wantedTypeAt(outer.spot);
  const type = connectionTypeOf(wanted ?? kind.home?.type ?? '');
  const field =
    type?.type === kind.home?.type ? kind.home?.field : type && fieldNamed(type, keyTo(holder, node));
  if (!type || field === undefined) return undefined;
  const own = { field, literal: credential };
  if (holder?.kind !== 'map' || !credential.isWhole) return { type: type.type, values: [own] };
  const others = holder.pairs.flatMap(({ key, value }) => {
    if (value === node || value?.kind !== 'scalar' || key.kind !== 'scalar') return [];
    const name = fieldNamed(type, key.value);
    const literal = name === undefined || name === field ? undefined : literalOf(workflow, value);
    return literal && !literal.text.text.includes('${') ? [{ field: name ?? '', literal }] : [];
  });
  const values = [own, ...others];
  const above = outer?.nodes.at(-2);
  const isConnection = wanted !== undefined || keyTo(above, holder) === 'connection';
  const isAll = values.length === holder.pairs.length && !holder.tag;
  const isBare = !holder.pairs.some(({ value }) => value?.anchor) && !holdsComment(workflow.text, holder);
  return {
    type: type.type,
    values,
    ...(isConnection && isAll && isBare && { replaced: holder }),
  };
}

function keyTo(holder: Node | undefined, node: Node): string {
  const pair = holder?.kind === 'map' ? holder.pairs.find(({ value }) => value === node) : undefined;
  return (pair && keyOf(pair)) ?? '';
}

// `AWS_SECRET_ACCESS_KEY` is the field secretAccessKey of aws.
function fieldNamed({ type, fields }: ConnectionType, key: string): string | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const written = plain(key);
  return fields.find(({ name }) => [plain(name), plain(type + name)].includes(written))?.name;
}
