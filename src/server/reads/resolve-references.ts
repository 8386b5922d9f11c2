// People and links, as they are typed into the builder → DIDs and at-uris.
import { findFeedBySlug } from '#db/queries/feeds.ts'
import { type Reference, type References, referenceKey } from '#feeds/builder-document.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { parsePeople } from '../writes/parse-people.ts'
import { accountsAtOnce, findAccounts } from './find-accounts.ts'

/** How long it is remembered whose account a handle is, in ms. */
const accountsTtl = 5 * 60_000
/** Names that are looked up for one page. Whoever has more writes DIDs, which are taken as they are. */
const mostNames = 500
const questionsAtOnce = 4
const key = /^[A-Za-z0-9._:~-]{1,512}$/

const places: Record<string, string> = {
  feed: 'app.bsky.feed.generator',
  lists: 'app.bsky.graph.list',
  post: 'app.bsky.feed.post',
  'starter-pack': 'app.bsky.graph.starterpack',
}
const wantedNames: Record<string, string> = {
  'app.bsky.feed.generator': 'a feed',
  'app.bsky.graph.list': 'a list',
  'app.bsky.feed.post': 'a post',
  'app.bsky.graph.starterpack': 'a starter pack',
}

/** @throws AppError as upstream answers when it does not know who is who */
export async function resolveReferences(ctx: WebContext, viewer: Viewer, references: Reference[]): Promise<References> {
  const found: References = new Map()
  const open: { reference: Reference; actor: string; finish: (did: string) => string }[] = []
  const refuse = (reference: Reference, problem: string) => void found.set(referenceKey(reference), { problem })
  for (const reference of references) {
    const { as, text } = reference
    const place = as === 'did' ? parsePerson(text) : await parseLink(ctx, as, text)
    if ('problem' in place) refuse(reference, place.problem)
    else open.push({ reference, ...place })
  }
  const names = open.flatMap(({ actor }) => (actor.startsWith('did:') ? [] : [actor]))
  const dids = await findDids(ctx, viewer, [...new Set(names)])
  for (const { reference, actor, finish } of open) {
    const did = actor.startsWith('did:') ? actor : dids.get(actor)
    if (did === undefined) refuse(reference, `Nobody is called “${actor.slice(0, 80)}”.`)
    else found.set(referenceKey(reference), { value: finish(did) })
  }
  return found
}

type Place = { actor: string; finish: (did: string) => string } | { problem: string }

function parsePerson(text: string): Place {
  const [actor] = parsePeople(text).wanted
  if (actor === undefined) return { problem: `“${text.slice(0, 80)}” is no handle.` }
  return { actor, finish: (did) => did }
}

async function parseLink(ctx: WebContext, as: string, text: string): Promise<Place> {
  const name = wantedNames[as] ?? 'a record'
  const strange: Place = { problem: `This link does not lead to ${name}: ${text.slice(0, 80)}` }
  const own = await parseOwnFeed(ctx, text)
  const [, actor = '', rkey = '', collection] = own ?? parseParts(text)
  const isActor = /^(did:[a-z]+:[\w.:%-]+|[\w-]+(\.[\w-]+)+)$/.test(actor)
  if (collection !== as || !isActor || !key.test(rkey)) return strange
  return { actor: actor.startsWith('did:') ? actor : actor.toLowerCase(), finish: (did) => `at://${did}/${as}/${rkey}` }
}

type Parts = ['', actor: string, rkey: string, collection: string | undefined]

function parseParts(text: string): Parts {
  const uri = /^at:\/\/([^/\s]+)\/([^/\s]+)\/([^/\s?#]+)$/.exec(text)
  if (uri) return ['', uri[1] ?? '', uri[3] ?? '', uri[2]]
  const profile = /\/profile\/([^/\s]+)\/(feed|lists|post)\/([^/\s?#]+)/.exec(text)
  if (profile) return ['', decode(profile[1]), decode(profile[3]), places[profile[2] ?? '']]
  const pack = /\/(?:starter-pack|start)\/([^/\s]+)\/([^/\s?#]+)/.exec(text)
  return ['', decode(pack?.[1]), decode(pack?.[2]), pack ? places['starter-pack'] : undefined]
}

/** The page of a feed that is made here. */
async function parseOwnFeed(ctx: WebContext, text: string): Promise<Parts | undefined> {
  if (!URL.canParse(text)) return undefined
  const { host, pathname } = new URL(text)
  const slug = /^\/f\/([a-z0-9-]{1,15})$/.exec(pathname)?.[1]
  if (host !== ctx.config.publicUrl.host || !slug) return undefined
  const feed = await findFeedBySlug(ctx.main, slug)
  return feed?.isPublished ? ['', feed.ownerDid, feed.slug, places.feed] : undefined
}

function decode(text = ''): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

async function findDids(ctx: WebContext, viewer: Viewer, names: string[]): Promise<Map<string, string>> {
  if (names.length > mostNames) {
    throw new AppError(422, `These are ${names.length} handles, and ${mostNames} are the most. Name the others by DID.`)
  }
  const parts = Array.from({ length: Math.ceil(names.length / accountsAtOnce) }, (_, at) =>
    names.slice(at * accountsAtOnce, (at + 1) * accountsAtOnce),
  )
  const found = new Map<string, string>()
  for (let at = 0; at < parts.length; at += questionsAtOnce) {
    const some = parts.slice(at, at + questionsAtOnce)
    const answers = await Promise.all(
      some.map((part) =>
        ctx.memory.recall(`accounts ${part.join(' ')}`, accountsTtl, () => findAccounts(ctx, viewer, part)),
      ),
    )
    for (const answer of answers) for (const [name, did] of answer) found.set(name, did)
  }
  return found
}
