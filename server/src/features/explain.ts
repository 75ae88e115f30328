// Turns a reference and the account into a full account of the check: what was asked, what came back, which rule spoke.
import {
  type CodeAction,
  CodeActionKind,
  type Hover,
  MarkupContent,
  type Position,
} from 'vscode-languageserver';
import { type ExplainAnswer, explainCommand, type Spot } from '../protocol/commands';
import type { Finding } from '../rules/finding';
import { everyFindingOf } from '../rules/findings';
import { withoutSuppressed } from '../rules/suppressions';
import { referencesAt } from '../workflow/lookup';
import { nodesAt } from '../workflow/nodes';
import { partsOfReference, type Reference, type Use } from '../workflow/reference';
import { contains } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import type { Client, Situation } from './client';
import { type Asked, askedForConnections, askedForSecrets } from './explain/asked';
import { verdictOf } from './explain/verdict';
import { wrapped } from './explain/words';
import { shown } from './hover/markdown';
import { placeOfNode } from './standing';

/** The explanation of the check of the innermost reference at a position; it holds names and no value. */
export function explainAt(workflow: Workflow, position: Position, situation: Situation): ExplainAnswer {
  const [reference] = referencesAt(workflow, workflow.offsetAt(position));
  if (!reference) return null;
  const link = situation.linkOf(workflow);
  const { short, because } = verdictOf(reference, workflow, situation.account, link);
  const { asked, answered } = askedFor(reference, situation, link);
  const title = `${nameOf(reference)}: ${short}`;
  const rows: readonly (readonly [label: string, lines: readonly string[]])[] = [
    ['Written', [sourceOf(workflow, reference)]],
    ['Where', [placeInWords(workflow, reference)]],
    ['Asked', [asked]],
    ['Answered', [answered]],
    ['Verdict', [`${short}: ${because}`]],
    ['Use', [uses[reference.use]]],
    ['Rules', rulesThatSpoke(workflow, reference, situation, link)],
  ];
  const body = rows.flatMap(([label, lines]) =>
    lines
      .flatMap((line) => wrapped(shown(line)))
      .map((line, index) => `${(index === 0 ? label : '').padEnd(10)}${line}`),
  );
  return { title: shown(title), text: `${shown(title)}\n\n${body.join('\n')}\n` };
}

/** The action that shows it, for clients that run commands themselves. */
export function explainActionsAt(workflow: Workflow, position: Position, client: Client): CodeAction[] {
  if (!client.bringsAccount || !isExplained(workflow, position)) return [];
  const title = 'Explain this check';
  const command = {
    title,
    command: explainCommand,
    arguments: [{ uri: workflow.uri, position } satisfies Spot],
  };
  return [{ title, kind: CodeActionKind.Empty, command }];
}

/** A hover with a link to it, where the account was asked about what stands there. */
export function withExplainLink(
  hover: Hover | null,
  workflow: Workflow,
  position: Position,
  client: Client,
): Hover | null {
  if (!hover || !client.bringsAccount || !MarkupContent.is(hover.contents)) return hover;
  const [reference] = referencesAt(workflow, workflow.offsetAt(position));
  if (reference?.kind !== 'connection' && reference?.kind !== 'secret') return hover;
  const spot: Spot = { uri: workflow.uri, position };
  const link = `command:${explainCommand}?${encodeURIComponent(JSON.stringify([spot]))}`;
  const value = `${hover.contents.value}\n\n[Explain this check](${link.replace(/[()]/g, (each) => (each === '(' ? '%28' : '%29'))})`;
  return { ...hover, contents: { ...hover.contents, value } };
}

function isExplained(workflow: Workflow, position: Position): boolean {
  return referencesAt(workflow, workflow.offsetAt(position)).length > 0;
}

function askedFor(reference: Reference, { account }: Situation, link: string | undefined): Asked {
  switch (reference.kind) {
    case 'connection':
      return askedForConnections(account, reference);
    case 'secret':
      return askedForSecrets(account, link);
    default:
      return { asked: 'no account: the file itself says what there is', answered: '' };
  }
}

function nameOf(reference: Reference): string {
  const parts = partsOfReference(reference).map((part) =>
    part.is === 'written' ? part.text : `(${part.is})`,
  );
  return `${kinds[reference.kind]} ${parts.join(' / ')}`;
}

const kinds: Readonly<Record<Reference['kind'], string>> = {
  connection: 'Connection',
  secret: 'Secret',
  parameter: 'Parameter',
  output: 'Output',
  step: 'State of step',
  event: 'Event',
  answer: 'Answer',
};

const uses: Readonly<Record<Use, string>> = {
  needed: '',
  coalesced:
    'an argument of coalesce: Relay passes it over where it is missing, so its absence is no mistake',
  probed: 'asked whether it is there: its absence is an answer, so it is no mistake',
  unreached: 'never evaluated, so its absence is no mistake',
};

function sourceOf({ text }: Workflow, { span }: Reference): string {
  const source = text.slice(span.start, span.end).replace(/\s+/g, ' ');
  return source.length > 200 ? `${source.slice(0, 200)}…` : source;
}

function placeInWords(workflow: Workflow, { span }: Reference): string {
  const { steps, triggers } = workflow.structure;
  const line = `${fileOf(workflow.uri)}, line ${workflow.rangeOf(span).start.line + 1}`;
  const node = nodesAt(workflow.yaml.root, span.start).at(-1)?.node;
  const path = (node && placeOfNode(workflow, node, span.start)?.path) ?? [];
  const [section, index, ...keys] = path.filter((key) => key !== '$type');
  const items = section === 'steps' ? steps : section === 'triggers' ? triggers : [];
  const item = items.find((each) => contains(each.item.span, span));
  if (!item)
    return section === undefined ? line : `${line}, under ${sayPath([section, index ?? '', ...keys])}`;
  const name = item.name?.text ?? `number ${Number(index) + 1}`;
  return `${line}, ${section === 'steps' ? 'step' : 'trigger'} ${name}, ${sayPath(keys)}`;
}

function sayPath(keys: readonly (string | number)[]): string {
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);
}

function fileOf(uri: string): string {
  const file = uri.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}

function rulesThatSpoke(
  workflow: Workflow,
  reference: Reference,
  { account, settings }: Situation,
  link: string | undefined,
): string[] {
  const here = everyFindingOf(workflow, account, link).filter(({ span }) => contains(reference.span, span));
  const heard = new Set(withoutSuppressed(workflow, here));
  const spoke = here.map((finding) => {
    const set = settings.severity.get(finding.code);
    return `${finding.code} (${sayHeard(finding, set, heard.has(finding))}): ${finding.message}`;
  });
  return spoke.length > 0 ? spoke : ['none spoke'];
}

function sayHeard({ severity }: Finding, set: string | undefined, isHeard: boolean): string {
  if (!isHeard) return `${severity}, silenced by the comment above`;
  if (set === 'off') return `${severity}, off by the setting relay.diagnostics.severity`;
  return set === undefined || set === severity
    ? severity
    : `${set} by the setting relay.diagnostics.severity`;
}
