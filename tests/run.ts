// `npm test`: builds, runs the unit tests while one seeded network starts, and then all that want it.
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { build } from '../deploy/build.ts'
import { unpackBrowser } from './browser/unpack-browser.ts'
import { networkVariable, startSeededNetwork } from './network.ts'
import { emptyIndexVariable } from './server.ts'

const root = join(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const patterns = wanted.length > 0 ? wanted : ['{db,src,deploy,bench}/**/*.test.ts', 'tests/**/*.test.ts']
/** Begun first, so that nothing long is left when all the others have ended. */
const longest = ['tests/network/demo.test.ts', 'tests/ingest/kills.test.ts']
const files = globSync(patterns, { cwd: root }).sort((left, right) => {
  return Number(longest.includes(right)) - Number(longest.includes(left)) || (left < right ? -1 : 1)
})
if (files.length === 0) {
  console.error(`no test file matches ${patterns.join(' ')}`)
  process.exit(2)
}

await build(console.log)
const scratch = mkdtempSync(join(tmpdir(), 'skypanel-tests-'))
// However the run ends.
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }))
process.env[emptyIndexVariable] = await makeEmptyIndex(join(scratch, 'index.db'))
// Some 250 processes of SkyPanel start, from the same code.
process.env.NODE_COMPILE_CACHE = join(scratch, 'compile-cache')
// Only what lies in tests/ may ask for the network; unit tests run while it starts.
const inTests = files.filter((file) => file.startsWith('tests/'))
const unitTests = files.filter((file) => !file.startsWith('tests/'))
let network: Awaited<ReturnType<typeof startSeededNetwork>> | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // One that is only starting ends when we have gone.
  process.on(signal, () => void (network?.close() ?? Promise.resolve()).finally(() => process.exit(1)))
}
const [failedUnits] = await Promise.all([
  runFiles(unitTests, 3),
  startNetwork(),
  inTests.some((file) => file.startsWith('tests/browser/')) && unpackBrowser(),
])

async function startNetwork(): Promise<void> {
  if (inTests.length === 0) return
  network = await startSeededNetwork(console.log)
  process.env[networkVariable] = JSON.stringify(network.seeded)
}

/** Once for all servers that have no `stream` to make it. @returns `file` */
async function makeEmptyIndex(file: string): Promise<string> {
  const db = await openDatabase('index', `file:${file}`, { access: 'write', onError: () => undefined })
  await migrateUp(db, { name: 'index', folder: join(root, 'db', 'migrations') }, Date.now())
  await db.$client.execute('PRAGMA journal_mode = DELETE')
  db.$client.close()
  return file
}

/** Runs test files, `concurrency` at a time. @returns those that failed */
async function runFiles(chosen: string[], concurrency: number): Promise<string[]> {
  if (chosen.length === 0) return []
  const failed = new Set<string>()
  /** Tests that have begun and not ended, by file: what a file that took too long was waiting for. */
  const begun = new Map<string, string[]>()
  const results = run({ files: chosen.map((file) => join(root, file)), concurrency, timeout: 15 * 60_000 })
  results.on('test:dequeue', ({ name, file = '' }) => begun.set(file, [...(begun.get(file) ?? []), name]))
  results.on('test:complete', ({ name, file = '' }) => {
    const names = begun.get(file) ?? []
    begun.set(file, names.toSpliced(names.lastIndexOf(name), names.includes(name) ? 1 : 0))
  })
  results.on('test:fail', ({ name, file = '' }) => {
    failed.add(relative(root, file))
    const left = begun.get(file) ?? []
    if (name === file && left.length > 0) console.error(`${file} was ended while these ran: ${left.join(' > ')}`)
  })
  const ended = new Promise((resolve) => results.once('close', resolve))
  results.compose(new spec()).pipe(process.stdout, { end: false })
  await ended
  return [...failed]
}

let failed = await runFiles(inTests, 4)
// A browser, a network and four files at a time, which leaves two cores least idle: what fails there gets a second try,
// alone, and is named. Unit tests get none, nor does a run in which much fails.
if (failed.length > 0 && failed.length <= 3) {
  console.error(`\na second try, alone: ${failed.join(', ')}\n`)
  const still = await runFiles(failed, 1)
  console.error(`\nneeded a second try: ${failed.join(', ')}; failed again: ${still.join(', ') || 'none'}`)
  failed = still
}
if (failed.length + failedUnits.length > 0) process.exitCode = 1
await network?.close()
