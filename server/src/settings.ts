// Turns what an editor sends as the `relay` settings into values that can be relied on.
import type { ConnectionType } from './catalogue/connectionTypes';
import { readOwnTypes } from './catalogue/ownTypes';
import { isObject } from './objects';
import { type Code, codes, type Finding, type Severity } from './rules/finding';

export interface Settings {
  /** Codes whose findings get another severity, or none. */
  readonly severity: ReadonlyMap<Code, Severity | 'off'>;
  /** Documents are checked when they are opened or saved alone, for clients that are sent diagnostics. */
  readonly checksOnSave: boolean;
  /** Milliseconds after which what the account answered counts as old, for a server that asks it itself. */
  readonly refreshInterval: number;
  readonly inlayHints: 'off' | 'problems' | 'all';
  /** Globs of the files that belong to the workspace's workflows, and of those that do not. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Path or glob of a file → the path, in the account, of the workflow that it is; empty for none. */
  readonly workflowNames: ReadonlyMap<string, string>;
  /** Paths and globs of the metadata of the user's own steps. */
  readonly stepMetadata: readonly string[];
  /** The user's own types of connections. */
  readonly connectionTypes: readonly ConnectionType[];
}

export const defaultSettings: Settings = {
  severity: new Map(),
  checksOnSave: false,
  refreshInterval: 300_000,
  inlayHints: 'off',
  include: ['**/*.{yaml,yml}'],
  exclude: ['**/node_modules/**', '**/.git/**'],
  workflowNames: new Map(),
  stepMetadata: [],
  connectionTypes: [],
};

/**
 * Reads the settings of product.md ("Settings") from `{diagnostics: {run, severity}, account: {refreshInterval}, inlayHints,
 * workflows: {include, exclude, names}, stepMetadata, connectionTypes}`. What is missing or no setting stays at its default; never throws.
 */
export function readSettings(raw: unknown): Settings {
  const { diagnostics, account, inlayHints, workflows, stepMetadata, connectionTypes } = membersOf(raw);
  const { include, exclude, names } = membersOf(workflows);
  const { run, severity } = membersOf(diagnostics);
  return {
    severity: readSeverities(severity),
    checksOnSave: run === 'onSave',
    refreshInterval: readSeconds(membersOf(account).refreshInterval) ?? defaultSettings.refreshInterval,
    inlayHints: inlayHints === 'problems' || inlayHints === 'all' ? inlayHints : defaultSettings.inlayHints,
    include: readTexts(include) ?? defaultSettings.include,
    exclude: readTexts(exclude) ?? defaultSettings.exclude,
    workflowNames: readNames(names),
    stepMetadata: readTexts(stepMetadata) ?? defaultSettings.stepMetadata,
    connectionTypes: readOwnTypes(connectionTypes),
  };
}

/** The findings at the severities that the settings give them; none of a code that is off. */
export function atSeverity(findings: readonly Finding[], { severity }: Settings): readonly Finding[] {
  if (severity.size === 0) return findings;
  return findings.flatMap((finding) => {
    const set = severity.get(finding.code) ?? finding.severity;
    return set === 'off' ? [] : set === finding.severity ? finding : { ...finding, severity: set };
  });
}

const severities: Record<string, Severity | 'off'> = {
  error: 'error',
  warning: 'warning',
  information: 'information',
  info: 'information',
  hint: 'hint',
  off: 'off',
};

function readSeverities(raw: unknown): ReadonlyMap<Code, Severity | 'off'> {
  const read = new Map<Code, Severity | 'off'>();
  for (const [code, word] of Object.entries(membersOf(raw))) {
    const severity =
      typeof word === 'string' && Object.hasOwn(severities, word) ? severities[word] : undefined;
    if (severity && codes.includes(code as Code)) read.set(code as Code, severity);
  }
  return read;
}

function readNames(raw: unknown): ReadonlyMap<string, string> {
  const named = Object.entries(membersOf(raw));
  return new Map(
    named.flatMap(([glob, path]) => (isGlob(glob) && typeof path === 'string' ? [[glob, path.trim()]] : [])),
  );
}

/** What picomatch takes. */
function isGlob(text: string): boolean {
  return text !== '' && text.length < 10_000;
}

/** In milliseconds. */
function readSeconds(raw: unknown): number | undefined {
  return typeof raw === 'number' && Number.isFinite(raw) && raw >= 0 ? raw * 1_000 : undefined;
}

function readTexts(raw: unknown): readonly string[] | undefined {
  return Array.isArray(raw) && raw.every((each) => typeof each === 'string') ? raw : undefined;
}

function membersOf(raw: unknown): Readonly<Record<string, unknown>> {
  return isObject(raw) ? raw : {};
}
