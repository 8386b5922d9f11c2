// The help of the command line.
import type { Command, Entry, Option } from './command.ts'

/** Every name below `path` with its summary. */
export function listCommands(path: string[], commands: Record<string, Entry>): string {
  const rows = Object.entries(commands).map(([name, { summary }]): [string, string] => [name, summary])
  const name = ['skypanel', ...path].join(' ')
  return [
    `usage: ${name} <command>`,
    '',
    ...align(rows),
    '',
    `\`skypanel help ${[...path, '<command>'].join(' ')}\` says more.`,
  ].join('\n')
}

/** Usage, help and options of one command. */
export function describeCommand(path: string[], summary: string, { usage, help, options = {} }: Command): string {
  const rows = Object.entries(options).map(([name, option]): [string, string] => [
    write(name, option),
    option.description,
  ])
  const lines = [`usage: skypanel ${[...path, usage].join(' ').trim()}`, '', `${summary}.`]
  if (help) lines.push('', help)
  return [...lines, '', ...align(rows)].join('\n')
}

function write(name: string, { short, type, value = 'value' }: Option): string {
  return `${short ? `-${short}, ` : ''}--${name}${type === 'string' ? ` <${value}>` : ''}`
}

function align(rows: [string, string][]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
