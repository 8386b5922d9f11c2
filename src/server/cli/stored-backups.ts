// Backups here and on S3-compatible storage, as the command line lists, sends and fetches them.
import { statSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError } from '../backup/explain-store.ts'
import { listBackups, sortBackups } from '../backup/make-backup.ts'
import { hastyPace, openStore } from '../backup/open-store.ts'
import { sendBackups } from '../backup/send-backups.ts'
import type { Config } from '../config.ts'
import { Failure, type Invocation, type Terminal } from './command.ts'

/** Ends with 1 when the store could not be asked: what is here is said all the same. */
export async function list({ terminal }: Invocation, { backups }: Config, folder: string): Promise<number> {
  const here = new Map((await listBackups(folder)).map((name) => [name, statSync(join(folder, name)).size]))
  const store = backups.store && openStore(backups.store, hastyPace)
  const stored = store ? await store.list().catch(sentenceOf) : []
  const problem = typeof stored === 'string' ? stored : undefined
  const there = new Map((typeof stored === 'string' ? [] : stored).map(({ name, bytes }) => [name, bytes]))
  const rows = sortBackups([...new Set([...here.keys(), ...there.keys()])]).map((name) => {
    const places = [...(here.has(name) ? ['here'] : []), ...(there.has(name) ? ['store'] : [])]
    return { name, bytes: here.get(name) ?? there.get(name) ?? 0, ...(store && { places }) }
  })
  for (const { name, bytes, places } of rows)
    terminal.say(`${name}  ${inMegabytes(bytes)}${places ? `  ${places.join(', ')}` : ''}`)
  if (rows.length === 0) terminal.say(`There are no backups in ${folder}${store ? ` and ${store.place}` : ''}.`)
  terminal.json(rows)
  if (problem !== undefined) terminal.note(terminal.paint('red', problem))
  return problem === undefined ? 0 : 1
}

/** @throws Failure where there is no store, or it does not take them */
export async function send({ backups, dataDir }: Config, terminal: Terminal) {
  if (!backups.store) throw new Failure('BACKUP_S3_URL is not set: there is nowhere to send backups to.')
  const { folder, keep } = backups
  const stop = new AbortController()
  const end = () => stop.abort()
  const store = openStore(backups.store, undefined, stop.signal)
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, end)
  try {
    const { progress } = terminal
    const { sent, removed } = await sendBackups(store, { dataDir, folder, keep, now: Date.now, progress })
    for (const name of sent) terminal.say(`${name} is in ${store.place} too`)
    if (sent.length === 0) terminal.say(`${store.place} has them all.`)
    for (const name of removed) terminal.say(`removed the old ${name} there`)
    return { sent, removed }
  } catch (error) {
    const why = `${sentenceOf(error)} What lies in ${folder} is as it was; while SkyPanel runs it is sent within the hour.`
    throw new Failure(`Backups were not sent: ${why}`, { cause: error })
  } finally {
    for (const signal of ['SIGTERM', 'SIGINT']) process.off(signal, end)
  }
}

/** Fetches a backup into the data folder's disk. @returns the file, and what removes it again @throws Failure */
export async function fetchStored({ backups }: Config, name: string, terminal: Terminal) {
  const store = openStore(backups.store ?? noStore())
  const path = join(backups.folder, `.fetched-${process.pid}-${name.replaceAll('/', '')}`)
  const forget = () => rm(path, { force: true })
  try {
    const found = (await store.list()).find((stored) => stored.name === name)
    if (!found) throw new StoreError(`There is no ${name}, neither here nor in ${store.place}.`)
    await mkdir(backups.folder, { recursive: true, mode: 0o700 })
    await store.fetch(found, path, terminal.progress)
    return { path, forget }
  } catch (error) {
    await forget()
    throw new Failure(sentenceOf(error), { cause: error })
  }
}

function noStore(): never {
  throw new Failure('BACKUP_S3_URL is not set.')
}

/** @throws what is no trouble of the store */
function sentenceOf(error: unknown): string {
  if (error instanceof StoreError) return error.message
  throw error
}

/** Kilobytes, where it is little. */
export function inMegabytes(bytes: number): string {
  return bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
