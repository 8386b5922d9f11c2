// Who and what a search means: `me`, and DIDs where records hold DIDs.
import type { PostQuery, QueryLists, QueryProblem } from '#types/post-query.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import type { WebContext } from '../context.ts'
import type { openLens } from './open-lens.ts'

type Agent = Awaited<ReturnType<typeof openLens>>['agent']

const didTtl = 5 * 60_000

/**
 * `query` with `me` replaced, and with DIDs in `mentions` and in addresses of posts. Authors stay handles: posts carry
 * both, so nothing has to be asked.
 * @returns `problems` with whoever nobody knows
 * @throws AppError as upstream answers
 */
export async function resolveQuery(ctx: WebContext, agent: Agent, viewer: Viewer | undefined, query: PostQuery) {
  const problems: QueryProblem[] = []
  const note = (field: string, typed: string, sentence: string) => void problems.push({ field, typed, sentence })
  const meOr = (field: string, actor: string): string => {
    if (actor !== 'me') return actor
    if (!viewer) note(field, actor, 'Only somebody signed in is “me”.')
    return viewer?.handle ?? actor
  }
  const toDid = async (field: string, actor: string): Promise<string> => {
    if (actor.startsWith('did:')) return actor
    if (actor === 'me' && viewer) return viewer.did
    if (actor === 'me') return meOr(field, actor)
    const ask = async () => (await askUpstream(agent.app.bsky.actor.getProfile({ actor }))).data.did
    return ctx.memory.recall(`did ${actor}`, didTtl, ask).catch((error: unknown) => {
      if (!(error instanceof AppError) || (error.status !== 404 && error.status !== 400)) throw error
      note(field, actor, `Nobody is called @${actor}.`)
      return actor
    })
  }
  const toUri = async (field: string, uri: string): Promise<string> => {
    const [, authority = '', path = ''] = /^at:\/\/([^/]+)(\/.*)$/.exec(uri) ?? []
    return `at://${await toDid(field, authority)}${path}`
  }
  const toLists = async (lists: QueryLists, isExclude: boolean): Promise<QueryLists> => {
    const name = (field: string) => (isExclude ? `exclude${field[0]?.toUpperCase()}${field.slice(1)}` : field)
    const [mentions, quotes] = await Promise.all([
      Promise.all(lists.mentions.map((actor) => toDid(name('mentions'), actor))),
      Promise.all(lists.quotes.map((uri) => toUri(name('quotes'), uri))),
    ])
    return { ...lists, author: lists.author.map((actor) => meOr(name('author'), actor)), mentions, quotes }
  }
  const [only, not, thread, parent] = await Promise.all([
    toLists(query.only, false),
    toLists(query.not, true),
    query.thread && toUri('thread', query.thread),
    query.parent && toUri('parent', query.parent),
  ])
  if (query.following && !viewer) note('following', 'true', 'Only somebody signed in follows people here.')
  return { query: { ...query, only, not, thread, parent }, problems }
}
