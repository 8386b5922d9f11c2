// An administrator has SkyPanel restarted, for settings that count from the next start.
import { type Actor, recordAct } from '../admin/record-act.ts'
import { AppError } from '../app-error.ts'
import { ConfigError, readConfig } from '../config.ts'
import type { WebContext } from '../context.ts'

/** Whether somebody would start this process again. */
export function canRestart({ config }: Pick<WebContext, 'config'>): boolean {
  return config.isSupervised && process.send !== undefined
}

/**
 * Asks the supervisor. The request that is being answered is answered before this process ends.
 * @throws AppError 409 where nobody would start it again, 422 when it would not start with what is set now
 */
export async function askRestart(ctx: WebContext, actor: Actor): Promise<void> {
  if (!canRestart(ctx))
    throw new AppError(409, 'Nothing here starts SkyPanel again. Restart it where you have started it.')
  try {
    readConfig()
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause
    throw new AppError(422, `SkyPanel would not start again: ${cause.problems.join(' ')}`, { cause })
  }
  await recordAct(ctx, actor, { action: 'box.restart', subject: 'SkyPanel' })
  process.send?.({ restart: true })
}
