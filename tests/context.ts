// A context as `web` has it, inside the test: for what cannot be asked over HTTP, such as an expired token.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Config, readConfig } from '#server/config.ts'
import { createWebContext, type WebContext } from '#server/context.ts'
import { createStreamContext } from '#server/create-stream-context.ts'

export type TestContext = { ctx: WebContext; close: () => void }

/**
 * Opens a context on `network` with a data folder of its own.
 * @param change what the configuration has instead; what readConfig would refuse is possible here
 */
export async function openContext(
  network: { settings: Record<string, string> },
  change: Partial<Config> = {},
): Promise<TestContext> {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-context-'))
  // The machine may be busy: only the tests of slow upstreams want to see pages give up.
  const own = { DATA_DIR: folder, APP_PASSWORDS: 'true', PATH: process.env.PATH ?? '' }
  const settings = { UPSTREAM_PATIENCE: '60000', SIGN_UP: 'open', SETUP_CODE: 'false', ...network.settings, ...own }
  const config = { ...readConfig(settings), ...change }
  const log = pino({ level: 'silent' })
  // Each waits for the other's database.
  const [ctx, stream] = await Promise.all([createWebContext(config, log), createStreamContext(config, log)])
  return {
    ctx,
    close: () => {
      ctx.close()
      stream.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
