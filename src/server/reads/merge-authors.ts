// What many people posted → one timeline, newest first, without gaps: pure, apart from asking for more.

/** A post or repost of somebody. `at` never rises within what one person posted (ms). */
export type AuthorItem = { at: number; id: string }
export type AuthorPage<Item extends AuthorItem> = { items: Item[]; cursor?: string | undefined }

/** A place in the merged timeline: after the item `id` at `at`. */
export type MergePlace = { at: number; id: string }

type Options<Item extends AuthorItem> = {
  people: string[]
  after: MergePlace | undefined
  limit: number
  /** The next page of somebody; undefined when no more may be asked for now. */
  ask: (did: string, cursor: string | undefined) => Promise<AuthorPage<Item> | undefined>
  /** People asked at the same time. */
  atOnce: number
}

/**
 * Items older than `after`. Somebody whose last known item is newer than another's may still have items between the
 * two: nothing is given that is older than the newest of such ends, so the next page goes on where this one ends.
 * `next` is undefined at the end; `unasked` are people of whom nothing is known yet, who are left out.
 */
export async function mergeAuthors<Item extends AuthorItem>({ people, after, limit, ask, atOnce }: Options<Item>) {
  const known = new Map<string, AuthorPage<Item>>()
  let isSpent = false
  const extend = async (dids: string[]) => {
    await inTurns(dids, atOnce, async (did) => {
      const page = known.get(did)
      const more = await ask(did, page?.cursor)
      if (more) known.set(did, { items: [...(page?.items ?? []), ...more.items], cursor: more.cursor })
      else isSpent = true
    })
  }
  await extend(people)
  for (;;) {
    const open = [...known].filter(([, { cursor }]) => cursor !== undefined)
    const edge = Math.max(Number.NEGATIVE_INFINITY, ...open.map(([, page]) => endOf(page)))
    const ready = [...known.values()]
      .flatMap(({ items }) => items)
      .filter((item) => item.at > edge && (!after || compare(after, item) < 0))
      .sort(compare)
    const isFull = ready.length >= limit
    if (isFull || open.length === 0 || isSpent) {
      const items = ready.slice(0, limit)
      const last = items.at(-1)
      const isEnd = open.length === 0 && ready.length <= limit
      const next = isEnd ? undefined : last ? { at: last.at, id: last.id } : after
      return { items, next, unasked: people.filter((did) => !known.has(did)) }
    }
    const farthest = open.toSorted(([, a], [, b]) => endOf(b) - endOf(a)).slice(0, atOnce)
    await extend(farthest.map(([did]) => did))
  }
}

/** The order of the timeline; the id decides where times are the same. */
function compare(a: AuthorItem, b: AuthorItem): number {
  return b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}

function endOf<Item extends AuthorItem>({ items }: AuthorPage<Item>): number {
  return items.at(-1)?.at ?? Number.POSITIVE_INFINITY
}

async function inTurns<Value>(values: Value[], atOnce: number, act: (value: Value) => Promise<void>): Promise<void> {
  const rest = values.values()
  const work = async () => {
    for (const value of rest) await act(value)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, values.length) }, work))
}
