// Opens a database file with the settings every connection needs, and says which schema it has.
import { type Client, createClient, LibsqlError } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'
import { openReplica, openServer, type Place } from './open-replica.ts'
import * as cacheSchema from './schema/cache.ts'
import * as indexSchema from './schema/index.ts'
import * as mainSchema from './schema/main.ts'

const schemas = { main: mainSchema, cache: cacheSchema, index: indexSchema }

export type DatabaseName = keyof typeof schemas

type Mode = {
  /** 'write' for the one process that owns the file, 'read' for the other one. */
  access: 'write' | 'read'
  /** Told of every error of a statement, which is thrown all the same. */
  onError?: (error: unknown) => void
}

/** Opens main.db on a libSQL server, through a copy on this machine. @throws ServerAway */
export async function openReplicated(options: Parameters<typeof openReplica>[0]) {
  return drizzle(await openReplica(options), { schema: mainSchema })
}

/** Whether a server has the database, which others may write as well. */
export function isOnServer({ $client }: { $client: Client }): boolean {
  return $client.protocol !== 'file'
}

/** Opens main.db on a libSQL server without a copy: for one command, say. */
export function openRemote(place: Place) {
  return drizzle(openServer(place), { schema: mainSchema })
}

/**
 * Opens `url` (`file:/…/main.db`) as the database `name`.
 *
 * PRAGMAs belong to a connection, so the client keeps exactly one. An interactive transaction would hold it and
 * everybody else would be refused: writes that belong together go into one `batch`.
 *
 * @throws LibsqlError when the file cannot be opened
 */
export async function openDatabase<Name extends DatabaseName>(name: Name, url: string, { access, onError }: Mode) {
  const client = createClient({ url, concurrency: 1, timeout: 2000 })
  if (access === 'write') await client.execute('PRAGMA journal_mode = WAL')
  await renewWhenBusy(client, onError, [
    // People's tokens must survive a power cut; the other two files can be fetched again.
    `PRAGMA synchronous = ${name === 'main' ? 'FULL' : 'NORMAL'}`,
    'PRAGMA foreign_keys = ON',
    ...(access === 'read' ? ['PRAGMA query_only = ON'] : []),
  ])
  return drizzle(client, { schema: schemas[name] })
}

/**
 * Sets up the connection, and opens a new one whenever a statement found the database busy: the driver keeps such a
 * statement in progress until it is collected, and until then nothing can be committed beside it.
 */
async function renewWhenBusy(client: Client, onError: Mode['onError'], settings: string[]): Promise<void> {
  const { execute, batch } = client
  const setUp = async () => {
    for (const setting of settings) await execute.call(client, setting)
  }
  let ready = setUp()
  const guard = <Args extends unknown[], Result>(act: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      await ready
      try {
        return await act.apply(client, args)
      } catch (error) {
        onError?.(error)
        if (error instanceof LibsqlError && error.code.startsWith('SQLITE_BUSY')) {
          ready = Promise.resolve(client.reconnect()).then(setUp)
          await ready
        }
        throw error
      }
    }
  }
  client.execute = guard(execute as (...args: unknown[]) => ReturnType<Client['execute']>)
  client.batch = guard(batch)
  await ready
}

export type MainDatabase = Awaited<ReturnType<typeof openDatabase<'main'>>>
export type CacheDatabase = Awaited<ReturnType<typeof openDatabase<'cache'>>>
export type IndexDatabase = Awaited<ReturnType<typeof openDatabase<'index'>>>
