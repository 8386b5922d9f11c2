// A process that brings a main.db to the newest schema, or undoes all of it, to be killed in the middle.
import { openDatabase } from '#db/client.ts'
import { migrateDown, migrateUp } from '#db/migrate.ts'

const [file = '', folder = '', way = ''] = process.argv.slice(2)
const db = await openDatabase('main', `file:${file}`, { access: 'write' })
process.send?.('begun')
if (way === 'down') await migrateDown(db, { name: 'main', folder }, 999)
else await migrateUp(db, { name: 'main', folder }, 1)
process.exit(0)
