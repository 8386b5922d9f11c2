// What became of a form that changed many things, kept for a while for the page it leads to.
import { randomBytes } from 'node:crypto'
import type { BulkReport } from '#types/own-list.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'

const keptFor = 10 * 60_000

/** @returns under which name */
export async function keepReport(ctx: WebContext, viewer: Viewer, report: BulkReport): Promise<string> {
  const id = randomBytes(9).toString('base64url')
  await ctx.memory.recall(nameOf(viewer, id), keptFor, async () => report)
  return id
}

/** Undefined when it is forgotten already, or somebody else's. */
export async function recallReport(
  ctx: WebContext,
  viewer: Viewer,
  id: string | null,
): Promise<BulkReport | undefined> {
  if (!id || !/^[\w-]{12}$/.test(id)) return undefined
  return ctx.memory.recall<BulkReport | undefined>(nameOf(viewer, id), 0, async () => undefined)
}

function nameOf({ did }: Viewer, id: string): string {
  return `report ${did} ${id}`
}
