// Makes a release: one folder with what runs, as skypanel-<version>.tar.gz and its checksum, in `release/` or the folder
// that is named. `--with-packages` puts the packages for this machine into it, so that nothing is fetched later.
import { createHash } from 'node:crypto'
import { cpSync, createReadStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { create } from 'tar'
import manifest from '../package.json' with { type: 'json' }
import { build } from './build.ts'
import { describeRelease, type Lock, pruneLock } from './prune-lock.ts'

const root = join(import.meta.dirname, '..')

/** What runs, and what an operator reads. Everything else of the sources is in the bundle already. */
const parts = [
  'dist',
  'db/migrations',
  'deploy/setup.mjs',
  'deploy/install.sh',
  'deploy/monitoring',
  'deploy/proxy',
  'deploy/systemd',
  'docs',
  'skypanel',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
]

/** Packages that the bundle leaves outside (deploy/build.ts), and the Node that runs it. */
const runtime = ['node', 'libsql', 'sharp', 'tiny-secp256k1']

/**
 * Builds and packs what lies here.
 * @param to the folder for the files
 * @returns the path of the archive
 */
export async function makeRelease(to: string, withPackages: boolean, say: (line: string) => void): Promise<string> {
  await build(say)
  const platform = withPackages ? `${process.platform}-${process.arch}` : undefined
  const name = ['skypanel', manifest.version, platform].filter(Boolean).join('-')
  const folder = join(to, name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const part of parts.filter((path) => existsSync(join(root, path)))) {
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !path.endsWith('.map'),
    })
  }
  const paths = writePackages(folder)
  if (withPackages) copyPackages(paths, folder)
  const release = { format: 1, version: manifest.version, ...(platform ? { platform } : {}) }
  writeFileSync(join(folder, 'release.json'), `${JSON.stringify(release, null, 2)}\n`)
  const archive = join(to, `${name}.tar.gz`)
  say(`packing ${archive}`)
  await create({ cwd: to, gzip: true, portable: true, file: archive }, [name])
  writeFileSync(`${archive}.sha256`, `${await digest(archive)}  ${name}.tar.gz\n`)
  rmSync(folder, { recursive: true })
  return archive
}

/** package.json and package-lock.json with the packages of the runtime alone. @returns where those lie */
function writePackages(folder: string): string[] {
  const lock: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const own = describeRelease(manifest, lock, runtime)
  const pruned = pruneLock(lock, own)
  const allowScripts = { node: true }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...own, allowScripts }, null, 2)}\n`)
  writeFileSync(join(folder, 'package-lock.json'), `${JSON.stringify(pruned, null, 2)}\n`)
  return Object.keys(pruned.packages).filter((path) => path !== '')
}

/** Those of other platforms are not here. What the packages brought themselves (Node's binary) comes along. */
function copyPackages(paths: string[], folder: string): void {
  const extra = ['node_modules/.bin/node', `node_modules/@uwsjs/${process.platform}-${process.arch}-22`]
  for (const path of [...new Set([...paths, ...extra])].filter((place) => existsSync(join(root, place)))) {
    cpSync(join(root, path), join(folder, path), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  }
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(file)) hash.update(part)
  return hash.digest('hex')
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({
    options: { 'with-packages': { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const to = resolve(positionals[0] ?? join(root, 'release'))
  mkdirSync(to, { recursive: true })
  console.log(await makeRelease(to, values['with-packages'], console.error))
}
