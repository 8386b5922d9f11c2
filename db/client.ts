// Opens a database file with the settings every connection needs, and says which schema it has.
import { createClient } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'
import * as cacheSchema from './schema/cache.ts'
import * as indexSchema from './schema/index.ts'
import * as mainSchema from './schema/main.ts'

const schemas = { main: mainSchema, cache: cacheSchema, index: indexSchema }

export type DatabaseName = keyof typeof schemas

type Mode = {
  /** 'write' for the one process that owns the file, 'read' for the other one. */
  access: 'write' | 'read'
}

/**
 * Opens `url` (`file:/…/main.db`) as the database `name`.
 *
 * PRAGMAs belong to a connection, so the client keeps exactly one. An interactive transaction would hold it and
 * everybody else would be refused: writes that belong together go into one `batch`.
 *
 * @throws LibsqlError when the file cannot be opened
 */
export async function openDatabase<Name extends DatabaseName>(name: Name, url: string, { access }: Mode) {
  const client = createClient({ url, concurrency: 1, timeout: 2000 })
  if (access === 'write') await client.execute('PRAGMA journal_mode = WAL')
  // People's tokens must survive a power cut; the other two files can be fetched again.
  await client.execute(`PRAGMA synchronous = ${name === 'main' ? 'FULL' : 'NORMAL'}`)
  await client.execute('PRAGMA foreign_keys = ON')
  if (access === 'read') await client.execute('PRAGMA query_only = ON')
  return drizzle(client, { schema: schemas[name] })
}

export type MainDatabase = Awaited<ReturnType<typeof openDatabase<'main'>>>
export type CacheDatabase = Awaited<ReturnType<typeof openDatabase<'cache'>>>
export type IndexDatabase = Awaited<ReturnType<typeof openDatabase<'index'>>>
