// Posts as the network has them, made up: the one place that says how long they are and what they carry, for all benchmarks.
import { createHash } from 'node:crypto'
import { postUri, unpackCid, unpackRkey } from '#db/queries/packed-posts.ts'
import { createRandomText } from './random-text.ts'

/**
 * Shares of posts. Of 101,040 posts of the firehose of late December 2025 (an anonymised sample that others published and
 * profiled): median 68 characters, skewed to the right, 61 % English, 12.5 % Japanese, 42 % replies, 39 % with an embed,
 * 13.6 % with pictures, 1.3 % with video, 18 % with a link. An exponential distribution of that median, cut at 300, has 93
 * characters on the average; a million posts of 2024 had some 110 bytes. Cards, quotes, and both share the rest of the embeds.
 */
export const shares = {
  median: 68,
  japanese: 0.125,
  english: 0.61,
  reply: 0.42,
  images: 0.136,
  video: 0.013,
  card: 0.12,
  quote: 0.1,
  quoteWithImage: 0.021,
  hashtag: 0.12,
}

/** What a record says, without its time. */
export type MadePost = {
  text: string
  langs: string[]
  facets: unknown[] | undefined
  embed: Record<string, unknown> | undefined
  reply: { root: string; parent: string } | undefined
}

const kana = [...'のにはをたがでてとしれさいるなもこうすっらんかりよきまあ日本人大今年見行生時間気分思言食中上出来新']
const otherLanguages = ['pt', 'de', 'es', 'ko', 'fr', 'tr']
const base32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** DID of the account number `n`. */
export function didOf(n: number): string {
  const bytes = createHash('sha1').update(`author ${n}`).digest()
  return `did:plc:${Array.from({ length: 24 }, (_, i) => base32[(bytes[i % 20] ?? 0) % 32]).join('')}`
}

/** A CID like that of a record. */
export function cidOf(text: string): string {
  return unpackCid(createHash('sha256').update(text).digest())
}

/** Record key of the post that account `n` wrote at `ms`. */
export function rkeyAt(ms: number, n = 0): string {
  return unpackRkey(`#${(BigInt(ms) * 1000n + BigInt(n % 1000)) << 10n}`)
}

/** Makes posts that differ by `seed` only. */
export function createPostWriter(seed: number) {
  const { random, speak } = createRandomText(seed)
  const pick = <Item>(items: Item[]): Item => items[Math.floor(random() * items.length)] as Item

  function say(characters: number, isJapanese: boolean): string {
    if (isJapanese)
      return Array.from({ length: characters }, () => kana[Math.floor(kana.length * random() ** 2)]).join('')
    let text = speak()
    while (text.length < characters) text += `${random() < 0.1 ? ', ' : ' '}${speak()}`
    return text.slice(0, 300)
  }

  /** From somebody else, in the last hours before `at`. */
  function somePost(at: number): string {
    const n = Math.floor(random() * 100_000)
    return postUri(didOf(n), rkeyAt(at - Math.floor(random() * 6 * 3600_000), n))
  }

  function image(isJapanese: boolean, n: number): Record<string, unknown> {
    const alt = random() < 0.4 ? say(60, isJapanese) : ''
    return { alt, aspectRatio: { height: 1500, width: 2000 }, image: blob(n) }
  }

  const blob = (n: number) => ({
    $type: 'blob',
    ref: { $link: cidOf(`blob ${n}`) },
    mimeType: 'image/jpeg',
    size: 500_000 + (n % 400_000),
  })
  const images = (isJapanese: boolean, n: number) => {
    const count = random() < 0.7 ? 1 : 2 + Math.floor(random() * 3)
    return { $type: 'app.bsky.embed.images', images: Array.from({ length: count }, (_, i) => image(isJapanese, n + i)) }
  }
  const quote = (at: number, n: number) => ({
    $type: 'app.bsky.embed.record',
    record: { cid: cidOf(`quoted ${n}`), uri: somePost(at) },
  })

  function embedOf(n: number, at: number, isJapanese: boolean): Record<string, unknown> | undefined {
    let roll = random()
    const is = (share: number) => {
      roll -= share
      return roll < 0
    }
    if (is(shares.images)) return images(isJapanese, n)
    if (is(shares.video)) return { $type: 'app.bsky.embed.video', video: { ...blob(n), mimeType: 'video/mp4' } }
    if (is(shares.card)) {
      const uri = `https://www.${speak()}.com/${speak()}/${speak()}-${speak()}`
      const external = { uri, title: say(50, isJapanese), description: say(100, isJapanese), thumb: blob(n) }
      return { $type: 'app.bsky.embed.external', external }
    }
    if (is(shares.quote)) return quote(at, n)
    if (!is(shares.quoteWithImage)) return undefined
    return { $type: 'app.bsky.embed.recordWithMedia', record: quote(at, n), media: images(isJapanese, n) }
  }

  /** The post number `n`, written at `at` ms. */
  return function write(n: number, at: number): MadePost {
    const roll = random()
    const isJapanese = roll < shares.japanese
    const length = Math.ceil((-Math.log(1 - random()) * shares.median) / Math.LN2)
    const isTagged = random() < shares.hashtag
    const tag = speak()
    const text = say(Math.min(300, length), isJapanese)
    const whole = isTagged ? `${text.slice(0, 280 - tag.length)} #${tag}` : text
    const byteEnd = Buffer.byteLength(whole)
    const features = [{ $type: 'app.bsky.richtext.facet#tag', tag }]
    const facets = isTagged ? [{ features, index: { byteStart: byteEnd - tag.length - 1, byteEnd } }] : undefined
    const parent = random() < shares.reply ? somePost(at) : undefined
    const isEnglish = roll < shares.japanese + shares.english
    return {
      text: whole,
      langs: [isJapanese ? 'ja' : isEnglish ? 'en' : pick(otherLanguages)],
      facets,
      embed: embedOf(n, at, isJapanese),
      reply: parent ? { parent, root: random() < 0.55 ? parent : somePost(at) } : undefined,
    }
  }
}
