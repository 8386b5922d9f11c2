// Puts a backup in the place of what is there. Killed at any moment, it is finished or forgotten with the next start.
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from './manifest.ts'
import { unpackBackup } from './unpack-backup.ts'

/** A backup that is complete and waits to be put in place. */
const stage = '.restore'
const staging = /^\.restoring-/

/** What is moved aside whether or not the backup has it: caches of another state are worth nothing. */
const filesOf = (name: string) => [`${name}.db`, `${name}.db-wal`, `${name}.db-shm`]
const caches = ['cache', 'index'].flatMap(filesOf)
const parts = [...filesOf('main'), ...caches, 'settings.json', 'secrets', 'uploads']

type Options = {
  dataDir: string
  file: string
  passphrase?: string | undefined
  now: () => number
  /** Leaves cache.db and index.db where they are: the backup is of a moment ago. */
  keepCaches?: boolean
}

/**
 * Unpacks and checks `file`, then exchanges it for what is there, which goes to `before-restore-<time>` beside it.
 * SkyPanel must be stopped.
 * @returns the list of the backup, and the folder with what was there
 * @throws BadBackup: nothing has changed then
 */
export async function restoreBackup(options: Options): Promise<{ manifest: Manifest; aside: string }> {
  const { dataDir, file, passphrase, now, keepCaches = false } = options
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(dataDir).filter((entry) => staging.test(entry))) {
    await rm(join(dataDir, name), { recursive: true, force: true })
  }
  const stamp = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '')
  const scratch = join(dataDir, `.restoring-${stamp}`)
  try {
    await mkdir(scratch, { mode: 0o700 })
    const { manifest } = await unpackBackup(file, join(scratch, 'new'), passphrase)
    await writeFile(join(scratch, 'aside'), nameAside(dataDir, `before-restore-${stamp}`))
    if (keepCaches) await writeFile(join(scratch, 'keep-caches'), '')
    await rm(join(dataDir, stage), { recursive: true, force: true })
    await rename(scratch, join(dataDir, stage))
    const aside = await finishRestore(dataDir)
    return { manifest, aside: aside ?? '' }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** A second restore within a second has a folder of its own. */
function nameAside(dataDir: string, wanted: string): string {
  let name = wanted
  for (let turn = 2; existsSync(join(dataDir, name)); turn++) name = `${wanted}-${turn}`
  return name
}

/**
 * Goes on with a restore that was killed after its backup had been checked.
 * @returns the folder with what was there before; undefined when there was nothing to finish
 */
export async function finishRestore(dataDir: string): Promise<string | undefined> {
  const from = join(dataDir, stage)
  if (!existsSync(from)) return undefined
  const aside = join(dataDir, await readFile(join(from, 'aside'), 'utf8'))
  await mkdir(aside, { recursive: true, mode: 0o700 })
  const moved = existsSync(join(from, 'keep-caches')) ? parts.filter((name) => !caches.includes(name)) : parts
  // First everything old goes, then everything new comes: what is in place after `cleared` is new.
  const cleared = join(from, 'cleared')
  if (!existsSync(cleared)) {
    for (const name of moved) {
      if (existsSync(join(dataDir, name))) await rename(join(dataDir, name), join(aside, name))
    }
    await writeFile(cleared, '')
  }
  for (const name of moved) {
    if (existsSync(join(from, 'new', name))) await rename(join(from, 'new', name), join(dataDir, name))
  }
  await rename(from, join(dataDir, '.restoring-done'))
  await rm(join(dataDir, '.restoring-done'), { recursive: true, force: true })
  return aside
}
