// What of a feed is neither text nor definition: who may see its page, and more of its record.
import { randomBytes } from 'node:crypto'
import type { FeedChoices } from '#db/queries/change-feeds.ts'

/**
 * What is absent stays as it is. `contentMode` is the part after `#` of app.bsky.feed.generator's, null for none;
 * `avatar` is a picture among the owner's uploads, null for none.
 */
export type FeedOptions = Partial<Omit<FeedChoices, 'secretKey'>> & {
  /** Whether the secret link becomes another one, so that the one before leads nowhere. */
  renewsLink?: boolean
}

/** A secret link has a key from the first day on, which stays until it is renewed. `before` is the row as it is. */
export function toColumns(
  { renewsLink = false, ...choices }: FeedOptions,
  before?: Pick<FeedChoices, 'secretKey'>,
): Partial<FeedChoices> {
  const isNeeded = choices.visibility === 'secret' && !before?.secretKey
  return { ...choices, ...(isNeeded || renewsLink ? { secretKey: randomBytes(16).toString('base64url') } : {}) }
}
