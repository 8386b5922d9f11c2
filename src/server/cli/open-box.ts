// The command line's way to the people of a box: by its `web` while that runs, which alone writes main.db then, else by itself.
import { pino } from 'pino'
import { z } from 'zod'
import type { Order, Outcome } from '../admin/operate.ts'
import { readOperatorKey } from '../admin/operator-key.ts'
import { AppError } from '../app-error.ts'
import { type Config, readConfig } from '../config.ts'
import { Failure } from './command.ts'

const patience = 60_000
const refusal = z.object({ error: z.string() })

/** Carries an order out. @throws Failure with a sentence */
export async function give(environment: NodeJS.ProcessEnv, order: Order): Promise<Outcome> {
  const config = readConfig(environment)
  const web = addressOf(config)
  const isRunning = await fetch(`${web}/healthz`, { signal: AbortSignal.timeout(3000) }).then(
    (answer) => answer.ok,
    () => false,
  )
  return isRunning ? ask(config, web, order) : actAlone(config, order)
}

function addressOf({ host, port }: Config): string {
  const own = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${own.includes(':') ? `[${own}]` : own}:${port}`
}

async function ask({ dataDir }: Config, web: string, order: Order): Promise<Outcome> {
  const key = readOperatorKey(dataDir)
  if (key === undefined) throw new Failure(`Something answers at ${web}, but it has not begun to use ${dataDir}.`)
  const answer = await fetch(`${web}/api/admin/act`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(order),
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  }).catch((cause) => {
    throw new Failure(`SkyPanel at ${web} did not answer.`, { cause })
  })
  const body: unknown = await answer.json().catch(() => undefined)
  if (answer.ok) return body as Outcome
  throw new Failure(refusal.safeParse(body).data?.error ?? `SkyPanel at ${web} answered ${answer.status}.`)
}

async function actAlone(config: Config, order: Order): Promise<Outcome> {
  const log = pino({ level: 'silent' })
  const [{ createWebContext }, { createStreamContext }, { operate }] = await Promise.all([
    import('../context.ts'),
    import('../create-stream-context.ts'),
    import('../admin/operate.ts'),
  ])
  // Each waits for the other's database, which a new box does not have yet.
  const [ctx, stream] = await Promise.all([createWebContext(config, log), createStreamContext(config, log)])
  try {
    return await operate(ctx, order)
  } catch (error) {
    throw error instanceof AppError ? new Failure(error.message, { cause: error }) : error
  } finally {
    ctx.close()
    stream.close()
  }
}
