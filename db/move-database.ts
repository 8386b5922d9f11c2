// A whole database file → an empty libSQL server, and whether both hold the same. Page by page: memory is bounded.
import { createHash, type Hash } from 'node:crypto'
import { type Client, createClient, type ResultSet, type Value } from '@libsql/client'
import { openServer, type Place } from './open-replica.ts'

/** Is there while rows are on their way, so that a move that was killed can begin anew. */
const marker = 'skypanel_moving'
/** Rows, and bytes of them, that are sent at a time. */
const most = { rows: 500, bytes: 1_000_000 }

type Table = { name: string; sql: string }
type Progress = (label: string, done: number, total: number) => void

/** Why nothing was moved: the server has something of its own. */
export class TargetInUse extends Error {}

/**
 * Copies tables, rows, indexes and counters. The file stays as it is.
 * @returns how many rows each table has, once both were compared
 * @throws TargetInUse, where the server has tables: nothing has changed then; Error when what arrived is something else
 */
export async function moveDatabase(file: string, place: Place, progress: Progress): Promise<Record<string, number>> {
  const [from, to] = [openFile(file), openExact(place)]
  try {
    await from.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    await clear(to)
    const { tables, others } = await readSchema(from)
    await to.execute(`CREATE TABLE ${marker} (since integer)`)
    for (const { sql } of tables) await to.execute(sql)
    const rows: Record<string, number> = {}
    for (const [index, { name }] of tables.entries()) {
      progress(name, index, tables.length)
      rows[name] = await copyRows(from, to, name)
    }
    for (const { sql } of others) await to.execute(sql)
    await copyCounters(from, to)
    const different = await compareDatabases(from, to, tables)
    if (different.length > 0) throw new Error(`what arrived is something else: ${different.join(', ')}`)
    await to.execute(`DROP TABLE ${marker}`)
    progress('done', tables.length, tables.length)
    return rows
  } finally {
    from.close()
    to.close()
  }
}

/** Names of the tables in which a file, such as a copy, and the server differ now. */
export async function findDifferences(file: string, place: Place): Promise<string[]> {
  const [from, to] = [openFile(file), openExact(place)]
  try {
    const { tables } = await readSchema(to)
    return await compareDatabases(from, to, tables)
  } finally {
    from.close()
    to.close()
  }
}

function openFile(file: string): Client {
  return createClient({ url: `file:${file}`, concurrency: 1, timeout: 10_000, intMode: 'bigint' })
}

/** Numbers as they are stored: 64 bits. */
function openExact(place: Place): Client {
  return openServer(place, { intMode: 'bigint' })
}

/** Takes away what a move that was killed has left. @throws TargetInUse */
async function clear(to: Client): Promise<void> {
  const { tables } = await readSchema(to, true)
  if (tables.length === 0) return
  if (!tables.some(({ name }) => name === marker)) {
    const names = tables.map(({ name }) => name)
    throw new TargetInUse(`it has tables already: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`)
  }
  const rest = tables.filter(({ name }) => name !== marker)
  await to.migrate([...rest, { name: marker }].map(({ name }) => ({ sql: `DROP TABLE "${name}"` })))
}

/** Tables, and what is made after their rows are there. What SQLite and libSQL keep for themselves is left out. */
async function readSchema(client: Client, withMarker = false): Promise<{ tables: Table[]; others: Table[] }> {
  const { rows } = await client.execute(
    "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'libsql\\_%' ESCAPE '\\' ORDER BY rowid",
  )
  const known = rows
    .map(({ type, name, sql }) => ({ type: String(type), name: String(name), sql: String(sql) }))
    .filter(({ name }) => withMarker || name !== marker)
  return {
    tables: known.filter(({ type }) => type === 'table'),
    others: known.filter(({ type }) => type !== 'table'),
  }
}

async function copyRows(from: Client, to: Client, table: string): Promise<number> {
  let count = 0
  for await (const { rows, columns } of readPages(from, table)) {
    const names = columns.map((column) => `"${column}"`).join(', ')
    const sql = `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`
    // With foreign keys off: what a row points to may come later.
    for (const some of splitByBytes(rows)) await to.migrate(some.map((args) => ({ sql, args })))
    count += rows.length
  }
  return count
}

function splitByBytes(rows: Value[][]): Value[][][] {
  const parts: Value[][][] = []
  let bytes = most.bytes
  for (const row of rows) {
    const size = row.reduce<number>((sum, value) => sum + sizeOf(value), 0)
    if (bytes + size > most.bytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(row)
    bytes += size
  }
  return parts
}

/** Ids that were given out are not given out again. */
async function copyCounters(from: Client, to: Client): Promise<void> {
  const { rows } = await from.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'")
  if (rows.length === 0) return
  const { rows: counters } = await from.execute('SELECT name, seq FROM sqlite_sequence')
  await to.batch(
    [
      'DELETE FROM sqlite_sequence',
      ...counters.map(({ name, seq }) => ({
        sql: 'INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)',
        args: [name ?? null, seq ?? null],
      })),
    ],
    'write',
  )
}

async function compareDatabases(from: Client, to: Client, tables: Table[]): Promise<string[]> {
  const different: string[] = []
  for (const { name } of tables) {
    const [here, there] = await Promise.all([digest(from, name), digest(to, name)])
    if (here !== there) different.push(name)
  }
  return different
}

/** Undefined where there is no such table. */
async function digest(client: Client, table: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const { rows, columns } of readPages(client, table)) {
      for (const row of rows) columns.forEach((column, index) => void addValue(hash, column, row[index] ?? null))
    }
  } catch (error) {
    if (/no such table/.test(String(error))) return undefined
    throw error
  }
  return hash.digest('hex')
}

function addValue(hash: Hash, column: string, value: Value): void {
  hash.update(`${column}:${typeof value}:`)
  hash.update(value instanceof ArrayBuffer ? new Uint8Array(value) : String(value))
  hash.update('\n')
}

/** In the order in which they were written: some tables are read in it. */
async function* readPages(client: Client, table: string): AsyncGenerator<{ rows: Value[][]; columns: string[] }> {
  let last: Value = -(2n ** 63n)
  for (;;) {
    const page: ResultSet = await client.execute({
      sql: `SELECT rowid AS "skypanel_rowid", * FROM "${table}" WHERE rowid > ? ORDER BY rowid LIMIT ?`,
      args: [last, most.rows],
    })
    // The first column only says where this page ends.
    const columns = page.columns.slice(1)
    const rows = page.rows.map((row) => columns.map((_, index) => row[index + 1] ?? null))
    if (rows.length > 0) yield { rows, columns }
    if (rows.length < most.rows) return
    last = page.rows.at(-1)?.[0] ?? null
  }
}

function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length
  return value instanceof ArrayBuffer ? value.byteLength * 1.4 : 8
}
