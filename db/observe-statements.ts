// Tells of each statement that a database is asked, and how long it took.
import type { Client } from '@libsql/client'

/** `observe` is given the statement (the first of a batch) and ms. Never the values in it: they are people's. */
export function observeStatements(client: Client, observe: (sql: string, time: number) => void): void {
  const timed = <Args extends unknown[], Result>(act: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      const since = performance.now()
      try {
        return await act.apply(client, args)
      } finally {
        observe(statementOf(args[0]), performance.now() - since)
      }
    }
  }
  client.execute = timed(client.execute as (...args: unknown[]) => ReturnType<Client['execute']>)
  client.batch = timed(client.batch)
}

function statementOf(asked: unknown): string {
  if (typeof asked === 'string') return asked
  if (Array.isArray(asked)) return statementOf(asked[0])
  return typeof asked === 'object' && asked !== null && 'sql' in asked ? String(asked.sql) : ''
}
