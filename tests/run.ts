// `npm test`: builds, starts one seeded network for every file that wants it, and runs all tests with Node's runner.
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { build } from '../deploy/build.ts'
import { networkVariable, startSeededNetwork } from './network.ts'

const root = join(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const patterns = wanted.length > 0 ? wanted : ['{db,src,deploy,bench}/**/*.test.ts', 'tests/**/*.test.ts']
const files = globSync(patterns, { cwd: root }).sort()
if (files.length === 0) {
  console.error(`no test file matches ${patterns.join(' ')}`)
  process.exit(2)
}

await build(console.log)
// Only what lies in tests/ may ask for the network; unit tests run without it.
const network = files.some((file) => file.startsWith('tests/')) ? await startSeededNetwork(console.log) : undefined
if (network) process.env[networkVariable] = JSON.stringify(network.seeded)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void (network?.close() ?? Promise.resolve()).finally(() => process.exit(1)))
}

const results = run({ files: files.map((file) => join(root, file)), concurrency: 2, timeout: 10 * 60_000 })
results.on('test:fail', () => {
  process.exitCode = 1
})
results.compose(new spec()).pipe(process.stdout)
results.once('close', () => void network?.close())
