// Makes a backup of the data folder while SkyPanel runs, and believes it only after it has been read back.
import { existsSync } from 'node:fs'
import { copyFile, link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { copyDatabase } from '#db/copy-database.ts'
import { packFolder } from './archive.ts'
import { isKnown, listFiles, type Manifest, manifestName } from './manifest.ts'
import { unpackBackup } from './unpack-backup.ts'

type Options = {
  dataDir: string
  /** The file that has main.db, where it is another one. */
  main?: string | undefined
  /** Where backups lie; made if need be. */
  folder: string
  version: string
  passphrase?: string | undefined
  /** index.db can be made again from the network, and is large. */
  withIndex?: boolean
  /** How many backups stay; the oldest go. */
  keep: number
  now: () => number
  /** Told what is being done, as steps of all steps. */
  progress?: (label: string, done: number, total: number) => void
}

export type Backup = { file: string; bytes: number; manifest: Manifest; removed: string[] }

/** Names of backups: `skypanel-<time>.tar.gz`, and `.age` after it where it is sealed. */
export const namePattern = /^skypanel-\d{8}T\d{6}Z\.tar\.gz(\.age)?$/

/**
 * Copies main.db, the secrets and the uploads as they are at one moment, packs them, unpacks that again into a scratch
 * folder and compares. What was left by a backup that was killed is removed.
 * @throws Error when a step fails or what was read back is something else: there is no new file then
 */
export async function makeBackup(options: Options): Promise<Backup> {
  const { dataDir, folder, now, passphrase, progress = () => {} } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await clearScratch(folder)
  const stamp = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '')
  const file = join(folder, `skypanel-${stamp}.tar.gz${passphrase === undefined ? '' : '.age'}`)
  const scratch = join(folder, `.making-${stamp}-${process.pid}`)
  try {
    progress('copying', 1, 4)
    await collect(dataDir, options.main ?? join(dataDir, 'main.db'), scratch, options.withIndex ?? false)
    const manifest: Manifest = { format: 1, madeAt: now(), version: options.version, files: await listFiles(scratch) }
    await writeFile(join(scratch, manifestName), JSON.stringify(manifest, null, 2), { mode: 0o600 })
    progress('packing', 2, 4)
    const packed = join(scratch, 'packed')
    await packFolder(scratch, [manifestName, ...manifest.files.map(({ path }) => path)], packed, passphrase)
    progress('reading back', 3, 4)
    const back = join(scratch, 'back')
    const { manifest: read } = await unpackBackup(packed, back, passphrase)
    if (JSON.stringify(read) !== JSON.stringify(manifest))
      throw new Error('the backup does not read back as it was made')
    await rename(packed, file)
    const { size: bytes } = await stat(file)
    const removed = await rotate(folder, options.keep)
    progress('done', 4, 4)
    return { file, bytes, manifest, removed }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Names of the backups in `folder`, the newest first. */
export async function listBackups(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const names = await readdir(folder)
  return sortBackups(names.filter((name) => namePattern.test(name)))
}

/** Names of backups, the newest first. */
export function sortBackups(names: string[]): string[] {
  return names.toSorted((a, b) => (a.slice(9, 25) < b.slice(9, 25) ? 1 : -1))
}

/** When the backup of this name was made, in ms. */
export function timeOfBackup(name: string): number {
  const [, year, month, day, hours, minutes, seconds] =
    /^skypanel-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name)?.map(Number) ?? []
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hours, minutes, seconds)
}

/** Settings are replaced, secrets and uploads never changed once written, so a second name for each is a copy. */
async function collect(dataDir: string, main: string, scratch: string, withIndex: boolean): Promise<void> {
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  await copyDatabase(main, join(scratch, 'main.db'))
  if (withIndex) await copyDatabase(join(dataDir, 'index.db'), join(scratch, 'index.db'))
  await copyFileIfThere(join(dataDir, 'settings.json'), join(scratch, 'settings.json'))
  for (const part of ['secrets', 'uploads']) {
    const from = join(dataDir, part)
    if (!existsSync(from)) continue
    for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
      const name = join(part, join(entry.parentPath, entry.name).slice(from.length + 1))
      if (!entry.isFile() || !isKnown(name)) continue
      await mkdir(dirname(join(scratch, name)), { recursive: true, mode: 0o700 })
      await copyFileIfThere(join(dataDir, name), join(scratch, name))
    }
  }
}

/** A file that was removed meanwhile was wanted by nobody. Another disk has no second names: then it is copied. */
async function copyFileIfThere(source: string, target: string): Promise<void> {
  try {
    await link(source, target)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT') return
    await copyFile(source, target)
  }
}

async function rotate(folder: string, keep: number): Promise<string[]> {
  const old = (await listBackups(folder)).slice(Math.max(1, keep))
  for (const name of old) await rm(join(folder, name), { force: true })
  return old
}

/** A folder of a process that is gone. */
async function clearScratch(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/^\.making-.*-(\d+)$/.exec(name)?.[1])
    if (pid && !isAlive(pid)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
