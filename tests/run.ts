// `npm test`: builds, starts one seeded network for every file that wants it, and runs all tests with Node's runner.
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { build } from '../deploy/build.ts'
import { unpackBrowser } from './browser/unpack-browser.ts'
import { networkVariable, startSeededNetwork } from './network.ts'

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
// Only what lies in tests/ may ask for the network; unit tests run without it.
const [network] = await Promise.all([
  files.some((file) => file.startsWith('tests/')) ? startSeededNetwork(console.log) : undefined,
  files.some((file) => file.startsWith('tests/browser/')) ? unpackBrowser() : undefined,
])
if (network) process.env[networkVariable] = JSON.stringify(network.seeded)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void (network?.close() ?? Promise.resolve()).finally(() => process.exit(1)))
}

/** Tests that have begun and not ended, by file: what a file that took too long was waiting for. */
const begun = new Map<string, string[]>()
const results = run({ files: files.map((file) => join(root, file)), concurrency: 3, timeout: 15 * 60_000 })
results.on('test:dequeue', ({ name, file = '' }) => begun.set(file, [...(begun.get(file) ?? []), name]))
results.on('test:complete', ({ name, file = '' }) => {
  const names = begun.get(file) ?? []
  begun.set(file, names.toSpliced(names.lastIndexOf(name), names.includes(name) ? 1 : 0))
})
results.on('test:fail', ({ name, file = '' }) => {
  process.exitCode = 1
  const left = begun.get(file) ?? []
  if (name === file && left.length > 0) console.error(`${file} was ended while these ran: ${left.join(' > ')}`)
})
results.compose(new spec()).pipe(process.stdout)
results.once('close', () => void network?.close())
