// `skypanel backup` and `skypanel restore`.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { nameTrouble } from '#db/name-trouble.ts'
import manifest from '../../../package.json' with { type: 'json' }
import { makeBackup } from '../backup/make-backup.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { BadBackup } from '../backup/unpack-backup.ts'
import { type Config, readConfig } from '../config.ts'
import { copyOf } from '../open-databases.ts'
import { type Command, Failure, type Invocation, type Terminal, UsageError } from './command.ts'
import { findRunning } from './find-running.ts'
import { fetchStored, inMegabytes, list, send } from './stored-backups.ts'

const passphraseFile = {
  type: 'string',
  value: 'file',
  description: 'A file whose first line is the passphrase',
} as const

export const backup: Command = {
  usage: '',
  help: 'main.db, the secrets and the files of drafts, as they are at this moment, while\nSkyPanel runs; read back before it counts. Sealed where there is a passphrase:\nBACKUP_PASSPHRASE, or the file named here. Sent to BACKUP_S3_URL as well, where\nthat is set.',
  options: {
    out: { type: 'string', value: 'folder', description: 'Where to, instead of BACKUP_DIR' },
    'with-index': { type: 'boolean', description: 'index.db too: large, and made again without it' },
    'passphrase-file': passphraseFile,
    list: { type: 'boolean', description: 'Only say which backups there are, and where' },
    send: { type: 'boolean', description: 'Make none: send those that BACKUP_S3_URL lacks' },
  },
  async run(invocation) {
    const { values, environment, terminal } = invocation
    const config = readConfig(environment)
    const folder = typeof values.out === 'string' ? values.out : config.backups.folder
    const isUsual = resolve(folder) === config.backups.folder
    if (values.list) return list(invocation, config, folder)
    if (values.send) {
      const { sent, removed } = await send(config, terminal)
      terminal.json({ sent, removed })
      return 0
    }
    const main = join(config.dataDir, config.database ? copyOf('web') : 'main.db')
    if (!existsSync(main)) throw new Failure(`There is no ${basename(main)} in ${config.dataDir}.`)
    const made = await makeBackup({
      dataDir: config.dataDir,
      main,
      folder,
      version: manifest.version,
      passphrase: readPassphrase(values, config),
      withIndex: values['with-index'] === true,
      keep: config.backups.keep,
      now: Date.now,
      progress: terminal.progress,
    }).catch((error) => {
      const why =
        nameTrouble(error) === 'full'
          ? `the disk of ${folder} is full. Make room there, or name another place with --out. No backup that was there is touched.`
          : error instanceof Error
            ? error.message
            : error
      throw new Failure(`No backup was made: ${why}`, { cause: error })
    })
    terminal.say(`${made.file}\n${made.manifest.files.length} files, ${inMegabytes(made.bytes)}, read back and sound.`)
    for (const name of made.removed) terminal.say(`removed the old ${name}`)
    // One for another place is for somebody who takes it along.
    const sending = config.backups.store && isUsual ? await send(config, terminal) : undefined
    const { file, bytes, removed } = made
    terminal.json({ file, bytes, files: made.manifest.files.length, removed, ...(sending && { sent: sending.sent }) })
    return 0
  },
}

export const restore: Command = {
  usage: '<backup>',
  help: 'A file, or the name of one in BACKUP_DIR or BACKUP_S3_URL: `backup --list`.\nStop SkyPanel first. What is there now is kept in a folder beside it. index.db\nand cache.db are made again from the network.',
  options: {
    'passphrase-file': passphraseFile,
    'keep-caches': { type: 'boolean', description: 'Leave cache.db and index.db as they are' },
  },
  async run({ words: [file, ...more], values, environment, terminal }) {
    if (file === undefined || more.length > 0) throw new UsageError('Name one backup.')
    const config = readConfig(environment)
    const running = await findRunning(config)
    if (running) throw new Failure(`SkyPanel runs at ${running}. Stop it first: what it holds open would be lost.`)
    const { dataDir } = config
    const passphrase = readPassphrase(values, config)
    const { path, forget } = await find(config, file, passphrase, terminal)
    const restored = restoreBackup({
      ...{ dataDir, file: path, passphrase, now: Date.now },
      keepCaches: values['keep-caches'] === true,
    })
    const { manifest: held, aside } = await restored.finally(forget).catch((error) => {
      throw error instanceof BadBackup ? new Failure(error.message, { cause: error }) : error
    })
    terminal.say(
      `${dataDir} is as it was on ${new Date(held.madeAt).toISOString()}.\nWhat was there before is in ${aside}.`,
    )
    terminal.json({ dataDir, madeAt: held.madeAt, aside })
    return 0
  },
}

/** A file of this machine, or one that is fetched and forgotten again. @throws Failure */
async function find(config: Config, file: string, passphrase: string | undefined, terminal: Terminal) {
  const path = [file, join(config.backups.folder, file)].find((place) => existsSync(place))
  if (path) return { path, forget: async () => {} }
  if (!config.backups.store) throw new Failure(`There is no ${file}.`)
  // Known before all of it has been fetched.
  if (file.endsWith('.age') && passphrase === undefined)
    throw new Failure('This backup is sealed: give its passphrase.')
  return fetchStored(config, file, terminal)
}

function readPassphrase(values: Invocation['values'], config: Config): string | undefined {
  const file = values['passphrase-file']
  if (typeof file !== 'string') return config.backups.passphrase
  if (!existsSync(file)) throw new Failure(`There is no ${file}.`)
  const [passphrase = ''] = readFileSync(file, 'utf8').split(/\r?\n/)
  if (passphrase === '') throw new Failure(`${file} begins with an empty line: a passphrase is not empty.`)
  return passphrase
}
