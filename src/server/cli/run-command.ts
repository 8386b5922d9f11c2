// Words → a command that is run, or help. Ends in an exit code: 0 done, 1 failed, 2 not understood.
import { parseArgs } from 'node:util'
import { ConfigError } from '../config.ts'
import { type Command, type Entry, Failure, type Terminal, UsageError } from './command.ts'
import { describeCommand, listCommands } from './describe-commands.ts'

type Named = { path: string[]; entry: Entry; rest: string[] }

const common = {
  help: { type: 'boolean', short: 'h', description: 'Print this' },
  json: { type: 'boolean', description: 'Print the result as JSON' },
} as const

/** @param words what was typed after `skypanel` */
export async function runCommand(
  commands: Record<string, Entry>,
  words: string[],
  environment: NodeJS.ProcessEnv,
  makeTerminal: (isJson: boolean) => Terminal,
): Promise<number> {
  const terminal = makeTerminal(words.includes('--json'))
  const asked = words[0] === 'help' ? [...words.slice(1), '--help'] : words
  const { path, entry, rest } = find(commands, asked)
  if ('commands' in entry) return listOrRefuse(terminal, path, entry.commands, rest)
  const command = await entry.load()
  try {
    const { values, positionals } = parse(command, rest)
    if (values.help) {
      terminal.say(describeCommand(path, entry.summary, { ...command, options: { ...command.options, ...common } }))
      return 0
    }
    return await command.run({ words: positionals, values, environment, terminal })
  } catch (error) {
    return await explain(terminal, path, command, error)
  }
}

function find(commands: Record<string, Entry>, words: string[]): Named {
  let named: Named = { path: [], entry: { summary: '', commands }, rest: words }
  while ('commands' in named.entry) {
    const [name, ...rest] = named.rest
    const entry = name !== undefined && Object.hasOwn(named.entry.commands, name) && named.entry.commands[name]
    if (!entry || name === undefined) return named
    named = { path: [...named.path, name], entry, rest }
  }
  return named
}

function listOrRefuse(terminal: Terminal, path: string[], commands: Record<string, Entry>, rest: string[]): number {
  const unknown = rest.find((word) => !word.startsWith('-'))
  const list = listCommands(path, commands)
  if (unknown === undefined) terminal.say(list)
  else terminal.note(`There is no command “${[...path, unknown].join(' ')}”.\n\n${list}`)
  return unknown === undefined && (path.length === 0 || rest.length > 0) ? 0 : 2
}

function parse(command: Command, rest: string[]) {
  try {
    return parseArgs({ args: rest, options: { ...command.options, ...common }, allowPositionals: true, strict: true })
  } catch (error) {
    // What Node adds tells of words that begin with a dash, which no command here takes.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ')
    throw new UsageError(sentence.replace(/\.?$/, '.'))
  }
}

async function explain(terminal: Terminal, path: string[], command: Command, error: unknown): Promise<number> {
  if (error instanceof UsageError) {
    terminal.note(`${error.message}\n\nusage: skypanel ${[...path, command.usage].join(' ').trim()}`)
    return 2
  }
  if (error instanceof ConfigError) {
    terminal.note(error.message)
    return 2
  }
  const sentence = error instanceof Failure ? error.message : await tell(error)
  if (sentence === undefined) throw error
  if (terminal.isJson) terminal.json({ error: sentence })
  else terminal.note(terminal.paint('red', sentence))
  return 1
}

async function tell(error: unknown): Promise<string | undefined> {
  const { tellOperator } = await import('../integrity/tell-operator.ts')
  return tellOperator(error)
}
