// Whole database files: a copy while they are in use, whether they are sound, and packing them.
import { type Client, createClient } from '@libsql/client'
import { nameTrouble } from './name-trouble.ts'

/** One statement at a time, waiting for others up to `timeout` ms, during which nothing else happens. */
async function use<Answer>(file: string, act: (client: Client) => Promise<Answer>, timeout = 10_000): Promise<Answer> {
  const client = createClient({ url: `file:${file}`, concurrency: 1, timeout })
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

/**
 * What is wrong with a file, in SQLite's words. Empty when it is sound. `quickly` reads every page, but compares no index
 * with its table.
 * @throws LibsqlError when it cannot be read now, which says nothing about it: locked, no rights
 */
export async function checkDatabase(
  file: string,
  how: 'quickly' | 'wholly' = 'wholly',
  timeout = 10_000,
): Promise<string[]> {
  const pragma = how === 'quickly' ? 'quick_check' : 'integrity_check'
  try {
    const read = async (client: Client) => {
      const { rows } = await client.execute(`PRAGMA ${pragma}(20)`)
      return rows.map((row) => String(row[pragma])).filter((line) => line !== 'ok')
    }
    return await use(file, read, timeout)
  } catch (error) {
    if (nameTrouble(error) !== 'damaged') throw error
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** Rows of a sound file that point nowhere, in words. @throws LibsqlError */
export function findOrphans(file: string): Promise<string[]> {
  return use(file, async (client) => {
    const { rows } = await client.execute('PRAGMA foreign_key_check')
    return rows.slice(0, 20).map((row) => `a row of ${row.table} points to nothing in ${row.parent}`)
  })
}
