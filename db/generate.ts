// `npm run db:generate -- <name>`: writes a migration for each database whose schema has changed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'

const name = process.argv[2]
if (!name || !/^[a-z0-9-]+$/.test(name)) {
  console.error('usage: npm run db:generate -- <name-of-the-change, lower case and hyphens>')
  process.exit(2)
}

for (const database of ['main', 'cache', 'index']) {
  const out = `db/migrations/${database}`
  const result = spawnSync(
    'node_modules/.bin/drizzle-kit',
    ['generate', '--dialect', 'sqlite', '--schema', `db/schema/${database}*.ts`, '--out', out, '--name', name],
    { stdio: 'inherit' },
  )
  if (result.status !== 0) process.exit(1)
  for (const file of existsSync(out) ? readdirSync(out) : []) {
    const down = `${out}/${file.replace(/\.sql$/, '.down.sql')}`
    if (!file.endsWith('.sql') || file.endsWith('.down.sql') || existsSync(down)) continue
    writeFileSync(down, `-- Undoes ${file}.\n`)
    console.log(`write the way back in ${down}`)
  }
}
