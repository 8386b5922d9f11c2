// Links to feeds, as people paste them → at-uris of feeds that are there.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import type { WebContext } from '../context.ts'
import { findDid } from './find-did.ts'
import { openLens } from './open-lens.ts'

const shape = /(?:^at:\/\/|\/profile\/)([^/\s]{1,300})\/(?:feed|app\.bsky\.feed\.generator)\/([A-Za-z0-9._:~-]{1,512})/
/** Links that are looked at. */
const most = 20

/**
 * @returns at-uris in the order of `text`, and what leads to no feed, as it was written
 * @throws AppError when upstream does not answer
 */
export async function findFeeds(ctx: WebContext, viewer: Viewer, text: string) {
  const links = [...new Set(text.split(/[\s,]+/).filter((part) => part !== ''))].slice(0, most)
  const found = await Promise.all(links.map(async (link) => ({ link, uri: await toUri(ctx, viewer, link) })))
  const feeds = found.flatMap(({ uri }) => (uri ? [uri] : []))
  const { agent } = await openLens(ctx, viewer)
  const known =
    feeds.length === 0 ? [] : (await askUpstream(agent.app.bsky.feed.getFeedGenerators({ feeds }))).data.feeds
  const isKnown = (uri: string | undefined) => known.some((view) => view.uri === uri)
  return {
    uris: feeds.filter(isKnown),
    strange: found.filter(({ uri }) => !isKnown(uri)).map(({ link }) => link.slice(0, 80)),
  }
}

async function toUri(ctx: WebContext, viewer: Viewer, link: string): Promise<string | undefined> {
  const [, actor, rkey] = shape.exec(link) ?? []
  if (!actor || !rkey || !/^(did:[a-z]+:[\w.:%-]+|[\w-]+(\.[\w-]+)+)$/.test(actor)) return undefined
  try {
    return `at://${await findDid(ctx, viewer, actor)}/app.bsky.feed.generator/${rkey}`
  } catch (error) {
    if (error instanceof AppError && (error.status === 404 || error.status === 400)) return undefined
    throw error
  }
}
