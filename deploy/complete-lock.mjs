// Adds to package-lock.json the optional packages of other platforms that the registry in reach did not serve.
// Without them `npm ci` refuses the lock file on a registry that does. Run after `npm install` (CONTRIBUTING says when).
import { readFileSync, writeFileSync } from 'node:fs'

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'windows',
]
const processors = ['x64', 'arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32']

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
let added = 0
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const found = nearest(path, name)
    if (found?.version === version || !/^\d/.test(version)) continue
    const words = name.split(/[/-]/)
    const os = systems
      .filter((system) => words.includes(system))
      .map((system) => (system === 'windows' ? 'win32' : system))
    const cpu = processors.filter((processor) => words.includes(processor))
    if (os.length + cpu.length === 0) continue
    lock.packages[`${found ? `${path}/` : ''}node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
    }
    added += 1
  }
}

/** The entry that Node would find for `name` from `path` upwards. */
function nearest(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const entry = lock.packages[`${folder}${folder ? '/' : ''}node_modules/${name}`]
    if (entry || folder === '') return entry
  }
}

const rootEntry = lock.packages['']
const sorted = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .sort(([a], [b]) => (a < b ? -1 : 1))
lock.packages = { '': rootEntry, ...Object.fromEntries(sorted) }
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} packages added to package-lock.json`)
