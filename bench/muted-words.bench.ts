// What a page of 30 moderated posts costs with 0, 30 and 300 muted words, beside @atproto/api alone in the same run.
import { type AppBskyFeedDefs, moderatePost } from '@atproto/api'
import { compileMutedWords } from '#server/atproto/compile-muted-words.ts'
import { decidePost } from '#server/atproto/decide-post.ts'
import { publicModeration } from '#server/atproto/find-moderation.ts'
import type { Lens } from '#server/atproto/lens.ts'
import { createRandomText } from './random-text.ts'

const { random, speak, rare } = createRandomText(7)
const speakOn = (least: number, most: number) =>
  Array.from({ length: least + Math.floor(random() * (most - least)) }, speak).join(random() < 0.2 ? ', ' : ' ')

/** Of ten posts two have pictures, two a link card, one a quote; one in twenty is Japanese by its own word. */
function makePost(index: number): AppBskyFeedDefs.PostView {
  const author = { did: 'did:plc:bench', handle: 'bench.example.net' }
  const images = [{ alt: speakOn(5, 40) }, { alt: speakOn(5, 40) }]
  const external = { uri: 'https://example.com', title: speakOn(4, 12), description: speakOn(10, 40) }
  const langs = [random() < 0.05 ? 'ja' : 'en']
  const record = { $type: 'app.bsky.feed.post', text: speakOn(5, 45), langs, tags: random() < 0.2 ? [speak()] : [] }
  const quoted = { $type: 'app.bsky.embed.record#viewRecord', uri: 'at://quoted', author, value: record }
  const kinds: Record<number, object> = {
    2: { record: { ...record, embed: { $type: 'app.bsky.embed.images', images } } },
    3: { record: { ...record, embed: { $type: 'app.bsky.embed.images', images } } },
    5: { embed: { $type: 'app.bsky.embed.external#view', external } },
    6: { embed: { $type: 'app.bsky.embed.external#view', external } },
    8: { embed: { $type: 'app.bsky.embed.record#view', record: quoted } },
  }
  const view = { uri: `at://bench/${index}`, cid: 'bafyreia', author, record, ...kinds[index % 10] }
  return view as unknown as AppBskyFeedDefs.PostView
}

/** Every eighth is a phrase; the rest are words too rare to hide the whole page. */
function makeMutedWord(_: unknown, index: number) {
  const value = index % 8 === 0 ? `${rare()} ${rare()}` : rare()
  return { value, targets: ['content', 'tag'], actorTarget: index % 5 === 0 ? 'exclude-following' : 'all' }
}

const pages = Array.from({ length: 20 }, (_, page) => Array.from({ length: 30 }, (_, i) => makePost(page * 30 + i)))
const allWords = Array.from({ length: 300 }, makeMutedWord)

/** Milliseconds a page: the middle one of all pages of all rounds, after a first round that does not count. */
function measure(readPage: (page: AppBskyFeedDefs.PostView[]) => void, rounds: number): number {
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    for (const page of pages) {
      const began = performance.now()
      readPage(page)
      if (round > 0) times.push(performance.now() - began)
    }
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number
}

console.log('muted words: ms a page of 30 posts, compiling the words for every page')
for (const count of [0, 30, 300]) {
  const words = allWords.slice(0, count)
  const rules = publicModeration()
  const moderation = { ...rules.moderation, userDid: 'did:plc:me' }
  const base = { viewerDid: 'did:plc:me', acts: { recall: () => undefined }, ...rules, moderation }
  const withWords = { ...moderation, prefs: { ...moderation.prefs, mutedWords: words } }
  const open = (): Lens => ({ ...base, mutedWords: compileMutedWords(words) })
  const lens = open()
  const causes = (decision: { causes: unknown }) => JSON.stringify(decision.causes)
  const posts = pages.flat()
  const different = posts.find((post) => causes(decidePost(post, lens)) !== causes(moderatePost(post, withWords)))
  if (different) throw new Error(`The two do not agree on ${different.uri}`)
  const ours = measure((page) => {
    const fresh = open()
    for (const post of page) decidePost(post, fresh)
  }, 20)
  const theirs = measure((page) => {
    for (const post of page) moderatePost(post, withWords)
  }, 4)
  const hit = posts.filter((post) => lens.mutedWords.matchPost(post)).length
  console.log(
    `  ${String(count).padStart(3)} words: ${ours.toFixed(2)}, library ${theirs.toFixed(2)}: ` +
      `${(theirs / ours).toFixed(1)}× ours; ${((hit / posts.length) * 100).toFixed(0)} % of posts are muted`,
  )
}
