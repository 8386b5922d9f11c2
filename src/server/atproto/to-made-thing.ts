// Views of feeds, lists and starter packs → MadeThing.
import { type ModerationDecision, moderateFeedGenerator, moderateUserList } from '@atproto/api'
import type { MadeThing } from '#types/made-thing.ts'
import type { Lens } from './lens.ts'
import { isObject, toEmbeds } from './to-embed.ts'

type Loose = Record<string, unknown>
type Kind = { $type: string; note: (view: Loose) => string; decide?: (view: never, lens: Lens) => ModerationDecision }

const kinds: Record<'feeds' | 'lists' | 'packs', Kind> = {
  feeds: {
    $type: 'app.bsky.feed.defs#generatorView',
    note: ({ likeCount }) => countOf(likeCount, 'like'),
    decide: (view, lens) => moderateFeedGenerator(view, lens.moderation),
  },
  lists: {
    $type: 'app.bsky.graph.defs#listView',
    note: ({ listItemCount, purpose }) =>
      [purpose === 'app.bsky.graph.defs#modlist' ? 'Moderation list' : '', countOf(listItemCount, 'person', 'people')]
        .filter(Boolean)
        .join(' · '),
    decide: (view, lens) => moderateUserList(view, lens.moderation),
  },
  packs: {
    $type: 'app.bsky.graph.defs#starterPackViewBasic',
    note: ({ joinedAllTimeCount }) => countOf(joinedAllTimeCount, 'person joined', 'people joined'),
  },
}

/**
 * Turns what app.bsky.feed.getActorFeeds, app.bsky.graph.getLists or getActorStarterPacks lists into rows; what cannot
 * be read, or what labels hide from the viewer, is left out.
 */
export function toMadeThings(kind: keyof typeof kinds, views: unknown, lens: Lens): MadeThing[] {
  const all = Array.isArray(views) ? views : []
  return all.flatMap((view) => (isObject(view) ? toMadeThing(kinds[kind], view, lens) : []))
}

function toMadeThing({ $type, note, decide }: Kind, view: Loose, lens: Lens): MadeThing[] {
  try {
    const list = decide?.(view as never, lens).ui('contentList')
    if (list?.filter) return []
    const record = { ...view, $type }
    const [card] = toEmbeds({ $type: 'app.bsky.embed.record#view', record }, () => undefined)
    return card?.kind === 'card' ? [{ ...card, note: note(view) }] : []
  } catch {
    return []
  }
}

function countOf(count: unknown, noun: string, plural = `${noun}s`): string {
  if (!Number.isInteger(count) || (count as number) <= 0) return ''
  return `${(count as number).toLocaleString('en')} ${count === 1 ? noun : plural}`
}
