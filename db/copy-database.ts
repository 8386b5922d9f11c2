// Whole database files: a copy while they are in use, whether they are sound, and packing them.
import { type Client, createClient } from '@libsql/client'

/** One statement at a time, waiting for others up to 10 s. The caller closes it. */
function open(file: string): Client {
  return createClient({ url: `file:${file}`, concurrency: 1, timeout: 10_000 })
}

async function use<Answer>(file: string, act: (client: Client) => Promise<Answer>): Promise<Answer> {
  const client = open(file)
  try {
    return await act(client)
  } finally {
    client.close()
  }
}

/**
 * Writes what `from` holds at this moment into the new file `to`, packed. Others may go on writing meanwhile
 * (sqlite.org/lang_vacuum.html, "VACUUM INTO").
 * @throws LibsqlError when `to` exists, `from` is damaged or the disk is full
 */
export function copyDatabase(from: string, to: string): Promise<void> {
  return use(from, async (client) => void (await client.execute({ sql: 'VACUUM INTO ?', args: [to] })))
}

/** Gives back to the disk what deleted rows took. Takes as much room again while it runs. */
export function packDatabase(file: string): Promise<void> {
  return use(file, async (client) => {
    await client.execute('VACUUM')
    await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
  })
}

/** What is wrong with a file, in SQLite's words: damaged pages, rows that point nowhere. Empty when it is sound. */
export async function checkDatabase(file: string): Promise<string[]> {
  try {
    return await use(file, async (client) => {
      const { rows } = await client.execute('PRAGMA integrity_check(20)')
      const damages = rows.map((row) => String(row.integrity_check)).filter((line) => line !== 'ok')
      if (damages.length > 0) return damages
      const { rows: orphans } = await client.execute('PRAGMA foreign_key_check')
      return orphans.slice(0, 20).map((row) => `a row of ${row.table} points to nothing in ${row.parent}`)
    })
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
