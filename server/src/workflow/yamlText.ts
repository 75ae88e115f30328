// Turns YAML text into a small tree with exact spans and a list of problems, or into plain values.
import { parse } from 'yaml';
import type { Yaml } from './yaml';
import { parseRepaired } from './yamlParse';
import { unprintablesIn, yamlProblemsOf } from './yamlProblems';
import { readTree } from './yamlTree';

/**
 * Reads the first document of a YAML text. Never throws; what is wrong with the text is in `problems`. The tree of a
 * broken text is that of the text with repairs (repair.ts), with every span where it is in the text as it stands.
 */
export function readYaml(text: string): Yaml {
  const { document, errors, patched, problems } = parseRepaired(text);
  const { problems: seen, ...tree } = readTree(text, patched, document);
  const left = errors.map((error) => ({ ...error, span: patched.spanOf(error.span) }));
  const [, , end = patched.text.length] = document.range ?? [];
  const unprintable = unprintablesIn(text.slice(0, patched.spanOf({ start: 0, end }).end));
  return { ...tree, problems: yamlProblemsOf(text, left, [...problems, ...seen, ...unprintable]) };
}

/** Reads YAML as plain JavaScript values, for configuration files. Undefined where the text is broken. */
export function readPlainYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' }); // 'silent' would give a half-read value for broken text
  } catch {
    return undefined;
  }
}
