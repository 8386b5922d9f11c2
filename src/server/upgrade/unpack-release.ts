// A checked file → releases/<name>, with the packages it needs.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { extract } from 'tar'
import { z } from 'zod'
import { BadRelease } from './fetch-release.ts'
import type { Home } from './find-home.ts'

/** release.json at the top of a release (deploy/make-release.ts writes it). `platform` where it carries its packages. */
const releaseSchema = z.looseObject({
  format: z.literal(1),
  version: z.string().regex(/^\d+\.\d+\.\d+[\w.+-]*$/),
  platform: z.string().optional(),
})

/** What an upgrade that was killed left behind. */
const scratch = /^\.(incoming|unpacking)/

type Unpacked = { name: string; version: string; isNew: boolean }

/**
 * Unpacks `file` beside the other releases, and fetches its packages where it does not carry them.
 * @returns the name of its folder: the version, and a part of the checksum where another release has that name
 * @throws BadRelease: nothing has changed then
 */
export async function unpackRelease(home: Home, file: string, sha256: string): Promise<Unpacked> {
  const folder = join(home.releases, `.unpacking-${sha256.slice(0, 8)}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  try {
    const before = process.umask(0o022)
    await extract({ file, cwd: folder, strip: 1, strict: true })
      .catch((cause) => {
        throw new BadRelease(`This is no release: ${cause.message}.`, { cause })
      })
      .finally(() => process.umask(before))
    const { version } = readRelease(folder)
    const name = findName(home, version, sha256)
    if (existsSync(join(home.releases, name))) return { name, version, isNew: false }
    if (!existsSync(join(folder, 'node_modules'))) fetchPackages(folder)
    writeFileSync(join(folder, '.sha256'), `${sha256}\n`)
    renameSync(folder, join(home.releases, name))
    return { name, version, isNew: true }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Takes away what an upgrade that was killed left, and every release but those of `names`. */
export function tidyReleases(home: Home, names?: string[]): void {
  for (const name of readdirSync(home.releases)) {
    const isOld = names !== undefined && !name.startsWith('.') && !names.includes(name)
    if (isOld || scratch.test(name)) rmSync(join(home.releases, name), { recursive: true, force: true })
  }
}

function readRelease(folder: string) {
  const file = join(folder, 'release.json')
  const release = existsSync(file) ? releaseSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
  if (!release?.success) throw new BadRelease('This is no release of SkyPanel: it has no release.json.')
  if (!existsSync(join(folder, 'skypanel'))) throw new BadRelease('This release has no command line.')
  const here = `${process.platform}-${process.arch}`
  const { platform } = release.data
  if (platform !== undefined && platform !== here) throw new BadRelease(`This release is for ${platform}, not ${here}.`)
  return release.data
}

function findName(home: Home, version: string, sha256: string): string {
  const stamp = join(home.releases, version, '.sha256')
  const isOther = existsSync(join(home.releases, version)) && !isSame(stamp, sha256)
  return isOther ? `${version}-${sha256.slice(0, 8)}` : version
}

function isSame(stamp: string, sha256: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === sha256
}

function fetchPackages(folder: string): void {
  const { status, stderr, error } = spawnSync(process.execPath, [join('deploy', 'setup.mjs'), '--production'], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) {
    throw new BadRelease(`Its packages cannot be fetched: ${error?.message ?? stderr.trim()}. This needs npm.`)
  }
}
