// relay-workflows completion: turns the usage texts of the commands into a script that completes them in a shell.
import type { Command } from './command';
import { UsageProblem } from './files';

export const completionUsage = `Usage: relay-workflows completion bash|zsh|fish

Writes a script that completes commands, options and their values in a shell. To have it in every shell from now on:

  bash   echo 'source <(relay-workflows completion bash)' >> ~/.bashrc
  zsh    relay-workflows completion zsh > "\${fpath[1]}/_relay-workflows"
  fish   relay-workflows completion fish > ~/.config/fish/completions/relay-workflows.fish
`;

/** What can be typed behind a command. */
interface Typed {
  readonly command: string;
  readonly summary: string;
  /** What stands right behind it, such as `list`. */
  readonly words: readonly string[];
  readonly options: readonly Option[];
}

interface Option {
  readonly name: string;
  readonly says: string;
  /** What can stand behind it: one of these words, or a text where there are none; absent where nothing does. */
  readonly values?: readonly string[];
}

/** The script for a shell. @throws UsageProblem for a shell that is not one of the three. */
export async function writeCompletion(
  shell: string,
  commands: Readonly<Record<string, Command>>,
): Promise<string> {
  const write = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (!write) throw new UsageProblem('name a shell: bash, zsh or fish');
  const typed = await Promise.all(
    Object.entries(commands).map(async ([command, { summary, usage }]) => ({
      command,
      summary,
      ...readUsage(command, await usage()),
    })),
  );
  return `${write(typed).join('\n')}\n`;
}

const shells: Readonly<Record<string, (typed: readonly Typed[]) => readonly string[]>> = { bash, zsh, fish };

/** Reads `relay-workflows COMMAND word|word` and `[--option VALUE]` at the top, and `--option VALUE  what it does` below. */
function readUsage(command: string, usage: string): Pick<Typed, 'words' | 'options'> {
  const [top = ''] = usage.split('\n\n');
  const words = [...top.matchAll(new RegExp(`relay-workflows ${command} ([a-z|]+)(?=\\s|$)`, 'g'))];
  const described = usage.matchAll(/^ +--([a-zA-Z-]+)(?: ([\w|=@]+))?\s+(.+)$/gm);
  const named = top.matchAll(/--([a-zA-Z-]+)(?: ([\w|=@]+))?()/g);
  const options = new Map<string, Option>();
  for (const [, name = '', value, says = ''] of [...described, ...named]) {
    const values = value?.includes('|') ? value.split('|') : [];
    // A list has room for the first thing that is said.
    const first = says.replace(/( \(|[;.:] ).*$/, '');
    if (!options.has(name))
      options.set(name, { name, says: first, ...(value === undefined ? {} : { values }) });
  }
  options.set('help', { name: 'help', says: 'say how this is used' });
  return {
    words: [...new Set(words.flatMap(([, each = '']) => each.split('|')))],
    options: [...options.values()],
  };
}

function bash(typed: readonly Typed[]): readonly string[] {
  const cases = typed.flatMap(({ command, words, options }) => [
    ...options
      .filter(({ values }) => values)
      .map(({ name, values = [] }) => `    '${command} '*' --${name}') words='${values.join(' ')}' ;;`),
    `    '${command} '*) words='${options.map(({ name }) => `--${name}`).join(' ')}'`,
    `      [[ $current != -* ]] && words=''`,
    ...(words.length > 0
      ? [`      [[ $current != -* && $COMP_CWORD -eq 2 ]] && words='${words.join(' ')}'`]
      : []),
    '      ;;',
  ]);
  return [
    '# bash completion of relay-workflows; where there is no word, files are completed',
    '_relay_workflows() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" words="" typed',
    '  typed="${COMP_WORDS[*]:1:COMP_CWORD-1}"',
    '  case "${typed%% *}  $typed" in',
    `    '  ') words='${typed.map(({ command }) => command).join(' ')} help --help --version' ;;`,
    ...cases,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -o default -F _relay_workflows relay-workflows',
  ];
}

function zsh(typed: readonly Typed[]): readonly string[] {
  const plain = (text: string) =>
    text.replace(/['[\]:\\]/g, (each) => (each === "'" ? "'\\''" : `\\${each}`));
  const argument = ({ name, says, values }: Option) => {
    const value = values && (values.length > 0 ? `:${name}:(${values.join(' ')})` : `:${name}:_files`);
    return `'--${name}[${plain(says)}]${value ?? ''}'`;
  };
  const cases = typed.map(({ command, words, options }) => {
    const first = words.length > 0 ? [`'2:word:(${words.join(' ')})'`] : [];
    return `    ${command}) _arguments ${[...options.map(argument), ...first, "'*:file:_files'"].join(' ')} ;;`;
  });
  return [
    '#compdef relay-workflows',
    '_relay-workflows() {',
    '  if (( CURRENT == 2 )); then',
    `    local -a commands=(${typed.map(({ command, summary }) => `'${command}:${plain(summary)}'`).join(' ')})`,
    '    _describe command commands',
    '    return',
    '  fi',
    '  case $words[2] in',
    ...cases,
    '  esac',
    '}',
    '# Read by the shell as a function of its own, or by source.',
    'if [[ $funcstack[1] == _relay-workflows ]]; then _relay-workflows; else compdef _relay-workflows relay-workflows; fi',
  ];
}

function fish(typed: readonly Typed[]): readonly string[] {
  const quoted = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
  const complete = (...words: readonly string[]) => ['complete -c relay-workflows', ...words].join(' ');
  return typed.flatMap(({ command, summary, words, options }) => {
    const behind = `-n '__fish_seen_subcommand_from ${command}'`;
    return [
      complete('-f', "-n '__fish_use_subcommand'", `-a ${command} -d ${quoted(summary)}`),
      ...(words.length > 0 ? [complete('-f', behind, `-a '${words.join(' ')}'`)] : []),
      ...options.map(({ name, says, values }) => {
        const value = values && (values.length > 0 ? `-x -a '${values.join(' ')}'` : '-r');
        return complete(
          behind,
          `-l ${name}`,
          ...(value ? [value] : []),
          ...(says ? [`-d ${quoted(says)}`] : []),
        );
      }),
    ];
  });
}
