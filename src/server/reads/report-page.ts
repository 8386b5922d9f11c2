// What is reported and who takes the report.
import type { ReportSubject, ReportTarget } from '#types/report.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { reviewedReasons } from '../atproto/report-reasons.ts'
import { tameName } from '../atproto/tame-text.ts'
import { actorHref, toActor } from '../atproto/to-actor.ts'
import { isObject } from '../atproto/to-embed.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const kinds: Record<string, { kind: ReportSubject['kind']; path: string; nameOf: string }> = {
  'app.bsky.feed.post': { kind: 'post', path: 'post', nameOf: 'text' },
  'app.bsky.feed.generator': { kind: 'feed', path: 'feed', nameOf: 'displayName' },
  'app.bsky.graph.list': { kind: 'list', path: 'lists', nameOf: 'name' },
  'app.bsky.graph.starterpack': { kind: 'starter pack', path: 'pack', nameOf: 'name' },
}
const shape = /^at:\/\/(did:[a-z]+:[A-Za-z0-9._:%-]{1,2000})\/([a-zA-Z.]{1,200})\/([A-Za-z0-9._:~-]{1,512})$/

/** `reasonTypes` as the record of the labeler has them. */
export type KnownTarget = ReportTarget & { reasonTypes: unknown }
export type ReportPage = {
  subject: ReportSubject
  record: { uri: string; cid: string } | { did: string }
  targets: KnownTarget[]
}

/** @throws AppError 400 for what nobody can report, 404 for what is gone, others as upstream answers */
export async function readReportPage(ctx: WebContext, viewer: Viewer, id: string): Promise<ReportPage> {
  const [, repo = '', collection = '', rkey = ''] = shape.exec(id) ?? []
  const isAccount = /^did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}$/.test(id)
  const known = kinds[collection]
  if (!isAccount && !known) throw new AppError(400, 'This is nothing that can be reported.')
  const { agent, lens } = await openLens(ctx, viewer)
  const [{ data: profile }, targets] = await Promise.all([
    askUpstream(agent.app.bsky.actor.getProfile({ actor: isAccount ? id : repo })),
    readTargets(agent, { dids: [...lens.labelerNames.keys()], collection }),
  ])
  const by = toActor(profile)
  if (!known) {
    return {
      subject: { id, kind: 'account', title: by.name, by: by.handle, href: by.href },
      record: { did: id },
      targets,
    }
  }
  const { uri, cid, value } = await findSubject(agent, { repo, collection, rkey, id })
  const name = value[known.nameOf]
  const title = typeof name === 'string' ? tameName(name.slice(0, 120)) : ''
  const base = actorHref(by.did, profile.handle)
  const href =
    known.path === 'pack' ? `/starter-pack/${by.handle}/${rkey}` : `${base}/${known.path}/${encodeURIComponent(rkey)}`
  return { subject: { id, kind: known.kind, title, by: by.name, href }, record: { uri, cid }, targets }
}

type Asked = Awaited<ReturnType<typeof openLens>>['agent']

/** The record as it is now: for a post as the AppView has it, for others wherever their owner keeps them. */
async function findSubject(
  agent: Asked,
  { repo, collection, rkey, id }: { repo: string; collection: string; rkey: string; id: string },
) {
  const { feed, graph } = agent.app.bsky
  const gone = new AppError(404, 'It is gone. Whoever made it may have deleted it.')
  if (collection === 'app.bsky.feed.post') {
    const [view] = (await askUpstream(feed.getPosts({ uris: [id] }))).data.posts
    if (!view) throw gone
    return { uri: view.uri, cid: view.cid, value: isObject(view.record) ? view.record : {} }
  }
  if (collection === 'app.bsky.feed.generator') {
    const [view] = (await askUpstream(feed.getFeedGenerators({ feeds: [id] }))).data.feeds
    if (!view) throw gone
    return { uri: view.uri, cid: view.cid, value: { displayName: view.displayName } }
  }
  if (collection === 'app.bsky.graph.list') {
    const { list } = (await askUpstream(graph.getList({ list: id, limit: 1 }))).data
    return { uri: list.uri, cid: list.cid, value: { name: list.name } }
  }
  const { starterPack } = (
    await askUpstream(graph.getStarterPack({ starterPack: `at://${repo}/${collection}/${rkey}` }))
  ).data
  return { uri: starterPack.uri, cid: starterPack.cid, value: isObject(starterPack.record) ? starterPack.record : {} }
}

/** The viewer's labelers that take reports of this kind, and their own server, which passes reports on. */
async function readTargets(
  agent: Asked,
  { dids, collection }: { dids: string[]; collection: string },
): Promise<KnownTarget[]> {
  const { data } = await askUpstream(agent.app.bsky.labeler.getServices({ dids, detailed: true }))
  const views = data.views as unknown as Record<string, unknown>[]
  const labelers = views.flatMap((view): KnownTarget[] => {
    if (!takes(view, collection) || !isObject(view.creator)) return []
    const creator = toActor(view.creator as never)
    const { reasonTypes } = view
    return [{ did: creator.did, name: creator.name, reasons: reviewedReasons(reasonTypes), reasonTypes }]
  })
  const own = {
    did: '',
    name: 'The moderators of your own server',
    reasons: reviewedReasons(undefined),
    reasonTypes: undefined,
  }
  return [...labelers.filter(({ reasons }) => reasons.length > 0), own]
}

/** What a labeler says that it takes (app.bsky.labeler.defs#labelerViewDetailed); everything where it says nothing. */
function takes({ subjectTypes, subjectCollections }: Record<string, unknown>, collection: string): boolean {
  if (Array.isArray(subjectTypes) && !subjectTypes.includes(collection === '' ? 'account' : 'record')) return false
  return collection === '' || !Array.isArray(subjectCollections) || subjectCollections.includes(collection)
}
