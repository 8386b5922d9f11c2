// How far the older posts of a feed have been looked for, in a sentence.

type Backfill = {
  state: 'waiting' | 'running' | 'done'
  done: number
  total: number
  found: number
  note: string | null
}

/** Empty when there is nothing to say: all was asked, or nobody has heard of the feed yet. */
export function describeBackfill(backfill: Backfill | undefined): string {
  if (!backfill) return ''
  const { state, done, total, found, note } = backfill
  if (state === 'done') return note ?? ''
  if (state === 'waiting') return 'Older posts are looked for soon.'
  const posts = `${found.toLocaleString('en')} ${found === 1 ? 'post' : 'posts'} found so far`
  return `Older posts are being looked for: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} steps done, ${posts}.`
}
