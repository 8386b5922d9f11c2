// `skypanel config …`
import { type Config, readConfig, readSettings } from '../config.ts'
import { settingsSchema } from '../config-schema.ts'
import type { Command } from './command.ts'

/** Every mistake is in the ConfigError, which ends the command with 2. */
export const validate: Command = {
  usage: '',
  help: 'Ends with 0 when SkyPanel would start with it, with 2 and a sentence for every\nmistake otherwise.',
  async run({ environment, terminal }) {
    const { publicUrl, dataDir }: Config = readConfig(environment)
    terminal.say(`The configuration is sound: ${publicUrl.origin}, data in ${dataDir}.`)
    terminal.json({ sound: true, publicUrl: publicUrl.origin, dataDir })
    return 0
  },
}

export const show: Command = {
  usage: '',
  async run({ environment, terminal }) {
    const rows = readSettings(environment)
    const width = Math.max(...rows.map(({ name }) => name.length))
    for (const { name, value, from } of rows) {
      terminal.say(`${name.padEnd(width)}  ${format(value)}  ${terminal.paint('dim', `(${from})`)}`)
    }
    terminal.json(Object.fromEntries(rows.map(({ name, value, from }) => [name, { value: value ?? null, from }])))
    return 0
  },
}

export const reference: Command = {
  usage: '',
  async run({ terminal }) {
    const rows = Object.entries(settingsSchema.shape).map(([name, schema]) => {
      const standard = schema.safeParse(undefined)
      const value = standard.success && standard.data !== undefined ? `\`${format(standard.data)}\`` : ''
      return { name, standard: value, description: schema.description ?? '' }
    })
    terminal.say('| setting | default | meaning |\n| --- | --- | --- |')
    for (const { name, standard, description } of rows) terminal.say(`| \`${name}\` | ${standard} | ${description} |`)
    terminal.json(rows)
    return 0
  },
}

function format(value: unknown): string {
  if (value === undefined) return 'not set'
  return Array.isArray(value) ? value.join(' ') : String(value)
}
