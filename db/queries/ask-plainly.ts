// Questions as text, for those that every page asks: Drizzle takes longer to write one down than SQLite to answer it.
import type { Client, InValue } from '@libsql/client'

/** The rows, with the columns as `sql` names them; numbers stand for booleans. */
export async function askPlainly<Row>({ $client }: { $client: Client }, sql: string, args: InValue[]): Promise<Row[]> {
  const { rows } = await $client.execute({ sql, args })
  return rows as unknown as Row[]
}
