// Whether there is a newer version: asked of UPDATE_URL once a day at most, never where there is none.
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import manifest from '../../../package.json' with { type: 'json' }
import type { WebContext } from '../context.ts'

/** `page` says what is new in it. */
export type Update = { version: string; page: string | undefined }

/** The newest release as it was last heard of, while it is newer than what runs. */
export type Updates = { newest: Update | undefined }

const day = 86_400_000
/** How soon after the start (ms), and how often it is looked at whether a day has passed. */
const pace = { first: 60_000, look: 60 * 60_000 }
const patience = 10_000
const mostBytes = 1_000_000

/** What GitHub, Forgejo and Gitea answer for the latest release of a project. */
const releaseSchema = z.looseObject({ tag_name: z.string().max(100), html_url: z.string().max(500).optional() })

/** Runs until `signal` says stop; `done` resolves when nothing is under way. */
export function startUpdates(
  ctx: Pick<WebContext, 'config' | 'log' | 'now' | 'jobs' | 'updates'>,
  signal: AbortSignal,
): { done: Promise<void> } {
  let asked = 0

  async function look(): Promise<void> {
    const url = ctx.config.updateUrl
    if (url === undefined) ctx.updates.newest = undefined
    if (url === undefined || ctx.now() < asked + day) return
    asked = ctx.now()
    await ctx.jobs
      .run('update check', day, async () => {
        ctx.updates.newest = await findUpdate(url, signal)
        return ctx.updates.newest ? `there is ${ctx.updates.newest.version}` : 'nothing newer'
      })
      // Nobody needs this to work: it stands among the jobs.
      .catch((error: unknown) => ctx.log.info({ err: error }, 'not learned whether there is a newer version'))
  }

  async function loop(): Promise<void> {
    await pause(pace.first, undefined, { signal }).catch(() => {})
    while (!signal.aborted) {
      await look()
      await pause(pace.look, undefined, { signal }).catch(() => {})
    }
  }

  return { done: loop() }
}

/** The release that `url` names, if it is newer than what runs. @throws Error when it says nothing that makes sense */
export async function findUpdate(
  url: string,
  signal: AbortSignal,
  running = manifest.version,
): Promise<Update | undefined> {
  const response = await fetch(url, {
    headers: { accept: 'application/json', 'user-agent': 'SkyPanel' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  })
  if (!response.ok) throw new Error(`${new URL(url).host} answers ${response.status}`)
  const text = await response.text()
  if (text.length > mostBytes) throw new Error(`${new URL(url).host} answers with too much`)
  const release = releaseSchema.safeParse(JSON.parse(text))
  if (!release.success) throw new Error(`${new URL(url).host} names no release`)
  const version = release.data.tag_name.replace(/^v/, '')
  const page = release.data.html_url?.startsWith('https://') ? release.data.html_url : undefined
  return isNewer(version, running) ? { version, page } : undefined
}

/** Whether `version` comes after `running`, both like 1.2.3. What is no version, or one to try out, does not. */
export function isNewer(version: string, running: string): boolean {
  const [a, b] = [version, running].map((text) => /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(text)?.slice(1).map(Number))
  if (!a || !b) return false
  const at = a.findIndex((part, index) => part !== b[index])
  return at !== -1 && (a[at] ?? 0) > (b[at] ?? 0)
}
