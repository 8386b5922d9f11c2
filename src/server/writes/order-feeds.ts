// Moves what somebody keeps on their home page.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { type OrderChange, orderSavedFeeds } from '../atproto/order-saved-feeds.ts'
import { updatePreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'
import type { Field } from './take-settings.ts'

const ops: OrderChange['op'][] = ['up', 'down', 'pin', 'unpin', 'remove']

/** @throws AppError 400 for what no form of ours sends, others as the person's server answers */
export async function orderFeeds(ctx: WebContext, viewer: Viewer, field: Field): Promise<void> {
  const op = ops.find((known) => known === field('op'))
  const id = field('id')
  if (!op || id === '') throw new AppError(400, 'This form does not say what to move.')
  await updatePreferences(ctx, viewer, (preferences) => orderSavedFeeds(preferences, { id, op }))
}
