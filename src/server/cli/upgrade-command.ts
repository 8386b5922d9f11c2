// `skypanel upgrade`: another release in the place of the one that runs, or everything as it was.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { clearProcessFile, readProcessFile, writeProcessFile } from '../life/process-file.ts'
import { BadRelease, fetchRelease } from '../upgrade/fetch-release.ts'
import { findHome, type Home, readCurrent } from '../upgrade/find-home.ts'
import { recoverUpgrade } from '../upgrade/go-back.ts'
import { readJournal, readPrevious } from '../upgrade/journal.ts'
import { findSystemd, ownService } from '../upgrade/service.ts'
import { tidyReleases, unpackRelease } from '../upgrade/unpack-release.ts'
import { upgradeTo, WentBack } from '../upgrade/upgrade.ts'
import type { UpgradeTools } from '../upgrade/upgrade-tools.ts'
import { type Command, Failure, type Invocation, UsageError } from './command.ts'

export const upgrade: Command = {
  usage: '[<file or address>]',
  help: 'Checks the release, makes a backup, brings the databases up to date, starts the\nnew release and looks whether it is well. If it is not, everything is put back\nas it was. An upgrade that was interrupted is finished first.',
  options: {
    sha256: { type: 'string', value: 'digest', description: 'Its checksum, instead of the file <release>.sha256' },
    rollback: { type: 'boolean', description: 'Go back to the release before this one, keeping the data' },
    recover: { type: 'boolean', description: 'Only finish an upgrade that was interrupted' },
    'before-start': { type: 'boolean', description: 'With --recover: whoever asks starts SkyPanel itself' },
  },
  async run(invocation) {
    const { words, values, environment } = invocation
    const asked = [words.length > 0, values.rollback, values.recover].filter(Boolean).length
    if (asked !== 1 || words.length > 1) throw new UsageError('Name one release, or --rollback, or --recover.')
    const config = readConfig(environment)
    const home = findHome(config.paths.root)
    if (!home) {
      throw new Failure(
        `${config.paths.root} is not a release that was installed: docs/upgrade.md says how a clone or a container is brought up to date.`,
      )
    }
    if (config.database && !values.recover) {
      throw new Failure('main.db is on a server that other boxes may share: docs/upgrade.md says how to go on.')
    }
    const tools = await makeTools(home, invocation, config)
    return withLock(home, invocation, () => act(tools, invocation))
  },
}

/**
 * Finishes an upgrade that was interrupted, unless it goes on. For whoever starts SkyPanel next.
 * @returns whether another release is in place now
 */
export async function recoverBeforeStart(home: Home, invocation: Invocation, config: Config): Promise<boolean> {
  if (!existsSync(home.journal) || readProcessFile(home.lock) !== undefined) return false
  const before = readCurrent(home)
  const tools = await makeTools(home, invocation, config)
  writeProcessFile(home.lock, process.pid)
  await recoverUpgrade({ ...tools, isBeforeStart: true }).finally(() => clearProcessFile(home.lock, process.pid))
  return readCurrent(home) !== before
}

async function makeTools(home: Home, { environment, terminal }: Invocation, config: Config): Promise<UpgradeTools> {
  const service = (await findSystemd(home)) ?? ownService(home, config.dataDir, environment)
  return { home, config, environment, service, say: terminal.note }
}

async function withLock(home: Home, { values, terminal }: Invocation, run: () => Promise<number>): Promise<number> {
  const other = readProcessFile(home.lock)
  if (other !== undefined) {
    if (values.recover) {
      terminal.note(`Process ${other} is at it already.`)
      return 0
    }
    throw new Failure(`Another upgrade is at work: process ${other}.`)
  }
  writeProcessFile(home.lock, process.pid)
  return run().finally(() => clearProcessFile(home.lock, process.pid))
}

async function act(tools: UpgradeTools, invocation: Invocation): Promise<number> {
  const { values, terminal } = invocation
  const { home } = tools
  try {
    const recovered = await recoverUpgrade({ ...tools, isBeforeStart: values['before-start'] === true })
    tidyReleases(home)
    if (recovered) terminal.say(`An upgrade was interrupted: ${readCurrent(home)} is in place now.`)
    if (values.recover) {
      if (!recovered) terminal.say('No upgrade was interrupted.')
      terminal.json({ recovered: recovered ?? null, release: readCurrent(home) })
      return 0
    }
    return values.rollback ? await rollBack(tools, invocation) : await goOn(tools, invocation)
  } catch (error) {
    if (error instanceof WentBack) {
      throw new Failure(`${error.message}\nEverything is as it was: ${readCurrent(home)}.`, { cause: error })
    }
    if (error instanceof BadRelease) throw new Failure(`${error.message} Nothing was changed.`, { cause: error })
    if (!readJournal(home.journal)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(`${reason}\nThe upgrade is not over: mend that and run \`skypanel upgrade --recover\`.`, {
      cause: error,
    })
  }
}

async function goOn(tools: UpgradeTools, { words: [source = ''], values, terminal }: Invocation): Promise<number> {
  const { home } = tools
  const incoming = join(home.releases, '.incoming.tar.gz')
  const sha256 = typeof values.sha256 === 'string' ? values.sha256 : undefined
  terminal.note('checking the release')
  const fetched = await fetchRelease({ source, to: incoming, sha256, progress: terminal.progress })
  terminal.note('unpacking it')
  const { name } = await unpackRelease(home, fetched.file, fetched.sha256)
  rmSync(incoming, { force: true })
  if (name === readCurrent(home)) {
    terminal.say(`${name} runs already.`)
    terminal.json({ from: name, to: name, backup: null })
    return 0
  }
  return change(tools, name, undefined, terminal)
}

async function rollBack(tools: UpgradeTools, { terminal }: Invocation): Promise<number> {
  const previous = readPrevious(tools.home.previous)
  const name = previous?.release
  if (!name || !existsSync(join(tools.home.releases, name)) || name === readCurrent(tools.home)) {
    throw new Failure('There is no release to go back to.')
  }
  return change(tools, name, previous.schemas ?? {}, terminal)
}

async function change(
  tools: UpgradeTools,
  name: string,
  down: Record<string, string[]> | undefined,
  terminal: Invocation['terminal'],
): Promise<number> {
  const { from, backup } = await upgradeTo(tools, name, down)
  tidyReleases(tools.home, [from, name])
  terminal.say(`${name} runs in the place of ${from}.${backup ? `\nThe backup made before: ${backup}` : ''}`)
  terminal.json({ from, to: name, backup: backup ?? null })
  return 0
}
