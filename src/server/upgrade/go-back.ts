// Everything as it was before an upgrade: the release, the databases, and whether it ran. May be done twice.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from '../life/process-file.ts'
import { checkHealth } from './check-health.ts'
import { switchCurrent } from './find-home.ts'
import { clearJournal, concludeJournal, type Journal, readJournal, writeJournal } from './journal.ts'
import { type OnChild, runStep } from './run-step.ts'
import { readSchemas } from './schemas.ts'
import type { UpgradeTools } from './upgrade-tools.ts'

/** How long what an upgrade started may go on without it, in ms. */
const patience = 30_000

/**
 * Goes back to the release and the databases of before. What the release that failed wrote is kept beside them.
 * @throws Error when that fails: the journal is still there then, and it can be tried again
 */
export async function goBack(tools: UpgradeTools, journal: Journal): Promise<void> {
  const { home, service, config } = tools
  tools.say(`going back to ${journal.from}: ${journal.cause ?? 'the upgrade was interrupted'}`)
  writeJournal(home.journal, { ...journal, stage: 'going-back' })
  if (journal.child) await endChild(journal.child)
  if (!tools.isBeforeStart) await service.stop()
  switchCurrent(home, journal.from)
  if (journal.backup !== undefined) await restoreDatabases(tools, journal, journal.backup)
  if (journal.wasRunning && !tools.isBeforeStart) {
    await service.start((child) => writeJournal(home.journal, { ...journal, stage: 'going-back', child }))
    const problem = await checkHealth(config, service.isRunning, tools.pace)
    if (problem !== undefined) tools.say(`${journal.from} does not run well either: ${problem}`)
  }
  clearJournal(home.journal)
}

/**
 * Finishes an upgrade that was killed: forward when the new release runs and is well, back otherwise.
 * @returns what became of it; undefined when there was none
 */
export async function recoverUpgrade(tools: UpgradeTools): Promise<'forward' | 'back' | undefined> {
  const { home, service, config } = tools
  const journal = readJournal(home.journal)
  if (!journal) return undefined
  if (journal.child) await endChild(journal.child)
  const mayBeWell = journal.stage === 'checking' && journal.wasRunning && !tools.isBeforeStart
  if (mayBeWell && (await service.isRunning())) {
    if ((await checkHealth(config, service.isRunning, tools.pace)) === undefined) {
      concludeJournal(home, journal)
      return 'forward'
    }
  }
  await goBack(tools, journal)
  return 'back'
}

/** main.db comes from the backup; the two that can be made again lose the migrations that only the newer release knows. */
async function restoreDatabases(tools: UpgradeTools, journal: Journal, backup: string): Promise<void> {
  const { config, environment } = tools
  const onChild: OnChild = (child) => writeJournal(tools.home.journal, { ...journal, stage: 'going-back', child })
  const run = (name: string) => {
    const release = join(tools.home.releases, name)
    return (...words: string[]) => runStep({ release, words, dataDir: config.dataDir, environment, onChild })
  }
  if (journal.kind === 'upgrade') {
    const newer = run(journal.to)
    const now = await readSchemas(newer)
    for (const name of ['cache', 'index']) {
      const extra = (now[name]?.length ?? 0) - (journal.schemas?.[name]?.length ?? 0)
      if (extra > 0) await newer('migrate', 'down', name, String(extra))
    }
  }
  await run(journal.from)('restore', backup, '--keep-caches')
}

async function endChild(child: NonNullable<Journal['child']>): Promise<void> {
  for (const deadline = Date.now() + patience; isAlive(child); await pause(50)) {
    if (Date.now() > deadline) process.kill(child.pid, 'SIGKILL')
  }
}
