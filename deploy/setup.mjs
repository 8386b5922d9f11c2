// Set-up for every npm script: Node 22 and the locked packages, once. Plain JavaScript, because it runs before
// anything is installed, on whichever Node (18 or newer) the machine has.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stampFile = join(root, 'node_modules', '.skypanel-setup')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const nodeVersion = manifest.dependencies.node
const production = process.argv.includes('--production')

const lockHash = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')

/** 'all' covers 'production': a checkout that can run the tests can also serve. */
function isInstalled() {
  if (!existsSync(stampFile)) return false
  const [hash, extent] = readFileSync(stampFile, 'utf8').trim().split(' ')
  return hash === lockHash && (extent === 'all' || production)
}

/**
 * npm under an older Node picks older packages and skips optional ones, and an older npm runs install scripts that
 * nobody needs and that want a compiler: so npm itself is fetched, and runs under the Node we carry.
 */
function npm(...args) {
  const { npm_config_omit, NODE_ENV, ...env } = process.env
  return spawnSync('npx', ['-y', '-p', `node@${nodeVersion}`, '-p', manifest.packageManager, 'npm', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
}

function fail(step, result) {
  process.stderr.write(
    `${result.stdout ?? ''}\nset-up: ${step} failed${result.error ? `: ${result.error.message}` : ''}\n`,
  )
  process.exit(1)
}

function install() {
  console.error(`set-up: Node ${nodeVersion} and the locked packages (some minutes the first time)`)
  const started = Date.now()
  const result = npm('ci', '--no-audit', '--no-fund', '--loglevel=error', ...(production ? ['--omit=dev'] : []))
  if (result.status !== 0) fail('npm ci', result)
  addSocketBinary()
  writeFileSync(stampFile, `${lockHash} ${production ? 'production' : 'all'}\n`)
  console.error(`set-up: done in ${Math.round((Date.now() - started) / 1000)} s`)
}

/** The lock file has uWebSockets.js for x64 only; elsewhere try to add it, and run on `ws` where there is none. */
function addSocketBinary() {
  const name = `@uwsjs/${process.platform}-${process.arch}-22`
  if (existsSync(join(root, 'node_modules', name))) return
  const version = manifest.optionalDependencies['@uwsjs/core']
  const result = npm('install', '--no-save', '--no-audit', '--no-fund', '--loglevel=silent', `${name}@${version}`)
  if (result.status !== 0)
    console.error(`set-up: no uWebSockets.js for ${process.platform} ${process.arch}; sockets run on ws`)
}

if (!isInstalled()) install()
