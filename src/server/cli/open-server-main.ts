// main.db on the server of DATABASE_URL, for one command.
import { openRemote } from '#db/client.ts'
import { answers } from '#db/open-replica.ts'
import type { Config } from '../config.ts'
import { Failure } from './command.ts'

type Server = NonNullable<Config['database']>

/** @returns undefined while the server has no tables of SkyPanel @throws Failure when it cannot be asked */
export async function openServerMain(server: Server) {
  await needAnswer(server)
  const db = openRemote(server)
  const look = db.$client.execute("SELECT name FROM sqlite_master WHERE name = 'schema_migrations'")
  const { rows } = await look.catch((cause: unknown) => {
    db.$client.close()
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Failure(`${hostOf(server.url)} refused: ${why}. Look at DATABASE_URL and DATABASE_TOKEN.`, { cause })
  })
  if (rows.length > 0) return db
  db.$client.close()
  return undefined
}

/** @throws Failure */
export async function needAnswer({ url }: Server): Promise<void> {
  if (!(await answers(url.replace(/^libsql:/, 'https:')))) throw new Failure(`${hostOf(url)} does not answer.`)
}

/** The server's name, as its operator knows it. */
export function hostOf(url: string): string {
  return new URL(url).host
}
