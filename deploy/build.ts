// Builds what production runs: the pages (Astro) into dist/client and dist/server, the processes (rolldown) into
// dist/server/app.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as buildPages } from 'astro'
import { build as buildBundle } from 'rolldown'
import manifest from '../package.json' with { type: 'json' }
import { lightHttp } from './light-http.ts'

const root = join(import.meta.dirname, '..')
process.env.ASTRO_TELEMETRY_DISABLED = '1'
const stampFile = join(root, 'dist', 'built-from')

/** What goes into a build: change one of these and it is built again. */
function hashInputs(): string {
  const hash = createHash('sha256')
  const files = globSync(['{db,src,public,docs}/**/*', 'bench/README.md', '{CHANGELOG,CONTRIBUTING}.md'], {
    cwd: root,
  }).filter((file) => statSync(join(root, file)).isFile())
  for (const file of [
    ...files.sort(),
    'astro.config.mjs',
    'package-lock.json',
    'deploy/build.ts',
    'deploy/light-http.ts',
  ]) {
    hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/** Packages that `web` loads itself: a second copy in the pages would cost its memory twice. */
function packagesOfWeb(): string[] {
  const bundled = ['astro', '@astrojs/node', 'drizzle-orm', 'lucide-static', '@alpinejs/csp']
  return Object.keys(manifest.dependencies).filter((name) => !bundled.includes(name))
}

/** Packages that carry a binary, or find their files by their own place on disk. */
const unbundled = ['libsql', 'sharp', 'tiny-secp256k1', '@uwsjs/core']

/** The guarded fetch brings the `undici` of three Node versions, 10 MB of memory each; this is the one of ours. */
const onlyUndici = { undici_v7: 'undici_v6', undici_v8: 'undici_v6' }

/**
 * The processes, the built pages and what they import become a few files with no package in two copies: importing
 * hundreds of small files costs over a second and 60 MB (docs/decisions/006-one-bundle.md).
 */
async function bundleProcesses() {
  await buildBundle({
    input: {
      web: join(root, 'src/server/web.ts'),
      stream: join(root, 'src/server/stream.ts'),
      supervisor: join(root, 'src/server/supervisor.ts'),
      skypanel: join(root, 'src/server/cli/skypanel.ts'),
      resizer: join(root, 'src/server/pictures/resizer.ts'),
      pages: join(root, 'dist/server/entry.mjs'),
    },
    platform: 'node',
    resolve: { alias: onlyUndici },
    plugins: [lightHttp],
    external: (id) =>
      (id.startsWith('node:') && id !== 'node:http') ||
      unbundled.some((name) => id === name || id.startsWith(`${name}/`)),
    output: { dir: join(root, 'dist', 'server', 'app'), format: 'esm', entryFileNames: '[name].js', sourcemap: true },
    logLevel: 'warn',
  })
}

/**
 * Builds `dist/` unless it was made from these very sources.
 * @param say told what is being done, a line at a time
 */
export async function build(say: (line: string) => void): Promise<void> {
  const inputs = hashInputs()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === inputs) return say('build: up to date')
  const started = Date.now()
  say('build: pages and processes')
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const packages = { resolve: { noExternal: true as const, external: packagesOfWeb() } }
  await buildPages({ root, logLevel: 'error', vite: { environments: { ssr: packages, prerender: packages } } })
  await bundleProcesses()
  writeFileSync(stampFile, inputs)
  say(`build: done in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) await build(console.log)
