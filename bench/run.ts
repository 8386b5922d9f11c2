// `npm run bench`: runs every *.bench.ts of this folder, one after the other, each in a process of its own.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'

const wanted = process.argv.slice(2)
const files = globSync('*.bench.ts', { cwd: import.meta.dirname }).sort()
const chosen = files.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))

for (const file of chosen) {
  console.log(`— ${file}`)
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file)], {
    stdio: 'inherit',
    timeout: 600_000,
  })
  if (status !== 0) process.exitCode = 1
  console.log('')
}
if (chosen.length === 0) {
  console.error(`no such benchmark; there are: ${files.map((file) => file.replace('.bench.ts', '')).join(', ')}`)
  process.exitCode = 2
}
