// Tells whoever runs a box that nobody administers it yet, and how to change that.
import { hasAdministrator } from '#db/queries/people.ts'
import { keepSetupCode } from '../auth/setup-code.ts'
import type { WebContext } from '../context.ts'

/** Writes the one-time code into the log, at every start until somebody has used it. */
export async function announceSetup({ main, config, log }: Pick<WebContext, 'main' | 'config' | 'log'>): Promise<void> {
  if (!config.setupCode || (await hasAdministrator(main))) return
  const address = new URL('/setup', config.publicUrl).href
  log.warn(
    `Nobody administers this box yet. Open ${address} and enter this code, once: ${keepSetupCode(config.dataDir)}`,
  )
}
