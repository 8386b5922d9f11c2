// What somebody has begun and not posted, here and in other apps.
import { listNetworkDrafts } from '#db/queries/network-drafts.ts'
import type { DraftSummary, NetworkDraft } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askNetworkDrafts, type NetworkDraftView } from '../atproto/ask-network-drafts.ts'
import { createTid } from '../atproto/create-tid.ts'
import { readNetworkDraft } from '../atproto/network-draft.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'
import { readDevice } from '../writes/draft-device.ts'
import { syncSoon } from '../writes/sync-drafts.ts'
import { takeNetworkDrafts } from '../writes/take-network-drafts.ts'
import { readDrafts, summarize } from './composer.ts'

/** One of this box that the network has, and has not answered yet that it has: younger than this, in ms. */
const arrival = 2 * 60_000

/**
 * The drafts of this box, as another app may have changed them, and those of other apps: undefined when the network does
 * not answer in time, or has none.
 * @throws AppError 401 when the viewer's upstream session is gone
 */
export async function readAllDrafts(
  ctx: WebContext,
  viewer: Viewer,
): Promise<{ drafts: DraftSummary[]; others: NetworkDraft[] | undefined }> {
  const others = await readOthers(ctx, viewer).catch(orNothing)
  syncSoon(ctx, viewer)
  return { drafts: await readDrafts(ctx, viewer, 1000), others }
}

async function readOthers(ctx: WebContext, viewer: Viewer): Promise<NetworkDraft[]> {
  const views = await readNetworkDrafts(ctx, viewer)
  await takeNetworkDrafts(ctx, viewer, { views, isTurn: false })
  const mapped = new Set((await listNetworkDrafts(ctx.main, viewer.userId)).map(({ networkId }) => networkId))
  const device = readDevice(ctx.config).id
  const isArriving = ({ draft, createdAt }: NetworkDraftView) =>
    draft.deviceId === device && Date.parse(createdAt) > ctx.now() - arrival
  const others = [...views.values()].filter((view) => !mapped.has(view.id) && !isArriving(view))
  return others.flatMap((view) => describe(ctx, view) ?? [])
}

/** As they are now: an earlier answer does not do, because drafts here are changed by it. @throws AppError */
export function readNetworkDrafts(ctx: WebContext, viewer: Viewer): Promise<Map<string, NetworkDraftView>> {
  const asked = ctx.readings.getStore()
  const deadline = asked?.deadline ?? ctx.now() + ctx.config.upstreamPatience
  return ctx.readings.run({ deadline, mayBeStale: false, staleSince: undefined }, async () =>
    askNetworkDrafts(await openAgent(ctx, viewer)),
  )
}

function describe(ctx: WebContext, { id, draft, updatedAt }: NetworkDraftView): NetworkDraft | undefined {
  const reading = readNetworkDraft(draft, { makeKey: () => createTid(ctx.now()) })
  if (!reading) return undefined
  const { content, files, isWhole } = reading
  const version = Date.parse(updatedAt) || 0
  const device = draft.deviceName?.trim() || 'Another app'
  return { key: createTid(ctx.now()), draft: summarize({ id, version, content }), device, files, isWhole }
}

/** Only that the person has to sign in again is worth more than the page. */
function orNothing(error: unknown): undefined {
  if (error instanceof AppError && error.status !== 401) return undefined
  throw error
}
