// From one release to another, or back by itself: stop, back up, migrate, switch, start, look.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkHealth } from './check-health.ts'
import { readCurrent, switchCurrent } from './find-home.ts'
import { goBack } from './go-back.ts'
import { concludeJournal, type Journal, type Stage, writeJournal } from './journal.ts'
import { type OnChild, runStep } from './run-step.ts'
import { readSchemas } from './schemas.ts'
import type { UpgradeTools } from './upgrade-tools.ts'

/** It did not work, and everything is as it was. */
export class WentBack extends Error {}

/**
 * Brings this box to the release `to`, which is unpacked.
 * @param down the migrations that each database shall have, for a way back to an older release
 * @throws WentBack when a step failed or the new release is not well
 */
export async function upgradeTo(
  tools: UpgradeTools,
  to: string,
  down?: Record<string, string[]> | undefined,
): Promise<{ from: string; backup: string | undefined }> {
  const { home, service } = tools
  const kind = down ? 'rollback' : 'upgrade'
  const from = readCurrent(home)
  let journal: Journal = { format: 1, kind, from, to, stage: 'stopping', wasRunning: await service.isRunning() }
  const enter = (stage: Stage, words: string, more: Partial<Journal> = {}) => {
    journal = { ...journal, stage, child: undefined, ...more }
    writeJournal(home.journal, journal)
    tools.say(words)
  }
  const onChild: OnChild = (child) => writeJournal(home.journal, { ...journal, child })
  const step = (release: string, ...words: string[]) =>
    runStep({
      ...{ release: join(home.releases, release), words },
      ...{ dataDir: tools.config.dataDir, environment: tools.environment },
      onChild,
    })
  try {
    enter('stopping', 'stopping SkyPanel')
    await service.stop()
    if (existsSync(join(tools.config.dataDir, 'main.db'))) {
      enter('backing-up', 'making a backup')
      const backup = readFile(await step(from, 'backup', '--json'))
      const schemas = await readSchemas((...words) => step(from, ...words))
      enter('migrating', down ? 'undoing what the databases got' : 'bringing the databases up to date', {
        backup,
        schemas,
      })
      if (down) await migrateDown(schemas, down, (...words) => step(from, ...words))
      else await step(to, 'migrate', 'up')
    }
    enter('switching', `switching to ${to}`)
    switchCurrent(home, to)
    enter('checking', 'starting it and looking whether it is well')
    await service.start(onChild)
    const problem = await checkHealth(tools.config, service.isRunning, tools.pace)
    if (problem !== undefined) throw new Error(problem)
    if (!journal.wasRunning) await service.stop()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    await goBack(tools, { ...journal, cause: reason })
    throw new WentBack(`${to} does not work here: ${reason}`, { cause })
  }
  concludeJournal(home, journal)
  return { from, backup: journal.backup }
}

async function migrateDown(
  have: Record<string, string[]>,
  wanted: Record<string, string[]>,
  run: (...words: string[]) => Promise<string>,
): Promise<void> {
  for (const [name, applied] of Object.entries(have)) {
    const extra = applied.filter((migration) => !(wanted[name] ?? applied).includes(migration)).length
    if (extra > 0) await run('migrate', 'down', name, String(extra))
  }
}

function readFile(said: string): string {
  const document: unknown = JSON.parse(said)
  if (typeof document === 'object' && document !== null && 'file' in document && typeof document.file === 'string') {
    return document.file
  }
  throw new Error('the backup does not say where it is')
}
