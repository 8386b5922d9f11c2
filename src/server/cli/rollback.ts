// Entry: undoes the newest migrations of a database before an older SkyPanel is started (docs/rollback.md).
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '#db/client.ts'
import { migrateDown } from '#db/migrate.ts'
import { readConfigOrExit } from '../config.ts'

const names = ['main', 'cache', 'index'] as const
const usage = `usage: node_modules/.bin/node src/server/cli/rollback.ts <${names.join('|')}> <how many migrations>`

/** Ends the process with a sentence. */
function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

const name = names.find((known) => known === process.argv[2]) ?? refuse(usage)
const steps = Number(process.argv[3])
if (!Number.isInteger(steps) || steps < 1) refuse(usage)

const config = readConfigOrExit()
const file = join(config.dataDir, `${name}.db`)
if (!existsSync(file)) refuse(`There is no ${file}.`)
const db = await openDatabase(name, `file:${file}`, { access: 'write' })
const undone = await migrateDown(db, { name, folder: config.paths.migrations }, steps)
db.$client.close()
console.log(undone.length > 0 ? `undone in ${name}.db: ${undone.join(', ')}` : `${name}.db has no migrations to undo`)
