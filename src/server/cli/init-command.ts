// `skypanel init`: the first configuration and the secrets of a new box. Never writes over one that is there.
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { readClientKeys } from '../auth/client-keys.ts'
import { keepSetupCode } from '../auth/setup-code.ts'
import { type Config, readConfig } from '../config.ts'
import { readVapidKeys } from '../push/vapid-keys.ts'
import { keepSecretKey, readSealingKey } from '../secrets.ts'
import { readDevice } from '../writes/draft-device.ts'
import { type Command, Failure, type Invocation, UsageError } from './command.ts'

/** What may be answered, by the setting that it becomes. */
type Answers = Record<string, string | number>

export const init: Command = {
  usage: '',
  help: 'Asks on a terminal, unless an option is given; everything has a default. Writes\nthe file of SKYPANEL_CONFIG, or skypanel.toml here, and DATA_DIR/secrets.',
  options: {
    'public-url': {
      type: 'string',
      value: 'address',
      description: 'The address people type: https://panel.example.org',
    },
    port: { type: 'string', value: 'number', description: 'The one public port (8080)' },
    host: { type: 'string', value: 'address', description: 'The address to listen on (127.0.0.1)' },
    'data-dir': { type: 'string', value: 'folder', description: 'The folder that holds everything (data)' },
    'seal-backups': { type: 'boolean', description: 'Seal backups with a passphrase that is printed' },
    yes: { type: 'boolean', short: 'y', description: 'Ask nothing' },
  },
  async run(invocation) {
    const { words, values, environment, terminal } = invocation
    if (words.length > 0) throw new UsageError(`${words[0]} is not understood.`)
    const file = resolve(environment.SKYPANEL_CONFIG ?? 'skypanel.toml')
    if (existsSync(file)) throw new Failure(`${file} is there already: nothing is written over it.`)
    const isAsked = Object.keys(values).every((name) => name === 'json') && process.stdin.isTTY === true
    const given = isAsked ? await ask() : readOptions(values)
    const passphrase = given.isSealed ? randomBytes(18).toString('base64url') : undefined
    const answers: Answers = {
      ...given.answers,
      // Whoever runs the command line may stand in another folder.
      data_dir: resolve(dirname(file), String(given.answers.data_dir ?? 'data')),
      ...(passphrase === undefined ? {} : { backup_passphrase: passphrase }),
    }
    const config = writeNew(file, answers, environment)
    makeSecrets(config)
    terminal.say(`Written: ${file} and ${join(config.dataDir, 'secrets')}.`)
    if (passphrase !== undefined) {
      terminal.say(`Backups are sealed with this passphrase. Keep it elsewhere too:\n${passphrase}`)
    }
    const setupCode = config.setupCode ? keepSetupCode(config.dataDir) : undefined
    terminal.say('Next: `skypanel start`.')
    if (setupCode !== undefined) {
      const address = new URL('/setup', config.publicUrl).href
      terminal.say(`Then open ${address} and enter this code, to administer this box: ${setupCode}`)
    }
    const { dataDir, publicUrl } = config
    terminal.json({
      ...{ file, dataDir, publicUrl: publicUrl.origin },
      ...{ passphrase: passphrase ?? null, setupCode: setupCode ?? null },
    })
    return 0
  },
}

function readOptions(values: Invocation['values']): { answers: Answers; isSealed: boolean } {
  const names = ['public-url', 'port', 'host', 'data-dir']
  const given = names.flatMap((name) => {
    const value = values[name]
    if (typeof value !== 'string' || value === '') return []
    return [[name.replaceAll('-', '_'), name === 'port' && /^\d+$/.test(value) ? Number(value) : value] as const]
  })
  return { answers: Object.fromEntries(given), isSealed: values['seal-backups'] === true }
}

async function ask(): Promise<{ answers: Answers; isSealed: boolean }> {
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const put = async (question: string, standard: string) =>
    (await asking.question(`${question} [${standard}] `)).trim() || standard
  try {
    const url = await put(
      'The address people will type, with https:// where others shall reach it',
      'this machine only',
    )
    const port = await put('The port SkyPanel listens on', '8080')
    const dataDir = await put('The folder for everything it keeps', 'data')
    const sealed = await put('Seal backups with a passphrase? yes or no', 'no')
    const address: Answers = url === 'this machine only' ? {} : { public_url: url }
    return {
      answers: { ...address, port: /^\d+$/.test(port) ? Number(port) : port, data_dir: dataDir },
      isSealed: /^y/i.test(sealed),
    }
  } catch (cause) {
    // Ctrl-D.
    throw new Failure('Nothing was written.', { cause })
  } finally {
    asking.close()
  }
}

/** Only a configuration that SkyPanel starts with is written. @throws ConfigError */
function writeNew(file: string, answers: Answers, environment: NodeJS.ProcessEnv): Config {
  const lines = Object.entries(answers).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  const text = `# Settings of SkyPanel: docs/configuration.md says what there is.\n${lines.join('\n')}\n`
  mkdirSync(dirname(file), { recursive: true })
  const made = `${file}.new`
  try {
    writeFileSync(made, text, { mode: 0o600 })
    const config = readConfig({ ...environment, SKYPANEL_CONFIG: made })
    linkSync(made, file)
    return config
  } finally {
    rmSync(made, { force: true })
  }
}

/** What would be made on first run: with them there, a backup of the folder is whole from the beginning. */
function makeSecrets(config: Config): void {
  const { dataDir } = config
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  readSealingKey(dataDir)
  for (const name of ['draft-key', 'picture-key']) keepSecretKey(dataDir, name)
  readDevice(config)
  readVapidKeys(dataDir)
  readClientKeys(dataDir, Date.now())
}
