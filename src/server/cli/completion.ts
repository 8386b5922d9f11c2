// Completion of the command line's words in bash, zsh and fish.
import { type Command, type Entry, UsageError } from './command.ts'
import { commands } from './commands.ts'

type Words = { before: string[]; next: string[] }

/** `source <(skypanel completion bash)` */
export const completion: Command = {
  usage: 'bash | zsh | fish',
  help: 'For bash, in ~/.bashrc:   source <(skypanel completion bash)\nFor zsh, in ~/.zshrc:     source <(skypanel completion zsh)\nFor fish:                 skypanel completion fish | source',
  async run({ words: [shell], terminal }) {
    const lists = collect(commands, [])
    const write = { bash: writeBash, zsh: writeZsh, fish: writeFish }[shell ?? '']
    if (!write) throw new UsageError('Name a shell: bash, zsh or fish.')
    terminal.say(write(lists))
    return 0
  },
}

function collect(entries: Record<string, Entry>, before: string[]): Words[] {
  const deeper = Object.entries(entries).flatMap(([name, entry]) =>
    'commands' in entry ? collect(entry.commands, [...before, name]) : [],
  )
  return [{ before, next: Object.keys(entries) }, ...deeper]
}

function writeBash(lists: Words[]): string {
  const cases = lists.map(
    ({ before, next }) => `    "${before.join(' ')}") COMPREPLY=($(compgen -W "${next.join(' ')}" -- "$word")) ;;`,
  )
  return [
    '_skypanel() {',
    '  local word="$' + '{COMP_WORDS[COMP_CWORD]}" before="$' + '{COMP_WORDS[*]:1:COMP_CWORD-1}"',
    '  case "$before" in',
    ...cases,
    '    *) COMPREPLY=($(compgen -f -- "$word")) ;;',
    '  esac',
    '}',
    'complete -o default -F _skypanel skypanel ./skypanel',
  ].join('\n')
}

function writeZsh(lists: Words[]): string {
  return ['autoload -U +X bashcompinit && bashcompinit', writeBash(lists)].join('\n')
}

function writeFish(lists: Words[]): string {
  return lists
    .map(({ before, next }) => {
      const seen = before.map((word) => `__fish_seen_subcommand_from ${word}`)
      const open = `not __fish_seen_subcommand_from ${next.join(' ')}`
      return `complete -c skypanel -f -n '${[...seen, open].join('; and ')}' -a '${next.join(' ')}'`
    })
    .join('\n')
}
