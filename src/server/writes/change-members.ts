// Puts many people on one of the viewer's lists, or takes them off it. Sent again, it does only what is missing.
import type { BulkReport, OwnList } from '#types/own-list.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { forgetListItems, writesAtOnce } from '../atproto/list-items.ts'
import type { WebContext } from '../context.ts'
import { accountsAtOnce, findAccounts } from '../reads/find-accounts.ts'
import { type ListStore, openListStore, storeTurn } from './list-store.ts'
import type { PeopleList } from './parse-people.ts'

/** Who may be on a private list, and on the list of a starter pack (the official client's bound). */
const mostOf: Partial<Record<OwnList['purpose'], number>> = { private: 5000, reference: 150 }
/** Questions at the same time, and how long before the end of the request nothing new is begun (ms). */
const questionsAtOnce = 4
const reserve = 8000
/** What a report quotes. */
const mostQuoted = 500

type Change = PeopleList & { op: 'add' | 'remove' }

/**
 * In batches: look up, write, go on. What does not fit into the time of a request, or comes after a refusal, is said
 * to be left; nothing that was written is lost.
 * @throws AppError when not even a first look at the list is possible
 */
export function changeMembers(ctx: WebContext, viewer: Viewer, list: OwnList, change: Change): Promise<BulkReport> {
  return ctx.acts.inTurn(storeTurn(viewer), async () => {
    forgetListItems(ctx, viewer)
    const store = await openListStore(ctx, viewer, list)
    const { op, wanted, strange } = change
    const report: BulkReport = { op, done: 0, already: 0, missing: [], strange: strange.slice(0, mostQuoted), left: 0 }
    const room = (mostOf[list.purpose] ?? Number.POSITIVE_INFINITY) - store.members.size
    const end = (ctx.readings.getStore()?.deadline ?? Number.POSITIVE_INFINITY) - reserve
    // Who is on it already need not be looked up; to be taken off, nobody who is named by DID needs an account.
    const isKnown = (actor: string) => actor.startsWith('did:') && (op === 'remove' || store.members.has(actor))
    const known = wanted.filter(isKnown)
    const unknown = wanted.filter((actor) => !isKnown(actor))
    const work: Work = { ctx, viewer, store, report, room, end }
    const size = accountsAtOnce * questionsAtOnce
    try {
      if (known.length > 0) await apply(work, new Set(known))
      for (let at = 0; at < unknown.length; at += size) {
        report.left = unknown.length - at
        if (ctx.now() > end) return { ...report, stopped: 'The time for one go is over.' }
        await applyUnknown(work, unknown.slice(at, at + size))
      }
      return { ...report, left: 0 }
    } catch (error) {
      if (!(error instanceof AppError) || error.status === 401) throw error
      const left = Math.max(report.left, wanted.length - report.done - report.already - report.missing.length)
      return { ...report, left, stopped: error.message }
    }
  })
}

type Work = { ctx: WebContext; viewer: Viewer; store: ListStore; report: BulkReport; room: number; end: number }

async function applyUnknown(work: Work, actors: string[]): Promise<void> {
  const { ctx, viewer, report } = work
  const parts = Array.from({ length: Math.ceil(actors.length / accountsAtOnce) }, (_, at) =>
    actors.slice(at * accountsAtOnce, (at + 1) * accountsAtOnce),
  )
  const answers = await Promise.all(parts.map((part) => findAccounts(ctx, viewer, part)))
  const found = new Map(answers.flatMap((answer) => [...answer]))
  const missing = actors.filter((actor) => !found.has(actor))
  await apply(work, new Set(found.values()))
  report.missing.push(...missing)
}

async function apply({ store, report, room }: Work, dids: Set<string>): Promise<void> {
  const isAdding = report.op === 'add'
  const open = [...dids].filter((did) => store.members.has(did) !== isAdding)
  report.already += dids.size - open.length
  for (let at = 0; at < open.length; at += writesAtOnce) {
    const part = open.slice(at, at + writesAtOnce)
    const fits = isAdding ? part.slice(0, Math.max(0, room - report.done)) : part
    if (fits.length > 0) await (isAdding ? store.add(fits) : store.remove(fits))
    for (const did of fits) {
      if (isAdding) store.members.add(did)
      else store.members.delete(did)
    }
    report.done += fits.length
    if (fits.length < part.length) throw new AppError(422, 'The list is full.')
  }
}
