// Brings what somebody writes here to the network (app.bsky.draft), and takes away there what was posted or deleted.
import type { DraftRow } from '#db/queries/drafts.ts'
import {
  changeNetworkDraft,
  forgetDeletedNetworkDrafts,
  insertNetworkDraft,
  listAbandonedNetworkDrafts,
  listNetworkDrafts,
  listUnsyncedDrafts,
  type NetworkDraftRow,
} from '#db/queries/network-drafts.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import {
  askCids,
  askNetworkDrafts,
  createNetworkDraft,
  deleteNetworkDraft,
  updateNetworkDraft,
} from '../atproto/ask-network-drafts.ts'
import { fingerprint, toNetworkDraft } from '../atproto/network-draft.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'
import { isBlank } from './draft.ts'
import { readDevice } from './draft-device.ts'
import { toComposition } from './keep-draft.ts'
import { remember, takeNetworkDrafts } from './take-network-drafts.ts'

/** In one go. */
const most = 50
/** How long the network may take, in ms. */
const patience = 15_000
/** How long the network may go on listing what was deleted, in ms. */
const memory = 24 * 60 * 60_000

/** Whoever changes what the network knows of somebody's drafts waits for the one before. */
export const draftTurn = ({ did }: Viewer): string => `${did} network drafts`

/** Does it in the background, in a moment. Nothing is lost when it fails: this box has it, and the next time tries again. */
export function syncSoon(ctx: WebContext, viewer: Viewer): void {
  ctx.draftSync.soon(viewer.did, async () => {
    const reading = { deadline: ctx.now() + patience, mayBeStale: false, staleSince: undefined }
    try {
      await ctx.acts.inTurn(draftTurn(viewer), () => ctx.readings.run(reading, () => syncDrafts(ctx, viewer)))
    } catch (err) {
      const level = err instanceof AppError ? 'info' : 'error'
      ctx.log[level]({ err, userId: viewer.userId }, 'drafts not brought to the network')
    }
  })
}

async function syncDrafts(ctx: WebContext, viewer: Viewer): Promise<void> {
  const { main } = ctx
  const { userId } = viewer
  await forgetDeletedNetworkDrafts(main, userId, ctx.now() - memory)
  if (!(await hasWork(ctx, viewer))) return
  const agent = await openAgent(ctx, viewer)
  const views = await askNetworkDrafts(agent)
  await takeNetworkDrafts(ctx, viewer, { views, isTurn: true })
  const mapped = new Set((await listNetworkDrafts(main, userId)).map(({ networkId }) => networkId))
  /** Made by an earlier attempt whose answer was lost. */
  const strays = new Map(
    [...views.values()].filter(({ id }) => !mapped.has(id)).map((view) => [printOf(view), view.id]),
  )
  let isFull = false
  for (const { draft, known } of await listUnsyncedDrafts(main, userId, most)) {
    if (isFull && !known) continue
    isFull = (await send({ ctx, agent, strays }, draft, known)) === 'full' || isFull
  }
  for (const known of await listAbandonedNetworkDrafts(main, userId, most)) {
    await deleteNetworkDraft(agent, known.networkId)
    await changeNetworkDraft(main, known, { deletedAt: ctx.now() })
  }
}

type View = { draft: { deviceId?: string } }
const printOf = ({ draft }: View) => `${draft.deviceId} ${fingerprint(draft)}`

/** Nobody is asked anything while there is nothing to say. */
async function hasWork({ main }: WebContext, { userId }: Viewer): Promise<boolean> {
  const [abandoned] = await listAbandonedNetworkDrafts(main, userId, 1)
  return abandoned !== undefined || (await listUnsyncedDrafts(main, userId, most)).some(({ draft }) => contentOf(draft))
}

/** What a draft holds; undefined while it holds nothing. */
function contentOf(row: DraftRow) {
  const composition = toComposition(row)
  return composition && !isBlank(composition) ? composition.content : undefined
}

type Agent = Awaited<ReturnType<typeof openAgent>>
type Tools = { ctx: WebContext; agent: Agent; strays: Map<string, string> }

/** What the lexicon has no room for stays on this box. @returns `full` when the network takes no more */
async function send({ ctx, agent, strays }: Tools, row: DraftRow, known: NetworkDraftRow | null) {
  const content = contentOf(row)
  if (!content) return undefined
  const { main } = ctx
  const device = readDevice(ctx.config)
  const cids = await askCids(
    agent,
    content.posts.flatMap(({ quote }) => quote ?? []),
  )
  const draft = toNetworkDraft(content, device, cids)
  if (!draft) return undefined
  const print = fingerprint(draft)
  const syncedVersion = row.updatedAt
  if (known) {
    // Noted before it is sent: however soon the network answers with it, it is known to be ours.
    if (!(await changeNetworkDraft(main, known, { sent: remember(known.sent, print) }))) return undefined
    await updateNetworkDraft(agent, { id: known.networkId, draft })
    await changeNetworkDraft(main, known, { syncedVersion })
    return undefined
  }
  const networkId = strays.get(printOf({ draft })) ?? (await createNetworkDraft(agent, draft))
  if (networkId === undefined) return 'full'
  strays.delete(printOf({ draft }))
  const mapping = { userId: row.userId, draftId: row.id, networkId, syncedVersion, sent: [print], deletedAt: null }
  await insertNetworkDraft(main, mapping)
  return undefined
}
