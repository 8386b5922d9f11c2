// What a database file says, as one number.
import { createHash } from 'node:crypto'
import { createClient } from '@libsql/client'

/** SHA-256 of every table by name and its rows in order: the same for two files with the same rows. */
export async function digestDatabase(file: string): Promise<string> {
  const client = createClient({ url: `file:${file}`, concurrency: 1, timeout: 10_000 })
  try {
    const hash = createHash('sha256')
    const { rows: objects } = await client.execute('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name')
    for (const { type, name, sql } of objects) {
      hash.update(`${type} ${name} ${sql}\n`)
      if (type !== 'table') continue
      const { columns, rows } = await client.execute(`SELECT * FROM "${name}"`)
      const lines = rows.map((row) => JSON.stringify(columns.map((_, index) => toText(row[index]))))
      hash.update(lines.sort().join('\n'))
    }
    return hash.digest('hex')
  } finally {
    client.close()
  }
}

function toText(value: unknown): unknown {
  return value instanceof ArrayBuffer ? `x'${Buffer.from(value).toString('hex')}'` : value
}
