// main.db on a libSQL server: read from a copy on this machine, written there.
import { setTimeout as pause } from 'node:timers/promises'
import { type Client, type Config, createClient, type InArgs, type InStatement, LibsqlError } from '@libsql/client'

export type Place = {
  /** `https://…`, `http://…` or `libsql://…`, which is https. */
  url: string
  token: string | undefined
}

/** The server does not answer: nothing was written. What is read goes on. */
export class ServerAway extends Error {
  readonly code = 'DATABASE_AWAY'
}

type Options = Place & {
  /** The copy. One process has it open; it can be thrown away. */
  file: string
  /** How often it is brought up to date, in ms. */
  every: number
  /** Told of every error of a statement, which is thrown all the same. */
  onError?: (error: unknown) => void
  /** Told when the server stops answering and when it answers again. */
  onLink?: (isUp: boolean, error?: unknown) => void
}

/** How long a statement, and a look whether the server is there, may take, in ms. */
const patience = { statement: 15_000, look: 2000 }

/**
 * A client of both. The driver of the copy could write as well, but holds up the whole process until the server has
 * answered: so statements that write go to the server over HTTP, and the copy is brought up to date before they return.
 * `sync` brings it up to date with everything that others wrote before it was called.
 *
 * @throws ServerAway when the server does not answer: there may be no copy yet
 */
export async function openReplica({ file, url, token, every, onError, onLink }: Options): Promise<Client> {
  const address = url.replace(/^libsql:/, 'https:')
  const access = token === undefined ? {} : { authToken: token }
  if (!(await answers(address))) throw new ServerAway(`${new URL(address).host} does not answer`)
  const copy = createClient({ url: `file:${file}`, syncUrl: address, ...access, concurrency: 1 })
  const server = openServer({ url, token })
  const closing = new AbortController()
  let isUp = true
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  function tellLink(now: boolean, error?: unknown): void {
    if (now !== isUp) onLink?.(now, error)
    isUp = now
  }

  /** While it runs nothing can be read: it is not begun when the server does not answer. */
  async function bringUp(): Promise<void> {
    if (!isUp && !(await answers(address))) return
    try {
      await copy.sync()
      tellLink(true)
    } catch (error) {
      if (!closing.signal.aborted) tellLink(false, error)
    }
  }

  /** One that begins after this call, however many call. */
  function sync(): Promise<void> {
    next ??= (running ?? Promise.resolve()).then(() => {
      next = undefined
      running = bringUp()
      return running
    })
    return next
  }

  async function keepUp(): Promise<void> {
    while (!closing.signal.aborted) {
      await pause(every, undefined, { signal: closing.signal, ref: false }).catch(() => {})
      if (closing.signal.aborted) return
      const isThere = await answers(address)
      if (!isThere) tellLink(false)
      else await sync()
    }
  }

  async function run<Result>(writes: boolean, act: (client: Client) => Promise<Result>): Promise<Result> {
    try {
      if (!writes) return await act(copy)
      const result = await act(server).catch((error: unknown) => {
        throw isRefusal(error) ? error : new ServerAway('the database server does not answer', { cause: error })
      })
      await sync()
      return result
    } catch (error) {
      if (error instanceof ServerAway) tellLink(false, error)
      onError?.(error)
      throw error
    }
  }

  await copy.sync()
  void keepUp()
  return {
    protocol: 'http',
    closed: false,
    execute(statement: InStatement, args?: InArgs) {
      const whole = typeof statement === 'string' ? { sql: statement, args: args ?? [] } : statement
      return run(isWrite(whole.sql), (client) => client.execute(whole))
    },
    batch(statements, mode) {
      const writes = statements.some((statement) => isWrite(textOf(statement)))
      return run(writes, (client) => client.batch(statements, writes ? 'write' : mode))
    },
    migrate: (statements) => run(true, (client) => client.migrate(statements)),
    transaction: () => Promise.reject(new Error('writes that belong together go into one batch')),
    executeMultiple: (text) => run(true, (client) => client.executeMultiple(text)),
    sync: () => sync().then(() => undefined),
    reconnect: async () => {},
    close() {
      closing.abort()
      copy.close()
      server.close()
    },
  }
}

/** The server alone, over HTTP. */
export function openServer({ url, token }: Place, more: Partial<Config> = {}): Client {
  const client = createClient({
    ...more,
    url: url.replace(/^libsql:/, 'https:'),
    ...(token === undefined ? {} : { authToken: token }),
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(patience.statement) }),
  })
  // The driver throws here; there is no copy that could be behind.
  client.sync = () => Promise.resolve(undefined)
  return client
}

/** Whatever it says: that it is there. */
export async function answers(address: string): Promise<boolean> {
  const answer = await fetch(new URL('/health', address), { signal: AbortSignal.timeout(patience.look) }).catch(
    () => undefined,
  )
  await answer?.body?.cancel()
  return answer !== undefined && answer.status < 500
}

/** A statement that the server understood and refused, as SQLite would. */
function isRefusal(error: unknown): boolean {
  return error instanceof LibsqlError && /^SQL/.test(error.code)
}

function textOf(statement: InStatement | [string, InArgs?]): string {
  if (typeof statement === 'string') return statement
  return Array.isArray(statement) ? statement[0] : statement.sql
}

function isWrite(text: string): boolean {
  if (/^\s*(select|explain)\b/i.test(text)) return false
  return !/^\s*with\b/i.test(text) || /\b(insert|update|delete|replace)\b/i.test(text)
}
