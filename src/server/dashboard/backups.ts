// The backups as administrators see them: which there are, one more now, one to take along.
import { spawn } from 'node:child_process'
import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { findSignInTime } from '#db/queries/box-counts.ts'
import type { BackupsPage, ShownBackup } from '#types/job.ts'
import type { Viewer } from '#types/viewer.ts'
import { type Actor, recordAct } from '../admin/record-act.ts'
import { AppError } from '../app-error.ts'
import { StoreError } from '../backup/explain-store.ts'
import { listBackups, sortBackups, timeOfBackup } from '../backup/make-backup.ts'
import { hastyPace, openStore } from '../backup/open-store.ts'
import { readSending } from '../backup/sending-state.ts'
import { extendEnvironment } from '../config.ts'
import type { WebContext } from '../context.ts'
import type { JobState } from '../jobs/create-jobs.ts'

const job = 'backup on demand'
/** A backup holds everybody's sign-ins: who takes it along has shown lately who they are (ms). */
const recently = 15 * 60_000

export async function readBackups(ctx: WebContext): Promise<BackupsPage> {
  const { folder, everyHours, keep, passphrase } = ctx.config.backups
  const { stored, store } = await readStore(ctx)
  const here = await listBackups(folder)
  const backups = sortBackups([...new Set([...here, ...(stored?.keys() ?? [])])]).flatMap((name): ShownBackup[] => {
    const isHere = here.includes(name)
    const bytes = isHere ? statSync(join(folder, name), { throwIfNoEntry: false })?.size : stored?.get(name)
    const made = new Date(timeOfBackup(name)).toISOString()
    const isStored = stored?.has(name)
    return bytes === undefined ? [] : [{ name, made, bytes, isSealed: name.endsWith('.age'), isHere, isStored }]
  })
  const settings = { folder, everyHours, keep, isSealed: passphrase !== undefined }
  const state = findState(ctx)
  return { backups, ...settings, store, isRunning: isUnderWay(state), problem: state?.problem }
}

/** What the store has, by name, as far as it answers in time. */
async function readStore({ config: { backups, dataDir } }: WebContext) {
  if (!backups.store) return { stored: undefined, store: undefined }
  const store = openStore(backups.store, hastyPace)
  const { sentAt, problem: failure } = readSending(dataDir) ?? {}
  const sent = sentAt === undefined ? undefined : new Date(sentAt).toISOString()
  try {
    const stored = new Map((await store.list()).map(({ name, bytes }) => [name, bytes]))
    return { stored, store: { place: store.place, sent, problem: failure } }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return { stored: undefined, store: { place: store.place, sent, problem: error.message } }
  }
}

function findState(ctx: WebContext): JobState | undefined {
  return ctx.jobs.list().find(({ name }) => name === job)
}

function isUnderWay(state: JobState | undefined): boolean {
  return state !== undefined && state.nextRunAt === undefined
}

/** Begins a backup, in a process of its own; how it went stands on the page. @throws AppError 409 while one is made */
export async function beginBackup(ctx: WebContext, actor: Actor): Promise<void> {
  if (isUnderWay(findState(ctx))) throw new AppError(409, 'A backup is being made already.')
  void ctx.jobs
    .run(job, 0, () => runBackup(ctx))
    .catch((error: unknown) => ctx.log.error({ err: error }, 'no backup was made'))
  await recordAct(ctx, actor, { action: 'backup.make', subject: ctx.config.backups.folder })
}

/** @throws Error with what the process said */
function runBackup({ config }: Pick<WebContext, 'config'>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(config.paths.root, 'skypanel'), ['backup', '--out', config.backups.folder], {
      env: extendEnvironment({ DATA_DIR: config.dataDir }),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (part) => {
      said = `${said}${part}`.slice(-1000)
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve('made and read back') : reject(new Error(said.trim() || `exit code ${code}`)),
    )
  })
}

/**
 * A backup's bytes, for somebody who has signed in a moment ago.
 * @throws AppError 404 for a name that is none, 403 for whoever signed in longer ago
 */
export async function openBackup(ctx: WebContext, viewer: Viewer, actor: Actor, name: string): Promise<Response> {
  const { folder } = ctx.config.backups
  if (!(await listBackups(folder)).includes(name)) throw new AppError(404, 'There is no such backup.')
  const signedInAt = await findSignInTime(ctx.main, viewer.sessionId)
  if (signedInAt === undefined || signedInAt < ctx.now() - recently) {
    const why = 'A backup holds everybody’s sign-ins. Sign out and in again, then take it within 15 minutes.'
    throw new AppError(403, why)
  }
  await recordAct(ctx, actor, { action: 'backup.download', subject: name })
  const path = join(folder, name)
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
    'content-length': String(statSync(path).size),
    'cache-control': 'no-store, no-transform',
  }
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, { headers })
}
