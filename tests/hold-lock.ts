// Run as a process: holds the database file that it is given locked, so that nobody else reads it, until its input ends.
import { createClient } from '@libsql/client'

const client = createClient({ url: `file:${process.argv[2]}`, concurrency: 1 })
await client.execute('PRAGMA locking_mode = EXCLUSIVE')
await client.execute('CREATE TABLE IF NOT EXISTS locked (id INTEGER)')
await client.execute('INSERT INTO locked VALUES (1)')
process.stdout.write('locked\n')
process.stdin.on('end', () => client.close()).resume()
