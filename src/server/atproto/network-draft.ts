// A draft as this box keeps it ↔ as the network does (app.bsky.draft.defs#draft).
import { createHash } from 'node:crypto'
import { AppBskyDraftDefs, type ComAtprotoLabelDefs } from '@atproto/api'
import type { DraftContent, DraftMedia, DraftPost } from '#types/draft.ts'
import { draftContent, draftLimits } from '../writes/draft-content.ts'
import { readGates, writeGates } from './build-gates.ts'
import { isObject } from './to-embed.ts'

type Loose = Record<string, unknown>
export type Device = { id: string; name: string }

const type = 'app.bsky.draft.defs' as const

/**
 * For the network; `cids` of quoted posts by URI. Files stay on this box: the network is told their upload ids.
 * @returns undefined for what the lexicon has no room for, such as a text of more than 1000 characters
 */
export function toNetworkDraft(
  content: DraftContent,
  device: Device,
  cids: Map<string, string>,
): AppBskyDraftDefs.Draft | undefined {
  const gates = writeGates({ $type: type }, content)
  const draft = {
    deviceId: device.id,
    deviceName: device.name,
    posts: content.posts.map((post) => toNetworkPost(post, cids)),
    ...(content.langs.length > 0 ? { langs: content.langs } : {}),
    ...(gates.threadgateAllowRules ? { threadgateAllow: gates.threadgateAllowRules } : {}),
    ...(gates.postgateEmbeddingRules ? { postgateEmbeddingRules: gates.postgateEmbeddingRules } : {}),
  }
  const checked = AppBskyDraftDefs.validateDraft(draft)
  return checked.success ? checked.value : undefined
}

function toNetworkPost({ text, labels, media, card, quote }: DraftPost, cids: Map<string, string>) {
  const pictures = media.filter(({ kind }) => kind === 'picture').map(toFile)
  const [video] = media.filter(({ kind }) => kind !== 'picture').map(toFile)
  const items = pictures.map((picture) => ({ $type: `${type}#draftEmbedImage` as const, ...picture }))
  const cid = quote === undefined ? undefined : cids.get(quote)
  return {
    text,
    ...(labels.length > 0 ? { labels: toLabels(labels) } : {}),
    ...(pictures.length > 0 && pictures.length <= 4 ? { embedImages: pictures } : {}),
    ...(pictures.length > 4 ? { embedGallery: { items } } : {}),
    ...(video ? { embedVideos: [video] } : {}),
    ...(card && !card.isRemoved ? { embedExternals: [{ uri: card.url }] } : {}),
    ...(quote && cid ? { embedRecords: [{ record: { uri: quote, cid } }] } : {}),
  }
}

const toFile = ({ upload, alt }: DraftMedia) => ({ localRef: { path: upload }, ...(alt ? { alt } : {}) })

function toLabels(labels: string[]): ComAtprotoLabelDefs.SelfLabels & { $type: 'com.atproto.label.defs#selfLabels' } {
  return { $type: 'com.atproto.label.defs#selfLabels', values: labels.map((val) => ({ val })) }
}

export type Reading = {
  content: DraftContent
  /** Files of other devices, which do not come along. */
  files: number
  /** Whether all of it came along: only then may what is written here take its place. */
  isWhole: boolean
}

/**
 * What a draft of the network says, whatever its shape. Keys and files of `before`, which it comes from, stay.
 * @returns undefined when it says nothing that can be kept
 */
export function readNetworkDraft(
  draft: unknown,
  { before, makeKey }: { before?: DraftContent | undefined; makeKey: () => string },
): Reading | undefined {
  const loose = isObject(draft) ? draft : {}
  const posts = objects(loose.posts)
  const own = new Set(before?.posts.flatMap(({ media }) => media.map(({ upload }) => upload)))
  const content = {
    ...readRules(loose, before?.canReply),
    langs: strings(loose.langs).filter(isLanguage).slice(0, draftLimits.langs),
    posts: posts.slice(0, draftLimits.posts).map((post, at) => readPost(post, before?.posts[at], makeKey)),
  }
  const { success, data } = draftContent.safeParse(content)
  if (!success) return undefined
  const files = posts.flatMap(filesOf).filter(({ path }) => !own.has(path)).length
  const back = toNetworkDraft(data, { id: '', name: '' }, new Map(posts.flatMap(quotedCids)))
  return { content: data, files, isWhole: back !== undefined && fingerprint(back) === fingerprint(draft) }
}

function readPost(post: Loose, before: DraftPost | undefined, makeKey: () => string): DraftPost {
  const alts = new Map(filesOf(post).map(({ path, alt }) => [path, alt.slice(0, draftLimits.alt)]))
  const media = before?.media.map((item) => ({ ...item, alt: alts.get(item.upload) ?? item.alt })) ?? []
  const quote = quotesOf(post).find((uri) => shape.quote.safeParse(uri).success)
  const [url] = linksOf(post)
  const known = before?.card?.url === url ? before?.card : undefined
  const card = known ?? (isLink(url) ? { url, title: url.slice(0, 2000), description: '' } : undefined)
  return {
    rkey: before?.rkey ?? makeKey(),
    text: typeof post.text === 'string' ? post.text.slice(0, draftLimits.text) : '',
    media,
    labels: labelsOf(post).filter((label) => shape.label.safeParse(label).success) as DraftPost['labels'],
    ...(quote ? { quote } : {}),
    ...(card ? { card } : {}),
  }
}

const { posts, langs, canReply } = draftContent.shape
/** Parts of what a draft may hold: one that does not fit takes nothing else with it. */
const shape = {
  quote: posts.element.shape.quote,
  label: posts.element.shape.labels.element,
  language: langs.element,
  gate: canReply,
}

const isLanguage = (value: string) => shape.language.safeParse(value).success
const isLink = (url: string | undefined): url is string =>
  url !== undefined && url.length <= 8000 && /^https?:/.test(url) && URL.canParse(url)

/** Rules that nobody here knows let nobody in. The network cannot say that some were chosen, but none yet. */
function readRules(
  { threadgateAllow, postgateEmbeddingRules }: Loose,
  before: DraftContent['canReply'] | undefined,
): Pick<DraftContent, 'canReply' | 'canQuote'> {
  const gates = readGates({
    $type: type,
    ...(threadgateAllow === undefined ? {} : { threadgateAllowRules: threadgateAllow }),
    ...(postgateEmbeddingRules === undefined ? {} : { postgateEmbeddingRules }),
  })
  if (gates.canReply === 'anyone') return gates
  const { allow, lists } = gates.canReply
  const good = lists.filter((list) => shape.gate.safeParse({ allow: [], lists: [list] }).success)
  const isNobody = allow.length + good.length === 0
  const isUndecided = isNobody && before !== undefined && before !== 'anyone' && before.isUndecided === true
  return { ...gates, canReply: { allow, lists: good, ...(isUndecided ? { isUndecided } : {}) } }
}

/** The same for two drafts that say the same, whoever wrote them and however a server orders their fields. */
export function fingerprint(draft: unknown): string {
  const loose = isObject(draft) ? draft : {}
  const said = objects(loose.posts).map((post) => [
    post.text,
    labelsOf(post).sort(),
    filesOf(post).map(({ path, alt }) => [path, alt]),
    linksOf(post),
    quotesOf(post),
  ])
  const rules = [loose.threadgateAllow, loose.postgateEmbeddingRules].map((list) =>
    objects(list)
      .map((rule) => `${rule.$type} ${rule.list ?? ''}`)
      .sort(),
  )
  const all = [said, strings(loose.langs), Array.isArray(loose.threadgateAllow), rules]
  return createHash('sha256').update(JSON.stringify(all)).digest('base64url')
}

const objects = (value: unknown): Loose[] => (Array.isArray(value) ? value.filter(isObject) : [])
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

function filesOf(post: Loose): { path: string; alt: string }[] {
  const gallery = isObject(post.embedGallery) ? post.embedGallery.items : []
  return [post.embedImages, gallery, post.embedVideos].flatMap(objects).map(({ localRef, alt }) => ({
    path: isObject(localRef) ? String(localRef.path) : '',
    alt: typeof alt === 'string' ? alt : '',
  }))
}

const quotedCids = (post: Loose) =>
  objects(post.embedRecords).flatMap(({ record }): [string, string][] =>
    isObject(record) ? [[String(record.uri), String(record.cid)]] : [],
  )
const linksOf = (post: Loose) => strings(objects(post.embedExternals).map(({ uri }) => uri))
const quotesOf = (post: Loose) =>
  strings(objects(post.embedRecords).map(({ record }) => (isObject(record) ? record.uri : undefined)))
const labelsOf = ({ labels }: Loose) => strings(objects(isObject(labels) ? labels.values : []).map(({ val }) => val))
